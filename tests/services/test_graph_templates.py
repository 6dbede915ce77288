"""Templates of Graphs: filled in, saved with holes, changed, carried; nobody else's."""

import json
import secrets
from dataclasses import replace

import pytest

from tests.services.makers import ALICE, BOB, NOW
from tests.support.graph_templates import TYPES
from vidgenie import bootstrap
from vidgenie.domain.asset import Asset, MediaFacts
from vidgenie.domain.graph import Edge, Graph, Node
from vidgenie.domain.pricing import SEED, PriceTable
from vidgenie.errors import Conflict, InvalidGraph, InvalidInput, NotFound
from vidgenie.library import assets
from vidgenie.services import template_rules as limits
from vidgenie.services.builtin_graphs import builtin_graphs
from vidgenie.services.graph_templates import GraphTemplateService, HoleWords
from vidgenie.services.template_holes import Wanted
from vidgenie.services.template_views import Viewer

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
MINE = "a" * 32
GRAPH = Graph(
    (
        Node("idea", "prompt", {"text": "a fox in the snow"}, title="Idea"),
        Node("sound", "prompt", {"text": "{{who}} says hello"}),
        Node("picture", "asset", {"asset": "b" * 32}, pin="c" * 32),
        Node("image", "image", {"provider": "luma"}),
        Node("captions", "captions", {"edits": [{"word": 0, "text": "x"}]}),
        Node("film", "assemble", {"brand": "d" * 32, "title": "Fox"}),
        Node("note", "note", {"text": "Mine"}),
    ),
    (
        Edge("idea", "text", "image", "prompt"),
        Edge("sound", "text", "captions", "text"),
        Edge("picture", "image", "image", "image"),
        Edge("image", "image", "film", "segments"),
        Edge("captions", "captions", "film", "captions"),
    ),
)


@pytest.fixture
def service(transaction, reading):
    def read(_session, account_id, graph_id):
        if (account_id, graph_id) != (ALICE.id, MINE):
            raise NotFound("graph")
        return "Fox", GRAPH

    viewer = Viewer(TYPES, bootstrap.all_providers())
    prices = PriceTable(SEED)
    return GraphTemplateService(
        transaction, reading, lambda: NOW, viewer, lambda _session: prices, read
    )


@pytest.fixture
def saved(service):
    """One of Alice's."""
    wanted = [Wanted("idea", "text", "idea", "What is seen")]
    return service.save(ALICE, MINE, title=" My  fox ", wanted=wanted, language="en")


@pytest.fixture
def file(transaction):
    def file(kind="image", account=ALICE):
        facts = MediaFacts(suffix="png", width=200, height=100, bytes=9)
        made = Asset(secrets.token_hex(16), account.id, kind, "0" * 64, facts, NOW)
        with transaction() as session:
            assets.add_asset(session, made)
        return made.id

    return file


def params_of(graph):
    return {node["id"]: node["params"] for node in graph["nodes"]}


def refused(caught):
    return caught.value.params["field"], caught.value.params["problem"]


def test_ours_are_there_in_both_languages_for_nothing(service):
    french, english = (service.all(ALICE, language=one) for one in ("fr", "en"))

    assert [one.slug for one in french] == [one.slug for one in builtin_graphs()]
    assert all(one.is_free and one.credits == 0 and not one.needs for one in english)
    assert (french[0].title, english[0].title) == ("Une idée, une vidéo", "One idea, one video")
    assert english[0].holes[0].example.startswith("A lighthouse")


def test_what_is_typed_goes_into_the_holes_and_nowhere_else(service):
    title, graph = service.filled(
        ALICE, "three-looks", values={"idea": "{{idea}} {{look}} <b>"}, assets={}, language="en"
    )

    params = params_of(graph)
    assert title == "One idea, three looks"
    assert params["look-1"]["text"] == "{{idea}} {{look}} <b>, at dawn, golden mist and soft light"


def test_what_is_not_said_is_as_in_the_example(service):
    _, graph = service.filled(ALICE, "quote-of-the-day", values={}, assets={}, language="fr")

    params = params_of(graph)
    assert params["quote"]["text"].startswith("Fais une petite chose")
    assert params["captions"]["language"] == "fr"


def test_a_file_goes_where_it_is_asked_for(service, file):
    mine = file()

    _, graph = service.filled(
        ALICE, "picture-to-video", values={}, assets={"photo": mine}, language="en"
    )

    assert params_of(graph)["asset"] == {"asset": mine}


@pytest.mark.parametrize(
    ("values", "field", "problem"),
    [
        ({"nothing": "x"}, "values.nothing", "unknown"),
        ({"idea": "x" * 901}, "values.idea", "too_long"),
        ({"idea": "  "}, "values.idea", "empty"),
    ],
)
def test_what_does_not_fit_a_hole_is_told(service, values, field, problem):
    with pytest.raises(InvalidInput) as caught:
        service.filled(ALICE, "idea-to-video", values=values, assets={}, language="en")

    assert refused(caught) == (field, problem)


def test_a_file_of_another_kind_or_of_somebody_else_is_refused(service, file):
    def use(name, asset_id):
        service.filled(ALICE, "picture-to-video", values={}, assets={name: asset_id}, language="en")

    with pytest.raises(InvalidInput) as caught:
        use("photo", file("audio"))
    assert refused(caught) == ("assets.photo", "not_a_picture")
    with pytest.raises(InvalidInput) as caught:
        use("clip", file("video"))
    assert refused(caught) == ("assets.clip", "unknown")
    with pytest.raises(NotFound):
        use("photo", file(account=BOB))


def test_a_graph_is_saved_with_holes_and_without_what_is_ones_own(service, saved):
    detail = service.get(ALICE, saved.view.slug, language="en")

    assert saved.view.title == "My fox"
    told = {(one.what, one.node) for one in saved.removed}
    assert told == {
        ("pin", "picture"),
        ("asset", "picture"),
        ("brand", "film"),
        ("edits", "captions"),
    }
    text = json.dumps(service.exported(ALICE, saved.view.slug))
    assert not [mine for mine in "bcd" if mine * 32 in text]
    assert [(hole.name, hole.kind, hole.label) for hole in detail.view.holes] == [
        ("idea", "text", "What is seen"),
        ("who", "text", "Who"),
        ("file_1", "image", "asset 1"),
    ]


def test_it_says_what_it_needs_and_costs(saved):
    need = saved.view.needs[0]

    assert (need.kind, need.provider, need.title) == ("image", "luma", "Luma")
    assert (saved.view.credits, saved.view.is_free) == (3, False)
    assert saved.view.nodes == 6


def test_what_is_made_of_it_is_as_the_graph_was(service, saved):
    title, graph = service.filled(
        ALICE,
        saved.view.slug,
        values={"idea": "a cat", "who": "Tom"},
        assets={},
        language="fr",
    )

    params = params_of(graph)
    assert title == "My fox"
    assert params["idea"]["text"] == "a cat"
    assert params["sound"]["text"] == "Tom says hello"
    assert params["picture"] == {}
    assert params["film"] == {"title": "Fox"}
    assert len(graph["edges"]) == 5


@pytest.mark.parametrize(
    ("wanted", "field", "problem"),
    [
        ([Wanted("nobody", "text")], "holes.0.node", "unknown"),
        ([Wanted("image", "provider")], "holes.0.param", "not_allowed"),
        ([Wanted("picture", "asset")], "holes.0.param", "not_allowed"),
        ([Wanted("idea", "text", "x"), Wanted("sound", "text", "x")], "holes.1.name", "exists"),
        ([Wanted("idea", "text", "No name")], "holes.0.name", "malformed"),
        ([Wanted("idea", "text", "x", example="y" * 1001)], "holes.0.example", "too_long"),
    ],
)
def test_what_cannot_be_a_hole_is_told(service, wanted, field, problem):
    with pytest.raises(InvalidInput) as caught:
        service.save(ALICE, MINE, title="Mine", wanted=wanted)

    assert refused(caught) == (field, problem)


def test_a_hole_that_is_closed_keeps_its_example_as_text(service, saved):
    slug = saved.view.slug

    changed = service.change(
        ALICE, slug, title="Better", told=[HoleWords("who", "Name", "Ann")], language="en"
    )

    assert changed.title == "Better"
    assert [(h.name, h.label, h.example) for h in changed.holes if h.kind == "text"] == [
        ("who", "Name", "Ann")
    ]
    _, graph = service.filled(ALICE, slug, values={}, assets={}, language="en")
    assert params_of(graph)["idea"]["text"] == "a fox in the snow"
    assert params_of(graph)["sound"]["text"] == "Ann says hello"


@pytest.mark.parametrize(
    ("told", "field", "problem"),
    [
        ([HoleWords("nothing")], "holes.0.name", "unknown"),
        ([HoleWords("who"), HoleWords("who")], "holes.1.name", "exists"),
        ([HoleWords("who", example="x" * 1001)], "holes.0.example", "too_long"),
    ],
)
def test_what_is_no_change_is_told(service, saved, told, field, problem):
    with pytest.raises(InvalidInput) as caught:
        service.change(ALICE, saved.view.slug, told=told)

    assert refused(caught) == (field, problem)


def test_somebody_elses_is_not_there(service, saved):
    slug = saved.view.slug

    assert slug not in {one.slug for one in service.all(BOB, language="en")}
    assert not service.knows(BOB, slug)
    for attempt in (
        lambda: service.get(BOB, slug, language="en"),
        lambda: service.filled(BOB, slug, values={}, assets={}, language="en"),
        lambda: service.change(BOB, slug, title="Stolen"),
        lambda: service.delete(BOB, slug),
        lambda: service.exported(BOB, slug),
        lambda: service.save(BOB, MINE, title="Stolen"),
    ):
        with pytest.raises(NotFound):
            attempt()
    service.delete(ALICE, slug)
    assert not service.knows(ALICE, slug)


def test_ours_can_be_neither_changed_nor_deleted(service):
    for attempt in (service.delete, service.change):
        with pytest.raises(NotFound):
            attempt(ALICE, "idea-to-video")


def test_there_is_room_for_so_many(service, saved, monkeypatch):
    monkeypatch.setattr(limits, "MOST", 1)

    with pytest.raises(Conflict):
        service.save(ALICE, MINE, title="One more")


def test_every_one_can_be_carried(service, saved):
    for slug in (saved.view.slug, *(one.slug for one in builtin_graphs())):
        told = json.loads(json.dumps(service.exported(ALICE, slug)))
        before = service.get(ALICE, slug, language="en")

        taken = service.imported(BOB, told)

        assert taken.removed == ()
        again = service.get(BOB, taken.view.slug, language="en")
        kept = replace(
            again.view,
            slug=slug,
            is_own=before.view.is_own,
            poster_url=before.view.poster_url,
            preview_url=before.view.preview_url,
        )
        assert (kept, params_of(again.graph)) == (before.view, params_of(before.graph))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"texts": {}}, "data.texts"),
        ({"texts": {"en": {"title": "x" * 101}}}, "title"),
        ({"texts": None}, "data"),
        ({"graph": []}, "data.graph"),
        ({"graph": {"nodes": "x"}}, "nodes"),
        ({"graph": {"nodes": [{"id": "<script>", "type": "prompt"}]}}, "nodes.0.id"),
        ({"holes": [{"name": "x" * 99, "label": {}}]}, "data.holes.0.name"),
        ({"holes": [{"name": "a", "label": {"en": "x" * 999}}]}, "data.holes.0.label"),
        ({"files": [{"evil": 1}] * 99}, "data.files"),
    ],
)
def test_a_hostile_file_is_told_and_nothing_is_kept(service, change, field):
    told = service.exported(ALICE, "idea-to-video")

    with pytest.raises(InvalidInput) as caught:
        service.imported(ALICE, {**told, **change})

    assert caught.value.params["field"].startswith(field)
    assert len(service.all(ALICE, language="en")) == len(builtin_graphs())


@pytest.mark.parametrize(
    ("nodes", "edges", "problem"),
    [
        ([], [], "empty"),
        ([{"id": "a", "type": "prompt"}] * 2, [], "duplicate_node"),
        (
            [{"id": "a", "type": "enhance"}],
            [{"source": "a", "sourceHandle": "text", "target": "a", "targetHandle": "text"}],
            "cycle",
        ),
    ],
)
def test_a_graph_that_is_none_is_told(service, nodes, edges, problem):
    told = service.exported(ALICE, "idea-to-video")

    with pytest.raises(InvalidGraph) as caught:
        service.imported(ALICE, {**told, "graph": {"nodes": nodes, "edges": edges}, "holes": []})

    assert caught.value.params["problem"] == problem


def test_what_a_file_should_not_have_is_left_out_and_told(service):
    told = service.exported(ALICE, "idea-to-video")
    nodes = [
        {"id": "a", "type": "prompt", "params": {"text": "{{idea}}"}, "pin": "c" * 32},
        {"id": "b", "type": "asset", "params": {"asset": "b" * 32}},
        {"id": "c", "type": "oracle", "params": {"any": [1, {"x": None}]}},
    ]
    edges = [{"source": "a", "sourceHandle": "text", "target": "z", "targetHandle": "text"}]

    taken = service.imported(ALICE, {**told, "graph": {"nodes": nodes, "edges": edges}})

    assert {(one.what, one.node) for one in taken.removed} == {
        ("pin", "a"),
        ("asset", "b"),
        ("node", "c"),
        ("edge", "z"),
    }
    assert (taken.view.credits, taken.view.is_free) == (None, False)
