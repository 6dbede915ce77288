"""Until when people have what is left: one date for each lot, the same as everywhere else.

Credits of a subscription are kept for a day after its period, because the invoice of the next
one is paid late. Nobody is told of that day: the plan's own date counts, while it is ahead.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from vidgenie.billing import subscriptions
from vidgenie.domain.account import Account
from vidgenie.ledger.remains import LotRow
from vidgenie.services.desk import INVOICES
from vidgenie.services.entitlements import Entitlement

OVERLAP = timedelta(days=1)
"""The invoice of the next period is paid about an hour after that has begun."""


@dataclass(frozen=True, slots=True)
class LotView:
    """Credits that came in together. source: plan, pack, promo, refund or adjust.

    available, held: what is left of them. expires_at: None = never.
    renews: the plan grants new ones at that instant, as nobody has cancelled it.
    """

    source: str
    available: int
    held: int
    expires_at: datetime | None
    renews: bool = False


def dated(
    session: Session, account: Account, lots: Sequence[LotRow], mine: Entitlement, *, now: datetime
) -> list[LotView]:
    """The lots that are not empty, with their dates, in the order they are spent."""
    is_renewed = renews(session, account, mine)
    views = list[LotView]()
    for lot in lots:
        if not lot.available and not lot.held:
            continue
        end = _end(lot, now=now)
        is_new_then = is_renewed and lot.source == "plan" and end == mine.ends_at
        views.append(LotView(lot.source, lot.available, lot.held, end, is_new_then))
    return views


def renews(session: Session, account: Account, mine: Entitlement) -> bool:
    """Whether the plan grants credits again when its period is over, as nobody has cancelled it."""
    if not mine.is_paid:
        return True
    row = subscriptions.of(session, account.id)
    return row is not None and not row.ends_at_period_end


def _end(lot: LotRow, *, now: datetime) -> datetime | None:
    if lot.expires_at is None or not lot.key.startswith(INVOICES):
        return lot.expires_at
    promised = lot.expires_at - OVERLAP
    return promised if promised > now else lot.expires_at
