"""Who may take a Node over: as the Node says, else the Account, else the server."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from sqlmodel import Session

from vidgenie.domain.account import Account
from vidgenie.domain.costs import estimate
from vidgenie.domain.graph import CheckedNode
from vidgenie.domain.node_type import MakerParams
from vidgenie.domain.ports.declared import Cost
from vidgenie.domain.ports.provider import Provider
from vidgenie.domain.pricing import PriceTable
from vidgenie.errors import InvalidInput
from vidgenie.library import preferences
from vidgenie.services.keyring import Keyring


@dataclass(frozen=True, slots=True)
class Heir:
    """Who may take over. price: credits; estimate: millionths of a dollar, None if unknown."""

    provider: str
    price: int
    estimate: int | None


@dataclass(frozen=True, slots=True)
class Fallbacks:
    """Chains of Providers, and what each is expected to charge.

    providers: (kind, slug) -> Provider. costs: its list prices.
    server: kind -> who takes over for Accounts that have not said, "" = nobody.
    """

    providers: Mapping[tuple[str, str], Provider]
    keyring: Keyring
    costs: Callable[[Provider], Sequence[Cost]]
    server: Mapping[str, str]

    def estimate(self, checked: CheckedNode, provider: Provider) -> int | None:
        """What this Provider is expected to charge for the Node, in millionths of a dollar."""
        params = checked.params
        if isinstance(params, MakerParams):
            params = _for(params, provider)
        return estimate(self.costs(provider), checked.type.usage(params, provider, checked.inputs))

    def check_price(self, session: Session, account: Account, checked: CheckedNode) -> None:
        """Raise InvalidInput (too_dear) when the chosen Provider is expected to charge too much."""
        provider = self._chosen(checked)
        if provider is None:
            return
        most = self._most(session, account, checked, provider.kind)
        expected = self.estimate(checked, provider)
        if most is not None and expected is not None and expected > most:
            raise InvalidInput(
                f"{provider.title} would charge more than you allow.",
                field="max_micro_usd",
                problem="too_dear",
                node=checked.node.id,
                estimate=expected,
                limit=most,
            )

    def heirs(
        self,
        session: Session,
        account: Account,
        checked: CheckedNode,
        prices: PriceTable,
        *,
        units: int = 1,
    ) -> list[Heir]:
        """Who may take the Node over, best first: ready, able, and not dearer.

        Neither in credits than what was quoted, nor in dollars than the highest price.
        units: what the Node pays for, see QuoteLine.
        """
        provider = self._chosen(checked)
        if provider is None:
            return []
        action = checked.type.action(checked.params)
        quoted = prices.price(provider.slug, action)
        most = self._most(session, account, checked, provider.kind)
        found: list[Heir] = []
        for other in self._chain(session, account, checked, provider):
            expected = self.estimate(checked, other)
            price = prices.price(other.slug, action)
            is_cheap = most is None or expected is None or expected <= most
            if price <= quoted and is_cheap and _suits(checked, other):
                found.append(Heir(other.slug, price * units, expected))
        return found

    def _chain(
        self, session: Session, account: Account, checked: CheckedNode, provider: Provider
    ) -> list[Provider]:
        """The others in the order that holds for this Node, as far as they are ready."""
        kind = provider.kind
        wanted = _params(checked).fallback
        slugs: Sequence[str] = (
            wanted if wanted is not None else self._order(session, account, kind, provider.slug)
        )
        is_ready = self.keyring.ready(session, account.id)
        known = (self.providers.get((kind, slug)) for slug in dict.fromkeys(slugs))
        return [one for one in known if one and one.slug != provider.slug and is_ready(one)]

    def _order(self, session: Session, account: Account, kind: str, slug: str) -> list[str]:
        row = preferences.preference(session, account.id)
        if row is None:
            server = self.server.get(kind, "")
            return [server] if server else []
        order = row.providers.get(kind, []) if row.fallback else []
        return order[order.index(slug) + 1 :] if slug in order else []

    def _most(
        self, session: Session, account: Account, checked: CheckedNode, kind: str
    ) -> int | None:
        """The highest price, in millionths of a dollar."""
        own = _params(checked).max_micro_usd
        if own is not None:
            return own
        row = preferences.preference(session, account.id)
        return row.max_micro_usd.get(kind) if row else None

    def _chosen(self, checked: CheckedNode) -> Provider | None:
        kind = checked.type.kind
        if kind is None or not isinstance(checked.params, MakerParams):
            return None
        return self.providers.get((kind, checked.params.provider))


def _params(checked: CheckedNode) -> MakerParams:
    return cast("MakerParams", checked.params)


def _for(params: MakerParams, provider: Provider) -> MakerParams:
    """The values as this Provider would be asked: a model is one Provider's own."""
    if params.provider == provider.slug:
        return params
    return params.model_copy(update={"provider": provider.slug, "model": ""})


def _suits(checked: CheckedNode, provider: Provider) -> bool:
    try:
        checked.type.suits(_for(_params(checked), provider), provider, checked.inputs)
    except InvalidInput:
        return False
    return True
