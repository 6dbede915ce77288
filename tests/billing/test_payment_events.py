"""What payment services tell is done once, in any order, however late."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.billing.tills import START
from vidgenie.billing import orders
from vidgenie.domain.ports.payments import CheckoutClosed, InvoiceFailed, SubscriptionChanged

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def again(event, number=1):
    """The same fact under another id."""
    return replace(event, id=f"{event.id}_{number}")


class TestPack:
    def test_it_is_credited_once_however_often_it_is_told(self, till, ana):
        events = till.paid(ana, "small")
        till.take(*events, *events, *map(again, events))

        assert till.balance(ana).available == 200
        assert [one.status for one in till.orders(ana)] == ["paid"]
        assert [kind for kind, _ in till.told] == ["purchase"]

    def test_an_event_that_was_taken_in_says_so(self, till, ana):
        paid, _ = till.paid(ana, "small")

        assert till.take(paid, paid) == [True, False]

    def test_it_never_expires_and_is_spent_last(self, till, ana):
        till.take(*till.paid(ana, "small"), *till.paid(ana, "starter"))
        till.spend(ana, 500)
        till.move(days=400)

        assert till.balance(ana).available == 200

    def test_an_order_that_was_closed_and_is_paid_all_the_same_is_credited(self, till, ana):
        events = till.paid(ana, "small")
        fact = events[0].fact
        closed = CheckoutClosed(fact.session_id, fact.order_id, "expired")
        till.take(replace(events[0], id="closed", fact=closed), *events)

        assert till.balance(ana).available == 200
        assert [one.status for one in till.orders(ana)] == ["paid"]

    def test_a_page_that_closes_after_it_was_paid_changes_nothing(self, till, ana):
        events = till.paid(ana, "small")
        closed = till.payments.closed(events[0].fact.order_id, "failed", now=START)
        till.take(*events, closed)

        assert [one.status for one in till.orders(ana)] == ["paid"]

    @pytest.mark.parametrize(
        "change", [{"order_id": "f" * 32}, {"order_id": ""}, {"session_id": "another"}]
    )
    def test_what_is_nobodys_is_written_down_and_does_nothing(self, till, ana, change, caplog):
        paid, _ = till.paid(ana, "small")
        with till.transaction() as session:
            orders.find(session, paid.fact.order_id).session_id = paid.fact.session_id
        foreign = replace(paid, fact=replace(paid.fact, **change))

        assert till.take(foreign, foreign) == [True, False]
        assert till.balance(ana).available == 0
        assert "nobody" in caplog.text


class TestPlan:
    def test_it_begins_with_what_its_invoice_grants(self, till, ana):
        till.take(*till.paid(ana, "starter"))

        assert till.plan(ana) == "starter"
        assert till.balance(ana).available == 500
        assert [kind for kind, _ in till.told] == ["purchase"]

    def test_the_invoice_may_come_first(self, till, ana):
        till.take(*reversed(till.paid(ana, "pro")))

        assert (till.plan(ana), till.balance(ana).available) == ("pro", 2000)
        assert till.subscription(ana).status == "active"

    def test_the_next_month_is_granted_by_its_own_invoice(self, till, ana):
        till.take(*till.paid(ana, "starter"))
        till.spend(ana, 100)
        till.move(days=31)
        renewal = till.payments.renewed(
            till.known(till.subscription(ana).subscription_id), None, now=till.now
        )
        till.take(*renewal, *map(again, renewal))

        assert till.balance(ana).available == 900  # the rest of the old month stays a day
        till.move(days=1)
        assert till.balance(ana).available == 500
        assert [kind for kind, _ in till.told] == ["purchase", "renewal"]

    def test_one_without_limit_says_so_to_the_wallet(self, till, ana):
        till.take(*till.paid(ana, "enterprise"))

        assert till.balance(ana).unlimited

    def test_what_ends_goes_back_to_the_plan_of_before(self, till, ana):
        till.take(*till.paid(ana, "enterprise"))
        one = till.known(till.subscription(ana).subscription_id)
        ended = replace(one, status="ended", seen_at=one.seen_at + timedelta(days=1))
        paid, _ = till.paid(ana, "small")
        till.take(replace(paid, id="end", fact=SubscriptionChanged(ended)))

        assert (till.plan(ana), till.balance(ana).unlimited) == ("free", False)
        assert till.told[-1][0] == "plan_ended"

    def test_older_news_change_nothing(self, till, ana):
        events = till.paid(ana, "starter")
        till.take(*events)
        one = till.known(till.subscription(ana).subscription_id)
        older = replace(one, status="ended", seen_at=one.seen_at - timedelta(seconds=1))
        till.take(replace(events[0], id="late", fact=SubscriptionChanged(older)))

        assert till.plan(ana) == "starter"

    def test_a_payment_that_failed_leaves_the_plan_for_a_week(self, till, ana):
        events = till.paid(ana, "pro")
        till.take(*events)
        one = till.known(till.subscription(ana).subscription_id)
        failed = replace(
            events[1],
            id="failed",
            fact=InvoiceFailed(
                replace(events[1].fact.invoice, id="in_2", status="failed", paid_at=None),
                replace(one, status="past_due", seen_at=one.seen_at + timedelta(days=31)),
            ),
        )
        till.take(failed, again(failed))

        assert (till.plan(ana), till.subscription(ana).status) == ("pro", "past_due")
        assert till.subscription(ana).grace_until == START + timedelta(days=7)
        assert [kind for kind, _ in till.told] == ["purchase", "payment_failed"]


class TestBack:
    def test_a_refund_takes_its_share_back_and_the_whole_takes_all(self, till, ana):
        events = till.paid(ana, "small")
        till.take(*events)
        payment = events[0].fact.payment_id
        till.take(till.payments.refunded(payment, 100, now=START))
        assert till.balance(ana).available == 200 - 200 * 100 // 499

        till.take(till.payments.refunded(payment, 499, now=START))
        assert till.balance(ana).available == 0
        assert till.orders(ana)[0].status == "reversed"

    def test_what_was_spent_is_owed_by_nobody(self, till, ana):
        events = till.paid(ana, "small")
        till.take(*events)
        till.spend(ana, 150)
        till.take(till.payments.refunded(events[0].fact.payment_id, 499, now=START))

        assert till.balance(ana).available == 0
        assert till.orders(ana)[0].shortfall == 150

    def test_a_refund_may_be_told_before_the_payment(self, till, ana):
        events = till.paid(ana, "small")
        till.take(till.payments.refunded(events[0].fact.payment_id, 499, now=START), *events)

        assert till.balance(ana).available == 0

    @pytest.mark.parametrize(("outcome", "left"), [("won", 200), ("lost", 0)])
    def test_a_dispute_takes_back_until_it_is_won(self, till, ana, outcome, left):
        events = till.paid(ana, "small")
        payment = events[0].fact.payment_id
        till.take(*events, till.payments.disputed(payment, 499, "open", now=START))
        assert till.balance(ana).available == 0

        till.take(till.payments.disputed(payment, 499, outcome, now=START))
        assert till.balance(ana).available == left
        assert till.orders(ana)[0].dispute == outcome

    def test_a_refund_after_a_dispute_that_was_won_takes_what_came_back(self, till, ana):
        events = till.paid(ana, "small")
        payment = events[0].fact.payment_id
        told = [till.payments.disputed(payment, 499, one, now=START) for one in ("open", "won")]
        till.take(*events, *told, till.payments.refunded(payment, 499, now=START))

        assert till.balance(ana).available == 0

    def test_the_refund_of_a_month_takes_that_month_back(self, till, ana):
        events = till.paid(ana, "starter")
        till.take(*events, *till.paid(ana, "small"))
        till.take(till.payments.refunded(events[1].fact.invoice.payment_id, 999, now=START))

        assert till.balance(ana).available == 200
