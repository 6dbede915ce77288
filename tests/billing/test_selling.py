"""Checkouts: orders first, then the service; whoever is cut off asks again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.billing.tills import PRODUCTS, START
from vidgenie.billing.products import add_product
from vidgenie.domain.ports.payments import Checkout
from vidgenie.domain.product import Product, ProductKind
from vidgenie.errors import Conflict, InvalidInput, NotFound, PaymentsUnavailable, Unavailable

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def asked(till, name):
    return [call[1:] for call in till.payments.calls if call[0] == name]


def sell(till, slug, **changes):
    """Have something cost something else from now on."""
    with till.transaction() as session:
        changed = replace(PRODUCTS[slug], **changes)
        add_product(session, changed, starts_at=till.now, author="", note="")


def test_the_order_is_there_before_anybody_is_asked(till, ana):
    till.payments.is_away = True
    with pytest.raises(PaymentsUnavailable):
        till.selling.checkout(ana, "pack", "small")
    (order,) = till.orders(ana)
    assert (order.status, order.cents, order.session_id) == ("open", 499, None)

    till.payments.is_away = False
    page = till.selling.checkout(ana, "pack", "small")

    assert page.order_id == order.id
    assert [one.id for one in till.orders(ana)] == [order.id]


def test_another_plan_closes_the_page_of_the_first(till, ana):
    first = till.selling.checkout(ana, "plan", "starter")
    second = till.selling.checkout(ana, "plan", "pro")
    till.selling.checkout(ana, "pack", "small")

    assert asked(till, "expire") == [(f"local_{first.order_id}",)]
    status = {one.slug: one.status for one in till.orders(ana)}
    assert status == {"starter": "expired", "pro": "open", "small": "open"}
    with pytest.raises(Conflict):
        till.stage.do(ana, first.order_id, "pay")
    assert till.stage.do(ana, second.order_id, "pay").status == "paid"


def test_a_page_that_cannot_be_closed_does_not_keep_anybody_from_buying(till, ana, monkeypatch):
    till.selling.checkout(ana, "plan", "starter")

    def fail(_):
        raise PaymentsUnavailable(problem="busy")

    monkeypatch.setattr(till.payments, "expire", fail)

    assert till.selling.checkout(ana, "plan", "pro").url


def test_a_plan_that_was_paid_meanwhile_is_not_joined_by_another(till, ana):
    """Nobody was told yet, when the page of the first is to be closed for the second."""
    first = till.selling.checkout(ana, "plan", "starter").order_id
    checkout = Checkout(first, ana.id, ana.email, "", PRODUCTS["starter"], "", "")
    payment, invoice = till.payments.paid(checkout, now=START)
    told = replace(payment, fact=replace(payment.fact, period=invoice.fact))
    till.payments.news[payment.fact.session_id] = told

    with pytest.raises(Conflict) as refusal:
        till.selling.checkout(ana, "plan", "pro")

    assert refusal.value.params["problem"] == "subscribed"
    assert (till.plan(ana), till.balance(ana).available) == ("starter", 500)


def test_a_page_that_is_about_to_close_is_not_shown_again(till, ana):
    first = till.selling.checkout(ana, "pack", "small")
    till.move(hours=23, minutes=58)

    assert till.selling.checkout(ana, "pack", "small").order_id != first.order_id


def test_a_dearer_product_is_another_order_and_the_first_keeps_its_price(till, ana):
    first = till.selling.checkout(ana, "pack", "small")
    sell(till, "small", cents=599, credits=150)

    second = till.selling.checkout(ana, "pack", "small")

    assert {one.id: one.cents for one in till.orders(ana)} == {
        first.order_id: 499, second.order_id: 599,
    }  # fmt: skip


def test_what_was_agreed_on_is_granted_whatever_it_costs_by_now(till, ana):
    page = till.selling.checkout(ana, "pack", "small")
    sell(till, "small", cents=599, credits=150)
    till.stage.do(ana, page.order_id, "pay")

    assert till.balance(ana).available == 200


def test_a_key_answers_what_it_answered_before(till, ana):
    page = till.selling.checkout(ana, "pack", "small", key="k")
    till.stage.do(ana, page.order_id, "pay")

    again = till.selling.checkout(ana, "pack", "small", key="k")

    assert (again.order_id, again.url) == (page.order_id, "")
    with pytest.raises(Conflict) as raised:
        till.selling.checkout(ana, "plan", "pro", key="k")
    assert raised.value.params["problem"] == "idempotency_key_reused"


def test_a_key_is_of_one_account(till, ana):
    bob = till.person()
    pages = [till.selling.checkout(one, "pack", "small", key="k") for one in (ana, bob)]

    assert len({page.order_id for page in pages}) == 2


@pytest.mark.parametrize(
    ("kind", "slug", "error"),
    [
        ("plan", "free", InvalidInput),
        ("gift", "small", InvalidInput),
        ("pack", "nothing", NotFound),
        ("plan", "small", NotFound),
        ("plan", "starter", Conflict),
    ],
)
def test_what_cannot_be_bought_is_refused_and_writes_nothing(till, kind, slug, error):
    somebody = till.person("starter")

    with pytest.raises(error):
        till.selling.checkout(somebody, kind, slug)

    assert till.orders(somebody) == []
    assert till.payments.calls == []


def test_what_is_not_offered_any_more_is_not_sold(till, ana):
    sell(till, "small", is_offered=False)

    with pytest.raises(NotFound):
        till.selling.checkout(ana, "pack", "small")
    assert "small" not in {one.slug for one in till.selling.offer().products}


def test_what_was_added_is_for_sale_once_it_begins(till, ana):
    with till.transaction() as session:
        huge = Product(ProductKind.PACK, "huge", credits=20_000, cents=29999)
        add_product(session, huge, starts_at=START + timedelta(days=1), author="", note="")
    with pytest.raises(NotFound):
        till.selling.checkout(ana, "pack", "huge")
    till.move(days=1)

    till.buy(ana, "huge")

    assert till.balance(ana).available == 20_000


def test_somebody_elses_order_is_not_found(till, ana):
    order_id = till.selling.checkout(ana, "pack", "small").order_id
    bob = till.person()

    for look in (till.selling.order, till.stage.state):
        with pytest.raises(NotFound):
            look(bob, order_id)
    with pytest.raises(NotFound):
        till.stage.do(bob, order_id, "pay")


def test_looking_at_an_open_order_asks_the_service(till, ana):
    page = till.selling.checkout(ana, "pack", "small")
    (row,) = till.orders(ana)
    checkout = till.order(ana, "small")
    paid, _ = till.payments.paid(replace(checkout, order_id=row.id), now=START)
    till.payments.news[row.session_id] = paid

    assert till.selling.order(ana, page.order_id).status == "paid"
    assert till.balance(ana).available == 200


def test_an_order_is_shown_while_the_service_is_away(till, ana):
    page = till.selling.checkout(ana, "pack", "small")
    till.payments.is_away = True

    assert till.selling.order(ana, page.order_id).status == "open"


def test_the_service_is_not_asked_each_time_somebody_looks(till, ana):
    page = till.selling.checkout(ana, "pack", "small")
    for _ in range(20):
        till.selling.order(ana, page.order_id)

    assert len(asked(till, "look")) == 5


def test_an_installation_without_payments_says_so(till, ana):
    closed = replace(till.selling, payments=None)

    assert closed.offer().service == ""
    with pytest.raises(Unavailable):
        closed.checkout(ana, "pack", "small")


def test_a_clock_that_goes_back_breaks_nothing(till, ana):
    till.buy(ana, "starter")
    till.move(days=-400)

    till.buy(ana, "small")
    assert till.plans.subscription(ana).plan == "starter"
    assert till.plans.change(till.again(ana), "pro").plan == "pro"
    till.renewals.work()
    till.move(days=800)
    till.renewals.work()
    assert till.plan(ana) == "pro"
