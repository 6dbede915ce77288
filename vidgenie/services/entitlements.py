"""What an Account may have now: which Plan, how many credits, from when to when."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from vidgenie.accounts import store as accounts
from vidgenie.billing import subscriptions
from vidgenie.billing.products import products
from vidgenie.billing.tables import SubscriptionRow
from vidgenie.domain.account import Account
from vidgenie.domain.product import FREE, Product, ProductKind
from vidgenie.ledger import store as ledger


@dataclass(frozen=True, slots=True)
class Entitlement:
    """A Plan and its period. ends_at: when the next one begins.

    is_paid: by a subscription, whose invoices grant the credits; else the calendar does.
    """

    plan: Product
    starts_at: datetime
    ends_at: datetime
    is_paid: bool = False


def entitlement(session: Session, account: Account, *, now: datetime) -> Entitlement:
    """The Plan that counts at this instant: what is subscribed to, else the Account's own.

    Of a subscription whose time has run out the Plan of before counts, whether anybody has
    written that down yet or not.
    """
    row = subscriptions.of(session, account.id)
    if row is not None and subscriptions.is_current(row, now=now):
        return Entitlement(agreed(row), row.period_start, row.period_end, is_paid=True)
    slug = account.plan
    if row is not None and row.status != subscriptions.ENDED:
        slug = row.fallback_plan
    elif row is not None:
        # It may have ended in this very transaction.
        slug = (accounts.find(session, account.id) or account).plan
    starts_at, ends_at = month(now)
    found = plan(session, slug, now=now)
    is_own = row is None or row.status == subscriptions.ENDED
    # Who had no limit keeps it, though the Plan has one for others by now.
    if is_own and not found.is_unlimited and slug != FREE:
        is_endless = ledger.is_unlimited(session, account.id)
        found = replace(found, credits=0, is_unlimited=True) if is_endless else found
    return Entitlement(found, starts_at, ends_at)


def agreed(row: SubscriptionRow) -> Product:
    """The Plan as it was agreed on; what it is to others by now changes nothing in it."""
    return Product(
        kind=ProductKind.PLAN,
        slug=row.plan,
        credits=row.credits,
        cents=row.cents,
        currency=row.currency,
        is_unlimited=row.is_unlimited,
    )


def plan(session: Session, slug: str, *, now: datetime) -> Product:
    """A Plan as it is at an instant; the free one when there is no such Plan any more."""
    plans = {one.slug: one for one in products(session, now=now) if one.kind is ProductKind.PLAN}
    return plans.get(slug, plans[FREE])


def month(now: datetime) -> tuple[datetime, datetime]:
    """Start of this calendar month and of the next, UTC."""
    start = datetime(now.year, now.month, 1, tzinfo=UTC)
    return start, (start + timedelta(days=31)).replace(day=1)
