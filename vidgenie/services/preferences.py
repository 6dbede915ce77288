"""Use cases on preferences: which Providers come first, kind by kind, and at what price."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.domain.ports.provider import Provider
from vidgenie.errors import InvalidInput
from vidgenie.library import options, preferences
from vidgenie.services.keyring import Keyring

HIGHEST_LIMIT = 1_000_000_000  # millionths of a dollar


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A Provider among those of its kind. ready: it needs nothing, or has it.

    lacks: "" when it is ready, else setup (an address or a consent), key, or good_key
        (the one there is was refused).
    holder: slug of the card it is set up on, "" when there is nothing to set up.
    micro_usd, unit: its usual price, None when it charges nothing.
    """

    slug: str
    title: str
    demo: bool
    ready: bool
    lacks: str
    holder: str
    micro_usd: int | None
    unit: str


@dataclass(frozen=True, slots=True)
class PreferencesView:
    """kind -> slugs, best first, all there are; and what to know about each.

    chosen: whether the Account has ever said so itself.
    max_micro_usd: kind -> what a Provider may charge at most for one Node, in millionths
        of a dollar; a kind that is not in it has no limit.
    """

    providers: Mapping[str, tuple[str, ...]]
    choices: Mapping[str, tuple[ChoiceView, ...]]
    fallback: bool
    chosen: bool
    max_micro_usd: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PreferenceService:
    """Keeps the order; reads stay right when Providers come and go.

    providers: (kind, slug) -> Provider.
    """

    transaction: Transaction
    reading: Transaction
    clock: Callable[[], datetime]
    providers: Mapping[tuple[str, str], Provider]
    keyring: Keyring

    def view(self, account: Account) -> PreferencesView:
        """The Account's order; Providers it has not placed follow, demos last."""
        with self.reading() as session:
            row = preferences.preference(session, account.id)
            saved = row.providers if row else {}
            limits = dict(row.max_micro_usd) if row else {}
            lacks = self._lacks(session, account)
        choices = {
            kind: tuple(
                _choice(self.providers[kind, slug], lacks(self.providers[kind, slug]))
                for slug in self._ordered(kind, saved.get(kind, ()))
            )
            for kind in sorted({kind for kind, _ in self.providers})
        }
        return PreferencesView(
            providers={kind: tuple(c.slug for c in found) for kind, found in choices.items()},
            choices=choices,
            fallback=row.fallback if row else True,
            chosen=bool(saved),
            max_micro_usd={kind: limits[kind] for kind in sorted(choices.keys() & limits.keys())},
        )

    def save(
        self,
        account: Account,
        providers: Mapping[str, Sequence[str]],
        *,
        fallback: bool | None = None,
        max_micro_usd: Mapping[str, int | None] | None = None,
    ) -> PreferencesView:
        """Keep an order, and limits; kinds left out, and None for `fallback`, change nothing.

        max_micro_usd: kind -> millionths of a dollar, None lifts the limit.
        Raises InvalidInput for a kind or Provider there is not, one twice, or a limit
        that is no price.
        """
        self._check(providers, max_micro_usd or {})
        with self.transaction() as session:
            row = preferences.preference(session, account.id)
            limits = {**(row.max_micro_usd if row else {}), **(max_micro_usd or {})}
            was_on = row.fallback if row else True
            preferences.save(
                session,
                account.id,
                providers={**(row.providers if row else {}), **providers},
                fallback=was_on if fallback is None else fallback,
                max_micro_usd={kind: most for kind, most in limits.items() if most is not None},
                now=self.clock(),
            )
        return self.view(account)

    def _check(
        self, providers: Mapping[str, Sequence[str]], limits: Mapping[str, int | None]
    ) -> None:
        for kind, slugs in providers.items():
            if len(set(slugs)) != len(slugs):
                raise _unknown(kind, "duplicate")
            if any((kind, slug) not in self.providers for slug in slugs):
                raise _unknown(kind, "unknown")
        kinds = {kind for kind, _ in self.providers}
        for kind, most in limits.items():
            field = f"maxMicroUsd.{kind[:20]}"
            if kind not in kinds:
                raise InvalidInput("There is no such kind.", field=field, problem="unknown")
            if most is not None and not 0 <= most <= HIGHEST_LIMIT:
                message = "A limit is between 0 and 1,000 dollars."
                raise InvalidInput(message, field=field, problem="not_a_price", max=1000)

    def defaults(self, account: Account | None) -> dict[str, str]:
        """Kind -> the Provider a new Node gets: the first that is ready, of those who chose.

        A kind that nobody has put in order gets what the installation offers: nothing is
        charged unasked.
        """
        if account is None:
            return {}
        with self.reading() as session:
            row = preferences.preference(session, account.id)
            chosen = frozenset(row.providers) if row else frozenset[str]()
        if not chosen:
            return {}
        firsts = {
            kind: next((choice.slug for choice in found if choice.ready), "")
            for kind, found in self.view(account).choices.items()
            if kind in chosen
        }
        return {kind: slug for kind, slug in firsts.items() if slug}

    def _ordered(self, kind: str, saved: Sequence[str]) -> list[str]:
        known = {slug: found for (made, slug), found in self.providers.items() if made == kind}
        kept = [slug for slug in saved if slug in known]
        rest = sorted(known.keys() - set(kept), key=lambda slug: (known[slug].demo, slug))
        return [*kept, *rest]

    def _lacks(self, session: Session, account: Account) -> Callable[[Provider], str]:
        """Tells what keeps a Provider from being called; reads the tables once."""
        is_ready = self.keyring.ready(session, account.id)
        stored = {key.provider for key in self.keyring.secrets.all(session, account.id)}
        typed = options.options(session, account.id)

        def lacks(provider: Provider) -> str:
            if is_ready(provider):
                return ""
            if self.keyring.places.put(provider, typed.get(provider.slug, {})).missing:
                return "setup"
            return "good_key" if provider.key_slug in stored else "key"

        return lacks


def _choice(provider: Provider, lacks: str) -> ChoiceView:
    cost = provider.cost
    return ChoiceView(
        slug=provider.slug,
        title=provider.title,
        demo=provider.demo,
        ready=not lacks,
        lacks=lacks,
        holder=provider.key_slug if provider.key_form or provider.options else "",
        micro_usd=cost.micro_usd if cost else None,
        unit=cost.unit if cost else "",
    )


def _unknown(kind: str, problem: str) -> InvalidInput:
    return InvalidInput(
        "Give each Provider of this kind at most once.",
        field=f"providers.{kind[:20]}",
        problem=problem,
    )
