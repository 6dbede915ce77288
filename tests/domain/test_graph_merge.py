"""Two saves of one Graph become one Graph, and nothing of either is lost without a word."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidgenie.domain import graph_notes
from vidgenie.domain.graph import Edge, Graph, Node
from vidgenie.domain.graph_merge import (
    Changes,
    Kept,
    changes_between,
    check_drawn,
    merge,
    replaced,
)
from vidgenie.errors import InvalidGraph

IDS = [*"abcdef"]
works = st.builds(
    Node,
    st.just("?"),
    st.sampled_from(["prompt", "image"]),
    st.dictionaries(st.sampled_from(["text", "size"]), st.integers(0, 2), max_size=2),
    st.tuples(st.integers(0, 2).map(float), st.just(0.0)),
    st.sampled_from(["", "Fox"]),
    st.booleans(),
)


@st.composite
def graphs(draw, ids=IDS):
    nodes = tuple(
        replace(draw(works), id=node_id)
        for node_id in draw(st.lists(st.sampled_from(ids), unique=True, max_size=5))
    )
    ends = st.sampled_from([node.id for node in nodes]) if nodes else st.nothing()
    edges = st.builds(Edge, ends, st.sampled_from("xy"), ends, st.sampled_from("xy"))
    return Graph(nodes, tuple(draw(st.lists(edges, max_size=5)) if nodes else ()))


@st.composite
def edits(draw, base):
    """The Graph after a few things people do to one."""
    nodes, edges = by_id(base), list(base.edges)
    for _ in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(["change", "move", "add", "remove", "wire", "cut"]))
        ids = st.sampled_from([*nodes, draw(st.sampled_from("gh"))])
        one, other = draw(ids), draw(ids)
        if kind in {"change", "add"}:
            place = nodes[one].position if one in nodes else (0.0, 0.0)
            nodes[one] = replace(draw(works), id=one, position=place)
        elif kind == "move" and one in nodes:
            nodes[one] = replace(nodes[one], position=(draw(st.integers(0, 9)) / 1, 1.0))
        elif kind == "remove":
            nodes.pop(one, None)
        elif kind == "wire":
            edges.append(Edge(one, draw(st.sampled_from("xy")), other, "x"))
        elif edges:
            edges.pop(draw(st.integers(0, len(edges) - 1)))
    whole = tuple(edge for edge in edges if {edge.source, edge.target} <= nodes.keys())
    return Graph(tuple(nodes.values()), whole)


@st.composite
def stories(draw):
    """A Graph, and what two people have made of it."""
    base = draw(graphs())
    return base, draw(edits(base)), draw(edits(base))


def drawn(graph):
    """What a Graph says, whatever the order of its Nodes."""
    into = {
        node.id: [edge for edge in graph.edges if edge.target == node.id] for node in graph.nodes
    }
    return {node.id: (node, into[node.id]) for node in graph.nodes}


def work(node):
    """A Node without its place."""
    return node and replace(node, position=(0.0, 0.0), size=None)


def incoming(graph, node_id):
    return [edge for edge in graph.edges if edge.target == node_id]


def by_id(graph):
    return {node.id: node for node in graph.nodes}


@pytest.fixture
def kept():
    """Three Nodes in a row."""
    nodes = tuple(Node(node_id, "prompt") for node_id in "abc")
    return Kept(Graph(nodes, (Edge("a", "x", "b", "x"), Edge("b", "x", "c", "x"))))


def says(node_id, **more):
    return Changes({node_id: Node(node_id, "prompt", **more)})


def after(kept, *saves, seen=1):
    """The Graph after these saves, all of which have seen the same revision."""
    for changes in saves:
        done = merge(kept, changes, seen=seen)
        assert not done.conflicts
        kept = done.kept
    return kept


@given(graphs(), graphs())
def test_what_was_changed_makes_the_one_of_the_other(before, wanted):
    done = merge(Kept(before), changes_between(before, wanted), seen=1)

    assert (done.conflicts, drawn(done.kept.graph)) == ((), drawn(wanted))


@given(stories())
def test_a_save_is_in_the_graph_or_in_the_conflicts(story):
    """Nothing of either side is lost without a word."""
    base, theirs, mine = story
    other = merge(Kept(base), changes_between(base, theirs), seen=1).kept
    done = merge(other, changes_between(base, mine), seen=1)

    result = done.kept.graph
    check_drawn(result)
    if done.conflicts:
        assert done.kept is other
        return
    sides = [(by_id(side), side) for side in (base, theirs, mine, result)]
    (was, base), (their, theirs), (my, mine), (now, result) = sides
    for node_id in {*was, *their, *my}:
        for side in (their, my):
            if work(side.get(node_id)) != work(was.get(node_id)):
                assert work(now.get(node_id)) == work(side.get(node_id))
        for side in (theirs, mine):
            if node_id in now and incoming(side, node_id) != incoming(base, node_id):
                assert incoming(result, node_id) == incoming(side, node_id)
        if my.get(node_id) and was.get(node_id) and my[node_id].position != was[node_id].position:
            assert node_id not in now or now[node_id].position == my[node_id].position


@given(stories())
def test_what_a_save_only_repeats_is_no_change(story):
    base, theirs, mine = story
    other = merge(Kept(base), changes_between(base, theirs), seen=1).kept
    minimal = changes_between(base, mine)
    repeated = Changes(
        {**minimal.nodes, **by_id(mine)},
        {**minimal.edges, **{node.id: tuple(incoming(mine, node.id)) for node in mine.nodes}},
    )

    short, long = (merge(other, changes, seen=1) for changes in (minimal, repeated))

    assert set(short.conflicts) == set(long.conflicts)
    assert drawn(short.kept.graph) == drawn(long.kept.graph)


def test_a_wire_from_what_goes_away_is_a_conflict_also_when_its_end_is_repeated(kept):
    """Who removes c has seen that nothing leads into a; the others have drawn c to a since."""
    drawn_since = Changes(edges={"a": (Edge("c", "x", "a", "x"),)})
    other = merge(kept, drawn_since, seen=1).kept

    done = merge(other, Changes({"c": None}, {"a": ()}), seen=1)

    assert done.conflicts == ("c",)
    assert done.kept is other


@given(stories())
def test_mine_stands_where_it_was_decided_so(story):
    base, theirs, mine = story
    other = merge(Kept(base), changes_between(base, theirs), seen=1).kept
    done = merge(other, changes_between(base, mine), seen=1, mine_wins=True)

    check_drawn(done.kept.graph)
    now = by_id(done.kept.graph)
    for node_id in {*by_id(base), *by_id(mine)}:
        my = by_id(mine).get(node_id)
        if work(my) != work(by_id(base).get(node_id)):
            assert work(now.get(node_id)) == work(my)


@given(stories())
def test_the_order_of_saves_that_do_not_conflict_does_not_matter(story):
    base, one, other = story
    changes = [changes_between(base, one), changes_between(base, other)]

    results = []
    for first, second in (changes, reversed(changes)):
        kept = merge(Kept(base), first, seen=1).kept
        results.append(merge(kept, second, seen=1))

    assert bool(results[0].conflicts) == bool(results[1].conflicts)
    if not results[0].conflicts:
        shown = [drawn(result.kept.graph) for result in results]
        for node_id in changes[0].nodes.keys() & changes[1].nodes.keys() & shown[0].keys():
            # Where both have put the same Node, the later one decides.
            for each in shown:
                each[node_id] = (work(each[node_id][0]), each[node_id][1])
        assert shown[0] == shown[1]


@given(graphs(), graphs())
def test_the_same_save_twice_is_no_conflict_and_changes_nothing(base, wanted):
    changes = changes_between(base, wanted)
    once = merge(Kept(base), changes, seen=1).kept

    assert merge(once, changes, seen=1).kept is once


@given(graphs(), st.data())
def test_a_save_on_any_old_revision_is_in_the_graph_or_in_the_conflicts(start, data):
    kepts = [Kept(start)]
    for _ in range(data.draw(st.integers(1, 6))):
        kepts.append(replaced(kepts[-1], data.draw(edits(kepts[-1].graph))))
    base, now = data.draw(st.sampled_from(kepts)), kepts[-1]
    mine = data.draw(edits(base.graph))

    done = merge(now, changes_between(base.graph, mine), seen=base.revision)

    check_drawn(done.kept.graph)
    if not done.conflicts:
        for node_id in {*by_id(base.graph), *by_id(mine)}:
            my = by_id(mine).get(node_id)
            if work(my) != work(by_id(base.graph).get(node_id)):
                assert work(by_id(done.kept.graph).get(node_id)) == work(my)


def test_moving_what_others_change_is_no_conflict(kept):
    done = after(kept, says("a", params={"text": "new"}), says("a", position=(9.0, 9.0)))

    assert by_id(done.graph)["a"] == Node("a", "prompt", {"text": "new"}, (9.0, 9.0))


def test_changing_what_others_move_leaves_it_where_they_put_it(kept):
    done = after(kept, says("a", position=(9.0, 9.0)), says("a", params={"text": "new"}))

    assert by_id(done.graph)["a"] == Node("a", "prompt", {"text": "new"}, (9.0, 9.0))


def test_of_two_places_the_later_one_is_kept(kept):
    done = after(kept, says("a", position=(1.0, 1.0)), says("a", position=(2.0, 2.0)))

    assert by_id(done.graph)["a"].position == (2.0, 2.0)


def test_moving_what_others_remove_is_no_conflict_and_does_not_bring_it_back(kept):
    done = after(kept, Changes({"c": None}), says("c", position=(9.0, 9.0)))

    assert [*by_id(done.graph)] == ["a", "b"]


NEW = {"n": Node("n", "prompt")}
CONFLICTS = [
    (says("a", title="theirs"), says("a", title="mine"), "a"),
    (says("a", title="theirs"), Changes({"a": None}), "a"),
    (Changes({"a": None}, {"b": ()}), says("a", title="mine"), "a"),
    (Changes({}, {"b": ()}), Changes({}, {"b": (Edge("c", "x", "b", "x"),)}), "b"),
    # What one connects, the other removes.
    (Changes({"a": None}, {"b": ()}), Changes(NEW, {"n": (Edge("a", "x", "n", "x"),)}), "n"),
    (Changes(NEW, {"n": (Edge("a", "x", "n", "x"),)}), Changes({"a": None}, {"b": ()}), "a"),
    (Changes({"c": None}), Changes({}, {"c": (Edge("a", "x", "c", "x"),)}), "c"),
    (Changes({}, {"c": (Edge("a", "x", "c", "x"),)}), Changes({"c": None}), "c"),
]


@pytest.mark.parametrize(("theirs", "mine", "node"), CONFLICTS)
def test_the_same_node_in_two_hands_is_a_conflict(kept, theirs, mine, node):
    other = after(kept, theirs)

    done = merge(other, mine, seen=1)

    assert (done.conflicts, done.kept is other) == ((node,), True)


@pytest.mark.parametrize(("theirs", "mine", "node"), CONFLICTS)
def test_who_has_seen_it_may_change_it(kept, theirs, mine, node):
    other = after(kept, theirs)
    here = by_id(other.graph)
    ends = [
        end for edges in mine.edges.values() for edge in edges for end in (edge.source, edge.target)
    ]
    is_here = all(end in here or end in mine.nodes for end in ends)

    if not is_here:
        with pytest.raises(InvalidGraph, match="not there"):
            merge(other, mine, seen=2)
    else:
        assert merge(other, mine, seen=2).conflicts == ()


def test_removing_a_node_takes_its_edges_along(kept):
    done = merge(kept, Changes({"b": None}), seen=1)

    assert (done.kept.graph.edges, done.conflicts) == ((), ())


def test_an_edge_to_a_node_nobody_has_ever_had_is_refused(kept):
    with pytest.raises(InvalidGraph) as caught:
        merge(kept, Changes({}, {"b": (Edge("z", "x", "b", "x"),)}), seen=1)

    assert (caught.value.params["problem"], caught.value.params["node"]) == ("unknown_node", "z")


def test_edges_keep_their_order(kept):
    edges = tuple(Edge(source, "x", "c", "x") for source in "ba")

    assert merge(kept, Changes({}, {"c": edges}), seen=1).kept.graph.edges[-2:] == edges


def test_a_revision_that_is_still_to_come_conflicts_with_everything_that_differs(kept):
    """A backup was restored: what the canvas has seen is not what is there."""
    assert merge(kept, says("a", title="mine"), seen=7).conflicts == ("a",)
    assert merge(kept, says("a"), seen=7).kept is kept


def test_notes_stay_short_and_what_was_forgotten_is_a_conflict(kept, monkeypatch):
    monkeypatch.setattr(graph_notes, "MOST", 20)
    monkeypatch.setattr(graph_notes, "_LEFT", 10)
    now = kept
    for number in range(40):
        added = Changes({f"n{number}": Node(f"n{number}", "prompt")})
        removed = Changes({f"n{number}": None})
        now = merge(merge(now, added, seen=now.revision).kept, removed, seen=2 * number + 2).kept

    assert len(now.touched) <= 41
    assert merge(now, says("a", title="mine"), seen=1).conflicts == ("a",)
    assert merge(now, says("a", title="mine"), seen=now.revision).conflicts == ()
    assert merge(now, says("a"), seen=1).kept is now
