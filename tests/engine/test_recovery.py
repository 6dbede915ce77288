"""What survives the end of a process, and what is never done twice."""

import asyncio
import os
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, text

from tests.engine.studio import Studio, chain
from vidgenie.domain.run import NodeStatus, RunStatus
from vidgenie.engine.reaper import Presence, Reaper, machine, new_executor_id
from vidgenie.engine.tables import ProviderCallRow
from vidgenie.settings import Settings


async def test_a_run_goes_on_after_the_process_was_stopped(idle_studio: Studio):
    async with idle_studio.services.engine.executing():
        run_id = await idle_studio.start(chain("slow 4", provider="steadypen"))
        await idle_studio.until(run_id, "enhance")

    async with idle_studio.services.engine.executing():
        run = await idle_studio.finish(run_id)

    assert run.status is RunStatus.SUCCEEDED
    assert (run.charged, run.released) == (1, 0)
    assert idle_studio.violations() == {}


async def test_a_submission_in_doubt_is_not_sent_again(idle_studio: Studio):
    """A row that says "sending" is what a crash between request and answer leaves behind."""
    run_id = await idle_studio.start(chain("hello"))
    with idle_studio.services.engine.transaction() as session:
        session.add(
            ProviderCallRow(
                key=f"{run_id}:enhance:1",
                run_id=run_id,
                provider="pen",
                state="sending",
                submissions=1,
                created_at=datetime.now(tz=UTC),
            )
        )

    async with idle_studio.services.engine.executing():
        run = await idle_studio.finish(run_id)

    assert run.status is RunStatus.UNKNOWN
    assert run.nodes[1].status is NodeStatus.UNKNOWN
    assert run.error is not None
    assert run.error["code"] == "provider_unknown"
    assert idle_studio.pen.calls == []
    # Its owner is asked: the credits stay set aside until there is an answer.
    assert (run.held, run.charged, run.released) == (1, 0, 0)
    assert run.doubt_until is not None


async def test_a_submission_that_may_be_repeated_is(idle_studio: Studio):
    run_id = await idle_studio.start(chain("hello", provider="steadypen"))
    with idle_studio.services.engine.transaction() as session:
        session.add(
            ProviderCallRow(
                key=f"{run_id}:enhance:1",
                run_id=run_id,
                provider="steadypen",
                state="sending",
                submissions=1,
                created_at=datetime.now(tz=UTC),
            )
        )

    async with idle_studio.services.engine.executing():
        run = await idle_studio.finish(run_id)

    assert run.status is RunStatus.SUCCEEDED
    assert len(idle_studio.steady.calls) == 1


async def test_a_run_whose_workflow_was_lost_is_settled_by_the_sweep(studio: Studio):
    run_id = await studio.start(chain("hang"))
    await studio.until(run_id, "enhance")
    await asyncio.to_thread(studio.services.engine.interrupt, run_id)

    async with asyncio.timeout(10):
        while run_id not in await asyncio.to_thread(studio.services.engine.sweep):
            await asyncio.sleep(0.05)
    run = await studio.finish(run_id)

    assert run.status is RunStatus.FAILED
    assert (run.charged, run.released) == (0, 1)
    assert studio.open_holds() == 0


@pytest.fixture
def reaper(idle_studio: Studio, database: Engine, settings: Settings) -> Reaper:
    return Reaper(database, executor_id=new_executor_id(), beat=0.1, ttl=5.0)


def pending_of(database: Engine, executor_id: str, run_id: str) -> None:
    """Make a queued Run look as if an executor had taken it."""
    schema = "dbos." if database.dialect.name == "postgresql" else ""
    with database.begin() as connection:
        connection.execute(
            text(
                f"UPDATE {schema}workflow_status SET status = 'PENDING', executor_id = :executor"
                " WHERE workflow_uuid = :run"
            ),
            {"executor": executor_id, "run": run_id},
        )


def seen(database: Engine, executor_id: str, *, host: str, pid: int, ago: float) -> None:
    """Write another executor's heartbeat down, `ago` seconds old."""
    now = {
        "sqlite": "(julianday('now') - 2440587.5) * 86400.0",
        "postgresql": "extract(epoch FROM clock_timestamp())::float8",
    }[database.dialect.name]
    with database.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO vg_executor (id, host, pid, last_seen)"
                f" VALUES (:id, :host, :pid, {now} - :ago)"
            ),
            {"id": executor_id, "host": host, "pid": pid, "ago": ago},
        )


async def test_the_runs_of_a_silent_process_are_taken_over(
    idle_studio: Studio, reaper: Reaper, database: Engine
):
    pending_of(database, "other", await idle_studio.start(chain("hello")))
    seen(database, "other", host="elsewhere", pid=1, ago=6.0)

    assert reaper.tick() == 1
    assert reaper.tick() == 0


async def test_the_runs_of_a_living_process_are_left_alone(
    idle_studio: Studio, reaper: Reaper, database: Engine
):
    pending_of(database, "other", await idle_studio.start(chain("hello")))
    seen(database, "other", host="elsewhere", pid=1, ago=1.0)

    assert reaper.tick() == 0


async def test_a_dead_process_of_this_machine_is_not_waited_for(
    idle_studio: Studio, reaper: Reaper, database: Engine
):
    process = await asyncio.create_subprocess_exec("true")
    await process.wait()
    pending_of(database, "other", await idle_studio.start(chain("hello")))
    seen(database, "other", host=machine(), pid=process.pid, ago=0.1)

    assert reaper.tick() == 1


async def test_a_living_process_of_this_machine_keeps_its_runs(
    idle_studio: Studio, reaper: Reaper, database: Engine
):
    pending_of(database, "other", await idle_studio.start(chain("hello")))
    seen(database, "other", host=machine(), pid=os.getppid(), ago=0.1)

    assert reaper.tick() == 0


def test_only_one_process_can_be_alone(tmp_path):
    first, second = Presence(tmp_path), Presence(tmp_path)

    assert first.enter()
    first.settle()
    assert not second.enter()
    first.leave()
    second.leave()

    third = Presence(tmp_path)
    assert third.enter()
    third.leave()
