"""Each line of the history says what was available after it."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.services.spender import START, Clock, spender
from vidgenie.ledger import store as ledger
from vidgenie.services.credit_history import CreditHistory
from vidgenie.services.credit_wanted import HistoryWanted

pytestmark = pytest.mark.postgres_in_soak


class Diary:
    """Somebody who notes what is available after each thing that is done."""

    def __init__(self, transaction, reading, plan="free"):
        self.clock = Clock()
        self.one = spender(transaction, reading, self.clock, plan=plan)
        self.transaction = transaction
        self.history = CreditHistory(reading, self.one.service.settle)
        self.open = []
        self.count = 0
        self.notes = {}

    def page(self, **wanted):
        return self.history.page(self.one.account, HistoryWanted(**wanted))

    def do(self, deed):
        self.count += 1
        with self.transaction() as session:
            getattr(self, f"_{deed}")(session, f"{self.count}")
        self.one.service.settle(self.one.account)
        with self.transaction() as session:
            left = ledger.balance(session, self.one.id, now=self.clock()).available
        self.notes[self.page(limit=1).items[0].id] = left

    def _grant(self, session, key):
        until = self.clock() + timedelta(days=2)
        ledger.grant(
            session, self.one.id, amount=30, source="pack", key=f"{self.one.id}{key}",
            expires_at=until, now=self.clock(),
        )  # fmt: skip

    def _hold(self, session, key):
        run_id = f"{self.one.id[:20]}{key}"
        ledger.reserve(session, self.one.id, run_id=run_id, amount=4, now=self.clock())
        ledger.capture(session, run_id=run_id, node_id="a", amount=3, now=self.clock())
        self.open.append(run_id)

    def _close(self, session, key):
        if self.open:
            run_id = self.open.pop(0)
            ledger.close(session, run_id=run_id, now=self.clock())
            ledger.refund(session, run_id=run_id, key=key, reason="test", now=self.clock())

    def _deduct(self, session, key):
        ledger.deduct(session, self.one.id, amount=2, reason="x", key=key, now=self.clock())

    def _wait(self, session, key):
        self.clock.now += timedelta(days=1)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(deeds=st.lists(st.sampled_from(["grant", "hold", "close", "deduct", "wait"]), max_size=14))
def test_it_is_what_the_wallet_had_then(transaction, reading, deeds):
    diary = Diary(transaction, reading)
    for deed in ["grant", *deeds]:
        diary.do(deed)

    items = diary.page(limit=100).items
    balances = {entry.id: entry.balance for entry in items}

    assert {id_: balances[id_] for id_ in diary.notes} == diary.notes
    for newer, older in pairwise(items):
        assert newer.balance - newer.change == older.balance
    assert items[-1].balance == items[-1].change


def test_neither_pages_nor_filters_change_it(transaction, reading):
    diary = Diary(transaction, reading)
    for deed in ("grant", "hold", "deduct", "close", "grant", "hold", "deduct"):
        diary.do(deed)
    balances = {entry.id: entry.balance for entry in diary.page().items}

    paged, cursor = {}, ""
    while cursor is not None:
        page = diary.page(limit=2, cursor=cursor)
        paged |= {entry.id: entry.balance for entry in page.items}
        cursor = page.next_cursor
    debits = diary.page(type="debit").items

    assert paged == balances
    assert debits
    assert {entry.id: entry.balance for entry in debits}.items() <= balances.items()
    assert diary.page(words="nothing like it").items == []


def test_a_plan_without_a_limit_has_none(transaction, reading):
    diary = Diary(transaction, reading, plan="enterprise")
    diary.one.deduct(5)

    assert diary.page().items[0].balance is None
    assert diary.clock() == START
