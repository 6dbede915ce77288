"""Busy Providers are waited for in the queue; sick ones are left alone; links grow old."""

import asyncio
from datetime import timedelta

import pytest

from tests.engine.kiln import picture
from vidgenie.domain.circuit import TRIPS_AFTER
from vidgenie.domain.run import RunStatus
from vidgenie.engine import circuit, store
from vidgenie.engine.tables import CircuitRow


@pytest.fixture
def database_kind() -> str:
    """One will do: what the databases do differently is in test_doubt.py and tests/crash."""
    return "sqlite"


async def test_a_busy_provider_is_asked_again_when_it_said(pottery):
    pottery.kiln.orders = ["busy", "busy"]
    begun = store.now()

    view = await pottery.studio.finish(await pottery.studio.start(picture()))

    assert (view.status, view.charged) == (RunStatus.SUCCEEDED, 2)
    # A wait is a second at least.
    assert store.now() - begun >= timedelta(seconds=2)
    assert len(pottery.kiln.submitted) == 1


async def test_while_it_waits_people_see_until_when_and_no_slot_is_held(pottery):
    pottery.kiln.orders, pottery.kiln.pause = ["busy"], 5.0
    studio = pottery.studio
    run_id = await studio.start(picture())
    async with asyncio.timeout(20):
        async for view in studio.services.runs.changes(studio.account, run_id):
            if view.nodes[1].waits_until is not None:
                break
    seen = view.nodes[1]
    other = await studio.finish(await studio.start(picture("another")))
    waiting = studio.services.runs.view(studio.account, run_id)

    assert seen.waits_for == "kiln"
    assert timedelta(0) < seen.waits_until - store.now() + timedelta(seconds=1)
    assert other.status is RunStatus.SUCCEEDED
    assert waiting.status is RunStatus.RUNNING
    view = await studio.finish(run_id)
    assert (view.status, view.nodes[1].waits_until) == (RunStatus.SUCCEEDED, None)


async def test_after_three_waits_it_has_failed(pottery):
    pottery.kiln.orders, pottery.kiln.pause = ["busy"] * 4, 0.1

    view = await pottery.studio.finish(await pottery.studio.start(picture()))

    assert (view.status, view.error["code"]) == (RunStatus.FAILED, "provider_rate_limited")
    assert (view.charged, view.released) == (0, 2)


async def test_after_three_waits_the_next_in_line_takes_over(pottery):
    pottery.kiln.orders, pottery.kiln.pause = ["busy"] * 4, 0.1

    view = await pottery.studio.finish(await pottery.studio.start(picture(fallback=["oven"])))

    node = view.nodes[1]
    assert (view.status, node.provider, node.instead_of) == (RunStatus.SUCCEEDED, "oven", "kiln")
    assert view.charged == 2


async def test_who_asks_for_too_long_a_wait_is_not_waited_for_when_somebody_else_can(pottery):
    pottery.kiln.orders, pottery.kiln.pause = ["busy"], 500.0

    view = await pottery.studio.finish(await pottery.studio.start(picture(fallback=["oven"])))

    assert (view.status, view.nodes[1].provider) == (RunStatus.SUCCEEDED, "oven")


async def test_a_wait_for_the_second_in_line_does_not_ask_the_first_again(pottery):
    pottery.kiln.orders, pottery.oven.orders = ["reject"], ["busy"]
    pottery.oven.pause = 0.1

    view = await pottery.studio.finish(await pottery.studio.start(picture(fallback=["oven"])))

    assert (view.status, view.nodes[1].provider) == (RunStatus.SUCCEEDED, "oven")
    assert (pottery.kiln.submitted, len(pottery.oven.submitted)) == ([], 1)


async def test_a_run_that_waits_can_be_cancelled_at_once(pottery):
    pottery.kiln.orders, pottery.kiln.pause = ["busy"], 300.0
    studio = pottery.studio
    run_id = await studio.start(picture())
    async with asyncio.timeout(20):
        async for view in studio.services.runs.changes(studio.account, run_id):
            if view.nodes[1].waits_until is not None:
                break

    studio.services.runs.cancel(studio.account, run_id)
    view = await studio.finish(run_id, within=10)

    assert (view.status, view.released) == (RunStatus.CANCELLED, 2)
    assert studio.violations() == {}


async def test_a_service_with_only_5xx_is_replaced_with_one_charge(pottery):
    pottery.kiln.is_down = True

    view = await pottery.studio.finish(await pottery.studio.start(picture(fallback=["oven"])))

    node = view.nodes[1]
    assert (view.status, node.provider, node.instead_of) == (RunStatus.SUCCEEDED, "oven", "kiln")
    assert (view.charged, view.released) == (2, 0)
    assert (pottery.kiln.submitted, len(pottery.oven.submitted)) == ([], 1)


async def test_a_bare_time_out_is_not_taken_to_the_next(pottery):
    pottery.kiln.orders = ["late"]

    view = await pottery.studio.finish(await pottery.studio.start(picture(fallback=["oven"])))

    assert view.status is RunStatus.UNKNOWN
    assert pottery.oven.submitted == []


async def test_a_link_that_is_too_old_is_asked_for_anew(pottery):
    pottery.kiln.orders = ["old link"]

    view = await pottery.studio.finish(await pottery.studio.start(picture()))

    assert view.status is RunStatus.SUCCEEDED
    assert len(pottery.kiln.submitted) == 1


async def test_a_sick_provider_is_left_alone_and_tried_again(pottery):
    studio, kiln = pottery.studio, pottery.kiln
    kiln.is_down = True
    for _ in range(2):  # three attempts each
        await studio.finish(await studio.start(picture()))
    asked = kiln.asked
    assert asked == TRIPS_AFTER

    view = await studio.finish(await studio.start(picture()))
    assert view.error["code"] == "provider_paused"
    assert 0 < view.error["retry_after"] <= 30
    assert kiln.asked == asked

    kiln.is_down = False
    with studio.services.engine.transaction() as session:
        row = session.get(CircuitRow, (studio.account.id, "image", "kiln"))
        row.open_until = store.now()
    view = await studio.finish(await studio.start(picture()))
    assert view.status is RunStatus.SUCCEEDED


async def test_another_key_is_another_circuit(pottery):
    studio, kiln = pottery.studio, pottery.kiln
    kiln.is_down = True
    for _ in range(2):
        await studio.finish(await studio.start(picture()))
    kiln.is_down = False
    services = studio.services
    services.keys.delete(studio.account, "kiln")
    services.keys.save(studio.account, {"kiln": "kb-9876543210-zyxwvutsrq"}, {})

    view = await studio.finish(await studio.start(picture()))

    assert view.status is RunStatus.SUCCEEDED


async def test_the_board_tells_successes_failures_and_how_long_it_took(pottery):
    studio = pottery.studio
    await studio.finish(await studio.start(picture()))
    pottery.kiln.is_down = True
    with studio.services.engine.transaction() as session:
        row = session.get(CircuitRow, (studio.account.id, "image", "kiln"))
        row.last_success_at = store.now() - timedelta(minutes=1)
    await studio.finish(await studio.start(picture()))

    with studio.services.engine.reading() as session:
        health = circuit.board(session, [studio.account.id])[studio.account.id, "image", "kiln"]

    assert health.successes >= 3
    assert health.total_failures == 3
    assert health.problem == "provider_unavailable"
    assert health.last_failure_at > health.last_success_at
    assert health.seconds is not None


@pytest.mark.parametrize(("most", "who"), [(None, "oven"), (100_000, "oven"), (50_000, "")])
async def test_nobody_dearer_than_the_highest_price_takes_over(pottery, most, who):
    pottery.kiln.orders = ["reject"]
    graph = picture(fallback=["oven"], max_micro_usd=most)

    view = await pottery.studio.finish(await pottery.studio.start(graph))

    assert view.nodes[1].instead_of == ("kiln" if who else "")


async def test_dollars_are_estimated_before_and_written_down_after(pottery):
    graph = picture()
    quoted = pottery.studio.services.runs.quote(pottery.studio.account, graph)

    view = await pottery.studio.finish(await pottery.studio.start(graph))

    assert quoted.lines[1].provider_cost_usd == 0.03
    assert view.nodes[1].estimate_micro_usd == 30_000
    assert view.nodes[1].cost_micro_usd == 41_000
    assert view.charged == 2  # credits know nothing of it
