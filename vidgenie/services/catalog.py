"""Use cases: what this installation can do, as the plug-ins declare it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlmodel import Session

from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.domain.node_type import NodeType, Port
from vidgenie.domain.ports.provider import Kind, Provider
from vidgenie.domain.pricing import PriceTable
from vidgenie.errors import InvalidInput
from vidgenie.services.catalog_types import Declarations


@dataclass(frozen=True, slots=True)
class PortView:
    """An input or output. types: text, image, video."""

    name: str
    types: tuple[str, ...]
    required: bool


@dataclass(frozen=True, slots=True)
class NodeTypeView:
    """A node type in a palette. schema: JSON Schema of its values."""

    slug: str
    icon: str
    kind: str
    inputs: tuple[PortView, ...]
    outputs: tuple[PortView, ...]
    schema: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ProviderView:
    """A Provider in a picker. ready: everybody here can call it, with no key of their own."""

    slug: str
    title: str
    demo: bool
    ready: bool


@dataclass(frozen=True, slots=True)
class PriceRow:
    """One row of the price table, in credits; "*" stands for any."""

    provider: str
    action: str
    credits: int


@dataclass(frozen=True)
class CatalogService:
    """Node types, Providers and prices.

    makers: (kind, slug) -> Provider.
    ready: whether everybody can call this Provider now.
    keys: (session, account id) -> tells whether this Account can.
    """

    types: Mapping[str, NodeType]
    makers: Mapping[tuple[str, str], Provider]
    reading: Transaction
    price_table: Callable[..., PriceTable]
    ready: Callable[[Provider], bool]
    keys: Callable[[Session, str], Callable[[Provider], bool]]

    @cached_property
    def declarations(self) -> Declarations:
        """What is the same for every Account; worked out at the first request."""
        return Declarations(self.types, self.makers)

    def node_types(self) -> list[NodeTypeView]:
        """Every node type, by slug."""
        return [
            NodeTypeView(
                slug=slug,
                icon=node_type.icon,
                kind=node_type.kind or "",
                inputs=_ports(node_type.inputs),
                outputs=_ports(node_type.outputs),
                schema=node_type.params.model_json_schema(),
            )
            for slug, node_type in self.types.items()
        ]

    def providers(self, kind: str) -> list[ProviderView]:
        """The Providers that make this kind of thing, by slug. Raises InvalidInput."""
        if kind not in set(Kind):
            raise InvalidInput(f"There is no kind {kind}.", field="kind", problem="unknown")
        return [
            ProviderView(slug, provider.title, provider.demo, self.ready(provider))
            for (made, slug), provider in sorted(self.makers.items())
            if made == kind
        ]

    def ready_for(self, account: Account) -> frozenset[tuple[str, str]]:
        """(kind, slug) of the Providers this Account can call now, with its keys or without."""
        with self.reading() as session:
            is_ready = self.keys(session, account.id)
        return frozenset(place for place, maker in self.makers.items() if is_ready(maker))

    def prices(self) -> list[PriceRow]:
        """The price table."""
        with self.reading() as session:
            rows = self.price_table(session).rows
        return [
            PriceRow(provider, action, rows[provider, action]) for provider, action in sorted(rows)
        ]


def _ports(ports: Mapping[str, Port]) -> tuple[PortView, ...]:
    return tuple(
        PortView(name, tuple(sorted(port.types)), port.required) for name, port in ports.items()
    )
