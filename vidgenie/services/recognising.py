"""Which Plan a period was of, when the payment service knows no more of it than its price."""

from dataclasses import replace

from sqlmodel import Session

from vidgenie.billing import subscriptions
from vidgenie.billing.sold import Sold, plan_at
from vidgenie.billing.tables import SubscriptionRow
from vidgenie.domain.ports.payments import Subscribed


def recognised(session: Session, service: str, told: Subscribed) -> Subscribed:
    """The same with its Plan: the subscription's own at that price, else the one sold at it.

    Where neither is known it is what the subscription has now; with no plan when we know none.
    """
    if told.plan:
        return told
    row = subscriptions.by_id(session, service, told.id)
    is_its_own = row is not None and (row.cents, row.currency) == (told.cents, told.currency)
    found = None if is_its_own else plan_at(session, cents=told.cents, currency=told.currency)
    found = found or (_own(row) if row is not None else None)
    if found is None:
        return told
    return replace(told, plan=found.slug, credits=found.credits, is_unlimited=found.is_unlimited)


def _own(row: SubscriptionRow) -> Sold:
    return Sold(row.plan, row.credits, row.is_unlimited)
