"""Runs with keys: opened when needed, proved, waited for, never written down."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import inspect, text

from tests.engine.studio import chain, executing
from vidgenie.domain.ports.keys import KeyStatus
from vidgenie.domain.run import RunStatus
from vidgenie.engine import caller
from vidgenie.errors import KeyRefused, MissingKey

pytestmark = pytest.mark.postgres_in_soak

KEY = "kp-0123456789-abcdefghij-UNIQUE"


def save(studio, key=KEY):
    studio.services.keys.save(studio.account, {"keyed": key}, {})


def state(studio):
    """What is known of the stored key."""
    (key,) = studio.services.keys.overview(studio.account).keys
    return key


def openings(studio):
    """(purpose, Run) of every opening in the audit log, the oldest first."""
    lines = studio.services.keys.log(studio.account).items
    return [(e.data["purpose"], e.data["run"]) for e in reversed(lines) if e.action == "vault.use"]


def everything(studio):
    """Every value of every table, as one text."""
    engine = studio.services.database
    with engine.connect() as connection:
        found = []
        schemas = [None] if engine.dialect.name == "sqlite" else ["public", "dbos"]
        for schema in schemas:
            for table in inspect(engine).get_table_names(schema=schema):
                name = f'"{schema}"."{table}"' if schema else f'"{table}"'
                found += [
                    repr(tuple(row)) for row in connection.execute(text(f"SELECT * FROM {name}"))
                ]
    return "\n".join(found)


async def test_a_stored_key_is_opened_for_the_run_and_each_opening_has_its_line(studio):
    save(studio)

    run_id = await studio.start(chain("hello", provider="keyed"))
    view = await studio.finish(run_id)

    assert view.status is RunStatus.SUCCEEDED
    assert studio.keyed.keys == [KEY]
    assert openings(studio) == [("write", run_id)]
    assert state(studio).status is KeyStatus.VALID
    assert state(studio).used_at is not None


async def test_no_table_of_ours_or_of_the_engine_holds_the_key(studio):
    save(studio)

    await studio.finish(await studio.start(chain("hello", provider="keyed")))
    view = await studio.finish(await studio.start(chain("bug", provider="keyed")))

    assert view.status is RunStatus.FAILED
    dumped = everything(studio)
    assert "hello" in dumped
    assert KEY not in dumped
    assert KEY[3:24] not in dumped


async def test_a_key_is_proved_before_its_first_use_and_then_for_ten_minutes(studio):
    save(studio)

    for _ in range(2):
        await studio.finish(await studio.start(chain("hello", provider="keyed")))

    assert studio.keyed.asked == [KEY]


async def test_nothing_is_ordered_from_a_service_that_answers_no_free_question(studio):
    save(studio)
    studio.keyed.is_down = True

    view = await studio.finish(await studio.start(chain("hello", provider="keyed")))

    assert (view.status, view.error["code"]) == (RunStatus.FAILED, "provider_unavailable")
    assert studio.keyed.calls == []
    assert view.released == view.held


async def test_a_refused_key_fails_the_run_before_anything_is_submitted(studio):
    save(studio, "kp-0123456789-abcdefghij-revoked")

    view = await studio.finish(await studio.start(chain("hello", provider="keyed")))

    assert view.error["code"] == "key_refused"
    assert view.released == view.held
    assert studio.keyed.keys == []
    assert (state(studio).status, state(studio).detail) == (KeyStatus.INVALID, "key_refused")


async def test_a_key_revoked_in_mid_run_is_marked_and_no_second_run_begins_with_it(studio):
    save(studio)

    view = await studio.finish(await studio.start(chain("revoked meanwhile", provider="keyed")))

    assert view.error["code"] == "key_refused"
    assert state(studio).status is KeyStatus.INVALID
    with pytest.raises(KeyRefused):
        await studio.start(chain("hello", provider="keyed"))
    assert studio.open_holds() == 0


async def test_without_a_key_no_run_begins_and_nothing_is_held(studio):
    with pytest.raises(MissingKey):
        await studio.start(chain("hello", provider="keyed"))

    assert studio.open_holds() == 0
    assert studio.services.credits.balance(studio.account).credits == 100


async def test_a_locked_vault_fails_runs_that_need_it_and_no_others(studio, settings):
    save(studio)
    file = settings.home / "keys" / "master-1.key"
    kept = file.rename(file.with_suffix(".away"))
    studio.services.vault_master._keys.clear()

    locked = await studio.finish(await studio.start(chain("hello", provider="keyed")))
    free = await studio.finish(await studio.start(chain("hello")))
    kept.rename(file)
    opened = await studio.finish(await studio.start(chain("hello", provider="keyed")))

    assert locked.error["code"] == "vault_locked"
    assert locked.error["variable"] == "keys/master-1.key"
    assert (free.status, opened.status) == (RunStatus.SUCCEEDED, RunStatus.SUCCEEDED)


async def test_a_run_with_a_sealed_key_waits_until_it_is_granted(studio, sealed):
    sealed.seal(KEY)
    run_id = await studio.start(chain("hello", provider="keyed"))

    request = await sealed.asked(run_id)
    async with asyncio.timeout(20):
        async for view in studio.services.runs.changes(studio.account, run_id):
            if [node.waits_for for node in view.nodes if node.id == "enhance"] == ["keyed"]:
                break
    sealed.grant(request, KEY)
    view = await studio.finish(run_id)

    assert view.status is RunStatus.SUCCEEDED
    assert studio.keyed.keys == [KEY]
    assert {node.waits_for for node in view.nodes} == {""}
    assert sealed.requests() == []
    assert KEY not in everything(studio)


@pytest.mark.parametrize("strict", [False, True])
async def test_after_a_restart_only_a_strict_grant_is_asked_for_again(idle_studio, sealed, strict):
    studio = idle_studio
    sealed.seal(KEY, strict=strict)
    async with studio.services.engine.executing():
        run_id = await studio.start(chain("slow 600", provider="keyed"))
        sealed.grant(await sealed.asked(run_id), KEY)
        while not studio.keyed.keys:
            await asyncio.sleep(0.05)
    with studio.services.engine.transaction() as session:
        session.connection().execute(text("DELETE FROM vg_provider_call"))
    again = sealed.another_process()
    again.keyed.keys.clear()
    async with executing(again):
        if strict:
            request = await sealed.asked(run_id)
            assert again.keyed.keys == []
            sealed.grant(request, KEY)
        while not again.keyed.keys:
            await asyncio.sleep(0.05)
        assert sealed.requests() == []
        again.services.runs.cancel(studio.account, run_id)
        assert (await again.finish(run_id)).status is RunStatus.CANCELLED


async def test_a_run_that_waits_for_a_key_is_cancelled_at_once(studio, sealed):
    sealed.seal(KEY)
    run_id = await studio.start(chain("hello", provider="keyed"))
    await sealed.asked(run_id)

    await asyncio.to_thread(studio.services.runs.cancel, studio.account, run_id)
    view = await studio.finish(run_id, within=5)

    assert view.status is RunStatus.CANCELLED
    assert studio.open_holds() == 0
    assert sealed.requests() == []


async def test_a_key_that_is_not_granted_in_time_gives_the_credits_back(
    studio, sealed, monkeypatch
):
    monkeypatch.setattr(caller, "PATIENCE", timedelta(seconds=1))
    sealed.seal(KEY)

    view = await studio.finish(await studio.start(chain("hello", provider="keyed")))

    assert view.error["code"] == "key_not_granted"
    assert view.released == view.held
    assert studio.violations() == {}
