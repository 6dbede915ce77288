"""Runs: what happens to Nodes and to credits, whatever happens."""

import asyncio
import time

import pytest

from tests.engine.studio import Studio, chain
from vidgenie.domain.graph import Edge, Graph, Node
from vidgenie.domain.run import NodeStatus, RunStatus
from vidgenie.errors import Conflict, InsufficientCredits, InvalidInput, NotFound


async def test_a_run_goes_through_its_nodes_and_is_charged_once(studio: Studio):
    run = await studio.finish(await studio.start(chain("hello")))

    assert run.status is RunStatus.SUCCEEDED
    assert [node.status for node in run.nodes] == [NodeStatus.SUCCEEDED] * 3
    assert run.nodes[2].output == {"text": "<hello>", "before": "<hello>"}
    assert (run.held, run.charged, run.released) == (1, 1, 0)
    assert studio.services.credits.balance(studio.account).credits == 99
    assert studio.violations() == {}
    assert studio.open_holds() == 0


async def test_a_refused_node_ends_the_run_and_gives_the_credits_back(studio: Studio):
    run = await studio.finish(await studio.start(chain("reject")))

    assert run.status is RunStatus.FAILED
    assert [node.status.value for node in run.nodes] == ["succeeded", "failed", "skipped"]
    assert run.error is not None
    assert (run.error["code"], run.error["node"]) == ("provider_rejected", "enhance")
    assert (run.charged, run.released) == (0, 1)
    assert len(studio.pen.calls) == 1
    assert studio.services.credits.balance(studio.account).credits == 100
    assert studio.open_holds() == 0


async def test_a_failed_branch_does_not_stop_the_other(studio: Studio):
    graph = Graph(
        nodes=(
            Node("good", "prompt", {"text": "fine"}),
            Node("bad", "prompt", {"text": "reject"}),
            Node("one", "enhance", {"provider": "pen"}),
            Node("two", "enhance", {"provider": "pen"}),
            Node("end", "join"),
        ),
        edges=(
            Edge("good", "text", "one", "text"),
            Edge("bad", "text", "two", "text"),
            Edge("one", "text", "end", "a"),
            Edge("two", "text", "end", "b"),
        ),
    )

    run = await studio.finish(await studio.start(graph))

    statuses = {node.id: node.status.value for node in run.nodes}
    assert (statuses["one"], statuses["two"], statuses["end"]) == (
        "succeeded",
        "failed",
        "skipped",
    )
    assert (run.status, run.held, run.charged, run.released) == (RunStatus.FAILED, 2, 1, 1)


async def test_a_busy_provider_is_asked_again(studio: Studio):
    run = await studio.finish(await studio.start(chain("busy 2")))

    assert run.status is RunStatus.SUCCEEDED
    assert len(studio.pen.calls) == 3
    assert len(set(studio.pen.calls)) == 1


async def test_a_provider_that_stays_busy_fails_the_node(studio: Studio):
    run = await studio.finish(await studio.start(chain("busy 99")))

    assert run.error is not None
    assert (run.error["code"], run.error["retryable"]) == ("provider_unavailable", True)
    assert len(studio.pen.calls) == 3


async def test_a_bug_in_a_provider_ends_the_run_without_its_secrets(studio: Studio):
    run = await studio.finish(await studio.start(chain("crash")))

    assert run.error is not None
    assert run.error["code"] == "platform_error"
    assert "sk-abc" not in str(run)
    assert run.charged == 0


async def test_cancelling_stops_the_work_within_a_second(studio: Studio):
    run_id = await studio.start(chain("hang"))
    await studio.until(run_id, "enhance")
    while not studio.pen.working:
        await asyncio.sleep(0.01)

    asked = time.monotonic()
    await asyncio.to_thread(studio.services.runs.cancel, studio.account, run_id)
    run = await studio.finish(run_id)
    ended = time.monotonic()
    async with asyncio.timeout(5):
        while studio.pen.working:
            await asyncio.sleep(0.01)

    assert run.status is RunStatus.CANCELLED
    assert ended - asked < 1.0
    assert studio.pen.interrupted_at - asked < 1.0
    assert (run.charged, run.released) == (0, 1)
    assert studio.open_holds() == 0


async def test_cancelling_twice_or_too_late_changes_nothing(studio: Studio):
    run_id = await studio.start(chain("hello"))
    await studio.finish(run_id)

    again = await asyncio.to_thread(studio.services.runs.cancel, studio.account, run_id)

    assert again.status is RunStatus.SUCCEEDED
    assert again.charged == 1


async def test_a_queued_run_can_be_cancelled(idle_studio: Studio):
    run_id = await idle_studio.start(chain("hello"))
    await asyncio.to_thread(idle_studio.services.runs.cancel, idle_studio.account, run_id)

    async with idle_studio.services.engine.executing():
        run = await idle_studio.finish(run_id)

    assert run.status is RunStatus.CANCELLED
    assert idle_studio.pen.calls == []
    assert idle_studio.open_holds() == 0


async def test_the_same_idempotency_key_starts_one_run(studio: Studio):
    first = await studio.start(chain("hello"), key="k1")
    second = await studio.start(chain("hello"), key="k1")

    assert first == second
    with pytest.raises(Conflict):
        await studio.start(chain("other"), key="k1")


async def test_too_few_credits_start_nothing(studio: Studio):
    studio.services.credits.deduct(studio.account, 100, "test")

    with pytest.raises(InsufficientCredits) as caught:
        await studio.start(chain("hello"))

    assert (caught.value.required, caught.value.available) == (1, 0)
    assert studio.services.runs.latest(studio.account) is None
    assert studio.services.library.page(studio.account).total == 0


async def test_an_unknown_provider_starts_nothing(studio: Studio):
    with pytest.raises(InvalidInput) as caught:
        await studio.start(chain("hello", provider="quill"))

    assert (caught.value.params["field"], caught.value.params["node"]) == ("provider", "enhance")
    assert studio.services.runs.latest(studio.account) is None


async def test_somebody_elses_run_is_not_there(studio: Studio):
    run_id = await studio.start(chain("hello"))
    other = studio.services.accounts.register("other@example.com", "correct horse b").account

    with pytest.raises(NotFound):
        studio.services.runs.view(other, run_id)
    with pytest.raises(NotFound):
        studio.services.runs.cancel(other, run_id)


async def test_every_change_is_told_in_order(studio: Studio):
    run_id = await studio.start(chain("slow 0.3"))

    seen = [view async for view in studio.services.runs.changes(studio.account, run_id)]

    versions = [view.version for view in seen]
    assert versions == sorted(set(versions))
    assert seen[-1].status is RunStatus.SUCCEEDED
    assert "enhance" in [view.current for view in seen]
