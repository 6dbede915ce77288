"""Cuts compile to Graphs that can run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidgenie import nodes
from vidgenie.domain.captions import CaptionLook
from vidgenie.domain.cut import Cut, CutClip, CutVoice, graph
from vidgenie.domain.graph import check
from vidgenie.domain.node_type import NodeType
from vidgenie.domain.timeline import LEAD, TAIL, TransitionKind
from vidgenie.plugins import discover

ASSET, SOUND = "a" * 32, "b" * 32
TYPES = discover(nodes, NodeType)


def clip(**values):
    return CutClip(**{"asset": ASSET, "kind": "video", "length": 6.0, **values})


def types(cut):
    """Node id -> its type."""
    return {node.id: node.type for node in graph(cut).nodes}


def params(cut, node_id):
    return next(node.params for node in graph(cut).nodes if node.id == node_id)


def fed(cut, node_id):
    """Input port -> ids of what feeds it."""
    return {
        port: [edge.source for edge in edges] for port, edges in graph(cut).sources(node_id).items()
    }


def test_a_clip_alone_needs_no_more_than_it_uses():
    assert types(Cut([clip()])) == {
        "clip-1": "footage",
        "segment-1": "segment",
        "assemble": "assemble",
        "output": "output",
    }


def test_segments_are_assembled_in_the_order_of_the_clips():
    cut = Cut([clip(), clip(kind="image", length=None), clip()])

    assert fed(cut, "assemble") == {"segments": ["segment-1", "segment-2", "segment-3"]}
    assert types(cut)["clip-2"] == "asset"


def test_what_is_said_is_shown_too():
    cut = Cut([clip(text=" Bonjour ")], voice=CutVoice(), look=CaptionLook("impact"))

    assert fed(cut, "segment-1") == {
        "picture": ["clip-1"],
        "speech": ["speech-1"],
        "captions": ["captions-1"],
    }
    assert fed(cut, "captions-1") == {"speech": ["speech-1"], "text": ["text-1"]}
    assert params(cut, "text-1") == {"text": "Bonjour"}
    assert params(cut, "captions-1")["style"] == "impact"


def test_a_recording_speaks_instead_of_the_voice():
    cut = Cut([clip(text="Bonjour", recording=SOUND)], voice=CutVoice(), look=CaptionLook())

    assert types(cut)["speech-1"] == "recording"
    assert fed(cut, "captions-1") == {"speech": ["speech-1"], "text": ["text-1"]}


def test_without_a_voice_the_text_is_shown_for_as_long_as_the_clip():
    cut = Cut([clip(text="Bonjour")], look=CaptionLook())

    assert "speech-1" not in types(cut)
    assert params(cut, "captions-1")["seconds"] == 6.0


def test_without_captions_nothing_is_shown():
    assert "captions-1" not in types(Cut([clip(text="Bonjour")], voice=CutVoice()))


@pytest.mark.parametrize(
    ("values", "room"),
    [
        ({}, 6.0),
        ({"seconds": 4.0}, 4.0),
        ({"kind": "image", "length": None}, None),
        ({"length": 90.0}, None),
        ({"length": LEAD + TAIL}, None),
    ],
)
def test_speech_is_fitted_to_a_clip_whose_length_is_known(values, room):
    cut = Cut([clip(text="Bonjour", **values)], voice=CutVoice())

    assert params(cut, "speech-1").get("seconds") == room


clips = st.builds(
    CutClip,
    asset=st.just(ASSET),
    kind=st.sampled_from(["image", "video"]),
    length=st.none() | st.floats(0.5, 100),
    seconds=st.none() | st.floats(0.5, 100),
    text=st.text("ab é\n", max_size=20),
    recording=st.sampled_from(["", SOUND]),
    focus=st.tuples(st.floats(0, 1), st.floats(0, 1)),
    transition=st.sampled_from(TransitionKind),
    keep_sound=st.booleans(),
)
cuts = st.builds(
    Cut,
    clips=st.lists(clips, min_size=1, max_size=8),
    voice=st.none() | st.just(CutVoice()),
    look=st.none() | st.just(CaptionLook()),
    music=st.none() | st.just({"asset": SOUND}),
)


@given(cuts)
def test_whatever_is_chosen_the_graph_can_run(cut):
    checked = check(graph(cut), TYPES)

    assert checked[-1].node.id == "output"
