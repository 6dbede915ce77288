"""Use cases of the price table: what every action costs, cost and will cost; changing that."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from vidgenie.audit.chain import Chain
from vidgenie.billing import cancelled as kept
from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.domain.ports.provider import Provider
from vidgenie.domain.pricing import ANY
from vidgenie.errors import InvalidInput
from vidgenie.ledger import prices as store
from vidgenie.ledger.prices import PriceVersion
from vidgenie.services import tariff_table as tables
from vidgenie.services.budgets import MOST_CREDITS
from vidgenie.services.tariff_rules import (
    admin_id,
    authors,
    begins,
    check_begun,
    check_seen,
    reason,
    same_instant,
)
from vidgenie.services.tariff_table import ACTIONS, TYPICAL, Key, key_of
from vidgenie.services.tariff_versions import cancelled, newest, people, price_gone
from vidgenie.services.tariff_views import Maker, Preview, PriceView, Tariff, price_views

__all__ = ["PriceChange", "Tariffs"]


@dataclass(frozen=True, slots=True)
class PriceChange:
    """A version that is to be added.

    credits: None = from then on there is no such price. starts_at: None = now.
    seen: `newest` of the price as it was looked at; None = whatever it is.
    """

    provider: str
    action: str
    credits: int | None
    note: str = ""
    starts_at: datetime | None = None
    seen: str | None = None

    @property
    def key(self) -> Key:
        """Which price it is."""
        return self.provider, self.action


@dataclass(frozen=True, slots=True)
class Tariffs:
    """Reads and edits the price table. clock: the present instant, aware, UTC.

    Runs that have started keep what they were quoted: their Nodes carry their prices.
    """

    transaction: Transaction
    reading: Transaction
    clock: Callable[[], datetime]
    audit: Chain
    providers: Mapping[tuple[str, str], Provider]

    def catalogue(self) -> Tariff:
        """Every price with all its versions."""
        with self.reading() as session:
            known = store.versions(session)
            gone = [price_gone(one) for one in kept.every(session, kept.PRICE)]
            names = authors(session, people(known, gone))
        prices = price_views(known, names, now=self.clock(), gone=gone)
        return Tariff(tuple(prices), tuple(self._makers()))

    def change(self, admin: Account | None, change: PriceChange) -> PriceView:
        """Add a version; `admin` None is the operator.

        Raises InvalidInput, and Conflict (edited_elsewhere, same_instant).
        """
        note = reason(change.note)
        with self.transaction() as session:
            store.lock_prices(session)
            now = self.clock()
            known = store.versions(session)
            self._check_known(change, known)
            starts_at = begins(change.starts_at, now=now)
            check_seen(change.seen, newest(_of(known, change.key)))
            self._check_withdrawal(change, known, starts_at)
            if not store.set_price(
                session,
                provider=change.provider,
                action=change.action,
                price=change.credits,
                starts_at=starts_at,
                author=admin_id(admin),
                note=note,
                now=now,
            ):
                raise same_instant()
            mine = _of(store.versions(session), change.key)
            gone = [price_gone(one) for one in kept.every(session, kept.PRICE)]
            gone = [one for one in gone if key_of(one.version) == change.key]
            names = authors(session, people(mine, gone))
            before = tables.table(known, starts_at).rows.get(change.key)
            what = "withdrawn" if change.credits is None else "set"
            said = {"credits": change.credits, "before": before, "note": note}
            self._log(session, admin, what, change.key, starts_at, **said)
        return price_views(mine, names, now=now, gone=gone)[0]

    def cancel(self, admin: Account | None, version_id: str) -> None:
        """Take a version back that has not begun. Raises NotFound and Conflict (begun)."""
        with self.transaction() as session:
            store.lock_prices(session)
            found = next((one for one in store.versions(session) if one.id == version_id), None)
            now = self.clock()
            done = store.cancel_price(session, version_id, now=now)
            check_begun(done, known=found is not None)
            if found is not None:
                kept.keep(session, kept.PRICE, cancelled(found, now=now, by=admin_id(admin)))
                said = {"credits": found.credits, "note": found.note}
                self._log(session, admin, "cancelled", key_of(found), found.starts_at, **said)

    def preview(self, change: PriceChange) -> tuple[Preview, ...]:
        """What typical videos cost before and after a change; writes nothing.

        All of it made by the Provider of the change as far as it can. Raises InvalidInput
        as `change` does, but for the note.
        """
        with self.reading() as session:
            known = store.versions(session)
        self._check_known(change, known)
        starts_at = begins(change.starts_at, now=self.clock())
        self._check_withdrawal(change, known, starts_at)
        before = tables.table(known, starts_at)
        after = tables.changed(before, change.key, change.credits)
        own = self._actions(change.provider)
        return tuple(
            Preview(
                video,
                tables.total(before, change.provider, own, video),
                tables.total(after, change.provider, own, video),
            )
            for video in TYPICAL
        )

    def _check_known(self, change: PriceChange, known: Sequence[PriceVersion]) -> None:
        """Raise InvalidInput for a price that nothing would ever be charged by.

        One that is there can be edited, though its Provider may be gone by now.
        """
        price = change.credits
        if price is not None and not 0 <= price <= MOST_CREDITS:
            raise InvalidInput(
                f"A price is 0 to {MOST_CREDITS} credits.",
                field="credits",
                problem="out_of_range",
                max=MOST_CREDITS,
            )
        if _of(known, change.key):
            return
        if change.provider not in {ANY, *(slug for _, slug in self.providers)}:
            raise InvalidInput("There is no such provider.", field="provider", problem="unknown")
        if change.action not in {ANY, *ACTIONS} or change.key == (ANY, ANY):
            raise InvalidInput("There is no such action.", field="action", problem="unknown")
        if change.action not in {ANY, *self._actions(change.provider)}:
            raise InvalidInput(
                "This provider does not do this.", field="action", problem="unsupported"
            )

    def _check_withdrawal(
        self, change: PriceChange, known: Sequence[PriceVersion], starts_at: datetime
    ) -> None:
        """Raise InvalidInput when something would be left without a price."""
        if change.credits is not None:
            return
        before = tables.table(known, starts_at)
        if change.key not in before.rows:
            raise InvalidInput("There is no such price.", field="credits", problem="no_price")
        left = self._actions(change.provider) if change.action == ANY else {change.action}
        after = tables.changed(before, change.key, None)
        if tables.is_needed(change.key) or tables.lacks(after, change.provider, left):
            raise InvalidInput(
                "Without this price something could not be charged.",
                field="credits",
                problem="last_price",
            )

    def _makers(self) -> list[Maker]:
        titles = {slug: provider.title for (_, slug), provider in self.providers.items()}
        return [
            Maker(slug, title, tuple(one for one in ACTIONS if one in self._actions(slug)))
            for slug, title in sorted(titles.items(), key=lambda one: one[1].casefold())
        ]

    def _actions(self, slug: str) -> set[str]:
        """What a Provider can be asked to do; everything, for any of them."""
        return {
            action
            for action, kind in ACTIONS.items()
            if slug == ANY or (kind.value, slug) in self.providers
        }

    def _log(  # a line of the log
        self,
        session: Session,
        admin: Account | None,
        what: str,
        key: Key,
        starts_at: datetime,
        **said: str | int | None,
    ) -> None:
        self.audit.append(
            session,
            actor=admin_id(admin),
            account_id="",
            action="admin.price",
            thing=":".join(key),
            data={"change": what, "startsAt": starts_at.isoformat(), **said},
            now=self.clock(),
        )


def _of(versions: Sequence[PriceVersion], key: Key) -> list[PriceVersion]:
    return [one for one in versions if key_of(one) == key]
