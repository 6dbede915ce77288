"""Many at once: never a credit more than there is."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from vidgenie.domain.credit import Balance
from vidgenie.errors import InsufficientCredits
from vidgenie.ledger import holds, spending, store
from vidgenie.ledger.tables import Wallet

CALLS = 40
THREADS = 16


def attempt(transaction, operation):
    """Whether the operation was accepted."""
    try:
        with transaction() as session:
            operation(session)
    except (InsufficientCredits, IntegrityError):
        return False
    return True


def in_parallel(transaction, operations):
    with ThreadPoolExecutor(THREADS) as pool:
        return sum(pool.map(lambda operation: attempt(transaction, operation), operations))


def deduction(wallet, index):
    return lambda s: store.deduct(s, wallet, amount=10, reason="x", key=str(index))


def reservation(wallet, index):
    return lambda s: store.reserve(s, wallet, run_id=str(index), amount=10)


def test_of_40_deductions_of_10_exactly_10_fit_in_100(transaction, wallet):
    accepted = in_parallel(transaction, [deduction(wallet, n) for n in range(CALLS)])

    with transaction() as session:
        assert (accepted, store.balance(session, wallet)) == (10, Balance(available=0, used=100))


def test_of_40_holds_of_10_exactly_10_fit_in_100(transaction, wallet):
    accepted = in_parallel(transaction, [reservation(wallet, n) for n in range(CALLS)])

    with transaction() as session:
        assert (accepted, store.balance(session, wallet)) == (10, Balance(available=0, held=100))


def test_many_at_once_leave_a_sound_ledger(transaction, wallet):
    mixed = [make(wallet, n) for n in range(CALLS // 2) for make in (deduction, reservation)]

    in_parallel(transaction, mixed)

    with transaction() as session:
        assert store.violations(session) == {}


def test_without_the_lock_the_database_still_refuses_to_overspend(transaction, wallet, monkeypatch):
    def peek(session, account_id):
        query = select(col(Wallet.unlimited)).where(col(Wallet.account_id) == account_id)
        return session.connection().execute(query).scalar_one()

    for module in (holds, spending):
        monkeypatch.setattr(module, "lock", peek)
    mixed = [make(wallet, n) for n in range(CALLS // 2) for make in (deduction, reservation)]

    accepted = in_parallel(transaction, mixed)

    with transaction() as session:
        left = store.balance(session, wallet).available
        assert (left, store.violations(session)) == (100 - 10 * accepted, {})


def test_the_same_capture_from_many_threads_happens_once(transaction, wallet):
    with transaction() as session:
        store.reserve(session, wallet, run_id="r", amount=50)

    def capture(_):
        with transaction() as session:
            return store.capture(session, run_id="r", node_id="n", amount=10)

    with ThreadPoolExecutor(THREADS) as pool:
        assert sum(pool.map(capture, range(CALLS))) == 1


def test_the_same_hold_from_many_threads_is_opened_once(transaction, wallet):
    same = lambda s: store.reserve(s, wallet, run_id="r", amount=10)  # noqa: E731  # one operation

    in_parallel(transaction, [same] * CALLS)

    with transaction() as session:
        assert store.balance(session, wallet) == Balance(available=90, held=10)


def test_the_same_grant_from_many_threads_is_made_once(transaction, wallet):
    def grant(_):
        with transaction() as session:
            return store.grant(session, wallet, amount=10, source="pack", key="once")

    with ThreadPoolExecutor(THREADS) as pool:
        assert sum(pool.map(grant, range(CALLS))) == 1


@pytest.mark.parametrize("wallets", [4])
def test_accounts_do_not_wait_for_each_other_forever(transaction, wallets):
    names = [f"w{n}" for n in range(wallets)]
    with transaction() as session:
        for name in names:
            store.open_wallet(session, name, unlimited=True)

    operations = [deduction(names[n % wallets], n) for n in range(CALLS)]

    assert in_parallel(transaction, operations) == CALLS
