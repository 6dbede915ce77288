"""The canvas knows every word it may have to say."""

import re
from pathlib import Path
from typing import get_args

import pytest

import vidgenie.ui.flow
from vidgenie import nodes
from vidgenie.domain.node_type import NodeType
from vidgenie.domain.value import PortType
from vidgenie.nodes.note import NoteParams
from vidgenie.plugins import discover
from vidgenie.ui.i18n import catalogue

EN = catalogue.texts("en")
FOLDER = Path(vidgenie.ui.flow.__file__).parent
TYPES = discover(nodes, NodeType)
COLOURS = get_args(NoteParams.model_fields["colour"].annotation)


def script(name):
    return (FOLDER / name).read_text()


def between(text, start, end):
    return text.partition(start)[2].partition(end)[0]


ACTIONS = re.findall(r"\{ name: \"(\w+)\", group: \"(\w+)\"(.*)", script("actions.js"))
KEYS = [
    key
    for _, _, rest in ACTIONS
    for key in re.findall(r"\"([^\"]+)\"", between(rest, "keys: [", "]"))
]


@pytest.mark.parametrize(
    ("group", "names"),
    [
        ("canvas_act", {name for name, _, _ in ACTIONS} | {"walk", "nudge", "menu", "pan"}),
        ("canvas_group", {group for _, group, _ in ACTIONS}),
        ("canvas_menu", {"node", "edge", "canvas"}),
        ("canvas_found", {"act", "node", "graph", "page"}),
        ("canvas_join", {"to", "from", "joined"}),
        ("port", {name for one in TYPES.values() for name in [*one.inputs, *one.outputs]}),
        ("port_type", set(PortType)),
        ("paper", set(COLOURS)),
        ("node", set(TYPES)),
        ("node_about", set(TYPES)),
        ("node_words", set(TYPES)),
        (
            "node_group",
            set(re.findall(r"\"(\w+)\"", between(script("palette.jsx"), "GROUPS = [", "]"))),
        ),
        (
            "key_name",
            {part for key in KEYS for part in key.split("+") if len(part) > 1},
        ),
    ],
)
def test_whatever_it_is_called_there_is_a_word_for_it(group, names):
    assert names
    assert {f"{group}.{name}" for name in names} <= EN.keys()


def test_no_two_actions_have_the_same_key():
    assert len(KEYS) > 25
    assert len(KEYS) == len(set(KEYS))


def test_a_note_has_the_colours_of_its_type():
    assert (
        tuple(re.findall(r"\"(\w+)\"", between(script("note.jsx"), "COLOURS = [", "]"))) == COLOURS
    )


def test_every_refusal_has_its_words():
    problems = set(re.findall(r"problem: \"(\w+)\"", script("wiring.js")))
    worded = set(re.findall(r"^  (\w+): \(t", script("wires.js"), re.MULTILINE))

    assert problems == {"self", "unknown_port", "wrong_type", "double", "loop"}
    assert problems <= worded
