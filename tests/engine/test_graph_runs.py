"""Runs of a Graph: what is there is not made again, and what is not asked for is not touched."""

import asyncio
import math
import secrets
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.engine.studio import Studio, executing, open_studio
from vidgenie.domain import graph_json
from vidgenie.domain.graph import Edge, Graph, Node
from vidgenie.domain.run import RunStatus
from vidgenie.engine import pace
from vidgenie.errors import Conflict, InvalidGraph, InvalidInput, NotFound
from vidgenie.graphs.tables import GraphRow
from vidgenie.services.run_planning import Scope, Wish


def drawn(text: str = "hello") -> Graph:
    """An idea that two pens write in a row, and a third beside them; what they wrote is joined."""
    return Graph(
        nodes=(
            Node("idea", "prompt", {"text": text}),
            Node("first", "enhance", {"provider": "pen"}),
            Node("second", "enhance", {"provider": "pen"}),
            Node("beside", "enhance", {"provider": "pen", "seed": 3}),
            Node("end", "join"),
        ),
        edges=(
            Edge("idea", "text", "first", "text"),
            Edge("first", "text", "second", "text"),
            Edge("idea", "text", "beside", "text"),
            Edge("second", "text", "end", "a"),
            Edge("beside", "text", "end", "b"),
        ),
    )


class Easel:
    """A Graph of the studio's Account, as its canvas would treat it."""

    def __init__(self, studio: Studio, graph: Graph) -> None:
        self.studio = studio
        self.id = secrets.token_hex(16)
        self.revision = 0
        self.draw(graph)

    def draw(self, graph: Graph) -> None:
        self.graph = graph
        self.revision += 1
        now = datetime.now(tz=UTC)
        with self.studio.services.engine.transaction() as session:
            session.merge(
                GraphRow(
                    id=self.id,
                    account_id=self.studio.account.id,
                    name="A graph",
                    graph=graph_json.to_json(graph),
                    revision=self.revision,
                    created_at=now,
                    updated_at=now,
                    opened_at=now,
                )
            )

    def change(self, node_id: str, **values: object) -> None:
        self.draw(
            replace(
                self.graph,
                nodes=tuple(
                    replace(node, **values) if node.id == node_id else node
                    for node in self.graph.nodes
                ),
            )
        )

    def plan(self, scope: Scope = Scope.MISSING, node: str = "", again: str = ""):
        wish = Wish(scope, node, frozenset(again.split()))
        return self.studio.services.graph_runs.plan(self.studio.account, self.id, wish)

    def states(self) -> dict[str, str]:
        return {node: one.state for node, one in self.plan().nodes.items()}

    def start(
        self,
        scope: Scope = Scope.MISSING,
        node: str = "",
        *,
        key: str = "",
        again: str = "",
        in_front: bool = False,
    ):
        return self.studio.services.graph_runs.start(
            self.studio.account,
            self.id,
            Wish(scope, node, frozenset(again.split())),
            revision=self.revision,
            idempotency_key=key,
            in_front=in_front,
        )

    async def run(self, scope: Scope = Scope.MISSING, node: str = "", *, again: str = ""):
        started = await asyncio.to_thread(self.start, scope, node, again=again)
        run = await self.studio.finish(started.run_id)
        assert run.status is RunStatus.SUCCEEDED, run.error
        return run


@pytest.fixture
def easel(studio: Studio) -> Easel:
    return Easel(studio, drawn())


def made(run) -> set[str]:
    return {node.id for node in run.nodes if not node.reused_from}


async def test_a_second_run_without_a_change_submits_nothing_and_costs_nothing(easel, studio):
    first = await easel.run()
    asked = len(studio.pen.calls)

    second = await easel.run()

    assert (first.charged, second.charged, second.held) == (3, 0, 0)
    assert len(studio.pen.calls) == asked == 3
    assert made(second) == set()
    assert second.nodes[-1].output == first.nodes[-1].output
    assert studio.services.credits.balance(studio.account).credits == 97
    assert studio.violations() == {}


@pytest.mark.postgres_in_soak
async def test_a_changed_value_makes_it_and_what_is_below_it_again(easel, studio):
    await easel.run()
    easel.change("second", params={"provider": "pen", "seed": 9})

    assert easel.states() == {
        "idea": "fresh", "first": "fresh", "second": "stale", "beside": "fresh", "end": "stale",
    }  # fmt: skip
    assert [(c.kind, c.name) for c in easel.plan().nodes["second"].because] == [("value", "seed")]
    assert [(c.kind, c.name) for c in easel.plan().nodes["end"].because] == [("upstream", "second")]
    assert easel.plan().total == 1

    run = await easel.run()
    assert made(run) == {"second", "end"}
    assert run.charged == 1


@pytest.mark.postgres_in_soak
async def test_an_old_choice_taken_back_is_fresh_again(easel, studio):
    await easel.run()
    easel.change("second", params={"provider": "pen", "seed": 9})
    await easel.run()
    easel.change("second", params={"provider": "pen"})

    assert set(easel.states().values()) == {"fresh"}
    assert made(await easel.run()) == set()


@pytest.mark.postgres_in_soak
async def test_from_here_submits_only_what_is_below(easel, studio):
    await easel.run()
    before = list(studio.pen.calls)

    run = await easel.run(Scope.FROM, "second")

    assert made(run) == {"second", "end"}
    assert len(studio.pen.calls) == len(before) + 1
    assert run.charged == 1


@pytest.mark.postgres_in_soak
async def test_from_here_uses_what_is_above_even_when_it_is_stale(easel, studio):
    await easel.run()
    easel.change("idea", params={"text": "other"})

    run = await easel.run(Scope.FROM, "second")

    # `beside` feeds the end too; like `first` it keeps what it has.
    assert made(run) == {"second", "end"}
    assert "<<hello>>" in str(run.nodes[-1].output)


@pytest.mark.postgres_in_soak
async def test_only_this_node_makes_what_it_needs_and_nothing_below(easel, studio):
    run = await easel.run(Scope.ONLY, "second")

    assert made(run) == {"idea", "first", "second"}
    assert easel.states()["end"] == "missing"
    again = await easel.run(Scope.ONLY, "second")
    assert made(again) == {"second"}


@pytest.mark.postgres_in_soak
async def test_everything_anew_makes_everything(easel, studio):
    await easel.run()

    run = await easel.run(Scope.ALL)

    assert made(run) == {"idea", "first", "second", "beside", "end"}
    assert run.charged == 3


@pytest.mark.postgres_in_soak
async def test_one_node_can_be_made_again(easel, studio):
    await easel.run()

    run = await easel.run(again="beside")

    assert "beside" in made(run)
    assert "first" not in made(run)


async def test_a_pinned_output_is_used_and_nothing_is_made_for_it(easel, studio):
    first = await easel.run()
    easel.change("second", pin=first.id)
    easel.change("idea", params={"text": "other"})

    assert easel.states()["second"] == "pinned"
    run = await easel.run()

    # `first` would only feed what is pinned.
    assert "first" not in {node.id for node in run.nodes}
    assert run.nodes[-1].output["text"] == "<<hello>><other>"


@pytest.mark.postgres_in_soak
async def test_a_pin_that_leads_nowhere_is_told_before_anything_starts(easel, studio):
    easel.change("second", pin="0" * 32)

    assert easel.plan().problem["problem"] == "pin_gone"
    with pytest.raises(InvalidGraph) as error:
        easel.start()
    assert error.value.params["node"] == "second"


@pytest.mark.postgres_in_soak
async def test_a_disabled_node_hands_on_what_comes_in(easel, studio):
    easel.change("second", is_disabled=True)

    run = await easel.run()

    assert "second" not in {node.id for node in run.nodes}
    assert run.nodes[-1].output["text"] == "<hello><hello>"
    with pytest.raises(InvalidInput) as error:
        easel.start(Scope.ONLY, "second")
    assert error.value.params["problem"] == "disabled"


@pytest.mark.postgres_in_soak
async def test_notes_are_no_part_of_a_run(easel, studio):
    easel.draw(replace(easel.graph, nodes=(*easel.graph.nodes, Node("memo", "note", {}))))

    run = await easel.run()

    assert "memo" not in {node.id for node in run.nodes}
    assert easel.states()["memo"] == "note"


@pytest.mark.postgres_in_soak
async def test_what_failed_is_made_again_and_what_did_not_is_not(easel, studio):
    easel.change("beside", params={"provider": "pen", "seed": 4})
    bad = replace(
        easel.graph, nodes=(*easel.graph.nodes, Node("bad", "prompt", {"text": "reject"}))
    )
    bad = replace(
        bad,
        edges=tuple(
            Edge("bad", "text", "beside", "text") if edge.target == "beside" else edge
            for edge in bad.edges
        ),
    )
    easel.draw(bad)
    failed = await studio.finish(easel.start().run_id)
    assert failed.status is RunStatus.FAILED
    easel.change("bad", params={"text": "fine"})

    run = await easel.run()

    assert made(run) == {"bad", "beside", "end"}


@pytest.mark.postgres_in_soak
async def test_a_graph_that_cannot_run_still_says_where_each_node_stands(easel, studio):
    await easel.run()
    easel.change("idea", params={"text": ""})

    plan = easel.plan()

    assert plan.problem["code"] == "invalid_input"
    assert plan.nodes["first"].state == "stale"
    assert plan.total == 3  # what it will cost once the idea is written


@pytest.mark.postgres_in_soak
async def test_a_run_of_a_graph_that_was_changed_meanwhile_does_not_start(easel, studio):
    easel.revision += 1
    with pytest.raises(Conflict) as error:
        easel.start()
    assert error.value.params["problem"] == "edited_elsewhere"


@pytest.mark.postgres_in_soak
async def test_the_same_click_twice_is_one_run(easel, studio):
    runs = await asyncio.gather(*(asyncio.to_thread(easel.start, key="click") for _ in range(4)))

    assert len({run.run_id for run in runs}) == 1


@pytest.mark.postgres_in_soak
async def test_somebody_elses_graph_is_not_found(easel, studio):
    stranger = replace(studio.account, id="f" * 32)
    with pytest.raises(NotFound):
        studio.services.graph_runs.plan(stranger, easel.id, Wish())
    easel.change("second", pin=(await easel.run()).id)


@pytest.mark.postgres_in_soak
async def test_time_is_expected_as_it_was_taken(easel, studio):
    easel.change("idea", params={"text": "slow 0.6"})
    await easel.run()
    works = {("prompt", "", ""), ("enhance", "pen", "enhance"), ("join", "", "")}
    with studio.services.engine.reading() as session:
        took = pace.known(session, works)

    plan = easel.plan(Scope.ALL)

    # `first` was slow, the others were not: the mean remembers some of it.
    assert took["enhance", "pen", "enhance"] > 0.05
    once = took["prompt", "", ""] + took["join", "", ""]
    assert plan.estimated_seconds == math.ceil(once + 3 * took["enhance", "pen", "enhance"])


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
async def test_a_run_in_front_begins_before_those_that_wait(settings, database):
    studio = open_studio(replace(settings, run_limit=1))
    slow = Easel(studio, drawn("slow 0.8"))
    waiting = [Easel(studio, drawn(f"slow 0.{n}")) for n in (1, 2)]
    urgent = Easel(studio, drawn("slow 0.3"))
    services = studio.services
    async with executing(studio):
        first = slow.start().run_id
        await studio.until(first, "first")
        later = [easel.start().run_id for easel in waiting]
        soon = urgent.start(in_front=True).run_id
        places = [services.runs.view(studio.account, run).queue_place for run in (soon, *later)]
        ended = {run: await studio.finish(run) for run in (soon, *later)}

    assert places == [1, 2, 3]
    begun = sorted(ended, key=lambda run: ended[run].started_at)
    assert begun == [soon, *later]
