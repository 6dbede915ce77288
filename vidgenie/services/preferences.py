"""Use cases on preferences: which Providers come first, kind by kind."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.domain.ports.provider import Provider
from vidgenie.errors import InvalidInput
from vidgenie.library import preferences
from vidgenie.services.keyring import Keyring


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A Provider among those of its kind. ready: it needs no key, or has one."""

    slug: str
    title: str
    demo: bool
    ready: bool


@dataclass(frozen=True, slots=True)
class PreferencesView:
    """kind -> slugs, best first, all there are; and what to know about each.

    chosen: whether the Account has ever said so itself.
    """

    providers: Mapping[str, tuple[str, ...]]
    choices: Mapping[str, tuple[ChoiceView, ...]]
    fallback: bool
    chosen: bool


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
            ready = self._ready(session, account)
        choices = {
            kind: tuple(
                ChoiceView(slug, found.title, found.demo, ready[kind, slug])
                for slug in self._ordered(kind, saved.get(kind, ()))
                if (found := self.providers[kind, slug])
            )
            for kind in sorted({kind for kind, _ in self.providers})
        }
        return PreferencesView(
            providers={kind: tuple(c.slug for c in found) for kind, found in choices.items()},
            choices=choices,
            fallback=row.fallback if row else True,
            chosen=row is not None,
        )

    def save(
        self, account: Account, providers: Mapping[str, Sequence[str]], *, fallback: bool
    ) -> PreferencesView:
        """Keep an order. Raises InvalidInput for a kind or Provider there is not, or one twice."""
        for kind, slugs in providers.items():
            if len(set(slugs)) != len(slugs):
                raise _unknown(kind, "duplicate")
            if any((kind, slug) not in self.providers for slug in slugs):
                raise _unknown(kind, "unknown")
        with self.transaction() as session:
            row = preferences.preference(session, account.id)
            preferences.save(
                session,
                account.id,
                providers={**(row.providers if row else {}), **providers},
                fallback=fallback,
                max_micro_usd=row.max_micro_usd if row else {},
                now=self.clock(),
            )
        return self.view(account)

    def defaults(self, account: Account | None) -> dict[str, str]:
        """Kind -> the Provider a new Node gets: the first that is ready, of those who chose.

        Who never chose gets what the installation offers: nothing is charged unasked.
        """
        if account is None:
            return {}
        view = self.view(account)
        if not view.chosen:
            return {}
        firsts = {
            kind: next((choice.slug for choice in found if choice.ready), "")
            for kind, found in view.choices.items()
        }
        return {kind: slug for kind, slug in firsts.items() if slug}

    def next_in_line(self, session: Session, account: Account, kind: str, slug: str) -> list[str]:
        """Who may take over from `slug`: those after it in the Account's order that are ready.

        Nobody when the Account has not asked for it.
        """
        row = preferences.preference(session, account.id)
        order = row.providers.get(kind, []) if row and row.fallback else []
        if slug not in order:
            return []
        is_ready = self.keyring.ready(session, account.id)
        after = order[order.index(slug) + 1 :]
        known = ((other, self.providers.get((kind, other))) for other in after)
        return [other for other, provider in known if provider and is_ready(provider)]

    def _ordered(self, kind: str, saved: Sequence[str]) -> list[str]:
        known = {slug: found for (made, slug), found in self.providers.items() if made == kind}
        kept = [slug for slug in saved if slug in known]
        rest = sorted(known.keys() - set(kept), key=lambda slug: (known[slug].demo, slug))
        return [*kept, *rest]

    def _ready(self, session: Session, account: Account) -> dict[tuple[str, str], bool]:
        ready = self.keyring.ready(session, account.id)
        return {place: ready(provider) for place, provider in self.providers.items()}


def _unknown(kind: str, problem: str) -> InvalidInput:
    return InvalidInput(
        "Give each Provider of this kind at most once.",
        field=f"providers.{kind[:20]}",
        problem=problem,
    )
