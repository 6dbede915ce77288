"""A Run that we fail costs nothing: what it had been charged comes back in the same moment."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from tests.engine.studio import Studio, executing, open_studio
from vidgenie.domain.graph import Edge, Graph, Node
from vidgenie.domain.run import RunStatus
from vidgenie.engine.ending import end_run
from vidgenie.ledger import store as ledger
from vidgenie.services.run_wanted import RunsWanted
from vidgenie.settings import Settings


def two_texts(second: str) -> Graph:
    """One text goes well, the other as `second` says."""
    return Graph(
        nodes=(
            Node("good", "prompt", {"text": "fine"}),
            Node("bad", "prompt", {"text": second}),
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


@pytest.fixture
def database_kind() -> str:
    """The ledger's own tests meet PostgreSQL."""
    return "sqlite"


@pytest.fixture
def told(studio: Studio):
    """What each service says that this Run was charged, and what is left."""

    def tell(run_id: str) -> dict[str, int]:
        services, account = studio.services, studio.account
        balance = services.credits.balance(account)
        listed = services.run_list.page(account, RunsWanted())
        shelf = services.library.page(account)
        return {
            "balance": balance.credits,
            "used today": balance.used_today,
            "run": services.runs.view(account, run_id).charged,
            "list": next(run.credits for run in listed.items if run.id == run_id),
            "library": next(one.credits for one in shelf.items if one.workflow_id == run_id),
        }

    return tell


async def test_a_run_that_we_fail_costs_nothing(studio: Studio, told):
    run = await studio.finish(await studio.start(two_texts("crash")))

    assert (run.status, run.held, run.charged, run.released, run.refunded) == (
        RunStatus.FAILED, 2, 0, 1, 1,
    )  # fmt: skip
    assert told(run.id) == {
        "balance": 100, "used today": 0, "run": 0, "list": 0, "library": 0,
    }  # fmt: skip
    assert studio.services.health.ledger_faults() == {}


async def test_what_was_made_of_it_stays(studio: Studio):
    run = await studio.finish(await studio.start(two_texts("crash")))

    made = {node.id: node.output for node in run.nodes}

    assert made["one"]["text"] == "<fine>"


async def test_history_says_why_it_came_back(studio: Studio):
    run_id = await studio.start(two_texts("crash"))
    await studio.finish(run_id)

    with studio.services.engine.reading() as session:
        newest = ledger.history(session, studio.account.id, limit=1)[0]

    assert (newest.type, newest.amount, newest.reason, newest.run_id) == (
        "credit", 1, "platform_failure", run_id,
    )  # fmt: skip


async def test_a_run_that_its_provider_fails_is_charged_for_what_was_made(studio: Studio, told):
    run = await studio.finish(await studio.start(two_texts("reject")))

    assert (run.charged, run.released, run.refunded) == (1, 1, 0)
    assert told(run.id)["balance"] == 99


async def test_a_service_that_takes_too_long_is_not_our_fault(settings: Settings, database: Engine):
    """It may be one's own: what others made for the Run would else be free."""
    studio = open_studio(replace(settings, node_timeout=4))

    async with executing(studio):
        run = await studio.finish(await studio.start(two_texts("hang")))

    assert run.error is not None
    assert (run.error["code"], run.charged, run.refunded) == ("node_timeout", 1, 0)


async def test_it_comes_back_once_however_often_the_run_is_ended(studio: Studio):
    run_id = await studio.start(two_texts("crash"))
    await studio.finish(run_id)

    engine = studio.services.engine
    with engine.transaction() as session:
        again = end_run(session, run_id, engine.workshop)
        back = engine.workshop.books.refund(session, run_id=run_id)

    assert (again, back) == (None, 0)
    assert studio.services.credits.balance(studio.account).credits == 100
