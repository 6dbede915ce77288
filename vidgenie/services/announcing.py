"""Renewals are announced: nobody is charged without having been told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from vidgenie.billing import subscriptions
from vidgenie.db import Transaction
from vidgenie.engine import news
from vidgenie.ledger import store as ledger
from vidgenie.services import entitlements
from vidgenie.services.telling import Tells

_AHEAD = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Announcing:
    """Tells each Account of the next payment for its Plan, once for each.

    clock: the present instant, aware, UTC.
    """

    transaction: Transaction
    reading: Transaction
    clock: Callable[[], datetime]
    tell: Tells

    def work(self) -> int:
        """Announce what is due within three days; how many were told."""
        now = self.clock()
        with self.reading() as session:
            due = subscriptions.unannounced(session, now=now, until=now + _AHEAD)
        return sum(self._announce(row.account_id, row.period_end) for row in due)

    def _announce(self, account_id: str, end: datetime) -> bool:
        with self.transaction() as session:
            ledger.lock(session, account_id)
            row = subscriptions.of(session, account_id)
            is_due = row is not None and row.status == subscriptions.ACTIVE
            if row is None or not is_due or row.ends_at_period_end or row.period_end != end:
                return False
            plan = entitlements.agreed(row)
            if row.next_plan:
                then = row.next_agreed_at or self.clock()
                plan = entitlements.plan(session, row.next_plan, now=then)
            row.announced = end
            if not plan.cents:
                return False
            news.tell(session, account_id)
            return self.tell(
                session,
                account_id,
                "renewal_soon",
                key=f"soon:{row.subscription_id}:{end.isoformat()}",
                params={
                    "plan": plan.slug,
                    "cents": plan.cents,
                    "currency": plan.currency,
                    "until": str(end.date()),
                },
                href="/credits",
            )
