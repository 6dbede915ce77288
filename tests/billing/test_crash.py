"""Cut off between what was told and our answer: told again, nothing is lost or done twice."""

from dataclasses import replace

import pytest

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


class Cut(Exception):
    """This process has died."""


@pytest.fixture
def cut(till):
    """A process that dies while it takes in what it was told: nothing of it is written."""

    def die(*_, **__):
        raise Cut

    return replace(till.events, tell=die)


@pytest.mark.parametrize("slug", ["small", "starter", "enterprise"])
def test_what_was_half_taken_in_is_taken_in_again(till, ana, cut, slug):
    events = till.paid(ana, slug)
    for event in events:
        try:
            cut.take(event)
        except Cut:
            assert till.balance(ana).available == 0

    till.take(*events, *events)

    assert till.balance(ana).available == {"small": 200, "starter": 500}.get(slug, 0)
    assert till.balance(ana).unlimited == (slug == "enterprise")


def test_money_that_goes_back_while_we_die_is_asked_back_once(till, ana, cut):
    events = till.paid(ana, "small")
    till.take(*events)
    back = till.payments.refunded(events[0].fact.payment_id, 100, now=till.now)
    with pytest.raises(Cut):
        cut.take(back)
    assert till.balance(ana).available == 200

    till.take(back, back)

    assert till.balance(ana).available == 160
