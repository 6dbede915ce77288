"""The canvas: what is typed is kept, its price is shown, what the browser sends is checked."""

import asyncio
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.pages.tab import open_tab
from vidgenie.domain.run import NodeStatus
from vidgenie.pages.create.live import LiveState
from vidgenie.pages.create.state import CreateState
from vidgenie.ui.flow import rows
from vidgenie.ui.session import SessionState
from vidgenie.ui.toast import ToastState

IDEA = "A lighthouse in a storm"


def draft(services, person):
    return services.graphs.draft(person.account).graph


def paid(graph):
    """The same Graph, written by a Provider that is not a demo."""
    return rows.with_params(graph, "enhance", {"provider": "pen"})


def small(graph):
    """The same Graph with a clip that is soon made."""
    return rows.with_params(graph, "video", {"duration": 5, "resolution": "720p"})


async def until(tab, state, name, wanted, *, within=20.0):
    end = time.monotonic() + within
    while tab.value(state, name) != wanted:
        assert time.monotonic() < end, (name, tab.value(state, name))
        await asyncio.sleep(0.02)


async def test_a_new_account_finds_the_five_nodes(tab):
    await tab.fire(CreateState.load)

    shown = tab.value(CreateState, "nodes")
    assert [node["id"] for node in shown] == ["prompt", "enhance", "image", "video", "output"]
    assert tab.value(CreateState, "cost") == 0


async def test_what_is_typed_is_kept(tab, services, ada):
    await tab.fire(CreateState.edit, node="prompt", name="text", value=IDEA)

    assert rows.find(draft(services, ada), "prompt").params["text"] == IDEA
    assert tab.value(CreateState, "nodes")[0]["text"] == IDEA


async def test_a_choice_is_kept_in_the_type_of_its_field(tab, services, ada):
    await tab.fire(CreateState.edit, node="video", name="duration", value="15")
    await tab.fire(CreateState.edit, node="video", name="audio", value=False)

    params = rows.find(draft(services, ada), "video").params
    assert (params["duration"], params["audio"]) == (15, False)


async def test_the_price_follows_the_choices(tab):
    await tab.fire(CreateState.load)
    await tab.fire(CreateState.edit, node="enhance", name="provider", value="pen")

    assert tab.value(CreateState, "cost") == 1
    assert tab.value(CreateState, "nodes")[1]["price"] == 1


async def test_where_a_node_was_put_is_kept(tab, services, ada):
    await tab.fire(CreateState.move, items=[{"id": "image", "x": 12, "y": -7.5}])

    assert rows.find(draft(services, ada), "image").position == (12.0, -7.5)


@pytest.mark.parametrize(
    ("handler", "payload"),
    [
        ("edit", {"node": "prompt", "name": "text", "value": {"$gt": 1}}),
        ("edit", {"node": "prompt", "name": "text", "value": "x" * 1001}),
        ("edit", {"node": ["prompt"], "name": "text", "value": "x"}),
        ("edit", {"node": "prompt", "name": "text"}),
        ("edit", {"node": "prompt", "name": "text", "value": "x", "account": "bob"}),
        ("edit", {"node": "video", "name": "duration", "value": "7"}),
        ("edit", {"node": "image", "name": "seed", "value": "many"}),
        ("edit", {"node": "image", "name": "__class__", "value": "x"}),
        ("edit", {"node": "nowhere", "name": "text", "value": "x"}),
        ("move", {"items": "abc"}),
        ("move", {"items": [{"id": "image", "x": float("nan"), "y": 0}]}),
        ("move", {"items": [{"id": "image", "x": 1e12, "y": 0}]}),
        ("move", {"items": [{"id": "image", "x": 1, "y": 1, "params": {}}]}),
        ("move", {"items": [{"id": "image", "x": 1, "y": 1}] * 201}),
    ],
)
async def test_wrong_payloads_change_nothing_and_are_told(tab, services, ada, handler, payload):
    before = draft(services, ada)

    await tab.fire(getattr(CreateState, handler), **payload)

    assert draft(services, ada) == before
    assert tab.value(ToastState, "error")["code"] in {"invalid_input", "not_found"}


async def test_without_an_idea_a_run_does_not_start(tab, services, ada):
    await tab.fire(CreateState.run)

    assert tab.value(CreateState, "problem")["code"] == "invalid_input"
    assert services.runs.latest(ada.account) is None
    assert not tab.value(CreateState, "is_running")


async def test_too_few_credits_are_told_and_nothing_is_held(tab, services, ada):
    services.credits.deduct(ada.account, 100, "test")
    services.graphs.save_draft(ada.account, paid(services.graphs.default(prompt=IDEA)))

    await tab.fire(CreateState.run)

    assert tab.value(CreateState, "problem") == {
        "error": "Insufficient credits",
        "code": "insufficient_credits",
        "required": 1,
        "available": 0,
    }
    assert services.runs.latest(ada.account) is None


async def test_the_way_out_of_too_few_credits_costs_nothing(tab, services, ada):
    services.graphs.save_draft(ada.account, paid(services.graphs.default(prompt=IDEA)))

    await tab.fire(CreateState.use_demo)

    assert rows.find(draft(services, ada), "enhance").params["provider"] == "local"
    assert tab.value(CreateState, "cost") == 0


async def test_clicking_twice_starts_one_run(tab, services, ada):
    services.graphs.save_draft(ada.account, services.graphs.default(prompt=IDEA))

    await asyncio.gather(tab.fire(CreateState.run), tab.fire(CreateState.run))

    assert services.library.page(ada.account).total == 1
    assert tab.value(CreateState, "is_running")


async def test_two_tabs_that_run_the_same_draft_at_once_start_one_run(tab, services, ada):
    services.graphs.save_draft(ada.account, services.graphs.default(prompt=IDEA))

    async with open_tab(ada.cookie) as other:
        await asyncio.gather(tab.fire(CreateState.run), other.fire(CreateState.run))

    assert services.library.page(ada.account).total == 1


async def test_a_tab_that_is_opened_later_shows_the_run_under_way(tab, services, ada):
    services.graphs.save_draft(ada.account, services.graphs.default(prompt=IDEA))
    await tab.fire(CreateState.run)

    async with open_tab(ada.cookie) as later:
        await later.fire(CreateState.load)
        watching = await later.start(LiveState.watch)
        await until(later, LiveState, "status", wanted="queued")
        watching.cancel()

    assert later.value(CreateState, "run_id") == tab.value(CreateState, "run_id")
    assert later.value(CreateState, "is_running") is True


async def test_the_news_may_come_before_the_page(tab, services, ada):
    """Whichever is first, both the canvas and the Run that was made from it are shown."""
    services.graphs.save_draft(ada.account, services.graphs.default(prompt=IDEA))
    await tab.fire(CreateState.run)

    async with open_tab(ada.cookie) as later:
        watching = await later.start(LiveState.watch)
        await until(later, LiveState, "status", wanted="queued")
        await later.fire(CreateState.load)
        watching.cancel()

    assert later.value(CreateState, "run_id") == tab.value(CreateState, "run_id")
    assert later.value(LiveState, "run_id") == tab.value(CreateState, "run_id")
    assert len(later.value(CreateState, "nodes")) == 5


def test_work_that_took_no_time_is_seen_as_work(services, ada):
    """A Node that goes from idle to done between two looks is shown at work first."""
    services.graphs.save_draft(ada.account, services.graphs.default(prompt=IDEA))
    run = services.runs.start(ada.account, services.graphs.default(prompt=IDEA)).run_id
    view = services.runs.view(ada.account, run)
    now = datetime.now(tz=UTC)
    done = replace(view.nodes[1], status=NodeStatus.SUCCEEDED, finished_at=now)
    old = replace(
        view.nodes[2], status=NodeStatus.SUCCEEDED, finished_at=now - timedelta(minutes=1)
    )
    live = LiveState(_reflex_internal_init=True)

    jumped = live._jumped(replace(view, nodes=(view.nodes[0], done, old)))

    assert jumped == {done.id}


async def test_a_cancelled_run_is_followed_to_its_end(tab, services, ada):
    services.graphs.save_draft(ada.account, paid(services.graphs.default(prompt="hang")))
    async with services.engine.executing():
        await tab.fire(CreateState.load)
        watching = await tab.start(LiveState.watch)
        await tab.fire(CreateState.run)
        await until(tab, LiveState, "current", "enhance")
        held = tab.value(SessionState, "held")
        await tab.fire(CreateState.cancel)
        await until(tab, LiveState, "status", "cancelled")
        await until(tab, SessionState, "held", 0)
        watching.cancel()

    assert held == 1
    assert not tab.value(CreateState, "is_running")
    assert tab.value(CreateState, "charge").released == 1


async def test_a_failed_node_says_why_and_what_was_charged(tab, services, ada):
    services.graphs.save_draft(ada.account, paid(services.graphs.default(prompt="reject")))
    async with services.engine.executing():
        await tab.fire(CreateState.load)
        watching = await tab.start(LiveState.watch)
        await tab.fire(CreateState.run)
        await until(tab, LiveState, "status", "failed")
        watching.cancel()

    assert tab.value(LiveState, "nodes")["enhance"]["s"] == "error"
    assert tab.value(CreateState, "made")["enhance"]["error"]["code"] == "provider_rejected"
    assert tab.value(CreateState, "problem")["provider"] == "Pen"
    assert tab.value(CreateState, "charge").charged == 0


async def test_a_step_of_a_run_sends_small_values_only(services, ada):
    graph = services.graphs.default(prompt=IDEA)
    run_id = services.runs.start(ada.account, graph).run_id
    view = services.runs.view(ada.account, run_id)
    create, live = CreateState(), LiveState()
    create._draft = graph
    create._follow(view)
    live._show(view)
    create._clean()
    live._clean()

    later = replace(view, progress=7, remaining_seconds=20)
    create._follow(later)
    live._show(later)

    assert create.dirty_vars == set()
    assert live.dirty_vars <= {"nodes", "percent", "remaining"}


async def test_a_run_of_another_graph_is_not_shown_once_it_is_over(tab, services, ada):
    other = replace(services.graphs.default(prompt="reject"))
    async with services.engine.executing():
        run_id = services.runs.start(ada.account, paid(other)).run_id
        async for view in services.runs.changes(ada.account, run_id):
            assert view.id == run_id
        services.graphs.save_draft(ada.account, services.graphs.default(prompt=IDEA))
        await tab.fire(CreateState.load)
        watching = await tab.start(LiveState.watch)
        await asyncio.sleep(0.3)
        watching.cancel()

    assert tab.value(CreateState, "run_id") == ""
    assert tab.value(CreateState, "nodes")[0]["text"] == IDEA


async def test_a_new_video_keeps_the_choices_and_drops_the_idea(tab, services, ada):
    await tab.fire(CreateState.edit, node="prompt", name="text", value=IDEA)
    await tab.fire(CreateState.edit, node="video", name="duration", value="15")

    await tab.fire(CreateState.start_over)

    graph = draft(services, ada)
    assert rows.find(graph, "prompt").params["text"] == ""
    assert rows.find(graph, "video").params["duration"] == 15
