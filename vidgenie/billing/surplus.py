"""Subscriptions that were paid although another one counts."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlmodel import Session, col

from vidgenie.billing.events import insert_once
from vidgenie.billing.tables import SubscriptionRow, SurplusRow
from vidgenie.domain.ports.payments import Subscribed


def note(
    session: Session,
    account_id: str,
    one: Subscribed | SubscriptionRow,
    *,
    service: str,
    now: datetime,
) -> None:
    """Write down that a subscription is one too many; it is written down once."""
    subscription_id = one.id if isinstance(one, Subscribed) else one.subscription_id
    row = SurplusRow(
        service=service,
        subscription_id=subscription_id,
        account_id=account_id,
        plan=one.plan,
        cents=one.cents,
        currency=one.currency,
        found_at=now,
    )
    insert_once(session, row)


def waiting(session: Session, service: str) -> Sequence[SurplusRow]:
    """Those whose money has not gone back yet, the oldest first."""
    query = select(SurplusRow).where(
        col(SurplusRow.service) == service, col(SurplusRow.settled_at).is_(None)
    )
    return session.scalars(query.order_by(col(SurplusRow.found_at))).all()


def settle(session: Session, service: str, subscription_id: str, *, now: datetime) -> bool:
    """Nothing is left to do about one; False when that was known, or it is none."""
    change = (
        update(SurplusRow)
        .where(
            col(SurplusRow.service) == service,
            col(SurplusRow.subscription_id) == subscription_id,
            col(SurplusRow.settled_at).is_(None),
        )
        .values(settled_at=now)
    )
    return session.connection().execute(change).rowcount == 1
