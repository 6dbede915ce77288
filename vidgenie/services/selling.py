"""Buying: what is for sale, checkouts, and what became of them.

An order is written down first; then the service is asked for a page, outside any
transaction; then its address is noted. Whoever is cut off between asks again.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from vidgenie.accounts import store as accounts
from vidgenie.billing import failed_refunds, invoices, orders, subscriptions
from vidgenie.billing.products import products
from vidgenie.billing.tables import InvoiceRow, OrderRow
from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.domain.ports.payments import Checkout, CheckoutPage, CheckoutPaid, Payments
from vidgenie.domain.pricing import PriceTable
from vidgenie.domain.product import Product, ProductKind
from vidgenie.errors import Conflict, InvalidInput, NotFound, Unavailable, VidGenieError
from vidgenie.ledger import store as ledger
from vidgenie.services.limits import CHECKOUT, ORDER_LOOK, Limiter
from vidgenie.services.meter import Meter
from vidgenie.services.ordering import Wish, place
from vidgenie.services.renewals import Renewals

_LONGEST_KEY = 200
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Offer:
    """What is for sale. service: "" while nothing is; is_test: no money moves."""

    service: str
    is_test: bool
    products: Sequence[Product]
    prices: PriceTable


@dataclass(frozen=True, slots=True)
class CheckoutView:
    """Where to pay. url: "" when there is nothing to pay any more."""

    order_id: str
    url: str


@dataclass(frozen=True, slots=True)
class OrderView:
    """A checkout. status: as billing.tables.OrderRow; url: while it is open.

    not_refunded_cents: of refunds that failed at the bank.
    """

    id: str
    kind: str
    slug: str
    title: str
    credits: int
    cents: int
    currency: str
    status: str
    url: str
    is_test: bool
    created_at: datetime
    not_refunded_cents: int = 0


@dataclass(frozen=True, slots=True)
class Selling:
    """Sells; methods that ask the service wait.

    payments: None while nothing is for sale. clock: the present instant, aware, UTC.
    looks: how often the service is asked about one order, in this process.
    """

    transaction: Transaction
    reading: Transaction
    clock: Callable[[], datetime]
    payments: Payments | None
    renewals: Renewals
    limiter: Limiter
    origin: str
    looks: Meter = field(default_factory=lambda: Meter(ORDER_LOOK))

    def offer(self) -> Offer:
        """Everything that can be bought now, and what actions cost."""
        now = self.clock()
        with self.reading() as session:
            every = [one for one in products(session, now=now) if one.is_offered]
            prices = ledger.prices(session, now=now)
        service = self.payments
        return Offer(
            service=service.slug if service else "",
            is_test=bool(service and service.is_test),
            products=every,
            prices=prices,
        )

    def plan_names(self) -> Sequence[Product]:
        """Plans whose names are in no catalogue: admins have added them; withdrawn ones too."""
        with self.reading() as session:
            every = products(session, now=self.clock())
        return [one for one in every if one.kind is ProductKind.PLAN and one.title]

    def checkout(
        self, account: Account, kind: str, slug: str, *, key: str = "", locale: str = "en"
    ) -> CheckoutView:
        """Where to pay for a product; two tabs are sent to the same page.

        key: the same one with the same product is the same checkout. Raises NotFound
        (product), InvalidInput, Conflict (plan_yours, subscribed, other_currency,
        idempotency_key_reused), TooManyAttempts, PaymentsUnavailable and Unavailable.
        """
        payments = self._service()
        _check_key(key)
        self.limiter.take((CHECKOUT, account.id))
        with self.transaction() as session:
            accounts.check_stays(session, account.id)
            ledger.lock(session, account.id)
            wish = Wish(kind, slug, key, payments.slug, locale)
            order, closed = place(session, account, wish, now=self.clock())
            customer_id = subscriptions.customer_of(session, account.id, payments.slug)
        if self._close(payments, closed) and kind == ProductKind.PLAN:
            raise Conflict("Change the subscription you have.", problem="subscribed")
        if order.url or order.status != orders.OPEN:
            return CheckoutView(order.id, order.url)
        page = payments.checkout(
            Checkout(
                order_id=order.id,
                account_id=account.id,
                email=account.email,
                customer_id=customer_id,
                product=orders.product_of(order),
                success_url=f"{self.origin}/credits?order={order.id}",
                cancel_url=f"{self.origin}/credits?cancelled={order.id}",
                locale=locale,
            )
        )
        return CheckoutView(order.id, self._note(order, page))

    def order(self, account: Account, order_id: str) -> OrderView:
        """A checkout; while it is open the service is asked what became of it."""
        row = self._own(account, order_id)
        if row.status == orders.OPEN and not self.looks.wait(row.id) and self.renewals.ask(row):
            row = self._own(account, order_id)
        with self.reading() as session:
            failed = failed_refunds.of(session, row.service, row.payment_id)
        return OrderView(
            id=row.id,
            kind=row.kind,
            slug=row.slug,
            title=row.title,
            credits=row.credits,
            cents=row.cents,
            currency=row.currency,
            status=row.status,
            url=row.url,
            is_test=bool(self.payments and self.payments.is_test),
            created_at=row.created_at,
            not_refunded_cents=sum(one.cents for one in failed),
        )

    def invoices(self, account: Account) -> Sequence[InvoiceRow]:
        """The Account's invoices, the newest first."""
        with self.reading() as session:
            return invoices.of(session, account.id)

    def _service(self) -> Payments:
        if self.payments is None:
            raise Unavailable("payments")
        return self.payments

    def _close(self, payments: Payments, session_ids: Sequence[str]) -> bool:
        """Close pages; whether somebody had paid at one of them, which is taken in now.

        Where that does not work, a page closes by itself within a day.
        """
        is_paid = False
        for session_id in session_ids:
            try:
                payments.expire(session_id)
                event = payments.look(session_id)
            except VidGenieError as error:
                _log.warning("checkout %s stays open: %s", session_id, error.code)
                continue
            if event is not None and isinstance(event.fact, CheckoutPaid):
                self.renewals.events.take(event)
                is_paid = True
        return is_paid

    def _own(self, account: Account, order_id: str) -> OrderRow:
        with self.reading() as session:
            row = orders.find(session, order_id)
        if row is None or row.account_id != account.id:
            raise NotFound("order")
        return row

    def _note(self, order: OrderRow, page: CheckoutPage) -> str:
        """Note where an order is paid; the address, "" when it was decided meanwhile."""
        with self.transaction() as session:
            ledger.lock(session, order.account_id)
            row = orders.find(session, order.id)
            if row is None or row.status != orders.OPEN:
                return ""
            row.session_id, row.url, row.expires_at = page.id, page.url, page.expires_at
            return row.url


def _check_key(key: str) -> None:
    if len(key) > _LONGEST_KEY or not key.isprintable():
        raise InvalidInput(
            f"Use an idempotency key of at most {_LONGEST_KEY} characters.",
            field="idempotencyKey",
            problem="malformed",
            max=_LONGEST_KEY,
        )
