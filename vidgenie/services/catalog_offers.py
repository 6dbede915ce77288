"""What every Provider offers in every kind of Node, worked out once from what they declare."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, combinations
from typing import Any

from vidgenie.domain.node_type import NodeType, Offer
from vidgenie.domain.ports.provider import Provider
from vidgenie.services.catalog_fields import title

Fields = Mapping[str, Offer]
Makers = Mapping[str, Provider]


@dataclass(frozen=True, slots=True)
class Offers:
    """Of one node type.

    ports: the inputs that change what is offered, in the order of the type.
    makers: slug -> ports that are connected, joined by "+" -> model -> number of a set; ""
        is the Provider's default model. One that cannot do it has no models.
    """

    ports: tuple[str, ...]
    makers: Mapping[str, Mapping[str, Mapping[str, int]]]


def offers_of(node_type: NodeType, makers: Makers, sets: list[dict[str, Any]]) -> Offers:
    """What these Providers offer. New sets of fields are added to `sets`."""
    free = tuple(name for name, port in node_type.inputs.items() if not port.required)
    given = {
        (slug, inputs): _models(node_type, provider, inputs)
        for slug, provider in makers.items()
        for inputs in _subsets(free)
    }
    ports = tuple(
        name
        for name in free
        if any(given[slug, inputs] != given[slug, inputs | {name}] for slug, inputs in given)
    )
    return Offers(
        ports,
        {
            slug: {
                "+".join(name for name in ports if name in inputs): {
                    model: _number(sets, fields) for model, fields in given[slug, inputs].items()
                }
                for inputs in _subsets(ports)
            }
            for slug in makers
        },
    )


def _models(node_type: NodeType, provider: Provider, inputs: frozenset[str]) -> dict[str, Fields]:
    """Model -> what it offers."""
    usual = node_type.offers(provider, "", inputs)
    model = usual.get("model")
    if model is None:
        return {"": usual}
    names = map(str, model.values or ())
    return {name: node_type.offers(provider, name, inputs) for name in names}


def _subsets(names: tuple[str, ...]) -> Iterator[frozenset[str]]:
    sizes = range(len(names) + 1)
    return map(frozenset, chain.from_iterable(combinations(names, size) for size in sizes))


def _number(sets: list[dict[str, Any]], fields: Fields) -> int:
    said = {name: _said(name, offer) for name, offer in fields.items()}
    if said not in sets:
        sets.append(said)
    return sets.index(said)


def _said(name: str, offer: Offer) -> dict[str, Any]:
    """What differs from a field as it is declared."""
    said: dict[str, Any] = {}
    if offer.values is not None:
        said["values"] = list(offer.values)
        names = {str(value): text for value in offer.values if (text := title(name, value))}
        titles = (names if name in ("duration", "size", "resolution") else {}) | {
            str(value): text for value, text in offer.titles.items()
        }
        if titles:
            said["titles"] = titles
    if offer.least is not None:
        said["least"] = offer.least
    if offer.most is not None:
        said["most"] = offer.most
    if not offer.is_there:
        said["isThere"] = False
    if offer.is_open:
        said["isOpen"] = True
    return said
