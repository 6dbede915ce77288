"""The store against the pure model of `domain.credit`: random histories, a moving clock."""

import secrets
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from vidgenie.domain import credit
from vidgenie.domain.credit import Balance, Hold
from vidgenie.errors import InsufficientCredits
from vidgenie.ledger import store

START = datetime(2026, 1, 1, tzinfo=UTC)
NEVER = datetime.max.replace(tzinfo=UTC)
runs = st.integers(0, 5).map(str)
nodes = st.sampled_from("abc")


@dataclass
class Lot:
    """Which credits expire when: the one thing `domain.credit` leaves to the ledger."""

    available: int
    expires_at: datetime
    priority: int


@dataclass
class Line:
    """What a Hold has left of one lot; None for minted credits."""

    lot: Lot | None
    left: int


@dataclass
class Model:
    """What must be so."""

    now: datetime = START
    balance: Balance = field(default_factory=lambda: Balance(available=0))
    lots: list[Lot] = field(default_factory=list)
    holds: dict[str, Hold] = field(default_factory=dict)
    lines: dict[str, list[Line]] = field(default_factory=dict)
    captured: set[tuple[str, str]] = field(default_factory=set)

    def expire(self):
        for lot in self.lots:
            if lot.expires_at <= self.now:
                self.balance = replace(
                    self.balance, available=self.balance.available - lot.available
                )
                lot.available = 0

    def take(self, amount):
        if self.balance.unlimited:
            return [Line(None, amount)]
        lines = []
        for lot in sorted(self.lots, key=lambda lot: (lot.priority, lot.expires_at)):
            part = min(lot.available, amount)
            lot.available -= part
            amount -= part
            if part:
                lines.append(Line(lot, part))
        return lines

    def give_back(self, run_id):
        for line in self.lines[run_id]:
            if line.lot is None or not line.left:
                continue
            if line.lot.expires_at > self.now:
                line.lot.available += line.left
            else:
                self.lots.append(Lot(line.left, self.now + timedelta(days=30), 0))


def attempt(operation):
    """What the operation returned, or what it was refused with."""
    try:
        return operation(), None
    except InsufficientCredits as error:
        return None, error.params


class Machine(RuleBasedStateMachine):
    """Does the same to the store and to the model."""

    def __init__(self, transaction):
        super().__init__()
        self.transaction = transaction
        self.account = secrets.token_hex(8)
        self.model = Model()
        with transaction() as session:
            store.open_wallet(session, self.account, unlimited=False)

    def key(self, name):
        return f"{self.account}:{name}"

    @rule(
        amount=st.integers(1, 100),
        hours=st.none() | st.integers(1, 200),
        priority=st.integers(0, 1),
        name=st.integers(0, 8),
    )
    def grant(self, amount, hours, priority, name):
        expires_at = hours and self.model.now + timedelta(hours=hours)
        with self.transaction() as session:
            is_new = not store.is_granted(session, self.key(name))
            made = store.grant(
                session,
                self.account,
                amount=amount,
                source="pack",
                key=self.key(name),
                expires_at=expires_at,
                priority=priority,
                now=self.model.now,
            )
        assert made == is_new
        if made:
            self.model.lots.append(Lot(amount, expires_at or NEVER, priority))
            balance = self.model.balance
            self.model.balance = replace(balance, available=balance.available + amount)

    @rule(run_id=runs, amount=st.integers(1, 150))
    def reserve(self, run_id, amount):
        if run_id in self.model.holds:
            amount = self.model.holds[run_id].amount
        wanted = refused = None
        if run_id not in self.model.holds:
            wanted, refused = attempt(
                lambda: credit.reserve(self.model.balance, run_id=run_id, amount=amount)
            )
        assert self.stored_reserve(run_id, amount) == refused
        if wanted:
            self.model.lines[run_id] = self.model.take(amount)
            self.model.balance, self.model.holds[run_id] = wanted

    def stored_reserve(self, run_id, amount):
        """What the store refused with, None when it accepted."""

        def reserve():
            with self.transaction() as session:
                store.reserve(
                    session,
                    self.account,
                    run_id=self.key(run_id),
                    amount=amount,
                    now=self.model.now,
                )

        return attempt(reserve)[1]

    @precondition(lambda self: self.model.holds)
    @rule(run_id=runs, node_id=nodes, amount=st.integers(0, 80))
    def capture(self, run_id, node_id, amount):
        hold = self.model.holds.get(run_id)
        is_replay = (run_id, node_id) in self.model.captured
        wanted = None
        if hold and not is_replay and amount:
            try:
                wanted = credit.capture(self.model.balance, hold, amount=amount)
            except ValueError:
                wanted = None
        try:
            with self.transaction() as session:
                done = store.capture(
                    session,
                    run_id=self.key(run_id),
                    node_id=node_id,
                    amount=amount,
                    now=self.model.now,
                )
        except ValueError:
            assert wanted is None
            assert not is_replay
            return
        assert done == (wanted is not None)
        if wanted:
            self.model.captured.add((run_id, node_id))
            self.model.balance, self.model.holds[run_id] = wanted
            for line in self.model.lines[run_id]:
                part = min(line.left, amount)
                line.left -= part
                amount -= part

    @rule(run_id=runs)
    def close(self, run_id):
        with self.transaction() as session:
            store.close(session, run_id=self.key(run_id), now=self.model.now)
        hold = self.model.holds.get(run_id)
        if hold and hold.is_open:
            self.model.give_back(run_id)
            self.model.balance, self.model.holds[run_id] = credit.close(self.model.balance, hold)

    @rule(amount=st.integers(1, 150), name=st.integers(0, 10**9))
    def deduct(self, amount, name):
        balance = self.model.balance
        fits = balance.unlimited or amount <= balance.available
        for _ in range(2):
            try:
                with self.transaction() as session:
                    store.deduct(
                        session,
                        self.account,
                        amount=amount,
                        reason="test",
                        key=f"{name}:{self.model.now}:{balance.used}",
                        now=self.model.now,
                    )
            except InsufficientCredits:
                assert not fits
            else:
                assert fits
        if fits:
            drawn = 0 if balance.unlimited else amount
            self.model.take(amount)
            self.model.balance = replace(
                balance, available=balance.available - drawn, used=balance.used + amount
            )

    @precondition(lambda self: not any(hold.is_open for hold in self.model.holds.values()))
    @rule(unlimited=st.booleans())
    def set_unlimited(self, unlimited):
        with self.transaction() as session:
            store.set_unlimited(session, self.account, unlimited)
        self.model.balance = replace(self.model.balance, unlimited=unlimited)

    @rule(hours=st.integers(1, 100))
    def time_passes(self, hours):
        self.model.now += timedelta(hours=hours)
        self.model.expire()

    @invariant()
    def the_store_says_what_the_model_says(self):
        with self.transaction() as session:
            assert store.balance(session, self.account, now=self.model.now) == self.model.balance
            costs = store.run_costs(session, [self.key(run) for run in self.model.holds])
        assert costs == {
            self.key(run): store.RunCost(hold.amount, hold.captured, hold.released)
            for run, hold in self.model.holds.items()
        }

    def teardown(self):
        with self.transaction() as session:
            assert store.violations(session) == {}


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_the_store_does_what_the_model_does(transaction):
    run_state_machine_as_test(
        lambda: Machine(transaction),
        settings=settings(max_examples=40, stateful_step_count=30, deadline=None),
    )
