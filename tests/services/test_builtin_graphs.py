"""The Templates of Graphs that come along: whole, in two languages, made by this server alone."""

import itertools
import json
import re
from pathlib import Path

import pytest
from PIL import Image

from tests.support.graph_templates import TYPES, built, filled
from vidgenie import bootstrap
from vidgenie.domain import graph_json
from vidgenie.domain.graph import check
from vidgenie.domain.pricing import SEED, PriceTable, quote
from vidgenie.services import template_holes as holes
from vidgenie.services.builtin_graphs import builtin_graphs
from vidgenie.services.builtin_templates import builtin_templates

ROOT = Path(__file__).parent.parent.parent
OURS = builtin_graphs()
EVERY = pytest.mark.parametrize("one", OURS, ids=lambda one: one.slug)
SPOKEN = pytest.mark.parametrize("language", ["en", "fr"])
FILES = (ROOT / "vidgenie" / "services" / "builtin_graphs").glob("*.json")
STORED = {path.stem: json.loads(path.read_text("utf-8")) for path in FILES}
PREVIEWS = ROOT / "assets" / "templates"


def texts(value):
    """Every text in a JSON value."""
    if isinstance(value, str):
        yield value
    for part in (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    ):
        yield from texts(part)


def test_there_are_many_with_those_of_projects_and_none_has_anothers_name():
    slugs = [one.slug for one in (*OURS, *builtin_templates())]

    assert len(slugs) >= 18
    assert len(set(slugs)) == len(slugs)
    assert sorted(one["place"] for one in STORED.values()) == list(range(1, len(OURS) + 1))


@EVERY
@SPOKEN
def test_with_its_examples_it_can_run_and_costs_nothing(one, language):
    checked = check(graph_json.from_json(filled(one, language)), TYPES)

    assert quote(checked, PriceTable(SEED)).total == 0
    makers = {c.type.provider(c.params) for c in checked if c.type.kind}
    assert makers <= {"local"}


@EVERY
def test_what_it_asks_of_this_server_is_something_it_can_do(one):
    nodes = check(graph_json.from_json(filled(one, "en")), TYPES)

    for c in nodes:
        if c.type.kind:
            c.type.suits(c.params, bootstrap.all_providers()[c.type.kind, "local"], c.inputs)


@EVERY
def test_its_longest_texts_fit_where_they_go(one):
    longest = {hole.name: "x" * hole.longest for hole in one.body.holes}
    graph = built(one, "en", holes.checked(one.body, longest, "en"))

    assert len(check(graph_json.from_json(graph), TYPES)) == len(graph["nodes"])


@EVERY
def test_every_hole_is_told_of_and_leads_somewhere(one):
    assert holes.names(one.body.graph) or one.body.files
    assert set(holes.names(one.body.graph)) == {hole.name for hole in one.body.holes}
    told = itertools.chain(one.body.holes, one.body.files)
    assert all(hole.label.keys() == {"en", "fr"} and all(hole.label.values()) for hole in told)
    assert all(hole.example.keys() == {"en", "fr"} for hole in one.body.holes)
    by_id = {node["id"]: node for node in one.body.graph["nodes"]}
    assert all(TYPES[by_id[f.node]["type"]].asset_type.value == f.kind for f in one.body.files)


@EVERY
@SPOKEN
def test_a_note_says_what_to_change(one, language):
    graph = filled(one, language)

    assert [node["type"] for node in graph["nodes"]].count("note") == 1
    assert all("{" not in text for text in texts(graph))
    note = next(node for node in graph["nodes"] if node["type"] == "note")
    assert len(note["params"]["text"]) > 60


@EVERY
def test_french_is_set_as_in_print(one):
    said = list(texts(STORED[one.slug]))
    french = [text for text in said if re.search(r"[éèàçê]| (de|la|le|un|une) ", text)]

    assert not [text for text in said if "'" in text]
    assert not [text for text in french if re.search(r"(?<![\u202f\d])[;:!?](?![\d/])", text)]


@EVERY
def test_nodes_do_not_lie_on_each_other(one):
    places = [
        (node["position"]["x"], node["position"]["y"])
        for node in one.body.graph["nodes"]
        if node["type"] != "note"
    ]

    assert len(set(places)) == len(places)


@EVERY
def test_it_is_seen_before_it_is_used(one):
    assert (PREVIEWS / f"{one.slug}.mp4").stat().st_size <= 120_000
    path = PREVIEWS / f"{one.slug}.jpg"
    assert path.stat().st_size <= 25_000
    with Image.open(path) as picture:
        assert (picture.format, picture.size) == ("JPEG", (240, 426))


def test_all_pictures_and_clips_together_are_small():
    assert sum(path.stat().st_size for path in PREVIEWS.iterdir()) <= 2_500_000


@EVERY
def test_nothing_in_its_file_goes_unread(one):
    told = STORED[one.slug]

    assert told.keys() == {"place", "texts", "preview", "holes", "files", "graph"}
    assert told["preview"].keys() <= {"files", "at", "span"}
    assert told["preview"].get("files", {}).keys() == {hole.name for hole in one.body.files}
