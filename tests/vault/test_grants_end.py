"""A grant ends: by its hour, its epoch, its Run, its owner, and the janitor."""

import pytest
from sqlmodel import select

from tests.vault.grant_process import ALICE, BOB, KEY, OTHER_RUN, RUN
from tests.vault.sealed_parts import HOUR, MINUTE, NOW, SECOND
from vidgenie.errors import InvalidInput
from vidgenie.vault.recipients import EPOCH
from vidgenie.vault.sealed_tables import KeyRequestRow, RecipientRow


def test_a_grant_ends_when_it_says(worker, alice):
    worker.ask()
    [request] = worker.requests()
    ends = int((NOW + 10 * MINUTE).timestamp())
    worker.give(alice.grant(request, KEY, expires_at=ends))

    assert worker.open(NOW + 10 * MINUTE - SECOND) == KEY
    assert worker.open(NOW + 10 * MINUTE) is None


@pytest.mark.parametrize("strict", [False, True])
def test_a_grant_lives_three_hours_at_most(worker, alice, strict):
    worker.ask(strict=strict)
    [request] = worker.requests()

    assert request.expires_at == int((NOW + 3 * HOUR).timestamp())
    with pytest.raises(InvalidInput) as error:
        worker.give(alice.grant(request, expires_at=request.expires_at + 1))
    assert error.value.params == {"field": "expiresAt", "problem": "too_late"}


def test_a_late_request_to_an_epoch_ends_with_it(worker):
    worker.ask()
    worker.ask(NOW + 59 * MINUTE, run_id=OTHER_RUN)

    ends = {request.expires_at for request in worker.requests(NOW + 59 * MINUTE)}

    assert ends == {int((NOW + 3 * HOUR).timestamp())}


def test_when_the_epoch_is_destroyed_so_is_every_grant(worker, granted, grant_rows):
    worker.janitor(NOW + 3 * HOUR - SECOND)
    before = worker.open(NOW + 3 * HOUR - SECOND)

    count = worker.janitor(NOW + 3 * HOUR)

    assert (before, count, grant_rows()) == (KEY, 2, [])
    assert worker.open(NOW) is None


def test_a_short_grant_is_deleted_when_it_ends(worker, alice, grant_rows):
    worker.ask()
    ends = int((NOW + 10 * MINUTE).timestamp())
    worker.give(alice.grant(worker.requests()[0], KEY, expires_at=ends))

    counts = [worker.janitor(NOW + 10 * MINUTE - SECOND), worker.janitor(NOW + 10 * MINUTE)]

    assert (counts, grant_rows()) == ([0, 1], [])


def test_a_grant_outlives_no_clock_that_was_set_back(worker, granted, transaction):
    worker.janitor(NOW + 3 * HOUR)

    with transaction() as session:
        row = session.get(RecipientRow, granted.recipient.id)
    assert row.private_wrapped is None
    assert worker.ask(NOW)
    assert worker.requests(NOW)[0].recipient.id != granted.recipient.id


def test_the_janitor_forgets_what_nobody_waits_for(worker, transaction):
    worker.ask()

    worker.janitor(NOW + 25 * HOUR + SECOND)

    with transaction() as session:
        assert session.exec(select(KeyRequestRow)).all() == []


def test_the_janitor_lets_a_living_process_live(start, worker, alice):
    worker.ask(strict=True)
    worker.give(alice.grant(worker.requests()[0], KEY))
    for minutes in range(1, 60):
        worker.janitor(NOW + minutes * MINUTE)

    start().janitor(NOW + HOUR)

    assert worker.open(NOW + HOUR) == KEY


def test_a_run_that_is_over_has_no_key_left(worker, granted, grant_rows, transaction, alice):
    worker.ask(run_id=OTHER_RUN)
    worker.ask(provider="stability")

    with transaction() as session:
        worker.grants.withdraw(session, RUN)

    assert (worker.open(), grant_rows()) == (None, [])
    assert [request.run_id for request in worker.requests()] == [OTHER_RUN]


def test_a_revoked_grant_does_not_open_and_holds_nothing(worker, granted, transaction, grant_rows):
    with transaction() as session:
        ended = [
            worker.grants.revoke(session, BOB, NOW),
            worker.grants.revoke(session, ALICE, NOW, provider="stability"),
            worker.grants.revoke(session, ALICE, NOW, kind="process"),
            worker.grants.revoke(session, ALICE, NOW, provider="openai", kind=EPOCH),
        ]

    assert ended == [0, 0, 0, 1]
    assert worker.open() is None
    assert grant_rows()[0].blob == b""
    assert worker.ask()
