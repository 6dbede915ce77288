"""Instead: other values for Nodes, what they cost, and how far they are from what was wanted."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from vidgenie.domain.graph import CheckedNode
from vidgenie.domain.ports.provider import Provider
from vidgenie.domain.pricing import PriceTable
from vidgenie.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Change:
    """Other values for a Node. before, after: of the fields that change."""

    node_id: str
    before: Mapping[str, object]
    after: Mapping[str, object]


def changed(nodes: Sequence[CheckedNode], changes: Sequence[Change]) -> list[CheckedNode]:
    """The Nodes with these changes. Raises InvalidInput for values that are none."""
    new = {change.node_id: change.after for change in changes}
    return [_with(one, new[one.node.id]) if one.node.id in new else one for one in nodes]


def price_of(one: CheckedNode, prices: PriceTable) -> int:
    """Credits for the Node by itself. Raises KeyError for an action that has no price."""
    return prices.price(one.type.provider(one.params), one.type.action(one.params))


def tried(
    one: CheckedNode, values: Mapping[str, object], maker: Provider, prices: PriceTable
) -> int | None:
    """What the Node costs with these values, None when they cannot be used."""
    try:
        new = _with(one, values)
        new.type.suits(new.params, maker, new.inputs)
        return price_of(new, prices)
    except (InvalidInput, KeyError):
        return None


def _with(one: CheckedNode, values: Mapping[str, object]) -> CheckedNode:
    raw = {**one.node.params, **values}
    params = one.type.parse(raw, node=one.node.id)
    return replace(one, node=replace(one.node, params=raw), params=params)


def loss(old: object, new: object) -> tuple[float, float]:
    """How far a value is from another: first in its shape ("1080x1920"), then in its size."""
    was, becomes = _numbers(old), _numbers(new)
    if not was or len(was) != len(becomes):
        return (math.inf, 0.0)
    turned = abs(math.log((was[0] / was[-1]) / (becomes[0] / becomes[-1])))
    return (round(turned, 1), abs(math.log(math.prod(was) / math.prod(becomes))))


def _numbers(value: object) -> list[float]:
    found = [float(one) for one in re.findall(r"\d+(?:\.\d+)?", str(value))]
    return found if all(found) else []
