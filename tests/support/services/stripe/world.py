"""What customers, banks and time do at Stripe."""

from tests.support.services.stripe import making
from tests.support.services.stripe.books import Books
from tests.support.services.stripe.making import Thing

MONTH = 30 * 86_400  # s


class World(Books):
    """Stripe's books, and what happens there without us."""

    def pay(self, session_id: str) -> Thing:
        """Somebody fills in the page and pays; the session."""
        with self.lock:
            session = self._completed(session_id)
            if session["mode"] == "subscription":
                self._subscribe(session)
            else:
                self._buy(session)
            session["payment_status"] = "paid"
            self.tell("checkout.session.completed", session)
            return session

    def pay_by_bank(self, session_id: str) -> Thing:
        """Somebody orders a transfer; the money comes, or does not, in days: see `arrive`."""
        with self.lock:
            session = self._completed(session_id)
            customer = session["customer"] = self.customer(session)
            amount, currency = session["amount_total"], session["currency"]
            intent = self.intent(customer, amount, currency, session["metadata"])
            session["payment_intent"] = intent["id"]
            self.tell("checkout.session.completed", session)
            return session

    def arrive(self, session_id: str, *, is_paid: bool) -> None:
        """The transfer has come, or never will."""
        with self.lock:
            session = self.find(session_id, "checkout.session")
            intent = self.find(session["payment_intent"], "payment_intent")
            if is_paid:
                self._paid(session, intent)
                session["payment_status"] = "paid"
                self.tell("checkout.session.async_payment_succeeded", session)
                return
            intent["status"] = "requires_payment_method"
            self.tell("payment_intent.payment_failed", intent)
            self.tell("checkout.session.async_payment_failed", session)

    def run_out(self, session_id: str) -> None:
        """Nobody has paid in time."""
        with self.lock:
            session = self.find(session_id, "checkout.session")
            session |= {"status": "expired", "url": None}
            self.tell("checkout.session.expired", session)

    def renew(self, subscription_id: str, *, is_paid: bool = True) -> Thing:
        """A period is over: the next one is paid, or not; its invoice."""
        with self.lock:
            found = self.find(subscription_id, "subscription")
            item = found["items"]["data"][0]
            self.later = max(self.later, item["current_period_end"] - self.now + self.later)
            if found["cancel_at_period_end"]:
                return self.end(subscription_id)
            begin = item["current_period_end"]
            item |= {"current_period_start": begin, "current_period_end": begin + MONTH}
            self.tell("customer.subscription.updated", found)
            made = self.invoice(found, "subscription_cycle")
            if is_paid:
                self.pay_invoice(made["id"])
            else:
                self._fail(found, made)
            return made

    def pay_invoice(self, invoice_id: str) -> None:
        """The money for an invoice of a subscription comes, at whatever attempt."""
        with self.lock:
            made = self.find(invoice_id, "invoice")
            intent = self.intent(made["customer"], made["total"], made["currency"], {})
            self.charge(intent)
            self.settle(made, intent)
            found = self.find(made["lines"]["data"][0]["subscription"], "subscription")
            if found["status"] == "past_due":
                found["status"] = "active"
                self.tell("customer.subscription.updated", found)

    def end(self, subscription_id: str) -> Thing:
        """A subscription is over."""
        with self.lock:
            found = self.find(subscription_id, "subscription")
            found |= {"status": "canceled", "ended_at": self.now, "canceled_at": self.now}
            self.tell("customer.subscription.deleted", found)
            return found

    def refund(self, payment_id: str, cents: int) -> Thing:
        """Money is given back, in the dashboard or because somebody asked for it."""
        with self.lock:
            charge = self.charge_of(payment_id)
            back = charge["amount_refunded"] + cents
            charge |= {"amount_refunded": back, "refunded": back == charge["amount"]}
            made = making.example(
                "refund",
                id=self.id("re"),
                amount=cents,
                charge=charge["id"],
                payment_intent=payment_id,
                created=self.now,
            )
            self.keep(made)
            self.tell("refund.created", made)
            self.tell("charge.refunded", charge)
            return made

    def bounce(self, refund_id: str, *, is_counted: bool = False) -> None:
        """The bank of whoever was to have the money sends it back to us; that is final.

        is_counted: the charge still counts it as refunded.
        """
        with self.lock:
            made = self.find(refund_id, "refund")
            made |= {"status": "failed", "failure_reason": "expired_or_canceled_card"}
            if not is_counted:
                charge = self.charge_of(made["payment_intent"])
                charge |= {
                    "amount_refunded": charge["amount_refunded"] - made["amount"],
                    "refunded": False,
                }
            for name in ("refund.updated", "refund.failed", "charge.refund.updated"):
                self.tell(name, made)

    def dispute(self, payment_id: str, *, is_inquiry: bool = False) -> str:
        """Somebody asks the bank for the money back; id of the dispute."""
        with self.lock:
            charge = self.charge_of(payment_id)
            charge["disputed"] = True
            made = making.example(
                "dispute",
                id=self.id("dp"),
                amount=charge["amount"],
                charge=charge["id"],
                payment_intent=payment_id,
                created=self.now,
                currency=charge["currency"],
                reason="fraudulent",
                status="warning_needs_response" if is_inquiry else "needs_response",
            )
            self.tell("charge.dispute.created", self.keep(made))
            if not is_inquiry:
                self.tell("charge.dispute.funds_withdrawn", made)
            return made["id"]

    def decide(self, dispute_id: str, status: str) -> None:
        """The bank decides: won, lost, warning_closed..."""
        with self.lock:
            found = self.find(dispute_id, "dispute")
            found["status"] = status
            self.tell("charge.dispute.closed", found)
            if status == "won":
                self.tell("charge.dispute.funds_reinstated", found)

    def invoice(self, found: Thing, reason: str) -> Thing:
        """An invoice of a subscription for the period it is in."""
        price = found["items"]["data"][0]["price"]
        asked = {
            "id": self.id("in"),
            "number": f"7FE1103-{self.count:04}",
            "customer": found["customer"],
            "currency": price["currency"],
            "total": price["unit_amount"],
            "reason": reason,
            "metadata": {},
        }
        made = making.invoice(asked, now=self.now)
        written = found["metadata"] if self.writes is None else self.writes
        self.keep(making.of_subscription(made, found, metadata=written))
        self.tell("invoice.created", made)
        self.tell("invoice.finalized", made)
        return made

    def _completed(self, session_id: str) -> Thing:
        session = self.find(session_id, "checkout.session")
        assert session["status"] == "open", "nobody can pay there"
        session |= {"status": "complete", "url": None}
        return session

    def _buy(self, session: Thing) -> None:
        customer = session["customer"] = self.customer(session)
        amount, currency = session["amount_total"], session["currency"]
        intent = self.intent(customer, amount, currency, session["metadata"])
        session["payment_intent"] = intent["id"]
        self._paid(session, intent)

    def _paid(self, session: Thing, intent: Thing) -> None:
        self.charge(intent)
        asked = {
            "id": self.id("in"),
            "number": f"7FE1103-{self.count:04}",
            "customer": session["customer"],
            "currency": session["currency"],
            "total": session["amount_total"],
            "reason": "manual",
            "metadata": session["invoice_creation"]["invoice_data"]["metadata"],
        }
        made = self.keep(making.invoice(asked, now=self.now))
        session["invoice"] = made["id"]
        self.settle(made, intent)

    def _subscribe(self, session: Thing) -> None:
        session["customer"] = self.customer(session)
        wanted = self.things[f"asked:{session['id']}"]
        asked = {
            "id": self.id("sub"),
            "item": self.id("si"),
            "customer": session["customer"],
            "metadata": wanted["subscription_data"]["metadata"],
            "product": self.id("prod"),
            **{
                name: wanted["line_items"][0]["price_data"][name]
                for name in ("currency", "unit_amount")
            },
        }
        made = making.subscription(asked, begin=self.now, end=self.now + MONTH)
        session["subscription"] = self.keep(made)["id"]
        self.tell("customer.subscription.created", made)
        first = self.invoice(made, "subscription_create")
        session["invoice"] = first["id"]
        self.pay_invoice(first["id"])

    def _fail(self, found: Thing, made: Thing) -> None:
        made |= {"attempted": True, "attempt_count": 1, "next_payment_attempt": self.now + 86_400}
        found["status"] = "past_due"
        self.tell("invoice.payment_failed", made)
        self.tell("customer.subscription.updated", found)

    def charge_of(self, payment_id: str) -> Thing:
        """The money that came with a payment."""
        return next(one for one in self.every("charge") if one["payment_intent"] == payment_id)
