"""Limits: Runs at once, seconds per Node, credits."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from tests.engine.studio import Studio, chain, executing, open_studio
from vidgenie.domain.run import NodeStatus, RunStatus
from vidgenie.errors import InsufficientCredits
from vidgenie.ledger import store as ledger
from vidgenie.settings import Settings

LIMIT = 4  # seconds; the Nodes that do nothing must stay below it on a busy machine


@pytest.mark.postgres_in_soak
async def test_an_account_executes_so_many_runs_at_once(settings: Settings, database: Engine):
    studio = open_studio(replace(settings, run_limit=2))

    async with executing(studio):
        runs = [await studio.start(chain("slow 0.5")) for _ in range(5)]
        ended = [await studio.finish(run_id) for run_id in runs]

    assert {run.status for run in ended} == {RunStatus.SUCCEEDED}
    assert studio.pen.most_at_once == 2


@pytest.mark.postgres_in_soak
async def test_a_node_that_takes_too_long_fails(settings: Settings, database: Engine):
    studio = open_studio(replace(settings, node_timeout=LIMIT))

    async with executing(studio):
        run = await studio.finish(await studio.start(chain("hang")))
        async with asyncio.timeout(5):
            while studio.pen.working:
                await asyncio.sleep(0.01)

    assert run.status is RunStatus.FAILED
    assert [node.status for node in run.nodes][1:] == [NodeStatus.FAILED, NodeStatus.SKIPPED]
    assert run.error is not None
    assert (run.error["code"], run.error["seconds"]) == ("node_timeout", LIMIT)
    assert run.charged == 0


def test_forty_parallel_starts_of_10_credits_on_100_accept_exactly_10(idle_studio: Studio):
    with idle_studio.services.engine.transaction() as session:
        ledger.set_price(session, provider="pen", action="enhance", price=10)

    def start(_: int) -> bool:
        try:
            idle_studio.services.runs.start(idle_studio.account, chain("hello"))
        except InsufficientCredits:
            return False
        return True

    with ThreadPoolExecutor(40) as pool:
        accepted = list(pool.map(start, range(40)))

    balance = idle_studio.services.credits.balance(idle_studio.account)
    assert accepted.count(True) == 10
    assert (balance.credits, balance.held) == (0, 100)
    assert idle_studio.open_holds() == 10
    assert idle_studio.services.library.page(idle_studio.account).total == 10
    assert idle_studio.violations() == {}


@pytest.mark.parametrize("times", [2])
def test_one_idempotency_key_from_many_threads_starts_one_run(idle_studio: Studio, times: int):
    with ThreadPoolExecutor(16) as pool:
        ids = list(
            pool.map(
                lambda _: (
                    idle_studio.services.runs.start(
                        idle_studio.account, chain("hello"), idempotency_key="same"
                    ).run_id
                ),
                range(16 * times),
            )
        )

    assert len(set(ids)) == 1
    assert idle_studio.services.library.page(idle_studio.account).total == 1
