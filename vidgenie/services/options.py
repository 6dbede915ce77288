"""Use cases on what people type in for Providers besides keys: addresses, choices, consents."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.domain.ports.declared import Option
from vidgenie.domain.ports.provider import Kind, Provider
from vidgenie.engine import circuit
from vidgenie.errors import ConfirmationNeeded, InvalidInput
from vidgenie.library import options as stored
from vidgenie.services.keyring import Keyring
from vidgenie.services.option_values import clean_value
from vidgenie.services.places import ADDRESS, Places

_KINDS = tuple(kind.value for kind in Kind)

Values = Mapping[str, Mapping[str, str]]
"""Provider slug -> option -> text."""


@dataclass(frozen=True, slots=True)
class OptionView:
    """An option, and what holds for this Account.

    value: what was typed in, "" = nothing: then `default` holds.
    kinds: of the Providers that want to know it.
    is_set_by_operator: the operator has given an address, which nobody is shown; it holds
        when nothing was typed in.
    """

    name: str
    kind: str
    value: str
    default: str
    allowed: tuple[str, ...]
    kinds: tuple[str, ...]
    is_required: bool
    is_set_by_operator: bool


@dataclass(frozen=True, slots=True)
class ProviderOptions:
    """The options of the Providers with one slug.

    warning: people must see the text "<slug>.warning" before they consent.
    is_ready: nothing that is required is missing, for every kind.
    """

    slug: str
    title: str
    kinds: tuple[str, ...]
    warning: bool
    is_ready: bool
    options: tuple[OptionView, ...]


@dataclass(frozen=True, slots=True)
class OptionService:
    """Keeps options; Providers of several kinds with one slug share theirs.

    providers: (kind, slug) -> Provider.
    """

    transaction: Transaction
    reading: Transaction
    clock: Callable[[], datetime]
    providers: Mapping[tuple[str, str], Provider]
    keyring: Keyring

    def view(self, account: Account) -> tuple[ProviderOptions, ...]:
        """Every slug with options, in alphabetical order, as this Account has set it up."""
        with self.reading() as session:
            typed = stored.options(session, account.id)
        found = described(self.keyring.places, self.providers, typed)
        return tuple(found[slug] for slug in sorted(found))

    def save(
        self, account: Account, given: Values, *, confirmed: bool = True
    ) -> tuple[ProviderOptions, ...]:
        """Keep these values, all or none; options left out stay, "" takes one back.

        confirmed: whether the address that a stored key is sent to may be changed.
        Raises InvalidInput and ConfirmationNeeded.
        """
        makers = _by_slug(self.providers)
        cleaned = {slug: self._cleaned(makers, slug, values) for slug, values in given.items()}
        with self.transaction() as session:
            for slug, values in sorted(cleaned.items()):
                before = stored.options_of(session, account.id, slug)
                after = {name: text for name, text in {**before, **values}.items() if text}
                if after == before:
                    continue
                # Who has got hold of a session must not have keys sent to a server of theirs.
                is_moved = after.get(ADDRESS) != before.get(ADDRESS)
                if is_moved and not confirmed and self._has_key(session, account, makers[slug]):
                    raise ConfirmationNeeded
                stored.save_options(session, account.id, slug, after, now=self.clock())
                for maker in makers[slug]:
                    circuit.reset(session, account.id, maker.kind, slug)
        return self.view(account)

    def _cleaned(
        self, makers: Mapping[str, list[Provider]], slug: str, values: Mapping[str, str]
    ) -> dict[str, str]:
        if slug not in makers:
            raise _unknown(slug)
        declared = {option.name: option for option in _declared(makers[slug])}
        for name in values:
            if name not in declared:
                raise _unknown(name)
        own = self.keyring.places.private_addresses
        return {
            name: clean_value(declared[name], text, private_addresses=own)
            for name, text in values.items()
        }

    def _has_key(self, session: Session, account: Account, makers: Iterable[Provider]) -> bool:
        """Whether a key of the Account is sent there."""
        secrets = self.keyring.secrets
        return any(
            maker.key_form and secrets.find(session, account.id, maker.key_slug) for maker in makers
        )


def described(
    places: Places, providers: Mapping[tuple[str, str], Provider], typed: Values
) -> dict[str, ProviderOptions]:
    """Slug -> its options, when this was typed in; for the slugs that have some."""
    return {
        slug: _described(places, slug, makers, typed.get(slug, {}))
        for slug, makers in _by_slug(providers).items()
    }


def _described(
    places: Places, slug: str, makers: list[Provider], typed: Mapping[str, str]
) -> ProviderOptions:
    has_url = bool(places.operator_url(makers[0]))
    return ProviderOptions(
        slug=slug,
        title=makers[0].title,
        kinds=tuple(maker.kind.value for maker in makers),
        warning=any(maker.warning for maker in makers),
        is_ready=not any(places.put(maker, typed).missing for maker in makers),
        options=tuple(
            OptionView(
                name=option.name,
                kind=option.kind.value,
                value=typed.get(option.name, ""),
                default=option.default,
                allowed=option.allowed,
                kinds=tuple(m.kind.value for m in makers if option in m.options),
                is_required=option.is_required,
                is_set_by_operator=has_url and option.name == ADDRESS,
            )
            for option in _declared(makers)
        ),
    )


def _by_slug(providers: Mapping[tuple[str, str], Provider]) -> dict[str, list[Provider]]:
    """Slug -> its Providers, in the order of the kinds, for those with options."""
    found: dict[str, list[Provider]] = {}
    for (_, slug), provider in sorted(providers.items(), key=lambda item: _KINDS.index(item[0][0])):
        if provider.options:
            found.setdefault(slug, []).append(provider)
    return found


def _declared(makers: Iterable[Provider]) -> tuple[Option, ...]:
    """The options of these Providers, each once."""
    found = {option.name: option for maker in makers for option in maker.options}
    return tuple(found.values())


def _unknown(name: str) -> InvalidInput:
    return InvalidInput("There is no such option.", field=name[:40], problem="unknown")
