"""A payment service on a stage: no money moves, and a page of ours says what happens."""

from abc import abstractmethod
from datetime import datetime
from typing import ClassVar, Literal

from vidgenie.domain.ports.payments import Checkout, PaymentEvent, Payments, Subscribed
from vidgenie.domain.product import Product


class Rehearsal(Payments):
    """Tells the same events as a service that takes money, when it is told to.

    now: when it happens, aware, UTC.
    """

    is_test: ClassVar[bool] = True

    @abstractmethod
    def paid(self, checkout: Checkout, *, now: datetime) -> list[PaymentEvent]:
        """What is told when an order is paid."""

    @abstractmethod
    def closed(
        self, order_id: str, reason: Literal["failed", "expired"], *, now: datetime
    ) -> PaymentEvent:
        """What is told when it will not be."""

    @abstractmethod
    def refunded(self, payment_id: str, cents: int, *, now: datetime) -> PaymentEvent:
        """What is told when money was given back, `cents` of it so far."""

    @abstractmethod
    def disputed(
        self, payment_id: str, cents: int, outcome: Literal["open", "won", "lost"], *, now: datetime
    ) -> PaymentEvent:
        """What is told when somebody asks their bank for the money, and what came of it."""

    @abstractmethod
    def invoiced(self, subscription: Subscribed) -> PaymentEvent:
        """What is told when the period that has begun was paid."""

    @abstractmethod
    def renewed(
        self, subscription: Subscribed, plan: Product | None, *, now: datetime
    ) -> list[PaymentEvent]:
        """What is told of a subscription whose period may be over; nothing while it is not.

        plan: what was agreed on for the next period, None = the same.
        """
