"""Graphs are kept for whoever draws them, on both databases and from several places at once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from tests.services.projectors import Clock
from vidgenie.domain.graph import Edge, Graph, Node
from vidgenie.domain.graph_merge import Changes
from vidgenie.errors import Conflict, NotFound
from vidgenie.graphs.tables import GraphRow, VersionRow
from vidgenie.library.tables import ContentRow
from vidgenie.services import graph_book

ROW = Graph(tuple(Node(name, "prompt") for name in "abcd"), (Edge("a", "text", "b", "text"),))
on_sqlite = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def book(house, clock):
    return replace(house.services.graph_book, clock=clock)


@pytest.fixture
def versions(house, clock):
    return replace(house.services.graph_versions, clock=clock)


@pytest.fixture
def mine(house, book):
    return book.create(house.ana, name="Sea", graph=ROW)


def says(node_id, **params):
    return Changes({node_id: Node(node_id, "prompt", params)})


def params(view):
    return {node.id: dict(node.params) for node in view.graph.nodes}


def at_once(*works):
    """Outcomes of what is done at the same moment, errors too."""
    gate = threading.Barrier(len(works))

    def meet(work):
        gate.wait(10)
        try:
            return work()
        except Conflict as error:
            return error

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(meet, works))


def test_saves_of_different_nodes_at_the_same_moment_are_all_in_the_graph(house, book, mine):
    def save(node_id, text):
        return lambda: book.save(house.ana, mine.id, says(node_id, text=text), revision=1)

    done = at_once(*(save(name, name * 2) for name in "abcd"))

    now = book.get(house.ana, mine.id)
    assert sorted(each.view.revision for each in done) == [2, 3, 4, 5]
    assert params(now) == {name: {"text": name * 2} for name in "abcd"}
    assert [each.is_merged for each in sorted(done, key=lambda each: each.view.revision)] == [
        False, True, True, True,
    ]  # fmt: skip


def test_of_saves_of_one_node_at_the_same_moment_one_is_kept_and_the_others_are_told(
    house, book, mine
):
    def save(text):
        return lambda: book.save(house.ana, mine.id, says("a", text=text), revision=1)

    done = at_once(*(save(text) for text in "xyz"))

    told = [each for each in done if isinstance(each, Conflict)]
    (kept,) = (each for each in done if not isinstance(each, Conflict))
    assert [error.params["nodes"] for error in told] == [["a"]] * 2
    assert book.get(house.ana, mine.id) == kept.view


def test_versions_kept_at_the_same_moment_have_numbers_of_their_own(house, versions, mine):
    def keep(name):
        return lambda: versions.keep(house.ana, mine.id, name=name)

    done = at_once(*(keep(name) for name in ("one", "two", "three")))

    assert sorted(each.number for each in done) == [1, 2, 3]


def test_two_tabs_that_open_at_once_get_the_same_first_graph(house, book):
    done = at_once(*[lambda: book.current(house.ana)] * 3)

    assert len({each.id for each in done}) == 1
    assert house.count(GraphRow) == 1


@pytest.mark.postgres_in_soak
def test_a_version_is_kept_by_itself_when_the_last_one_is_five_minutes_old(
    house, book, versions, clock, mine
):
    clock.step = timedelta(0)
    for revision, minutes in enumerate((1, 1, 4, 1, 5), start=1):
        clock.now += timedelta(minutes=minutes)
        book.save(house.ana, mine.id, says("a", n=revision), revision=revision)

    kept = [
        (each.reason, params(versions.get(house.ana, mine.id, str(each.number)))["a"])
        for each in versions.list(house.ana, mine.id).items
    ]
    # What was there before the first, the third and the fifth change.
    assert kept == [("auto", {"n": 4}), ("auto", {"n": 2}), ("auto", {})]


@pytest.mark.postgres_in_soak
def test_a_save_that_changes_nothing_leaves_no_trace(house, book, versions, mine):
    saved = book.save(house.ana, mine.id, Changes({"a": ROW.nodes[0]}), revision=1)

    assert (saved.view.revision, saved.view.updated_at) == (1, mine.updated_at)
    assert versions.list(house.ana, mine.id).items == []


@pytest.mark.postgres_in_soak
def test_another_name_is_no_change_of_what_is_drawn(house, book, mine):
    saved = book.save(house.ana, mine.id, Changes(), revision=1, name="Whales")

    assert (saved.view.name, saved.view.revision) == ("Whales", 1)


@pytest.mark.postgres_in_soak
def test_the_bin_is_emptied_after_thirty_days(house, book, versions, clock, mine):
    other = book.create(house.ana, graph=ROW)
    for graph_id in (mine.id, other.id):
        versions.keep(house.ana, graph_id)
    book.delete(house.ana, mine.id)
    clock.now += timedelta(days=29)
    book.delete(house.ana, other.id)
    before = book.empty_bin()
    clock.now += timedelta(days=2)

    after = book.empty_bin()

    assert (before, after) == (0, 1)
    assert (house.count(GraphRow), house.count(VersionRow)) == (1, 1)
    assert book.undelete(house.ana, other.id).graph == ROW
    with pytest.raises(NotFound):
        book.undelete(house.ana, mine.id)


@on_sqlite
def test_the_clock_of_the_installation_empties_the_bin(house):
    chores = {chore.name: chore.work for chore in house.services.engine.chores}

    assert chores["graphs in the bin"] == house.services.graph_book.empty_bin


@pytest.mark.postgres_in_soak
def test_there_is_an_end_to_how_many_graphs_there_are_but_not_in_the_bin(
    house, book, mine, monkeypatch
):
    monkeypatch.setattr(graph_book, "MOST", 2)
    other = book.create(house.ana)
    for make in (lambda: book.create(house.ana), lambda: book.duplicate(house.ana, mine.id)):
        with pytest.raises(Conflict, match="at most 2"):
            make()
    book.delete(house.ana, other.id)
    book.create(house.ana)

    with pytest.raises(Conflict, match="at most 2"):
        book.undelete(house.ana, other.id)
    assert book.create(house.bob)


@pytest.mark.postgres_in_soak
def test_a_list_shows_what_was_made_last_of_each_graph(house, book, mine):
    other = book.create(house.ana, name="Empty")
    project = house.project("Hello")
    _, newest = (house.film(project, graph_id=mine.id) for _ in range(2))

    shown = {item.id: item.thumbnail_url for item in book.list(house.ana).items}

    with house.transaction() as session:
        made = session.exec(select(ContentRow).where(ContentRow.run_id == newest)).one()
    assert shown[other.id] is None
    assert made.thumbnail_asset_id in shown[mine.id]


@on_sqlite
def test_a_longer_list_takes_no_more_queries(house, book):
    book.create(house.ana)
    few = house.queries(lambda: book.list(house.ana))
    for _ in range(5):
        book.create(house.ana)

    assert house.queries(lambda: book.list(house.ana)) == few


@on_sqlite
def test_lists_do_not_read_what_is_drawn(house, book, versions, mine):
    versions.keep(house.ana, mine.id)
    with house.services.database.connect() as connection:
        connection.exec_driver_sql("UPDATE vg_graph_version SET graph = 'broken'")
        connection.commit()

    assert len(versions.list(house.ana, mine.id).items) == 1
