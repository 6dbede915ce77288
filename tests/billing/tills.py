"""A till: a payment service's events taken in, on a clock and for people of the test's own."""

import secrets
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from vidgenie.accounts import store as accounts
from vidgenie.accounts.tables import AccountRow
from vidgenie.billing import orders, subscriptions
from vidgenie.domain.account import Account
from vidgenie.domain.ports.payments import Checkout
from vidgenie.domain.product import SEED
from vidgenie.errors import PaymentsUnavailable
from vidgenie.ledger import store as ledger
from vidgenie.ledger.tables import CreditLot
from vidgenie.payments.local import Local
from vidgenie.services.announcing import Announcing
from vidgenie.services.credits import CreditService
from vidgenie.services.departures import Departures
from vidgenie.services.limits import Limiter
from vidgenie.services.payment_events import PaymentEvents
from vidgenie.services.plan_changes import PlanChanges
from vidgenie.services.rehearsing import Rehearsing
from vidgenie.services.renewals import Renewals
from vidgenie.services.selling import Selling
from vidgenie.services.subscription_views import as_told
from vidgenie.services.undoing import Undoing
from vidgenie.settings import Settings

START = datetime(2026, 3, 10, 12, tzinfo=UTC)
PRODUCTS = {one.slug: one for one in SEED}
PLANS = ("starter", "pro", "enterprise")


class Stand(Local):
    """The embedded service; it may not answer, and is never asked inside a transaction."""

    def __init__(self, is_inside, **more):
        super().__init__(**more)
        self.is_inside = is_inside
        self.is_away = False
        self.calls = []
        self.news = {}
        self.over = set()

    def _asked(self, name, *about):
        assert not self.is_inside(), f"{name} was asked inside a transaction"
        self.calls.append((name, *about))
        if self.is_away:
            raise PaymentsUnavailable(problem="unreachable")

    def checkout(self, checkout):
        self._asked("checkout", checkout.order_id)
        return super().checkout(checkout)

    def expire(self, session_id):
        self._asked("expire", session_id)

    def look(self, session_id):
        self._asked("look", session_id)
        return self.news.get(session_id)

    def change(self, subscription_id, plan, *, at_once, key):
        self._asked("change", plan.slug, at_once)
        return super().change(subscription_id, plan, at_once=at_once, key=key)

    def cancel(self, subscription_id, *, at_once=False):
        self._asked("cancel", subscription_id, at_once)
        return super().cancel(subscription_id, at_once=at_once)

    def undo(self, subscription_id, *, cents):
        self._asked("undo", subscription_id)
        if subscription_id in self.over:
            return []
        self.over.add(subscription_id)
        return super().undo(subscription_id, cents=cents)

    def resume(self, subscription_id):
        self._asked("resume", subscription_id)
        return super().resume(subscription_id)


class Inside(threading.local):
    """How many transactions this thread has open."""

    depth = 0


@dataclass
class Till:
    """Everything between an event and the ledger."""

    begin: object
    reading: object
    service: str = "local"
    now: datetime = START
    told: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self):
        self.inside = Inside()
        both, clock = (self.transaction, self.reading), self.clock
        self.events = PaymentEvents(self.transaction, clock, self.tell, self.service)
        self.payments = Stand(
            lambda: self.inside.depth, settings=Settings(), clock=clock, known=self.known
        )
        self.renewals = Renewals(*both, clock, self.payments, self.events)
        limiter = Limiter(self.transaction, lambda: START)
        origin = "https://video.example"
        self.selling = Selling(*both, clock, self.payments, self.renewals, limiter, origin)
        self.plans = PlanChanges(
            *both, clock, self.payments, self.events, self.renewals, limiter, origin
        )
        self.stage = Rehearsing(self.reading, clock, self.payments, self.events)
        self.undoing = Undoing(*both, clock, self.payments, self.events)
        self.announcing = Announcing(*both, clock, self.tell)
        self.departures = Departures(*both, self.payments)
        self.credits = CreditService(*both, clock, None, self.renewals)

    @contextmanager
    def transaction(self):
        """One transaction; the payment service must not be asked meanwhile."""
        with self.begin() as session:
            self.inside.depth += 1
            try:
                yield session
            finally:
                self.inside.depth -= 1

    def clock(self):
        return self.now

    def move(self, **by):
        self.now += timedelta(**by)

    def tell(self, session, account_id, kind, *, key, params, href=""):
        is_new = (kind, key) not in self.told
        if is_new:
            self.told.append((kind, key))
        return is_new

    def known(self, subscription_id):
        with self.transaction() as session:
            row = subscriptions.by_id(session, self.service, subscription_id)
            return as_told(session, row) if row else None

    def person(self, plan="free"):
        """A new Account with an open wallet and no credits."""
        word = secrets.token_hex(8)
        account = Account(id=secrets.token_hex(16), email=f"{word}@x.org", name=word, plan=plan)
        with self.transaction() as session:
            accounts.add_account(session, account, password_hash="!", now=self.now)
            ledger.open_wallet(session, account.id, unlimited=PRODUCTS[plan].is_unlimited)
        return account

    def order(self, account, slug):
        """A checkout that was begun."""
        with self.transaction() as session:
            row = orders.add(
                session, account.id, PRODUCTS[slug], service=self.service, now=self.now
            )
            return Checkout(
                order_id=row.id,
                account_id=account.id,
                email=account.email,
                customer_id="",
                product=PRODUCTS[slug],
                success_url="",
                cancel_url="",
            )

    def buy(self, account, slug):
        """Pay for something the way people do; the order's id."""
        kind = "plan" if slug in PLANS else "pack"
        order_id = self.selling.checkout(account, kind, slug).order_id
        self.stage.do(account, order_id, "pay")
        return order_id

    def again(self, account):
        """The Account as it is now."""
        with self.transaction() as session:
            return accounts.find(session, account.id)

    def paid(self, account, slug):
        """What the service tells once it was paid: not taken in."""
        return self.payments.paid(self.order(account, slug), now=self.now)

    def take(self, *events):
        return [self.events.take(event) for event in events]

    def balance(self, account):
        with self.transaction() as session:
            return ledger.balance(session, account.id, now=self.now)

    def plan(self, account):
        with self.transaction() as session:
            query = select(AccountRow.plan).where(AccountRow.id == account.id)
            return session.connection().execute(query).scalar_one()

    def subscription(self, account):
        with self.transaction() as session:
            return subscriptions.of(session, account.id)

    def orders(self, account):
        with self.transaction() as session:
            query = select(orders.OrderRow).where(orders.OrderRow.account_id == account.id)
            return session.scalars(query).all()

    def lots(self, account):
        """(source, key without ids' noise, available, revoked) of each lot."""
        with self.transaction() as session:
            query = select(CreditLot).where(CreditLot.account_id == account.id)
            return sorted(
                (lot.source, lot.priority, lot.granted, lot.available, lot.revoked)
                for lot in session.scalars(query)
            )

    def spend(self, account, amount):
        with self.transaction() as session:
            key = secrets.token_hex(8)
            ledger.deduct(session, account.id, amount=amount, reason="test", key=key, now=self.now)

    def faults(self):
        with self.transaction() as session:
            return ledger.violations(session)
