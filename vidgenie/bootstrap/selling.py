"""Services about what is for sale and what was paid."""

from dataclasses import dataclass

from sqlmodel import Session

from vidgenie import payments as all_files
from vidgenie.billing import subscriptions
from vidgenie.bootstrap.ground import Ground, now
from vidgenie.domain.ports.payments import Payments, Subscribed
from vidgenie.plugins import discover
from vidgenie.services.announcing import Announcing
from vidgenie.services.departures import Departures
from vidgenie.services.payment_events import PaymentEvents
from vidgenie.services.plan_changes import PlanChanges
from vidgenie.services.rehearsing import Rehearsing
from vidgenie.services.renewals import Renewals
from vidgenie.services.selling import Selling
from vidgenie.services.subscription_views import as_told
from vidgenie.services.telling import Tells
from vidgenie.services.undoing import Undoing
from vidgenie.settings import Settings


@dataclass(frozen=True)
class Sold:
    """Those services. payments: None while nothing is for sale."""

    payments: Payments | None
    payment_events: PaymentEvents
    renewals: Renewals
    selling: Selling
    plan_changes: PlanChanges
    rehearsing: Rehearsing
    departures: Departures
    undoing: Undoing
    announcing: Announcing


def selling(ground: Ground, *, tell: Tells) -> Sold:
    """Wire them."""
    payments = chosen(ground)
    transaction, reading = ground.transaction, ground.reading
    events = PaymentEvents(transaction, now, tell, payments.slug if payments else "")
    renewals = Renewals(transaction, reading, now, payments, events)
    origin = ground.settings.origin
    return Sold(
        payments=payments,
        payment_events=events,
        renewals=renewals,
        selling=Selling(transaction, reading, now, payments, renewals, ground.limiter, origin),
        plan_changes=PlanChanges(
            transaction, reading, now, payments, events, renewals, ground.limiter, origin
        ),
        rehearsing=Rehearsing(reading, now, payments, events),
        departures=Departures(transaction, reading, payments),
        undoing=Undoing(transaction, reading, now, payments, events),
        announcing=Announcing(transaction, reading, now, tell),
    )


def chosen(ground: Ground) -> Payments | None:
    """The payment service of these settings; None when nothing is for sale."""
    slug = name_of(ground.settings)

    def known(subscription_id: str) -> Subscribed | None:
        with ground.reading() as session:
            return _known(session, slug, subscription_id)

    if slug == "off":
        return None
    # Every adapter takes the same: its settings, a clock, and what we know of a subscription.
    found = discover(all_files, Payments, settings=ground.settings, clock=now, known=known)
    return found[slug]


def name_of(settings: Settings) -> str:
    """Which service: what is set, else stripe where there is a key for it, else local."""
    return settings.payments or ("stripe" if settings.stripe_secret_key else "local")


def _known(session: Session, service: str, subscription_id: str) -> Subscribed | None:
    row = subscriptions.by_id(session, service, subscription_id)
    return as_told(session, row) if row else None
