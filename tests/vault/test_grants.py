"""Grants: asked for, given once, and refused when no browser made them."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from tests.vault.browser import Browser
from tests.vault.grant_process import BOB, KEY, OTHER_RUN, RUN
from tests.vault.sealed_parts import NOW, SECOND
from vidgenie.errors import InvalidInput, NotFound
from vidgenie.vault.recipients import EPOCH


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
