"""What is the same for every Account: node types, their forms, what Providers offer in them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from vidgenie.domain.node_type import NodeType, Port
from vidgenie.domain.ports.provider import Provider
from vidgenie.services.catalog_fields import FieldView, fields_of
from vidgenie.services.catalog_offers import offers_of

Json = dict[str, Any]


@dataclass(frozen=True)
class Declarations:
    """What the plug-ins declare, as JSON values.

    makers: (kind, slug) -> Provider.
    """

    types: Mapping[str, NodeType]
    makers: Mapping[tuple[str, str], Provider]

    @cached_property
    def json(self) -> Json:
        """{types, offers, sets}; see ui/flow/catalog.js for what is in them."""
        sets: list[Json] = []
        offers = {
            slug: asdict(offers_of(node_type, self._makers(node_type), sets))
            for slug, node_type in self.types.items()
            if node_type.kind
        }
        types = [_type(node_type) for node_type in self.types.values()]
        return {"types": types, "offers": offers, "sets": sets}

    def _makers(self, node_type: NodeType) -> dict[str, Provider]:
        return {slug: made for (kind, slug), made in self.makers.items() if kind == node_type.kind}


def _type(node_type: NodeType) -> Json:
    fields = fields_of(node_type)
    return {
        "slug": node_type.slug,
        "icon": node_type.icon,
        "kind": node_type.kind or "",
        "executes": node_type.executes,
        "assetType": node_type.asset_type or "",
        "inputs": _ports(node_type.inputs),
        "outputs": _ports(node_type.outputs),
        "oneOf": [list(group) for group in node_type.one_of],
        "fields": [_field(one) for one in fields],
        "pricing": _pricing(node_type, fields),
    }


def _ports(ports: Mapping[str, Port]) -> list[Json]:
    return [
        {"name": name, "types": sorted(one.types), "required": one.required, "many": one.many}
        for name, one in ports.items()
    ]


def _field(one: FieldView) -> Json:
    said: Json = {
        "name": one.name,
        "kind": one.kind,
        "default": one.default,
        "nullable": one.nullable,
        "isRequired": one.is_required,
    }
    more = {
        "values": list(one.values),
        "titles": dict(one.titles),
        "least": one.least,
        "most": one.most,
        "isSeldom": one.is_seldom,
    }
    return said | {
        name: value for name, value in more.items() if value not in (None, [], {}, False)
    }


def _pricing(node_type: NodeType, fields: tuple[FieldView, ...]) -> Json:
    """{field, actions}: value -> row of the price table; field "" when it is always one row.

    No type has a price that hangs on two of its values.
    """
    usual = node_type.params.model_construct()
    always = node_type.action(usual)
    if always is None:
        return {"field": "", "actions": {}}
    for one in fields:
        actions = {
            str(value): node_type.action(usual.model_copy(update={one.name: value}))
            for value in one.values
        }
        if len(set(actions.values())) > 1:
            return {"field": one.name, "actions": actions}
    return {"field": "", "actions": {"": always}}
