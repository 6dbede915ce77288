"""Grants: asked for, given, opened so often, and never anywhere else."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain
from threading import Barrier

import pytest
from sqlmodel import select, update

from tests.vault.browser import Browser
from tests.vault.sealed_parts import HOUR, MINUTE, NOW, SECOND, master_keys
from vidgenie.errors import InvalidInput, NotFound
from vidgenie.vault.grants import MAX_CALLS, Grants
from vidgenie.vault.recipients import EPOCH, BootKey
from vidgenie.vault.sealed_tables import GrantRow, KeyRequestRow, RecipientRow

ALICE, BOB = "a" * 32, "b" * 32
RUN, OTHER_RUN = "1" * 32, "2" * 32
KEY = "sk-canary-1234"


@dataclass
class Process:
    """A process of the installation, and what it does with grants."""

    grants: Grants
    transaction: object

    def ask(self, now=NOW, *, strict=False, run_id=RUN, provider="openai", account_id=ALICE):
        with self.transaction() as session:
            return self.grants.ask(
                session,
                account_id=account_id,
                run_id=run_id,
                node_id="n1",
                provider=provider,
                strict=strict,
                now=now,
            )

    def requests(self, now=NOW, account_id=ALICE):
        with self.transaction() as session:
            return self.grants.requests(session, account_id, now)

    def give(self, offer, now=NOW, account_id=ALICE):
        with self.transaction() as session:
            return self.grants.give(session, account_id, offer, now)

    def open(self, now=NOW, *, run_id=RUN, provider="openai", account_id=ALICE):
        with self.transaction() as session:
            return self.grants.open(
                session, account_id=account_id, run_id=run_id, provider=provider, now=now
            )

    def janitor(self, now):
        with self.transaction() as session:
            return self.grants.janitor(session, now)


@pytest.fixture
def start(tmp_path, transaction, reading):
    """Starts a process."""

    def start(environment="test", *, home=tmp_path):
        master = master_keys(home, transaction, reading, environment=environment)
        return Process(Grants(master, environment, BootKey()), transaction)

    return start


@pytest.fixture
def worker(start):
    """A process that executes Runs."""
    return start()


@pytest.fixture
def alice():
    """Alice's browser, unlocked."""
    return Browser(ALICE)


@pytest.fixture
def granted(worker, alice):
    """A Run that has its key."""
    worker.ask()
    [request] = worker.requests()
    worker.give(alice.grant(request, KEY))
    return request


@pytest.fixture
def grant_rows(transaction):
    """The grants there are."""

    def read():
        with transaction() as session:
            return list(session.exec(select(GrantRow)))

    return read


@pytest.fixture
def tamper(transaction):
    """Changes every grant behind our back."""

    def change(**values):
        with transaction() as session:
            session.exec(update(GrantRow).values(**values))

    return change


def test_a_run_gets_the_key_it_asked_for(worker, alice):
    asked = worker.ask()
    [request] = worker.requests()
    worker.give(alice.grant(request, KEY))

    assert asked
    assert worker.open() == KEY
    assert (request.run_id, request.node_id, request.provider) == (RUN, "n1", "openai")
    assert request.recipient.kind == EPOCH


def test_before_it_is_granted_there_is_nothing_to_open(worker):
    worker.ask()

    assert worker.open() is None


def test_who_has_asked_asks_nothing_new(worker):
    answers = [worker.ask(NOW + seconds * SECOND) for seconds in range(5)]

    assert answers == [True, False, False, False, False]
    assert len(worker.requests()) == 1


def test_a_request_is_over_once_it_is_granted(worker, granted):
    assert worker.requests() == []


def test_a_request_is_only_its_owners(worker, alice):
    worker.ask()
    [request] = worker.requests()

    assert worker.requests(account_id=BOB) == []
    with pytest.raises(NotFound):
        worker.give(Browser(BOB).grant(request), account_id=BOB)


@pytest.mark.parametrize(
    "other", [{"run_id": OTHER_RUN}, {"provider": "stability"}, {"recipient_id": "f" * 32}]
)
def test_nothing_is_taken_that_nobody_asked_for(worker, alice, other):
    worker.ask()
    [request] = worker.requests()

    with pytest.raises(NotFound):
        worker.give(replace(alice.grant(request), **other))


def test_a_grant_is_taken_once(worker, alice):
    worker.ask()
    [request] = worker.requests()
    offer = alice.grant(request, KEY)
    worker.give(offer)

    with pytest.raises(NotFound):
        worker.give(offer)


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


@pytest.mark.parametrize("ago", [0, 1, 10**9])
def test_a_grant_of_the_past_is_refused(worker, alice, ago):
    worker.ask()
    [request] = worker.requests()

    with pytest.raises(InvalidInput) as error:
        worker.give(alice.grant(request, expires_at=int(NOW.timestamp()) - ago))
    assert error.value.params == {"field": "expiresAt", "problem": "past"}


@pytest.mark.parametrize(
    ("blob", "problem"),
    [(b"", "too_short"), (b"x" * 48, "too_short"), (b"x" * 5000, "too_long")],
)
def test_what_can_be_no_grant_is_refused(worker, alice, blob, problem):
    worker.ask()
    [request] = worker.requests()

    with pytest.raises(InvalidInput) as error:
        worker.give(replace(alice.grant(request), blob=blob))
    assert error.value.params == {"field": "blob", "problem": problem}


@pytest.mark.parametrize("strict", [False, True])
def test_garbage_is_refused_by_who_can_tell(worker, alice, grant_rows, strict):
    worker.ask(strict=strict)
    [request] = worker.requests()

    with pytest.raises(InvalidInput) as error:
        worker.give(replace(alice.grant(request), blob=b"x" * 80))

    assert error.value.params == {"field": "blob", "problem": "unreadable"}
    assert grant_rows() == []
    assert worker.requests() == [request]


@pytest.mark.parametrize("key", ["sk-é", "sk\n", "sk key", "sk\0", "\x7f", ""])
def test_what_can_be_no_key_is_unreadable(worker, alice, key):
    worker.ask()
    [request] = worker.requests()

    with pytest.raises(InvalidInput) as error:
        worker.give(alice.grant(request, key))
    assert error.value.params["problem"] in {"unreadable", "too_short"}


def test_garbage_that_was_taken_is_deleted_at_its_first_use_and_asked_for_again(
    start, worker, alice, grant_rows
):
    web = start()
    worker.ask(strict=True)
    [request] = web.requests()
    web.give(replace(alice.grant(request), blob=b"x" * 80))

    opened = worker.open()
    again = worker.ask(NOW + SECOND, strict=True)

    assert (opened, grant_rows(), again) == (None, [], True)
    [request] = web.requests(NOW + SECOND)
    web.give(alice.grant(request, KEY), NOW + SECOND)
    assert worker.open(NOW + SECOND) == KEY


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


def test_of_several_answers_at_once_one_is_taken(worker, alice, grant_rows):
    worker.ask()
    [request] = worker.requests()
    offers = [alice.grant(request, f"sk-{number}") for number in range(4)]
    together = Barrier(4)

    def give(offer):
        together.wait()
        try:
            worker.give(offer)
        except NotFound:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(give, offers))

    assert sorted(taken) == [False, False, False, True]
    assert worker.open() == f"sk-{taken.index(True)}"


def test_many_that_ask_at_once_ask_once(worker):
    together = Barrier(4)

    def ask(_):
        together.wait()
        worker.ask(strict=True)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(ask, range(4)))

    assert len(worker.requests()) == 1


def test_after_a_crash_another_process_goes_on_with_the_grant(start, worker, granted):
    assert start().open() == KEY


def test_after_a_crash_a_strict_run_asks_again(start, worker, alice):
    worker.ask(strict=True)
    [request] = worker.requests()
    worker.give(alice.grant(request, KEY))
    restarted = start()

    opened = restarted.open()
    asked = restarted.ask(NOW + SECOND, strict=True)

    assert (worker.open(), opened, asked) == (KEY, None, True)
    [again] = restarted.requests(NOW + SECOND)
    assert again.recipient.id != request.recipient.id
    restarted.give(alice.grant(again, KEY), NOW + SECOND)
    assert restarted.open(NOW + SECOND) == KEY


def test_two_processes_of_a_strict_run_get_a_grant_each(start, worker, alice):
    other = start()
    asked = [worker.ask(strict=True), other.ask(strict=True)]
    asked += [worker.ask(NOW + SECOND, strict=True), other.ask(NOW + SECOND, strict=True)]

    for request in worker.requests():
        worker.give(alice.grant(request, KEY))

    assert asked == [True, True, False, False]
    assert (worker.open(), other.open()) == (KEY, KEY)


def test_nothing_is_asked_for_a_process_that_is_silent(start, worker):
    worker.ask(strict=True)

    assert start().requests(NOW + MINUTE) == []
    assert len(start().requests(NOW + MINUTE - SECOND)) == 1


def test_a_process_that_waits_does_not_fall_silent(worker):
    for seconds in range(0, 180, 5):
        worker.ask(NOW + seconds * SECOND, strict=True)

    assert len(worker.requests(NOW + 180 * SECOND)) == 1


def test_the_request_of_a_dead_process_goes_when_another_asks(start, worker, transaction):
    worker.ask(strict=True)

    start().ask(NOW + MINUTE, strict=True)

    with transaction() as session:
        assert len(session.exec(select(KeyRequestRow)).all()) == 1


def test_a_request_for_an_epoch_that_closed_is_made_anew(worker):
    worker.ask()
    [before] = worker.requests()

    asked = worker.ask(NOW + HOUR)

    [after] = worker.requests(NOW + HOUR)
    assert asked
    assert after.recipient != before.recipient
    assert after.expires_at == before.expires_at + 3600


def test_a_request_to_a_process_is_made_anew_every_hour(worker):
    worker.ask(strict=True)
    before = worker.requests()[0].expires_at

    asked = [worker.ask(NOW + wait, strict=True) for wait in (HOUR - SECOND, HOUR, HOUR + SECOND)]

    assert asked == [False, True, False]
    assert worker.requests(NOW + HOUR)[0].expires_at == before + 3600


def test_who_becomes_strict_is_asked_for_that_process_only(worker):
    worker.ask()

    worker.ask(NOW + SECOND, strict=True)

    kinds = [request.recipient.kind for request in worker.requests(NOW + SECOND)]
    assert kinds == ["process"]


def test_while_the_vault_is_locked_the_process_is_asked_for(start, alice, tmp_path):
    start()
    shutil.rmtree(tmp_path / "keys")
    locked = start()

    locked.ask()

    [request] = locked.requests()
    assert request.recipient.kind == "process"
    locked.give(alice.grant(request, KEY))
    assert locked.open() == KEY


def test_a_grant_of_an_epoch_waits_for_the_vault_to_be_unlocked(
    start, worker, granted, tmp_path, grant_rows
):
    (tmp_path / "keys").rename(tmp_path / "elsewhere")
    restarted = start()

    locked = restarted.open()
    (tmp_path / "elsewhere").rename(tmp_path / "keys")

    assert locked is None
    assert restarted.open() == KEY
    assert grant_rows()[0].used_calls == 1


def test_a_web_process_without_master_key_takes_grants_it_cannot_open(
    start, worker, alice, tmp_path
):
    worker.ask()
    web = start(home=tmp_path / "web")
    [request] = web.requests()

    web.give(alice.grant(request, KEY))

    assert web.open() is None
    assert worker.open() == KEY


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


def test_the_key_is_in_no_row(worker, granted, transaction):
    worker.open()
    seen = ""
    with transaction() as session:
        for table in (GrantRow, KeyRequestRow, RecipientRow):
            seen += repr([row.model_dump() for row in session.exec(select(table))])

    assert KEY not in seen
    assert KEY.encode().hex() not in seen
