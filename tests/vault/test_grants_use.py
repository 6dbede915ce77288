"""A grant opens for its Run, so often, and never anywhere else."""

from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from threading import Barrier

import pytest
from sqlmodel import select

from tests.vault.grant_process import BOB, KEY, OTHER_RUN
from tests.vault.sealed_parts import HOUR, NOW
from vidgenie.vault.grants import MAX_CALLS, Grants
from vidgenie.vault.recipients import BootKey
from vidgenie.vault.sealed_tables import GrantRow, KeyRequestRow, RecipientRow


def test_a_key_of_one_run_is_not_the_others(worker, granted):
    assert worker.open(run_id=OTHER_RUN) is None
    assert worker.open(provider="stability") is None
    assert worker.open(account_id=BOB) is None


@pytest.mark.parametrize(
    "swapped",
    [
        {"run_id": OTHER_RUN},
        {"account_id": BOB},
        {"provider": "stability"},
        {"expires_at": NOW + 4 * HOUR},
    ],
)
def test_a_grant_that_was_moved_does_not_open_and_is_deleted(
    worker, granted, tamper, grant_rows, swapped
):
    tamper(**swapped)
    asked = {name: value for name, value in swapped.items() if name != "expires_at"}

    assert worker.open(**asked) is None
    assert grant_rows() == []


def test_a_grant_that_was_moved_to_another_recipient_does_not_open(worker, granted, tamper):
    worker.ask(NOW + HOUR, run_id=OTHER_RUN)
    [later] = worker.requests(NOW + HOUR)

    tamper(recipient_id=later.recipient.id)

    assert worker.open(NOW + HOUR) is None


def test_a_grant_does_not_open_even_with_the_private_key_of_its_epoch_elsewhere(
    worker, granted, transaction
):
    worker.ask(NOW + HOUR, run_id=OTHER_RUN)
    [later] = worker.requests(NOW + HOUR)
    with transaction() as session:
        old = session.get(RecipientRow, granted.recipient.id)
        opener = worker.grants._epochs.opener(session, old.id)
        [grant] = session.exec(select(GrantRow))
        moved = grant.model_copy(update={"recipient_id": later.recipient.id})

        assert worker.grants._opened(opener, grant) == KEY
        assert worker.grants._opened(opener, moved) is None


def test_a_grant_of_one_environment_does_not_open_in_another(worker, granted, transaction):
    staging = Grants(worker.grants._epochs.master, "staging", BootKey())
    with transaction() as session:
        opener = worker.grants._epochs.opener(session, granted.recipient.id)
        [grant] = session.exec(select(GrantRow))

        assert staging._opened(opener, grant) is None


def test_another_installation_cannot_even_ask_the_epoch(start, granted):
    assert start("staging").open() is None


def test_a_key_opens_as_often_as_agreed(worker, granted, tamper):
    tamper(used_calls=MAX_CALLS - 2)

    assert [worker.open() for _ in range(3)] == [KEY, KEY, None]


def test_a_grant_that_is_used_up_is_asked_for_again(worker, granted, tamper, alice):
    tamper(used_calls=MAX_CALLS)

    assert worker.open() is None
    assert worker.ask()
    [request] = worker.requests()
    worker.give(alice.grant(request, "sk-new"))
    assert worker.open() == "sk-new"


def test_many_at_once_open_exactly_as_often_as_agreed(worker, granted, tamper, grant_rows):
    left = 7
    tamper(used_calls=MAX_CALLS - left)
    together = Barrier(8)

    def some(_):
        together.wait()
        return [worker.open() for _ in range(3)]

    with ThreadPoolExecutor(8) as pool:
        keys = list(chain.from_iterable(pool.map(some, range(8))))

    assert keys.count(KEY) == left
    assert keys.count(None) == 24 - left
    assert grant_rows()[0].used_calls == MAX_CALLS


def test_the_key_is_in_no_row(worker, granted, transaction):
    worker.open()
    seen = ""
    with transaction() as session:
        for table in (GrantRow, KeyRequestRow, RecipientRow):
            seen += repr([row.model_dump() for row in session.exec(select(table))])

    assert KEY not in seen
    assert KEY.encode().hex() not in seen
