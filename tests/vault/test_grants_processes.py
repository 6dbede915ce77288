"""Grants when processes crash, fall silent, are strict, or have no master key yet."""

import shutil

from sqlmodel import select

from tests.vault.grant_process import KEY
from tests.vault.sealed_parts import HOUR, MINUTE, NOW, SECOND
from vidgenie.vault.sealed_tables import KeyRequestRow


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
