"""Subscriptions: one row for an Account, of the one that counts; and who is whose customer."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlmodel import Session, col

from vidgenie.billing.events import insert_once
from vidgenie.billing.tables import CustomerRow, SubscriptionRow
from vidgenie.domain.ports.payments import Subscribed

GRACE = timedelta(days=7)
"""How long a Plan is kept that is not paid, or of whose payment nothing is heard."""
ACTIVE, PAST_DUE, ENDED = "active", "past_due", "ended"


def of(session: Session, account_id: str) -> SubscriptionRow | None:
    """The subscription of an Account, ended ones included."""
    return session.get(SubscriptionRow, account_id, populate_existing=True)


def by_id(session: Session, service: str, subscription_id: str) -> SubscriptionRow | None:
    """The subscription that a service calls so."""
    mine = (
        col(SubscriptionRow.service) == service,
        col(SubscriptionRow.subscription_id) == subscription_id,
    )
    return session.scalars(select(SubscriptionRow).where(*mine)).first()


def counts(session: Session, service: str, subscription_id: str) -> bool:
    """Whether it is the one that counts for its Account, and has not ended."""
    row = by_id(session, service, subscription_id)
    return row is not None and row.status != ENDED


def is_current(row: SubscriptionRow, *, now: datetime) -> bool:
    """Whether the Account has what it subscribed to at this instant."""
    if row.status == ENDED:
        return False
    if row.ends_at_period_end:
        return now < row.period_end
    if row.status == PAST_DUE and row.grace_until is not None:
        return now < row.grace_until
    return now < row.period_end + GRACE


def due(session: Session, *, now: datetime) -> Sequence[SubscriptionRow]:
    """Those whose period or grace is over, and that have not ended."""
    over = or_(col(SubscriptionRow.period_end) <= now, col(SubscriptionRow.grace_until) <= now)
    query = select(SubscriptionRow).where(col(SubscriptionRow.status) != ENDED, over)
    return session.scalars(query.order_by(col(SubscriptionRow.account_id))).all()


def unannounced(session: Session, *, now: datetime, until: datetime) -> Sequence[SubscriptionRow]:
    """Those that will be renewed by `until`, and whose Accounts have not been told."""
    row = SubscriptionRow
    query = select(row).where(
        col(row.status) == ACTIVE,
        col(row.ends_at_period_end).is_(False),
        col(row.period_end) > now,
        col(row.period_end) <= until,
        col(row.announced).is_(None) | (col(row.announced) < col(row.period_end)),
    )
    return session.scalars(query.order_by(col(row.period_end))).all()


def write(row: SubscriptionRow, told: Subscribed, *, now: datetime) -> None:
    """Make the row say what the service told.

    A Plan that was agreed on for later does not count before the next period, whatever the
    service calls the subscription meanwhile.
    """
    is_next_period = told.period_start > row.period_start
    is_early = bool(row.next_plan) and told.plan == row.next_plan and not is_next_period
    if not is_early:
        row.plan, row.is_unlimited = told.plan, told.is_unlimited
        row.credits, row.cents, row.currency = told.credits, told.cents, told.currency
    if is_next_period or told.status == ENDED:
        row.next_plan, row.next_agreed_at = "", None
    row.status = told.status
    row.period_start, row.period_end = told.period_start, told.period_end
    row.ends_at_period_end = told.ends_at_period_end
    row.grace_until = (row.grace_until or now + GRACE) if told.status == PAST_DUE else None
    row.seen_at = told.seen_at


def customer_of(session: Session, account_id: str, service: str) -> str:
    """What a service calls an Account, "" when it does not know it."""
    row = session.get(CustomerRow, (account_id, service))
    return row.customer_id if row else ""


def account_of(session: Session, service: str, customer_id: str) -> str:
    """The Account that a service calls so, "" for nobody."""
    mine = (col(CustomerRow.service) == service, col(CustomerRow.customer_id) == customer_id)
    return session.scalars(select(col(CustomerRow.account_id)).where(*mine)).first() or ""


def keep_customer(session: Session, account_id: str, service: str, customer_id: str) -> bool:
    """Remember what a service calls an Account; False when that is somebody else's name."""
    if not customer_id:
        return True
    row = session.get(CustomerRow, (account_id, service))
    if row is None:
        new = CustomerRow(account_id=account_id, service=service, customer_id=customer_id)
        insert_once(session, new)
    elif row.customer_id != customer_id and not account_of(session, service, customer_id):
        row.customer_id = customer_id
        session.flush()
    return account_of(session, service, customer_id) == account_id
