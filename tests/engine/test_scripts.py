"""Scripts in Runs: one price however often they are asked for, lines that go on from them."""

import asyncio

import pytest

from tests.support.scripts import written_for
from vidgenie.domain.graph import Edge, Graph, Node
from vidgenie.domain.run import RunStatus
from vidgenie.domain.script import Brief
from vidgenie.ledger import store as ledger

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
BRIEF = Brief("a heron", segments=2, language="en")
BROKEN = '{"title": "cut o'


def film(provider="pen", **params):
    """script -> two lines -> join."""
    chosen = {"provider": provider, "theme": "a heron", "segments": 2, "language": "en", **params}
    return Graph(
        nodes=(
            Node("script", "script", chosen),
            Node("said", "line", {"number": 2}),
            Node("shown", "line", {"number": 1, "part": "prompt"}),
            Node("join", "join"),
        ),
        edges=(
            Edge("script", "script", "said", "script"),
            Edge("script", "script", "shown", "script"),
            Edge("said", "text", "join", "a"),
            Edge("shown", "text", "join", "b"),
        ),
    )


def text_of(run, node_id):
    return next(node for node in run.nodes if node.id == node_id).output["text"]


async def test_a_script_is_written_and_its_lines_go_on(studio):
    run = await studio.finish(await studio.start(film()))

    assert run.status is RunStatus.SUCCEEDED, run.error
    assert text_of(run, "script") == written_for(BRIEF)
    assert text_of(run, "join") == "Try it.A heron, view 0"
    assert len(studio.pen.calls) == 1


async def test_a_second_request_is_not_a_second_price(studio):
    studio.pen.scripts = [BROKEN]
    with studio.services.engine.transaction() as session:
        ledger.set_price(session, provider="pen", action="script", price=7)

    run = await studio.finish(await studio.start(film()))

    assert run.status is RunStatus.SUCCEEDED, run.error
    assert len(set(studio.pen.calls)) == 2
    assert "not valid JSON" in studio.pen.briefs[1].complaint
    assert (run.charged, run.released) == (7, 0)
    assert studio.violations() == {}


async def test_two_answers_nobody_can_use_end_the_run(studio):
    studio.pen.scripts = ["sorry", "sorry"]

    run = await studio.finish(await studio.start(film()))

    assert run.status is RunStatus.FAILED
    assert run.error["problem"] == "unusable_answer"
    assert len(studio.pen.calls) == 2
    assert (run.charged, run.released) == (0, 1)


async def test_what_was_answered_before_the_end_of_the_process_is_not_asked_again(idle_studio):
    pen = idle_studio.steady
    pen.scripts = [BROKEN, "hang"]
    async with idle_studio.services.engine.executing():
        run_id = await idle_studio.start(film("steadypen"))
        async with asyncio.timeout(20):
            while len(pen.calls) < 2:
                await asyncio.sleep(0.02)

    async with idle_studio.services.engine.executing():
        run = await idle_studio.finish(run_id)

    assert run.status is RunStatus.SUCCEEDED, run.error
    # The second request alone was sent once more, with what was wrong with the first.
    first, second, again = pen.calls
    assert first != second == again
    assert pen.briefs[2] == pen.briefs[1]
    assert (run.charged, run.released) == (1, 0)
