"""Whose keys there are: Providers that share a key stand together, under who holds it."""

from collections.abc import Mapping
from dataclasses import dataclass

from vidgenie.domain.ports.declared import KeyForm
from vidgenie.domain.ports.provider import Kind, Provider
from vidgenie.errors import InvalidInput
from vidgenie.vault.keys import clean_key

_KINDS = tuple(kind.value for kind in Kind)


@dataclass(frozen=True, slots=True)
class Holder:
    """What one card of the settings is about.

    slug: what the key is kept under. form: None when there is no key, only options.
    makers: the Providers it opens, in the order of the kinds.
    """

    slug: str
    title: str
    form: KeyForm | None
    makers: tuple[Provider, ...]

    @property
    def asked(self) -> Provider:
        """Who is asked about the key: the Provider that it is named after, if there is one."""
        return next((maker for maker in self.makers if maker.slug == self.slug), self.makers[0])


def holders(providers: Mapping[tuple[str, str], Provider]) -> dict[str, Holder]:
    """Slug -> Holder, in alphabetical order, for Providers with a key or options."""
    found: dict[str, list[Provider]] = {}
    for provider in providers.values():
        if provider.key_form is not None or provider.options:
            found.setdefault(provider.key_slug, []).append(provider)
    return {slug: _holder(slug, found[slug]) for slug in sorted(found)}


def holder_of(known: Mapping[str, Holder], name: str) -> Holder | None:
    """By its slug, or by that of a Provider it opens."""
    return known.get(name) or next(
        (holder for holder in known.values() if any(m.slug == name for m in holder.makers)), None
    )


def wanted(known: Mapping[str, Holder], name: str, *, field: str = "provider") -> Holder:
    """As `holder_of`. field: what has the name. Raises InvalidInput when there is none."""
    found = holder_of(known, name)
    if found is None:
        raise _unknown(field, name)
    return found


def cleaned(known: Mapping[str, Holder], holder: Holder, text: str, *, field: str) -> str:
    """What was typed, as the key it is. Raises InvalidInput, also for somebody else's key."""
    if holder.form is None:
        raise _unknown(field, holder.slug)
    others = [
        (other.title, other.form)
        for other in known.values()
        if other.form is not None
        and other.slug != holder.slug
        and other.slug not in holder.form.accepts
    ]
    return clean_key(text, field=field, form=holder.form, others=others)


def _holder(slug: str, makers: list[Provider]) -> Holder:
    makers.sort(key=lambda maker: (_KINDS.index(maker.kind), maker.slug))
    form = next((maker.key_form for maker in makers if maker.key_form), None)
    named = next((maker for maker in makers if maker.slug == slug), makers[0])
    return Holder(slug, (form.title if form else "") or named.title, form, tuple(makers))


def _unknown(field: str, name: str) -> InvalidInput:
    message = f"There is no service {name[:40]!r} that takes a key."
    return InvalidInput(message, field=field[:40], problem="unknown")
