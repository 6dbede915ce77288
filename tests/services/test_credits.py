"""What people see of their credits."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from vidgenie.domain.account import Account
from vidgenie.errors import InsufficientCredits, InvalidInput
from vidgenie.ledger import store as ledger
from vidgenie.services.credits import CreditService

# A Wednesday.
START = datetime(2026, 3, 11, 12, tzinfo=UTC)


class Clock:
    """A clock that a test moves."""

    def __init__(self):
        self.now = START

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def service(transaction, reading, clock):
    return CreditService(transaction=transaction, reading=reading, clock=clock)


@pytest.fixture
def welcome(service, transaction):
    """A new Account on a plan."""

    def make(plan="free"):
        name = secrets.token_hex(4)
        account = Account(id=secrets.token_hex(16), email=f"{name}@x.org", name=name, plan=plan)
        with transaction() as session:
            service.welcome(session, account)
        return account

    return make


@pytest.fixture
def ana(welcome):
    return welcome()


class TestGrant:
    @pytest.mark.parametrize(("plan", "credits_"), [("free", 100), ("starter", 500), ("pro", 2000)])
    def test_a_new_account_has_its_first_month(self, service, welcome, plan, credits_):
        assert service.balance(welcome(plan)).credits == credits_

    def test_the_next_month_is_granted_when_somebody_looks(self, service, ana, clock):
        service.deduct(ana, 60, "test")
        clock.now = datetime(2026, 4, 1, tzinfo=UTC)

        assert service.balance(ana).credits == 100

    def test_last_months_rest_is_gone(self, service, ana, clock):
        clock.now = datetime(2026, 4, 20, tzinfo=UTC)

        assert service.balance(ana).credits == 100

    def test_a_month_is_granted_once_however_often_one_looks(self, service, ana):
        for _ in range(3):
            service.balance(ana)

        assert len(service.history(ana).items) == 1

    def test_a_month_is_granted_once_to_many_who_look_at_once(self, service, ana, clock):
        clock.now = datetime(2026, 4, 1, tzinfo=UTC)

        with ThreadPoolExecutor(8) as pool:
            seen = set(pool.map(lambda _: service.balance(ana).credits, range(16)))

        assert seen == {100}

    def test_a_deduction_does_not_need_somebody_to_look_first(self, service, ana, clock):
        service.deduct(ana, 100, "test")
        clock.now = datetime(2026, 4, 1, tzinfo=UTC)

        assert service.deduct(ana, 70, "test") == 30

    def test_credits_bought_outlive_the_month(self, service, ana, clock, transaction):
        with transaction() as session:
            ledger.grant(session, ana.id, amount=40, source="pack", key="pack", now=START)
        clock.now = datetime(2026, 4, 1, tzinfo=UTC)

        assert service.balance(ana).credits == 140

    @pytest.mark.parametrize(
        ("now", "renews_at"),
        [
            (datetime(2026, 1, 31, 23, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)),
            (datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)),
            (datetime(2026, 12, 31, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)),
        ],
    )
    def test_the_plan_renews_with_the_calendar_month(self, service, welcome, clock, now, renews_at):
        clock.now = now

        assert service.balance(welcome()).renews_at == renews_at


class TestBalance:
    def test_a_hold_is_shown_apart(self, service, ana, transaction):
        with transaction() as session:
            ledger.reserve(session, ana.id, run_id="r", amount=12, now=START)

        seen = service.balance(ana)
        assert (seen.credits, seen.held, seen.credits_used) == (88, 12, 0)

    def test_use_is_counted_by_day_and_by_week(self, service, welcome, clock):
        account = welcome("pro")
        days = (-3, -2, -1, 0)  # Sunday, Monday, Tuesday, today
        for offset, amount in zip(days, (1, 10, 100, 1000), strict=True):
            clock.now = START + timedelta(days=offset)
            service.deduct(account, amount, "test")

        seen = service.balance(account)
        assert (seen.used_today, seen.used_this_week, seen.credits_used) == (1000, 1110, 1111)

    def test_an_unlimited_plan_says_so_and_is_counted(self, service, welcome):
        account = welcome("enterprise")
        service.deduct(account, 5000, "test")

        seen = service.balance(account)
        assert (seen.unlimited, seen.credits, seen.credits_used) == (True, 0, 5000)

    def test_the_last_ten_entries_come_along(self, service, ana):
        for number in range(12):
            service.deduct(ana, 1, f"d{number}")

        reasons = [entry.reason for entry in service.balance(ana).credit_history]
        assert reasons == [f"d{number}" for number in range(11, 1, -1)]


class TestDeduct:
    def test_it_answers_what_is_left(self, service, ana):
        assert service.deduct(ana, 30, "a poster", {"size": "A2"}) == 70

    def test_it_is_written_down(self, service, ana):
        service.deduct(ana, 30, " a poster ", {"size": "A2"})

        entry = service.history(ana).items[0]
        assert (entry.type, entry.amount, entry.reason, entry.metadata, entry.workflow_id) == (
            "debit", 30, "a poster", {"size": "A2"}, None,
        )  # fmt: skip

    def test_more_than_there_is_is_refused(self, service, ana):
        with pytest.raises(InsufficientCredits) as raised:
            service.deduct(ana, 101, "test")

        assert raised.value.params == {"required": 101, "available": 100}

    def test_the_same_idempotency_key_deducts_once(self, service, ana):
        left = [service.deduct(ana, 30, "test", idempotency_key="k") for _ in range(2)]

        assert left == [70, 70]

    def test_without_a_key_every_call_counts(self, service, ana):
        left = [service.deduct(ana, 30, "test") for _ in range(2)]

        assert left == [70, 40]

    @pytest.mark.parametrize(
        ("field", "arguments"),
        [
            ("amount", {"amount": 0}),
            ("amount", {"amount": -10}),
            ("amount", {"amount": 10**30}),
            ("reason", {"reason": "  "}),
            ("reason", {"reason": "x" * 201}),
            ("reason", {"reason": "a\x00b"}),
            ("metadata", {"metadata": {"x": "y" * 5000}}),
            ("metadata", {"metadata": {"x": object()}}),
            ("metadata", {"metadata": {"x": float("nan")}}),
            ("idempotencyKey", {"idempotency_key": "x" * 201}),
        ],
    )
    def test_a_field_we_cannot_take_is_named(self, service, ana, field, arguments):
        with pytest.raises(InvalidInput) as raised:
            service.deduct(ana, **{"amount": 1, "reason": "test"} | arguments)

        assert raised.value.params["field"] == field

    def test_metadata_of_any_script_is_kept(self, service, ana):
        metadata = {"title": "été \x00 \ud800 東京", "list": [1, None, {"deep": True}]}
        service.deduct(ana, 1, "test", metadata)

        assert service.history(ana).items[0].metadata == metadata


class TestHistory:
    def test_pages_follow_each_other_to_the_end(self, service, ana):
        for number in range(5):
            service.deduct(ana, 1, f"d{number}")

        reasons, cursor = [], ""
        while cursor is not None:
            page = service.history(ana, limit=2, cursor=cursor)
            reasons += [entry.reason for entry in page.items]
            cursor = page.next_cursor

        assert reasons == ["d4", "d3", "d2", "d1", "d0", "plan"]

    def test_somebody_elses_history_is_not_shown(self, service, ana, welcome):
        service.deduct(ana, 1, "secret")

        assert [entry.reason for entry in service.history(welcome()).items] == ["plan"]

    @pytest.mark.parametrize("limit", [0, -1, 101])
    def test_a_page_has_1_to_100_entries(self, service, ana, limit):
        with pytest.raises(InvalidInput) as raised:
            service.history(ana, limit=limit)

        assert raised.value.params["field"] == "limit"

    @pytest.mark.parametrize("cursor", ["x", "-1", "1.5", "٣", "9" * 30])
    def test_a_cursor_that_is_not_ours_is_refused(self, service, ana, cursor):
        with pytest.raises(InvalidInput) as raised:
            service.history(ana, cursor=cursor)

        assert raised.value.params["field"] == "cursor"
