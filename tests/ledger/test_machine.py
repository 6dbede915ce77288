"""The store against a model that is plain enough to be believed: random histories, any clock."""

import secrets
from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import bindparam, func, select
from sqlmodel import col

from tests.ledger.model import NEVER, Model
from vidgenie.errors import InsufficientCredits
from vidgenie.ledger import store
from vidgenie.ledger.tables import CreditLot

runs = st.sampled_from("0123")
lots = st.sampled_from("0123")
nodes = st.sampled_from("ab")
keys = st.sampled_from("xy")
parts = st.none() | st.integers(1, 40)
known_runs = st.runner().flatmap(lambda self: st.sampled_from(sorted(self.model.holds)))
known_lots = st.runner().flatmap(lambda self: st.sampled_from(sorted(self.model.named)))
reversed_lots = st.runner().flatmap(
    lambda self: st.sampled_from(
        sorted(name for name, lot in self.model.named.items() if lot.asked)
    )
)
LOTS = select(
    col(CreditLot.created_at),
    col(CreditLot.granted),
    col(CreditLot.available),
    col(CreditLot.revoked),
    func.coalesce(col(CreditLot.expires_at), NEVER),
).where(
    col(CreditLot.account_id) == bindparam("account"), col(CreditLot.source) != "unlimited"
)  # fmt: skip


def outcome(operation):
    """What it returned, or how it was refused."""
    try:
        return operation()
    except InsufficientCredits as error:
        return error.params
    except ValueError:
        return "refused"


class Machine(RuleBasedStateMachine):
    """Does the same to the store and to the model, and has both say the same."""

    def __init__(self, transaction):
        super().__init__()
        self.transaction = transaction
        self.account = secrets.token_hex(8)
        self.model = Model()
        self.steps = 0
        with transaction() as session:
            store.open_wallet(session, self.account, unlimited=False)

    def key(self, name):
        return f"{self.account}:{name}"

    def both(self, stored: Callable, modelled: Callable):
        """Do it in a transaction, and in the model."""
        # No two things happen in the same microsecond: of two lots, one is older.
        self.model.now += timedelta(microseconds=1)

        def in_store():
            with self.transaction() as session:
                return stored(session, self.model.now)

        # Everything may be asked for again, and some of it is.
        self.steps += 1
        for _ in range(2 if self.steps % 3 == 0 else 1):
            assert outcome(in_store) == outcome(modelled)

    def once(self, *what):
        """Whether it happens for the first time."""
        return what not in self.model.done

    @rule(
        amount=st.integers(1, 100),
        hours=st.none() | st.integers(1, 200),
        priority=st.integers(0, 1),
        name=lots,
    )
    def grant(self, amount, hours, priority, name):
        expires_at = hours and self.model.now + timedelta(hours=hours)

        def modelled():
            if name in self.model.named:
                return False
            self.model.named[name] = self.model.grant(amount, expires_at, priority)
            return True

        self.both(
            lambda session, now: store.grant(
                session, self.account, amount=amount, source="pack", key=self.key(name),
                expires_at=expires_at, priority=priority, now=now,
            ),
            modelled,
        )  # fmt: skip

    @initialize(amount=st.integers(20, 100), hours=st.integers(1, 90))
    def start(self, amount, hours):
        self.grant(amount, hours, 0, "0")
        self.grant(100, None, 1, "1")

    @rule(run_id=runs, amount=st.integers(10, 100), share=st.integers(1, 10))
    def work(self, run_id, amount, share):
        self.reserve(run_id, amount, same=True)
        if run_id in self.model.holds:
            self.capture(run_id, "a", amount * share // 10)

    @rule(run_id=runs, amount=st.integers(1, 150), same=st.booleans())
    def reserve(self, run_id, amount, same):
        known = self.model.holds.get(run_id)
        amount = known.amount if known and same else amount

        def modelled():
            if run_id not in self.model.holds:
                self.model.reserve(run_id, amount)
            elif self.model.holds[run_id].amount != amount:
                raise ValueError

        self.both(
            lambda session, now: store.reserve(
                session, self.account, run_id=self.key(run_id), amount=amount, now=now
            ),
            modelled,
        )

    @precondition(lambda self: self.model.holds)
    @rule(run_id=known_runs, node_id=nodes, amount=st.integers(0, 60))
    def capture(self, run_id, node_id, amount):
        what = ("capture", run_id, node_id)

        def modelled():
            if not amount:
                return False
            if not self.once(*what):
                return False
            self.model.capture(run_id, amount)
            self.model.done.add(what)
            return True

        self.both(
            lambda session, now: store.capture(
                session, run_id=self.key(run_id), node_id=node_id, amount=amount, now=now
            ),
            modelled,
        )

    @precondition(lambda self: self.model.holds)
    @rule(run_id=known_runs)
    def close(self, run_id):
        self.both(
            lambda session, now: store.close(session, run_id=self.key(run_id), now=now),
            lambda: self.model.close(run_id),
        )

    @precondition(lambda self: self.model.holds)
    @rule(run_id=known_runs, amount=parts, key=keys)
    def refund(self, run_id, amount, key):
        what = ("refund", run_id, key)

        def modelled():
            if not self.once(*what):
                return 0
            back = self.model.refund(run_id, amount)
            if back:
                self.model.done.add(what)
            return back

        self.both(
            lambda session, now: store.refund(
                session, run_id=self.key(run_id), amount=amount, key=key, reason="test", now=now
            ),
            modelled,
        )

    @rule(amount=st.integers(1, 150), key=keys)
    def deduct(self, amount, key):
        what = ("deduct", key)

        def modelled():
            if self.once(*what):
                self.model.deduct(amount)
                self.model.done.add(what)
            return self.model.balance.available

        self.both(
            lambda session, now: store.deduct(
                session, self.account, amount=amount, reason="test", key=key, now=now
            ),
            modelled,
        )

    @rule(amount=st.integers(-80, 80).filter(bool), key=keys)
    def adjust(self, amount, key):
        what = ("adjust", key)

        def modelled():
            if self.once(*what):
                self.model.adjust(amount)
                self.model.done.add(what)
            return self.model.balance.available

        self.both(
            lambda session, now: store.adjust(
                session, self.account, amount=amount, key=key, reason="test", author="boss",
                now=now,
            ),
            modelled,
        )  # fmt: skip

    @precondition(lambda self: self.model.named)
    @rule(name=known_lots, amount=parts, key=keys)
    def reverse(self, name, amount, key):
        what = ("reverse", key)

        def modelled():
            if not self.once(*what):
                return 0
            taken = self.model.reverse(self.model.named[name], amount)
            if taken:
                self.model.done.add(what)
            return taken

        self.both(
            lambda session, now: store.reverse(
                session, self.account, lot_key=self.key(name), amount=amount, key=key,
                reason="test", now=now,
            ).taken,
            modelled,
        )  # fmt: skip

    @precondition(lambda self: any(lot.asked for lot in self.model.named.values()))
    @rule(name=reversed_lots, stays=st.integers(0, 40))
    def reinstate(self, name, stays):
        self.both(
            lambda session, now: store.reinstate(
                session, self.account, lot_key=self.key(name), stays=stays,
                key=self.key(f"{name}:{now}"), reason="test", now=now,
            ),
            lambda: self.model.reinstate(self.model.named[name], stays),
        )  # fmt: skip

    @rule(unlimited=st.sampled_from([False, False, False, True]))
    def set_unlimited(self, unlimited):
        with self.transaction() as session:
            store.set_unlimited(session, self.account, unlimited)
        self.model.unlimited = unlimited

    @rule(hours=st.integers(1, 100))
    def time_passes(self, hours):
        self.model.now += timedelta(hours=hours)

    @rule(hours=st.integers(1, 100))
    def the_clock_is_put_back(self, hours):
        self.model.now -= timedelta(hours=hours)

    @invariant()
    def the_store_says_what_the_model_says(self):
        with self.transaction() as session:
            balance = store.balance(session, self.account, now=self.model.now)
            costs = store.run_costs(session, [self.key(run) for run in self.model.holds])
            stored = session.connection().execute(LOTS, {"account": self.account}).all()
        assert sorted(map(tuple, stored)) == self.model.figures
        assert balance == self.model.balance
        assert costs == {
            self.key(run): store.RunCost(*cost) for run, cost in self.model.costs.items()
        }

    def teardown(self):
        with self.transaction() as session:
            assert store.violations(session) == {}
            told = store.history(session, self.account, limit=1000)
        # What history tells adds up: the CSV that people download does.
        assert sum(row.change for row in told) == sum(lot.available for lot in self.model.lots)


def run(transaction, examples, steps):
    run_state_machine_as_test(
        lambda: Machine(transaction),
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            # To make a failure shorter takes minutes: it is short enough.
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_store_does_what_the_model_does(transaction, database_kind):
    run(transaction, 60 if database_kind == "sqlite" else 25, 30)


@pytest.mark.soak
def test_the_store_does_what_the_model_does_for_long(transaction):
    run(transaction, 1000, 50)
