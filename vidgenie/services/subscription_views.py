"""What people and payment services see of a subscription."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from sqlmodel import Session

from vidgenie.billing import subscriptions
from vidgenie.billing.tables import SubscriptionRow
from vidgenie.domain.account import Account
from vidgenie.domain.ports.payments import Payments, Subscribed
from vidgenie.domain.ports.rehearsal import Rehearsal
from vidgenie.services.entitlements import entitlement

Status = Literal["none", "active", "past_due", "ended"]


@dataclass(frozen=True, slots=True)
class SubscriptionView:
    """The Plan that counts, and the subscription it comes from.

    plan, credits, is_unlimited, cents, currency: what the Account has now, as agreed on.
    status: of the subscription; none = there never was one.
    period_start, period_end: of the calendar's month while nothing is subscribed to.
    grace_until: when a Plan that is not paid goes. can_manage: there is a page for cards.
    """

    plan: str
    credits: int
    is_unlimited: bool
    cents: int
    currency: str
    status: Status
    period_start: datetime
    period_end: datetime
    ends_at_period_end: bool
    next_plan: str | None
    grace_until: datetime | None
    can_manage: bool


def view(
    session: Session, account: Account, payments: Payments | None, *, now: datetime
) -> SubscriptionView:
    """An Account's subscription for people."""
    row = subscriptions.of(session, account.id)
    mine = entitlement(session, account, now=now)
    plan, slug = mine.plan, payments.slug if payments else ""
    customer = subscriptions.customer_of(session, account.id, slug)
    seen = SubscriptionView(
        plan=plan.slug,
        credits=plan.credits,
        is_unlimited=plan.is_unlimited,
        cents=0,
        currency=plan.currency,
        status="none" if row is None else "ended",
        period_start=mine.starts_at,
        period_end=mine.ends_at,
        ends_at_period_end=False,
        next_plan=None,
        grace_until=None,
        can_manage=bool(customer) and not isinstance(payments, Rehearsal),
    )
    if row is None or not mine.is_paid:
        return seen
    return replace(
        seen,
        cents=plan.cents,
        status=_status(row),
        ends_at_period_end=row.ends_at_period_end,
        next_plan=None if row.ends_at_period_end else row.next_plan or None,
        grace_until=row.grace_until,
    )


def as_told(session: Session, row: SubscriptionRow) -> Subscribed:
    """A subscription as its service last told it."""
    return Subscribed(
        id=row.subscription_id,
        customer_id=subscriptions.customer_of(session, row.account_id, row.service),
        account_id=row.account_id,
        status=_status(row),
        plan=row.plan,
        credits=row.credits,
        is_unlimited=row.is_unlimited,
        cents=row.cents,
        currency=row.currency,
        period_start=row.period_start,
        period_end=row.period_end,
        ends_at_period_end=row.ends_at_period_end,
        seen_at=row.seen_at,
    )


def _status(row: SubscriptionRow) -> Literal["active", "past_due", "ended"]:
    if row.status == subscriptions.ENDED:
        return "ended"
    return "past_due" if row.status == subscriptions.PAST_DUE else "active"
