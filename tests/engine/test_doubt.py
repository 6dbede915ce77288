"""An order without an answer: looked for, asked about, never silently sent twice."""

import asyncio
from datetime import timedelta

import pytest

from tests.engine.kiln import Pottery, picture
from tests.engine.studio import executing
from vidgenie.domain.graph import Edge, Graph, Node
from vidgenie.domain.ports.declared import Finds
from vidgenie.domain.ports.provider import Job, JobStatus
from vidgenie.domain.run import NodeStatus, RunStatus
from vidgenie.engine import doubt, store
from vidgenie.engine.doubt import Decision
from vidgenie.engine.tables import ProviderCallRow, RunRow
from vidgenie.errors import Conflict, NotFound

pytestmark = pytest.mark.postgres_in_soak


async def doubtful(pottery: Pottery, order: str = "lost") -> str:
    """A Run that has ended in doubt."""
    pottery.kiln.orders = [order]
    run_id = await pottery.studio.start(picture())
    view = await pottery.studio.finish(run_id)
    assert view.status is RunStatus.UNKNOWN
    return run_id


async def decided(pottery: Pottery, run_id: str, decision: Decision):
    """The Run once it is over again."""
    studio = pottery.studio
    runs = studio.services.runs
    await asyncio.to_thread(lambda: runs.decide(studio.account, run_id, "image", decision))
    return await studio.finish(run_id)


def told(pottery: Pottery):
    """What the owner has been told since the Run asked for a decision: kinds and figures."""
    studio = pottery.studio
    items = studio.services.notifications.page(studio.account).items
    return [(one.kind, one.params["credits"]) for one in items if one.kind != "run_doubt"]


def overslept(pottery: Pottery, run_id: str) -> None:
    """The time to decide is over."""
    with pottery.studio.services.engine.transaction() as session:
        session.get(RunRow, run_id).doubt_until = store.now() - timedelta(seconds=1)


def balance(pottery: Pottery):
    found = pottery.studio.services.credits.balance(pottery.studio.account)
    return found.credits, found.held


async def test_credits_stay_set_aside_while_nobody_knows(pottery):
    run_id = await doubtful(pottery)
    view = pottery.studio.services.runs.view(pottery.studio.account, run_id)

    assert (view.held, view.charged, view.released) == (2, 0, 0)
    assert (view.nodes[1].question, view.nodes[1].can_look) == ("unanswered", False)
    assert balance(pottery) == (98, 2)
    assert pottery.studio.violations() == {}


async def test_giving_up_gives_the_credits_back_once(pottery):
    run_id = await doubtful(pottery)

    view = await decided(pottery, run_id, Decision.GIVE_UP)

    assert (view.status, view.charged, view.released) == (RunStatus.FAILED, 0, 2)
    assert balance(pottery) == (100, 0)
    with pytest.raises(Conflict):
        await decided(pottery, run_id, Decision.GIVE_UP)
    assert len(pottery.kiln.submitted) == 1
    assert pottery.studio.violations() == {}


async def test_sending_again_is_one_more_order_and_one_charge(pottery):
    run_id = await doubtful(pottery)

    view = await decided(pottery, run_id, Decision.AGAIN)

    assert (view.status, view.charged, view.released) == (RunStatus.SUCCEEDED, 2, 0)
    assert view.doubt_until is None
    assert len(pottery.kiln.submitted) == 2
    assert balance(pottery) == (98, 0)
    assert pottery.studio.violations() == {}


async def test_what_was_made_before_the_doubt_is_kept(pottery):
    pottery.kiln.orders = ["", "lost"]
    one = picture()
    graph = Graph(
        nodes=(*one.nodes, Node("second", "image", one.nodes[1].params)),
        edges=(
            one.edges[0],
            Edge("prompt", "text", "second", "prompt"),
            Edge("image", "image", "second", "image"),
            Edge("second", "image", "output", "result"),
        ),
    )
    run_id = await pottery.studio.start(graph)
    assert (await pottery.studio.finish(run_id)).status is RunStatus.UNKNOWN
    runs = pottery.studio.services.runs

    runs.decide(pottery.studio.account, run_id, "second", Decision.AGAIN)
    view = await pottery.studio.finish(run_id)

    assert (view.status, view.charged) == (RunStatus.SUCCEEDED, 4)
    assert len(pottery.kiln.submitted) == 3


@pytest.mark.parametrize("order", ["lost", "unsent"])
async def test_a_provider_that_knows_its_jobs_surely_is_asked_instead_of_the_owner(pottery, order):
    pottery.kiln.finds = Finds.SURELY
    pottery.kiln.orders = [order]

    view = await pottery.studio.finish(await pottery.studio.start(picture()))

    assert (view.status, view.charged) == (RunStatus.SUCCEEDED, 2)
    assert len(pottery.kiln.submitted) == 1


async def test_an_order_that_is_found_was_taken_one_that_is_not_may_have_been(pottery):
    pottery.kiln.finds = Finds.PRESENCE
    pottery.kiln.orders = ["lost", "unsent"]

    found = await pottery.studio.finish(await pottery.studio.start(picture()))
    missing = await pottery.studio.finish(await pottery.studio.start(picture()))

    assert (found.status, missing.status) == (RunStatus.SUCCEEDED, RunStatus.UNKNOWN)
    assert missing.nodes[1].can_look


async def test_what_another_run_has_ordered_is_not_found(pottery, monkeypatch):
    pottery.kiln.finds = Finds.PRESENCE
    pottery.kiln.orders = ["", "unsent"]
    first = await pottery.studio.start(picture())
    assert (await pottery.studio.finish(first)).status is RunStatus.SUCCEEDED

    async def find(*_, **__):
        return Job(f"{first}:image:1", JobStatus.RUNNING)

    monkeypatch.setattr(pottery.kiln, "find", find)
    view = await pottery.studio.finish(await pottery.studio.start(picture()))

    assert (view.status, view.charged) == (RunStatus.UNKNOWN, 0)


async def test_looking_later_may_find_it(pottery):
    pottery.kiln.finds = Finds.PRESENCE
    run_id = await doubtful(pottery, "unsent")
    pottery.kiln.jobs[f"{run_id}:image:1"] = ""

    view = await decided(pottery, run_id, Decision.LOOK)

    assert view.status is RunStatus.SUCCEEDED
    assert pottery.kiln.submitted == []


async def test_a_job_that_takes_too_long_is_asked_about_and_picked_up_later(pottery):
    run_id = await doubtful(pottery, "late")
    view = pottery.studio.services.runs.view(pottery.studio.account, run_id)
    assert (view.nodes[1].question, view.nodes[1].can_look) == ("late", True)
    pottery.kiln.jobs[f"{run_id}:image:1"] = ""

    view = await decided(pottery, run_id, Decision.LOOK)

    assert (view.status, view.charged) == (RunStatus.SUCCEEDED, 2)
    assert len(pottery.kiln.submitted) == 1


async def test_a_result_that_cannot_be_fetched_is_not_ordered_elsewhere_but_fetched_later(pottery):
    pottery.kiln.orders = ["gone"]
    run_id = await pottery.studio.start(picture(fallback=["oven"]))
    view = await pottery.studio.finish(run_id)
    assert (view.status, view.nodes[1].question) == (RunStatus.UNKNOWN, "late")
    pottery.kiln.jobs[f"{run_id}:image:1"] = ""

    view = await decided(pottery, run_id, Decision.LOOK)

    assert (view.status, view.charged) == (RunStatus.SUCCEEDED, 2)
    assert (len(pottery.kiln.submitted), pottery.oven.submitted) == (1, [])


async def test_an_order_whose_key_was_revoked_meanwhile_is_not_made_elsewhere_too(pottery):
    pottery.kiln.orders = ["key gone"]

    view = await pottery.studio.finish(await pottery.studio.start(picture(fallback=["oven"])))

    assert (view.status, view.error["code"]) == (RunStatus.FAILED, "key_refused")
    assert (view.charged, view.released) == (0, 2)
    assert pottery.oven.submitted == []


async def test_who_does_not_decide_gets_the_credits_back_after_a_day(pottery):
    run_id = await doubtful(pottery)
    engine = pottery.studio.services.engine
    assert engine.settle_doubts() == []
    overslept(pottery, run_id)

    assert engine.settle_doubts() == [run_id]

    assert balance(pottery) == (100, 0)
    with pytest.raises(Conflict):
        await decided(pottery, run_id, Decision.AGAIN)
    assert pottery.studio.violations() == {}


async def test_who_does_not_decide_is_told_once_what_came_back(pottery):
    run_id = await doubtful(pottery)
    engine = pottery.studio.services.engine
    overslept(pottery, run_id)

    done = await asyncio.gather(*(asyncio.to_thread(engine.settle_doubts) for _ in range(4)))

    assert sum(map(len, done)) == 1
    assert told(pottery) == [("run_undecided", 2)]


async def test_who_gives_up_knows_and_is_told_nothing(pottery):
    run_id = await doubtful(pottery)

    await decided(pottery, run_id, Decision.GIVE_UP)
    pottery.studio.services.engine.settle_doubts()

    assert told(pottery) == []


async def test_two_decisions_at_once_are_one(pottery):
    run_id = await doubtful(pottery)
    runs, account = pottery.studio.services.runs, pottery.studio.account

    def decide() -> bool:
        try:
            runs.decide(account, run_id, "image", Decision.AGAIN)
        except Conflict:
            return False
        return True

    done = await asyncio.gather(*(asyncio.to_thread(decide) for _ in range(8)))
    await pottery.studio.finish(run_id)

    assert sum(done) == 1
    assert len(pottery.kiln.submitted) == 2


async def test_nobody_decides_about_somebody_elses_run(pottery):
    run_id = await doubtful(pottery)
    services = pottery.studio.services
    other = services.accounts.register("other@example.com", "correct horse battery").account

    with pytest.raises(NotFound):
        services.runs.decide(other, run_id, "image", Decision.GIVE_UP)


async def test_a_run_that_goes_on_can_be_cancelled(pottery):
    run_id = await doubtful(pottery)
    pottery.kiln.orders = ["late"]
    runs, account = pottery.studio.services.runs, pottery.studio.account
    runs.decide(account, run_id, "image", Decision.AGAIN)
    await pottery.studio.until(run_id, "image")

    runs.cancel(account, run_id)
    view = await pottery.studio.finish(run_id)

    assert (view.status, view.charged, view.released) == (RunStatus.CANCELLED, 0, 2)
    assert balance(pottery) == (100, 0)
    assert pottery.studio.violations() == {}


async def test_an_order_sent_before_a_crash_is_looked_for_after_it(idle_pottery):
    pottery = idle_pottery
    pottery.kiln.finds = Finds.SURELY
    run_id = await pottery.studio.start(picture())
    with pottery.studio.services.engine.transaction() as session:
        session.add(
            ProviderCallRow(
                key=f"{run_id}:image:1",
                run_id=run_id,
                provider="kiln",
                state="sending",
                submissions=1,
                created_at=store.now(),
                sent_at=store.now(),
            )
        )
    pottery.kiln.jobs[f"{run_id}:image:1"] = ""

    async with executing(pottery.studio):
        view = await pottery.studio.finish(run_id)

    assert view.status is RunStatus.SUCCEEDED
    assert pottery.kiln.submitted == []


def test_the_words_of_a_decision_are_the_apis():
    assert [decision.value for decision in doubt.Decision] == ["again", "look", "give_up"]
    assert NodeStatus.UNKNOWN.shown == "error"
