"""Where Providers are: the operator's addresses, and what Accounts type in."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from vidgenie.domain.ports.declared import Option, OptionKind
from vidgenie.domain.ports.keys import Place
from vidgenie.domain.ports.provider import Provider
from vidgenie.library import options as store

ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Places:
    """Finds the Place of a Provider for an Account.

    base_urls: slug, of a Provider or of who holds its key -> the operator's address.
    private_addresses: Accounts may use addresses of this network.
    """

    base_urls: Mapping[str, str]
    private_addresses: bool = False

    def of(self, session: Session, account_id: str, provider: Provider) -> Place:
        """For one Provider."""
        return self.put(provider, store.options_of(session, account_id, provider.slug))

    def all(self, session: Session, account_id: str, providers: list[Provider]) -> list[Place]:
        """For several, in one query."""
        typed = store.options(session, account_id)
        return [self.put(provider, typed.get(provider.slug, {})) for provider in providers]

    def operator_url(self, provider: Provider) -> str:
        """Where the operator has put it, "" = where it always is."""
        own = self.base_urls.get(provider.slug, "")
        return own or self.base_urls.get(provider.key_slug, "")

    def put(self, provider: Provider, typed: Mapping[str, str]) -> Place:
        """The Place, when this was typed in."""
        values = {option.name: option.default for option in provider.options}
        values |= {name: text for name, text in typed.items() if name in values and text}
        address = values.pop(ADDRESS, "")
        base_url = address or self.operator_url(provider)
        lacks = (o.name for o in provider.options if not _is_given(o, values, base_url))
        # A Provider behind several services is told where each of them is.
        routes = {f"base_url.{slug}": url for slug, url in self.base_urls.items()}
        return Place(
            base_url=base_url,
            is_own=bool(address),
            is_guarded=bool(address),
            may_be_inside=self.private_addresses,
            options={**routes, **values},
            missing=next(lacks, ""),
        )


def _is_given(option: Option, values: Mapping[str, str], base_url: str) -> bool:
    if not option.is_required:
        return True
    if option.name == ADDRESS:
        return bool(base_url)
    if option.kind is OptionKind.CONSENT:
        return values[option.name] == "true"
    return bool(values[option.name])
