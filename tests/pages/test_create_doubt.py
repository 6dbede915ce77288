"""Runs in doubt and busy Providers on the canvas and in the library: asked, settled, followed."""

import asyncio
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.engine.studio import Pen
from tests.pages.tab import open_tab
from tests.pages.test_create import IDEA, paid, small, until
from vidgenie.domain.pricing import QuoteLine
from vidgenie.domain.run import NodeStatus
from vidgenie.errors import ProviderUnknown, RateLimited
from vidgenie.pages.create import shown
from vidgenie.pages.create.live import LiveState
from vidgenie.pages.create.state import CreateState
from vidgenie.pages.library.state import LibraryState
from vidgenie.services.runs import Decision
from vidgenie.ui.flow import rows
from vidgenie.ui.money import Bill
from vidgenie.ui.session import SessionState
from vidgenie.ui.toast import ToastState


@pytest.fixture
def silent(monkeypatch):
    """Pen takes the first request and says nothing."""
    answer = Pen._answer

    async def say_nothing(self, prompt):
        if len(self.calls) == 1:
            raise ProviderUnknown("Pen gave no answer.", provider="pen")
        return await answer(self, prompt)

    monkeypatch.setattr(Pen, "_answer", say_nothing)


@pytest.fixture
async def doubtful(silent, services, ada):
    """A Run of Ada's draft that ended in doubt; what executes Runs goes on."""
    graph = small(paid(services.graphs.default(prompt=IDEA)))
    services.graphs.save_draft(ada.account, graph)
    async with services.engine.executing():
        run_id = services.runs.start(ada.account, graph).run_id
        async for view in services.runs.changes(ada.account, run_id):
            last = view
        assert last.doubt_until is not None
        yield run_id


def decision(run, what, node="enhance"):
    return {"run": run, "node": node, "decision": what}


async def test_what_is_in_doubt_is_asked_and_no_failure_is_shown(tab, doubtful):
    await tab.fire(CreateState.load)

    [question] = tab.value(CreateState, "questions")
    assert (question["run"], question["node"]) == (doubtful, "enhance")
    assert (question["kind"], question["provider"]) == ("unanswered", "Pen")
    assert question["until"] > (time.time() + 3600) * 1000
    assert tab.value(CreateState, "made")["enhance"]["question"] == question
    assert tab.value(CreateState, "problem") == {}


async def test_giving_up_brings_the_credits_back(tab, services, ada, doubtful):
    await tab.fire(SessionState.enter)
    await tab.fire(CreateState.load)
    assert tab.value(SessionState, "held") == 1

    await tab.fire(CreateState.decide, **decision(doubtful, "give_up"))

    assert tab.value(SessionState, "held") == 0
    assert tab.value(CreateState, "questions") == []
    assert tab.value(CreateState, "charge").released == 1
    assert tab.value(CreateState, "problem")["code"] == "provider_unknown"
    assert services.runs.view(ada.account, doubtful).doubt_until is None


async def test_sent_again_every_tab_follows_the_same_run_to_its_end(tab, ada, doubtful):
    async with open_tab(ada.cookie) as other:
        await tab.fire(CreateState.load)
        await other.fire(CreateState.load)
        watching = [await one.start(LiveState.watch) for one in (tab, other)]
        await until(other, LiveState, "status", "unknown")

        await tab.fire(CreateState.decide, **decision(doubtful, "again"))

        for one in (tab, other):
            await until(one, LiveState, "status", "succeeded", within=60)
            assert one.value(CreateState, "run_id") == doubtful
            assert one.value(CreateState, "questions") == []
            assert not one.value(CreateState, "is_running")
        for one in watching:
            one.cancel()


async def test_where_another_tab_was_first_that_is_told_and_shown(tab, services, ada, doubtful):
    await tab.fire(CreateState.load)
    services.runs.decide(ada.account, doubtful, "enhance", Decision.GIVE_UP)

    await tab.fire(CreateState.decide, **decision(doubtful, "again"))

    assert tab.value(ToastState, "error")["code"] == "conflict"
    assert tab.value(ToastState, "error")["problem"] == "not_in_doubt"
    assert tab.value(CreateState, "questions") == []
    assert tab.value(CreateState, "answered") == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"decision": "forget"},
        {"decision": ["again"]},
        {"run": "x"},
        {"run": "0" * 32},
        {"node": {"$ne": ""}},
        {"node": "x" * 65},
        {"node": "nowhere"},
        {"account": "bob"},
    ],
    ids=str,
)
async def test_wrong_decisions_change_nothing_and_are_told(tab, services, ada, doubtful, wrong):
    before = services.runs.view(ada.account, doubtful)

    await tab.fire(CreateState.decide, **{**decision(doubtful, "again"), **wrong})

    assert tab.value(ToastState, "error")["code"] in {"invalid_input", "not_found"}
    assert services.runs.view(ada.account, doubtful) == before


async def test_a_question_is_shown_whatever_was_drawn_since(tab, services, ada, doubtful):
    services.graphs.save_draft(ada.account, services.graphs.default(prompt="Something else"))

    await tab.fire(CreateState.load)

    assert len(tab.value(CreateState, "questions")) == 1
    assert tab.value(CreateState, "is_changed")
    assert tab.value(CreateState, "nodes")[0]["text"] == "Something else"


async def test_the_library_asks_about_runs_that_the_canvas_has_left(tab, services, ada, doubtful):
    other = services.graphs.default(prompt="Another idea")
    last = services.runs.start(ada.account, other).run_id
    services.runs.cancel(ada.account, last)
    async for view in services.runs.changes(ada.account, last):
        assert view.id == last
    await tab.fire(LibraryState.load)
    entry = next(row for row in tab.value(LibraryState, "contents") if row.run_id == doubtful)
    assert entry.status == "doubt"

    await tab.fire(LibraryState.show, content=entry.id)
    [question] = tab.value(LibraryState, "questions")
    assert (question["run"], question["node"]) == (doubtful, "enhance")
    await tab.fire(LibraryState.decide, **decision(doubtful, "give_up"))

    assert tab.value(LibraryState, "opened").status == "failed"
    assert tab.value(LibraryState, "questions") == []


async def test_a_busy_provider_is_shown_with_the_time_that_is_left(tab, services, ada, monkeypatch):
    async def busy(self, prompt):
        raise RateLimited("Pen is busy.", provider="pen", retry_after=60)

    monkeypatch.setattr(Pen, "_answer", busy)
    services.graphs.save_draft(ada.account, paid(services.graphs.default(prompt=IDEA)))
    async with services.engine.executing():
        await tab.fire(CreateState.load)
        watching = await tab.start(LiveState.watch)
        await tab.fire(CreateState.run)
        await until(tab, LiveState, "waits", "enhance")
        live = tab.value(LiveState, "nodes")["enhance"]
        await tab.fire(CreateState.cancel)
        await until(tab, LiveState, "waits", "")
        watching.cancel()

    assert live["s"] == "loading"
    assert 50_000 < live["l"] <= 60_000
    assert live["u"] > time.time() * 1000
    assert not tab.value(CreateState, "made")["enhance"]["busy"]


def test_what_waits_for_a_key_counts_nothing_down(services, ada):
    run = services.runs.start(ada.account, services.graphs.default(prompt=IDEA)).run_id
    node = services.runs.view(ada.account, run).nodes[1]
    waits = replace(node, status=NodeStatus.RUNNING, waits_for="pen")
    later = datetime.now(tz=UTC) + timedelta(seconds=9)

    def made(node):
        view = replace(services.runs.view(ada.account, run), nodes=(node,))
        found = shown.made(view, titled=lambda _, slug: slug.title())[node.id]
        return found["waits"], found["busy"]

    assert made(waits) == ("Pen", "")
    assert made(replace(waits, waits_until=later)) == ("", "Pen")


def test_dollars_are_quoted_where_they_are_known():
    lines = [
        QuoteLine("video", "video", 10, "runway", 250_000),
        QuoteLine("image", "image", 3, "openai", None),
        QuoteLine("enhance", "enhance", 0, "local", 0),
    ]

    assert shown.quoted(lines, titled=lambda _, slug: slug) == {"video": Bill("runway", 250_000)}


def test_what_was_charged_wins_over_what_was_expected(services, ada):
    run = services.runs.start(ada.account, services.graphs.default(prompt=IDEA)).run_id
    node = services.runs.view(ada.account, run).nodes[3]
    done = replace(
        node,
        status=NodeStatus.SUCCEEDED,
        demo=False,
        provider="runway",
        estimate_micro_usd=250_000,
    )

    def bills(node):
        return shown.bills([node], titled=lambda _, slug: slug)

    assert bills(done) == [Bill("runway", 250_000)]
    assert bills(replace(done, cost_micro_usd=240_000)) == [
        Bill("runway", 240_000, is_charged=True)
    ]
    assert bills(replace(done, status=NodeStatus.FAILED)) == []
    assert bills(replace(done, demo=True)) == []


async def test_the_canvas_offers_providers_in_the_order_of_the_account(tab, services, ada):
    services.preferences.save(ada.account, {"video": ["runway", "local", "luma"]})

    await tab.fire(CreateState.load)

    video = rows.find(services.graphs.draft(ada.account).graph, "video")
    fields = next(n for n in tab.value(CreateState, "nodes") if n["id"] == video.id)["fields"]
    offered = next(field for field in fields if field["name"] == "provider")["options"]
    assert [option["value"] for option in offered][:3] == ["runway", "local", "luma"]
    assert [option["hint"] for option in offered][:3] == ["no_key", "demo", "no_key"]
    assert len({option["title"] for option in offered}) == len(offered)


async def test_a_page_that_opens_again_reads_the_clock_again(tab, services, ada):
    services.graphs.save_draft(ada.account, services.graphs.default(prompt=IDEA))
    await tab.fire(CreateState.run)
    first = await tab.start(LiveState.watch)
    await until(tab, LiveState, "status", "queued")
    before = tab.value(LiveState, "clock")
    first.cancel()
    await asyncio.sleep(0.01)

    again = await tab.start(LiveState.watch)
    end = time.monotonic() + 10
    while tab.value(LiveState, "clock") == before:
        assert time.monotonic() < end
        await asyncio.sleep(0.02)
    again.cancel()

    assert tab.value(LiveState, "clock") > before
