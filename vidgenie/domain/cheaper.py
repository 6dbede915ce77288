"""Cheaper: what a Graph that costs too much could be made with instead.

Nothing here is a list of settings: which values cost less is found by asking node types and
Providers what they offer, and the price table what it costs.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_origin

from vidgenie.domain.graph import CheckedNode
from vidgenie.domain.instead import Change, changed, loss, price_of, tried
from vidgenie.domain.node_type import MakerParams, Offer
from vidgenie.domain.offering import declared
from vidgenie.domain.ports.provider import Provider
from vidgenie.domain.pricing import PriceTable, quote

Makers = Mapping[tuple[str, str], Provider]
"""(kind, slug) -> Provider."""


@dataclass(frozen=True, slots=True)
class _Saving:
    """A change, the Node with it, and the credits it saves when nothing else changes."""

    change: Change
    node: CheckedNode
    credits: int
    loss: tuple[float, float]


def smaller(
    nodes: Sequence[CheckedNode], prices: PriceTable, makers: Makers, *, most: int
) -> list[Change]:
    """The fewest changes of settings after which it costs `most` credits or less.

    The Providers stay. Of as few changes those are taken that take the least away. Empty when
    it cannot be done, or costs no more already.
    """
    if quote(nodes, prices).total <= most:
        return []
    savings = [found for one in nodes if (found := _savings(one, prices, makers))]
    # Those that save most come first; of as much, the later Node: what it makes feeds less.
    savings.reverse()
    savings.sort(key=lambda ways: -ways[-1].credits)
    chosen = [ways[-1] for ways in savings]

    def left(attempt: Sequence[_Saving]) -> int:
        new = {one.change.node_id: one.node for one in attempt}
        return most - quote([new.get(one.node.id, one) for one in nodes], prices).total

    count = bisect_left(range(len(chosen) + 1), x=True, key=lambda n: left(chosen[:n]) >= 0)
    if count > len(chosen):
        return []
    chosen = chosen[:count]
    every = sorted((way for ways in savings for way in ways), key=lambda way: way.credits)
    for place in reversed(range(count)):
        spare = left(chosen)
        if not spare:
            break
        rest = [*chosen[:place], *chosen[place + 1 :]]
        taken = {one.change.node_id for one in rest}
        least = chosen[place].credits - spare
        able = (way for way in every if way.credits >= least and way.change.node_id not in taken)
        chosen = [*rest, next(way for way in able if left([*rest, way]) >= 0)]
    return [saving.change for saving in chosen]


def free(nodes: Sequence[CheckedNode], prices: PriceTable, makers: Makers) -> list[Change]:
    """Every Node that costs something, by a Provider of this server; empty if one cannot be.

    Values that it does not offer become the nearest it does.
    """
    paid = [one for one in nodes if price_of(one, prices) > 0]
    found = [change for one in paid if (change := _by_demo(one, prices, makers))]
    return found if len(found) == len(paid) else []


def _savings(one: CheckedNode, prices: PriceTable, makers: Makers) -> list[_Saving]:
    """What can be saved by one field of the Node: for each price the gentlest, dearest first."""
    maker, now = _maker(one, makers), price_of(one, prices)
    if maker is None or now == 0:
        return []
    best = dict[int, _Saving]()
    for name, value in _others(one, maker):
        price = tried(one, {name: value}, maker, prices)
        if price is None or price >= now:
            continue
        old = getattr(one.params, name)
        change = Change(one.node.id, {name: old}, {name: value})
        (new,) = changed([one], [change])
        saving = _Saving(change, new, now - price, loss(old, value))
        if price not in best or saving.loss < best[price].loss:
            best[price] = saving
    return [best[price] for price in sorted(best, reverse=True)]


def _others(one: CheckedNode, maker: Provider) -> Iterator[tuple[str, object]]:
    """(field, value) of all that could be chosen instead: what is typed or brought stays."""
    offers = one.type.offers(maker, str(getattr(one.params, "model", "")), one.inputs)
    for name, field in one.type.params.model_fields.items():
        if get_origin(field.annotation) is not Literal:
            continue
        offered = offers.get(name, Offer()).values
        for value in declared(one.type.params, name) if offered is None else offered:
            if value != getattr(one.params, name):
                yield name, value


def _by_demo(one: CheckedNode, prices: PriceTable, makers: Makers) -> Change | None:
    """The Node by the Provider of this server that costs least; None when none can do it."""
    found = list[tuple[int, Change]]()
    for (kind, _), maker in makers.items():
        if kind != one.type.kind or not maker.demo:
            continue
        values = _fitted(one, maker)
        price = None if values is None else tried(one, values, maker, prices)
        if values is None or price is None or price >= price_of(one, prices):
            continue
        old = {name: getattr(one.params, name) for name in values}
        after = {name: value for name, value in values.items() if value != old[name]}
        change = Change(one.node.id, {name: old[name] for name in after}, after)
        found.append((price, change))
    return min(found, key=lambda each: each[0])[1] if found else None


def _fitted(one: CheckedNode, maker: Provider) -> dict[str, object] | None:
    """The values it has when this Provider makes it; None when that cannot."""
    offers = one.type.offers(maker, "", one.inputs)
    model = offers.get("model")
    if not isinstance(one.params, MakerParams) or (model is not None and model.values == ()):
        return None
    values: dict[str, object] = {"provider": maker.slug, "model": ""}
    for name, offer in offers.items():
        if name in values or name not in one.type.params.model_fields:
            continue
        old = getattr(one.params, name)
        if offer.values:
            if not offer.is_open and old not in offer.values:
                values[name] = min(offer.values, key=lambda value, old=old: loss(old, value))
        elif isinstance(old, int | float) and not isinstance(old, bool):
            low = old if offer.least is None else max(old, offer.least)
            values[name] = low if offer.most is None else min(low, offer.most)
    return values


def _maker(one: CheckedNode, makers: Makers) -> Provider | None:
    kind = one.type.kind
    return makers.get((kind, one.type.provider(one.params))) if kind else None
