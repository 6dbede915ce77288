"""Offering: what node types say about Providers is put together from here."""

from collections.abc import Iterable
from typing import get_args

from vidgenie.domain.node_type import Offer, Params
from vidgenie.domain.ports.text import TextProvider


def declared(params: type[Params], name: str) -> tuple[object, ...]:
    """The values of a field that has a list of them."""
    return get_args(params.model_fields[name].annotation)


def models(fitting: Iterable[str], every: Iterable[str], *, default: str = "") -> Offer:
    """The models to choose from; the first choice leaves it to the Provider.

    fitting: names of those that can do it. every: of all the Provider has.
    default: the one it would take; "" = it depends on the rest.
    """
    names = tuple(name for name in fitting if name)
    return Offer(
        values=("", *names),
        titles={"": default} if default else {},
        is_there=sum(bool(name) for name in every) > 1,
    )


def writers(provider: TextProvider) -> Offer:
    """The models of a text Provider; one that is built in has none to choose from."""
    return Offer(("",), is_there=False) if provider.demo else any_model(provider.models)


def any_model(known: Iterable[str]) -> Offer:
    """Models worth showing; others may be typed in."""
    names = tuple(known)
    titles: dict[object, str] = {"": names[0]} if names else {}
    return Offer(values=("", *names), titles=titles, is_open=True)


NO_MODEL = Offer(values=(), is_there=False)
"""The field `model` of a Provider that has none for what is connected: it cannot do it."""
