"""Which wires may be drawn on the canvas, and what is found by a few letters; run by Node."""

import json

import pytest

from tests.ui import node_page
from vidgenie import nodes
from vidgenie.domain.node_type import NodeType
from vidgenie.plugins import discover

_SCRIPT = """
import * as wiring from "./flow/wiring.js";
import { found } from "./flow/fuzzy.js";
const { types, calls, searches } = %s;
const typeOf = (slug) => types.find((type) => type.slug === slug) ?? null;
const last = (name) => (name === "takers" ? types : typeOf);
const answers = calls.map(([name, ...args]) => wiring[name](...args, last(name)));
const hits = searches.map(([items, looked]) => found(items, looked, (item) => [item]));
console.log(JSON.stringify([answers, hits]));
"""


def ports(declared):
    return [
        {"name": name, "types": [kind.value for kind in port.types], "required": port.required}
        for name, port in declared.items()
    ]


def types():
    """The node types of this installation, as the catalog tells browsers of them."""
    return [
        {"slug": slug, "inputs": ports(found.inputs), "outputs": ports(found.outputs)}
        for slug, found in discover(nodes, NodeType).items()
    ]


def edge(wire):
    source, target = wire.split(" > ")
    (a, out), (b, into) = source.split("."), target.split(".")
    return {"source": a, "sourceHandle": out, "target": b, "targetHandle": into}


# Two pictures of one idea, a clip of the first, a clip of that clip, and something unheard of.
IDS = {
    "idea": "prompt",
    "enhance": "enhance",
    "image": "image",
    "image-2": "image",
    "video": "video",
    "video-2": "video",
    "output": "output",
    "note": "note",
    "odd": "from_elsewhere",
}
GRAPH = {
    "nodes": {name: {"id": name, "type": kind} for name, kind in IDS.items()},
    "edges": [
        edge("idea.text > enhance.text"),
        edge("enhance.text > image.prompt"),
        edge("image.image > video.image"),
        edge("video.video > video-2.video"),
    ],
}
WIRES = {
    "idea.text > image-2.prompt": None,
    "video.video > output.result": None,
    "image.image > output.result": None,
    "video-2.video > video.video": "loop",
    "video.video > video.video": "self",
    "idea.text > image.image": "wrong_type",
    "image.image > video.image": "double",
    "image-2.image > video.image": None,
    "idea.text > odd.text": "unknown_port",
    "idea.text > note.text": "unknown_port",
    "idea.nothing > image.prompt": "unknown_port",
    "nobody.text > image.prompt": "unknown_port",
}
FROM_IDEA = {"source": "idea", "sourceHandle": "text"}
INTO_VIDEO = {"target": "video-2", "targetHandle": "image"}
SEARCHES = [
    (["Vidéo", "Voix", "Image", "Musique"], "video"),
    (["Better prompt", "Prompt", "Picture"], "prompt"),
    (["Assembly", "Segment", "Captions"], "asmbl"),
    (["Image", "Video"], "zzz"),
    (["Line of the script", "Script"], "li scr"),
    (["One", "Two"], "  "),
]


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """What the browser says to every question, in one go."""
    calls = [
        *[["canConnect", GRAPH, edge(wire)] for wire in WIRES],
        ["landing", GRAPH, FROM_IDEA, "image-2"],
        ["landing", GRAPH, FROM_IDEA, "output"],
        ["landing", GRAPH, {"source": "video", "sourceHandle": "video"}, "output"],
        ["landing", GRAPH, INTO_VIDEO, "image-2"],
        ["refusal", GRAPH, FROM_IDEA, "output"],
        ["refusal", GRAPH, FROM_IDEA, "note"],
        ["takers", GRAPH, FROM_IDEA],
        ["takers", GRAPH, INTO_VIDEO],
        ["choices", GRAPH, "image-2"],
        ["choices", GRAPH, "odd"],
    ]
    asked = {"types": types(), "calls": calls, "searches": SEARCHES}
    folder = node_page.lay_out(tmp_path_factory.mktemp("wiring"), {"flow": ("wiring", "fuzzy")})
    told, hits = node_page.printed(folder, _SCRIPT % json.dumps(asked))
    return told[: len(WIRES)], told[len(WIRES) :], hits


@pytest.mark.parametrize("wire", WIRES)
def test_a_wire_is_drawn_or_refused_with_the_reason(answers, wire):
    told = answers[0][list(WIRES).index(wire)]

    assert (told["problem"] if told else None) == WIRES[wire]


def test_a_refused_type_says_what_is_given_and_what_is_taken(answers):
    told = answers[0][list(WIRES).index("idea.text > image.image")]

    assert (told["gives"], told["takes"]) == (["text"], ["image"])


def test_a_wire_let_go_over_a_node_goes_to_its_only_fitting_port(answers):
    prompt, none, result, image = answers[1][:4]

    assert [prompt, none, result, image] == ["prompt", None, "result", "image"]


def test_why_nothing_of_a_node_fits(answers):
    wrong, none = answers[1][4:6]

    assert (wrong["problem"], none["problem"]) == ("wrong_type", "unknown_port")


def test_a_wire_in_the_void_is_offered_the_types_that_fit(answers):
    forward, backward = answers[1][6:8]

    assert forward.items() >= {"enhance": "text", "image": "prompt", "speech": "text"}.items()
    assert "output" not in forward
    assert backward.items() >= {"image": "image", "asset": "image"}.items()
    assert "prompt" not in backward


def test_everything_a_node_could_be_joined_with_can_be_joined(answers):
    offered, nothing = answers[1][8:]
    targets = {(one["wire"]["target"], one["wire"]["targetHandle"]) for one in offered}
    sources = {one["wire"]["source"] for one in offered if not one["isOut"]}

    assert ("video", "image") in targets
    assert ("output", "result") in targets
    assert sources == {"idea", "enhance", "image", "output"}
    assert nothing == []


@pytest.mark.parametrize(
    ("at", "first"),
    [
        (0, "Vidéo"),
        (1, "Prompt"),
        (2, "Assembly"),
        (3, None),
        (4, "Line of the script"),
        (5, "One"),
    ],
)
def test_a_few_letters_are_enough(answers, at, first):
    hits = answers[2][at]

    assert (hits[0] if hits else None) == first
