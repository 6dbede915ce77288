"""Runs in a list: found by what they are, counted, a page at a time."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from tests.services.projectors import START
from vidgenie.domain.run import NodeStatus, RunStatus
from vidgenie.engine.tables import NodeRow, RunRow
from vidgenie.errors import InvalidInput
from vidgenie.graphs.tables import GraphRow
from vidgenie.ledger.tables import HoldRow
from vidgenie.services.run_list import RunsWanted

pytestmark = pytest.mark.postgres_in_soak
MADE = NodeStatus.SUCCEEDED


class Shelf:
    """Runs of somebody, each a minute after the one before."""

    def __init__(self, house):
        self.house = house
        self.count = 0

    def run(self, status="succeeded", *nodes, account=None, credits=None, **more):
        """One Run; nodes: fields of their rows. Its id."""
        self.count += 1
        run_id = f"{self.count:032x}"
        at = START + timedelta(minutes=self.count)
        owner = (account or self.house.ana).id
        with self.house.transaction() as session:
            values = {"graph": {"nodes": [], "edges": []}, "created_at": at, **more}
            session.add(RunRow(id=run_id, account_id=owner, status=status, **values))
            session.flush()
            for number, node in enumerate(nodes):
                session.add(_node(run_id, number, node))
            if credits is not None:
                _hold(session, owner, run_id, credits, is_open=not RunStatus(status).is_over)
        return run_id

    def ids(self, account=None, **wanted):
        """Ids of a page."""
        return [entry.id for entry in self.page(account, **wanted).items]

    def page(self, account=None, **wanted):
        """A page."""
        services = self.house.services
        return services.run_list.page(account or self.house.ana, RunsWanted(**wanted))


@pytest.fixture
def shelf(house):
    return Shelf(house)


def _node(run_id, number, given):
    values = {"type": "image", "provider": "local", "expected": 4.0, "status": MADE, **given}
    return NodeRow(run_id=run_id, node_id=f"n{number}", position=number, progress=1.0, **values)


def _hold(session: Session, account_id, run_id, amount, *, is_open):
    end = {"state": "open"} if is_open else {"state": "closed", "settled_at": START}
    captured = {} if is_open else {"captured": amount - 1, "released": 1}
    session.add(
        HoldRow(
            run_id=run_id, account_id=account_id, amount=amount, created_at=START, **captured, **end
        )
    )


def test_the_newest_run_comes_first_and_others_have_their_own(shelf, house):
    first, second = shelf.run(), shelf.run("failed")
    theirs = shelf.run(account=house.bob)

    assert shelf.ids() == [second, first]
    assert shelf.ids(house.bob) == [theirs]


def test_pages_follow_each_other_though_runs_begin_meanwhile(shelf):
    made = [shelf.run() for _ in range(7)]
    first = shelf.page(limit=3)
    shelf.run("queued")

    second = shelf.page(limit=3, cursor=first.next_cursor)
    third = shelf.page(limit=3, cursor=second.next_cursor)

    seen = [entry.id for page in (first, second, third) for entry in page.items]
    assert seen == made[::-1]
    assert third.next_cursor is None


def test_runs_of_one_moment_are_each_on_one_page(shelf):
    made = {shelf.run(created_at=START) for _ in range(5)}

    seen, cursor = [], ""
    while cursor is not None:
        page = shelf.page(limit=2, cursor=cursor)
        seen += [entry.id for entry in page.items]
        cursor = page.next_cursor

    assert sorted(seen) == sorted(made)


def test_runs_are_found_by_their_status_and_all_are_counted(shelf):
    far = START + timedelta(days=40_000)
    shelf.run()
    failed = shelf.run("failed")
    busy, waiting = shelf.run("running"), shelf.run("queued")
    doubtful = shelf.run("unknown", doubt_until=far)
    shelf.run("unknown", doubt_until=START - timedelta(days=9))

    page = shelf.page(standing="failed")

    assert [entry.id for entry in page.items] == [failed]
    wanted = {"all": 6, "succeeded": 1, "failed": 1, "running": 1, "queued": 1, "unknown": 2}
    wanted |= {"doubt": 1, "active": 2, "cancelling": 0, "cancelled": 0}
    assert page.counts == wanted
    assert shelf.ids(standing="doubt") == [doubtful]
    assert shelf.ids(standing="active") == [waiting, busy]


def test_runs_are_found_by_provider_even_one_that_failed(shelf):
    own = shelf.run("succeeded", {"provider": "luma"}, {"provider": "local"})
    taken = shelf.run("succeeded", {"provider": "runway", "instead_of": "luma"})
    shelf.run("succeeded", {"provider": "local"})

    assert shelf.ids(provider="luma") == [taken, own]
    assert shelf.page(provider="luma").counts["all"] == 2


def test_runs_are_found_by_source_graph_and_day(shelf):
    drawn = shelf.run(source="graph", graph_id="a" * 32)
    shelf.run(source="api")
    late = shelf.run(created_at=START + timedelta(days=3))

    assert shelf.ids(source="graph") == [drawn]
    assert shelf.ids(graph_id="a" * 32) == [drawn]
    assert shelf.ids(since=START + timedelta(days=3)) == [late]
    assert late not in shelf.ids(until=START + timedelta(days=3))


def test_runs_are_found_by_what_they_cost(shelf):
    cheap = shelf.run("succeeded", credits=3)
    dear = shelf.run("succeeded", credits=31)
    running = shelf.run("running", credits=30)
    free = shelf.run()

    assert {e.id: e.credits for e in shelf.page().items} == {
        cheap: 2,
        dear: 30,
        running: 30,
        free: 0,
    }
    assert shelf.ids(least=30) == [running, dear]
    assert shelf.ids(least=1, most=5) == [cheap]
    assert shelf.ids(most=0) == [free]
    assert shelf.page(least=30).counts["all"] == 2


@pytest.mark.parametrize("words", ["PHARE", "mer phare", "aube", "  a l'aube "])
def test_words_are_found_in_any_order_case_and_accent(shelf, words):
    wanted = shelf.run(prompt="Un phare à l'Aube, la mer")
    shelf.run(prompt="Une forêt")

    assert shelf.ids(words=words) == [wanted]


def test_words_go_with_every_other_filter_and_with_pages(shelf):
    made = [
        shelf.run("failed" if number % 2 else "succeeded", prompt="phare", credits=9)
        for number in range(6)
    ]
    shelf.run("failed", prompt="forêt")

    first = shelf.page(words="phare", standing="failed", least=1, limit=2)
    second = shelf.page(words="phare", standing="failed", limit=2, cursor=first.next_cursor)

    seen = [entry.id for entry in (*first.items, *second.items)]
    assert seen == made[5::-2]
    assert (first.counts["all"], first.counts["failed"]) == (6, 3)


def test_an_entry_says_what_was_made_where_and_for_how_much(shelf, house):
    ended = START + timedelta(seconds=90)
    with house.transaction() as session:
        moments = dict.fromkeys(("created_at", "updated_at", "opened_at"), START)
        name = {"id": "a" * 32, "account_id": house.ana.id, "name": "Lighthouse"}
        session.add(GraphRow(graph={}, touched={}, **name, **moments))
    shelf.run(
        "succeeded",
        {"provider": "", "type": "prompt"},
        {"provider": "openai", "cost_micro_usd": 40_000, "estimate_micro_usd": 90_000},
        {"provider": "luma", "estimate_micro_usd": 250_000},
        {"provider": "luma", "reused_from": "b" * 32, "estimate_micro_usd": 250_000},
        graph_id="a" * 32,
        prompt="x" * 400,
        started_at=START,
        finished_at=ended,
        result={"type": "video", "asset": "c" * 32, "suffix": "mp4", "thumbnail": "d" * 32},
    )

    [entry] = shelf.page().items

    assert (entry.nodes, entry.made, entry.reused) == (4, 3, 1)
    assert entry.providers == ("openai", "luma")
    assert (entry.cost_micro_usd, entry.seconds, entry.progress) == (290_000, 90.0, 100)
    assert (entry.graph_name, entry.prompt) == ("Lighthouse", "x" * 300)
    assert "d" * 32 in entry.thumbnail_url


def test_a_run_of_a_project_says_which_until_that_is_deleted(shelf, house):
    project = house.project("Hello")
    house.film(project)

    before = shelf.page().items[0]
    house.projects.delete(house.ana, project.id)
    [after] = shelf.page().items

    assert (before.project_id, before.project_title) == (project.id, "Sea")
    assert (after.project_id, after.project_title) == (None, None)


def test_runs_that_wait_say_who_goes_first(shelf, house):
    shelf.run("running")
    slow, urgent = shelf.run("queued"), shelf.run("queued", priority=10)
    shelf.run("queued", account=house.bob, priority=1)

    places = {entry.id: entry.queue_place for entry in shelf.page(standing="queued").items}

    assert places == {urgent: 1, slow: 2}
    assert house.services.runs.view(house.ana, slow).queue_place == 2


def test_a_page_takes_as_many_queries_for_thirty_runs_as_for_one(shelf, house):
    shelf.run("queued", {}, {})
    one = house.queries(shelf.page)
    for _ in range(29):
        shelf.run("queued", {}, {})

    assert house.queries(shelf.page) == one <= 5


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"standing": "lost"}, "status"),
        ({"source": "mail"}, "source"),
        ({"limit": 101}, "limit"),
        ({"cursor": "f" * 32}, "cursor"),
    ],
)
def test_what_cannot_be_looked_for_is_refused(shelf, wanted, field):
    with pytest.raises(InvalidInput) as refused:
        shelf.page(**wanted)

    assert refused.value.params["field"] == field


def test_a_run_of_somebody_else_is_no_cursor(shelf, house):
    theirs = shelf.run(account=house.bob)

    with pytest.raises(InvalidInput):
        shelf.page(cursor=theirs)
