"""A subscription after it was bought: another Plan, an end, and a change of mind.

The service is asked outside transactions: what it answers is taken in like what it tells.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from vidgenie.billing import subscriptions
from vidgenie.billing.products import product
from vidgenie.billing.tables import SubscriptionRow
from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.domain.ports.payments import Payments, Subscribed
from vidgenie.domain.ports.rehearsal import Rehearsal
from vidgenie.domain.product import FREE, Product, ProductKind
from vidgenie.engine import news
from vidgenie.errors import Conflict, NotFound, Unavailable
from vidgenie.ledger import store as ledger
from vidgenie.services import entitlements, subscribing
from vidgenie.services.desk import Desk
from vidgenie.services.limits import PLAN_CHANGE, Limiter
from vidgenie.services.ordering import other_currency
from vidgenie.services.payment_events import PaymentEvents
from vidgenie.services.renewals import Renewals
from vidgenie.services.subscription_views import SubscriptionView, view


@dataclass(frozen=True, slots=True)
class PlanChanges:
    """What an Account does about its subscription; methods that change something wait.

    payments: None while nothing is for sale. clock: the present instant, aware, UTC.
    """

    transaction: Transaction
    reading: Transaction
    clock: Callable[[], datetime]
    payments: Payments | None
    events: PaymentEvents
    renewals: Renewals
    limiter: Limiter
    origin: str

    def subscription(self, account: Account) -> SubscriptionView:
        """What the Account has, and until when."""
        now = self.clock()
        with self.reading() as session:
            is_behind = self.renewals.is_behind(session, account)
        if is_behind:
            with self.transaction() as session:
                self.renewals.catch_up(session, account)
        with self.reading() as session:
            return view(session, account, self.payments, now=now)

    def change(self, account: Account, slug: str) -> SubscriptionView:
        """Another Plan: a dearer one at once, a cheaper one from the next period on.

        Raises NotFound (product), Conflict (no_subscription, plan_yours, credits_held,
        other_currency),
        PaymentRefused, PaymentsUnavailable, TooManyAttempts and Unavailable.
        """
        if slug == FREE:
            return self.cancel(account)
        payments = self._counted(account)
        with self.transaction() as session:
            ledger.lock(session, account.id)
            row = self._row(session, account)
            wanted = self._wanted(session, row, slug)
            is_upgrade = wanted.cents >= row.cents and slug != row.plan
            if not is_upgrade:
                _check_held(session, account, wanted, now=self.clock())
            before = as_kept(row)
            if not is_upgrade:
                # First: what the service says of the next period does not count before it.
                row.next_plan = "" if slug == row.plan else slug
                row.next_agreed_at = None if slug == row.plan else self.clock()
        try:
            if before.ends_at_period_end:
                payments.resume(before.id)
            told = payments.change(before.id, wanted, at_once=is_upgrade, key=before.key(slug))
        except Exception:
            if not is_upgrade:
                self._take_back(account, before)
            raise
        self._take(account, told, before, is_upgrade=is_upgrade)
        return self.subscription(account)

    def cancel(self, account: Account) -> SubscriptionView:
        """End with the period. Raises as `change` does."""
        payments = self._counted(account)
        with self.transaction() as session:
            ledger.lock(session, account.id)
            row = self._row(session, account)
            free = entitlements.plan(session, row.fallback_plan, now=self.clock())
            _check_held(session, account, free, now=self.clock())
            kept = as_kept(row)
        if not kept.ends_at_period_end:
            self._take(account, payments.cancel(kept.id), kept)
        return self.subscription(account)

    def resume(self, account: Account) -> SubscriptionView:
        """Go on after all. Raises as `change` does."""
        payments = self._counted(account)
        with self.reading() as session:
            kept = as_kept(self._row(session, account))
        if kept.ends_at_period_end:
            self._take(account, payments.resume(kept.id), kept)
        return self.subscription(account)

    def portal(self, account: Account, *, locale: str) -> str:
        """Address of the page for cards and invoices. Raises NotFound when there is none."""
        payments = self._counted(account)
        with self.reading() as session:
            customer_id = subscriptions.customer_of(session, account.id, payments.slug)
        back = f"{self.origin}/credits"
        url = payments.portal(customer_id, return_url=back, locale=locale) if customer_id else ""
        if not url:
            raise NotFound("portal")
        return url

    def _counted(self, account: Account) -> Payments:
        """The service, which is not asked too often. Raises TooManyAttempts."""
        payments = self._service()
        self.limiter.take((PLAN_CHANGE, account.id))
        return payments

    def _service(self) -> Payments:
        if self.payments is None:
            raise Unavailable("payments")
        return self.payments

    def _row(self, session: Session, account: Account) -> SubscriptionRow:
        row = subscriptions.of(session, account.id)
        is_here = row is not None and row.service == self._service().slug
        if row is None or not is_here or not subscriptions.is_current(row, now=self.clock()):
            raise Conflict("There is no subscription to change.", problem="no_subscription")
        return row

    def _wanted(self, session: Session, row: SubscriptionRow, slug: str) -> Product:
        """The Plan that is wanted, at today's price; its own one as it was agreed on."""
        if slug == row.plan:
            if not row.next_plan:
                raise Conflict("You have this plan already.", problem="plan_yours")
            return entitlements.agreed(row)
        if row.next_plan and slug == row.next_plan:
            raise Conflict("This plan begins with the next period.", problem="plan_yours")
        found = product(session, ProductKind.PLAN, slug, now=self.clock())
        if found is None or not found.is_offered:
            raise NotFound("product")
        if found.currency != row.currency:
            raise other_currency(row.currency)
        return found

    def _take(
        self, account: Account, told: Subscribed, before: "Kept", *, is_upgrade: bool = False
    ) -> None:
        """Take in what the service answered, unless it was told meanwhile."""
        service = self._service().slug
        with self.transaction() as session:
            ledger.lock(session, account.id)
            row = subscriptions.of(session, account.id)
            is_told = row is not None and row.seen_at != before.seen_at and row.plan == told.plan
            if is_upgrade and is_told:
                return
            desk = Desk(service, "", self.events.tell, self.clock())
            subscribing.take_in(session, desk, account, told)
            if is_upgrade and isinstance(self.payments, Rehearsal):
                self.events.take_in(session, self.payments.invoiced(told))
            news.tell(session, account.id)

    def _take_back(self, account: Account, before: "Kept") -> None:
        with self.transaction() as session:
            ledger.lock(session, account.id)
            row = subscriptions.of(session, account.id)
            if row is not None and row.subscription_id == before.id:
                row.next_plan, row.next_agreed_at = before.next_plan, before.next_agreed_at


@dataclass(frozen=True, slots=True)
class Kept:
    """What is remembered of a subscription while its service is asked."""

    id: str
    plan: str
    next_plan: str
    next_agreed_at: datetime | None
    ends_at_period_end: bool
    seen_at: datetime

    def key(self, slug: str) -> str:
        """The same change, asked for twice at once, has one key."""
        return f"{self.id}:{self.plan}:{slug}:{self.seen_at.isoformat()}"


def as_kept(row: SubscriptionRow) -> Kept:
    """A subscription as it is before the service is asked."""
    return Kept(
        row.subscription_id,
        row.plan,
        row.next_plan,
        row.next_agreed_at,
        row.ends_at_period_end,
        row.seen_at,
    )


def _check_held(session: Session, account: Account, lower: Product, *, now: datetime) -> None:
    """Raise Conflict while Runs hold more than the lower Plan grants a month."""
    held = ledger.balance(session, account.id, now=now).held
    if held > lower.credits and not lower.is_unlimited:
        raise Conflict(
            f"Runs under way hold {held} credits; this plan has {lower.credits} a month.",
            problem="credits_held",
            held=held,
            credits=lower.credits,
        )
