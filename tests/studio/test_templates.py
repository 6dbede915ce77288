"""Templates of Graphs that come along, really run."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tools.template_previews import brought
from vidgenie import studio
from vidgenie.services.builtin_graphs import builtin_graphs
from vidgenie.studio.runs import finished, succeeded
from vidgenie.studio.workplace import Workplace

FOLDER = Path(__file__).parent.parent.parent / "vidgenie" / "services" / "builtin_graphs"
# Small enough for a test: the same Nodes, fewer pixels.
SMALLER = {
    "image": {"size": "540x960"},
    "video": {"resolution": "720p", "duration": 5},
    "assemble": {"profile": "draft"},
}


@pytest.fixture
def place(installed):
    """Where a script works."""
    return studio.connect()


def smaller(graph):
    nodes = tuple(
        replace(node, params={**node.params, **SMALLER.get(node.type, {})}) for node in graph.nodes
    )
    return replace(graph, nodes=nodes)


def made(place: Workplace, slug, **assets):
    """What a Run of the Template makes of its examples."""
    begun = place.services.gallery.use(place.account, slug, values={}, assets=assets, language="en")
    graph = smaller(place.services.graph_book.get(place.account, begun.id).graph)
    started = place.services.runs.start(place.account, graph)
    assert started.credits == 0
    result = succeeded(finished(place, started.run_id)).result
    assert result is not None
    return result


def test_an_idea_becomes_a_video(place):
    result = made(place, "idea-to-video")

    assert (result.type, result.width, result.height) == ("video", 720, 1280)
    assert result.seconds == pytest.approx(5, abs=0.2)


@pytest.mark.soak
@pytest.mark.parametrize(
    "slug", [one.slug for one in builtin_graphs() if not one.body.files and one.body.holes]
)
def test_every_one_that_asks_for_no_file_makes_a_video(place, slug):
    result = made(place, slug)

    assert result.type == "video"
    assert result.seconds > 4


@pytest.mark.soak
@pytest.mark.parametrize("slug", [one.slug for one in builtin_graphs() if one.body.files])
def test_every_one_that_asks_for_files_makes_a_video_of_them(place, slug):
    told = json.loads((FOLDER / f"{slug}.json").read_text("utf-8"))
    texts = {"image": "a lake", "video": "a lake", "audio": "Hello to everybody."}
    files = {
        hole["name"]: brought(place, hole["kind"], texts[hole["kind"]]) for hole in told["files"]
    }

    result = made(place, slug, **files)

    assert result.type == "video"
