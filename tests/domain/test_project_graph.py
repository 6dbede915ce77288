"""Projects compile to Graphs that the checks of every Graph accept."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vidgenie import nodes
from vidgenie.domain.captions import CaptionLook
from vidgenie.domain.clip_order import LENGTHS, ClipOrder
from vidgenie.domain.cut import CutVoice
from vidgenie.domain.graph import MAX_NODES, Graph, check
from vidgenie.domain.node_type import NodeType
from vidgenie.domain.project import MOST_SEGMENTS, Choices, Mode, Project, Segment
from vidgenie.domain.project_graph import Footage, animatic, digest, film, quick, takes
from vidgenie.domain.take import order_for
from vidgenie.errors import InvalidInput
from vidgenie.plugins import discover

TYPES = discover(nodes, NodeType)
ASSET = "a" * 32
SCRIPT = {"theme": "Foxes", "segments": 2}


def project(*segments: Segment, **choices: object) -> Project:
    return Project("p", "A film", "Foxes", segments=segments, choices=Choices(**choices))


def segment(number: int, **values: object) -> Segment:
    return Segment(f"s{number}", **{"text": "Words.", "prompt": f"a fox {number}", **values})


def types_of(graph: Graph) -> dict[str, str]:
    return {node.id: node.type for node in graph.nodes}


def params_of(graph: Graph, node_id: str) -> dict[str, object]:
    return dict(next(node.params for node in graph.nodes if node.id == node_id))


def orders(of: Project, *, kind: str = "") -> dict:
    return {one.id: order_for(of, one, reference_kind=kind) for one in of.included}


MODES = st.sampled_from([Mode.TEXT, Mode.IMAGE, Mode.VIDEO, Mode.OWN])


@given(
    modes=st.lists(MODES, min_size=1, max_size=6),
    has_voice=st.booleans(),
    has_captions=st.booleans(),
    has_texts=st.booleans(),
    in_turn=st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_every_film_is_a_graph_that_can_run(modes, has_voice, has_captions, has_texts, in_turn):
    kinds = {Mode.VIDEO: "video", Mode.OWN: "video"}
    made = project(
        *(
            segment(
                number,
                mode=mode,
                reference=ASSET if mode in kinds else "",
                text="Words." if has_texts else "",
            )
            for number, mode in enumerate(modes)
        ),
        voice=CutVoice() if has_voice else None,
        look=CaptionLook() if has_captions else None,
    )
    own = {one.id: Footage(ASSET, "video", 5.0) for one in made.segments if one.mode is Mode.OWN}
    wanted = {
        one.id: order_for(made, one, reference_kind=kinds.get(one.mode, ""))
        for one in made.segments
        if one.mode is not Mode.OWN
    }

    drawn = film(made, own, wanted, in_turn=in_turn)

    assert len(check(drawn.graph, TYPES)) == len(drawn.graph.nodes)
    assert [order.segment for _, order in drawn.orders] == list(wanted)
    assert {types_of(drawn.graph)[node] for node, _ in drawn.orders} <= {"video"}


@pytest.mark.parametrize("make", [film, quick])
def test_the_largest_project_fits_into_a_graph(make):
    largest = project(
        *(segment(number, mode=Mode.IMAGE) for number in range(MOST_SEGMENTS)),
        music={"bed": "calm"},
    )
    wanted = orders(largest)
    drawn = (
        film(largest, {}, wanted)
        if make is film
        else quick(largest, wanted, {**SCRIPT, "segments": MOST_SEGMENTS})
    )

    assert len(check(drawn.graph, TYPES)) <= MAX_NODES


def test_a_segment_without_a_clip_is_named():
    with pytest.raises(InvalidInput) as caught:
        film(project(segment(1), segment(2)), {"s1": Footage(ASSET, "video", 5.0)}, {})

    assert caught.value.params["field"] == "segments.2"
    assert caught.value.params["problem"] == "no_clip"


def test_a_picture_is_drawn_first_where_a_clip_starts_from_one_and_there_is_none():
    made = project(segment(1, mode=Mode.IMAGE), image_provider="openai", provider="luma")

    graph = film(made, {}, orders(made)).graph

    assert types_of(graph)["picture-1"] == "image"
    assert params_of(graph, "picture-1")["provider"] == "openai"
    assert {edge.target_port for edge in graph.edges if edge.target == "clip-1"} == {
        "image",
        "prompt",
    }


def test_who_brings_a_picture_pays_for_none():
    made = project(segment(1, mode=Mode.IMAGE, reference=ASSET))

    graph = film(made, {}, orders(made, kind="image")).graph

    assert "picture-1" not in types_of(graph)
    assert params_of(graph, "reference-1") == {"asset": ASSET}


def test_clips_one_after_the_other_wait_for_each_other():
    made = project(segment(1), segment(2), segment(3))

    graph = film(made, {}, orders(made), in_turn=True).graph

    assert [(e.source, e.target) for e in graph.edges if e.target_port == "after"] == [
        ("clip-1", "clip-2"),
        ("clip-2", "clip-3"),
    ]


def test_a_preview_asks_nobody_outside():
    made = project(
        segment(1), provider="luma", image_provider="openai", voice=CutVoice("elevenlabs", "Ada")
    )

    graph = animatic(made, {}).graph

    providers = {node.params.get("provider", "local") for node in graph.nodes}
    assert providers == {"local"}
    assert params_of(graph, "assemble")["profile"] == "draft"


def test_a_quick_film_reads_what_the_script_says():
    made = project(segment(1, text="", prompt=""), segment(2, text="", prompt=""))
    wanted = {one: replace(order, prompt="") for one, order in orders(made).items()}

    graph = quick(made, wanted, SCRIPT).graph

    assert params_of(graph, "text-2") == {"number": 2, "part": "text"}
    assert params_of(graph, "prompt-1") == {"number": 1, "part": "prompt"}
    check(graph, TYPES)


def test_takes_alone_are_not_assembled():
    made = project(segment(1))
    wanted = [replace(order_for(made, made.segments[0]), seed=seed) for seed in range(3)]

    drawn = takes(made, wanted)

    assert "assemble" not in types_of(drawn.graph).values()
    assert [params_of(drawn.graph, node)["seed"] for node, _ in drawn.orders] == [0, 1, 2]
    check(drawn.graph, TYPES)


@pytest.mark.parametrize(("seconds", "duration"), [(1, 5), (5, 5), (6, 8), (9, 15), (30, 30)])
def test_a_clip_is_asked_for_in_the_next_length_there_is(seconds, duration):
    assert ClipOrder("a fox", seconds=seconds).duration == duration


def test_no_clip_is_longer_than_the_longest():
    with pytest.raises(InvalidInput):
        _ = ClipOrder("a fox", seconds=LENGTHS[-1] + 1).duration


@pytest.mark.parametrize(
    ("change", "matters"),
    [
        ({"text": "Others."}, True),
        ({"seconds": 6}, True),
        ({"is_included": False}, True),
        ({"focus_x": 0.1}, True),
        ({"prompt": "an owl"}, False),
        ({"provider": "luma"}, False),
        ({"version": 9}, False),
    ],
)
def test_a_film_is_outdated_by_what_is_seen_or_heard_in_it(change, matters):
    before = project(segment(1), segment(2))
    after = replace(before, segments=(before.segments[0], replace(before.segments[1], **change)))

    assert (digest(before, {}) != digest(after, {})) is matters


def test_another_take_makes_another_film():
    made = project(segment(1))

    assert digest(made, {"s1": "one"}) != digest(made, {"s1": "two"})


@pytest.mark.parametrize(
    ("change", "matters"),
    [
        ({"prompt": "an owl"}, True),
        ({"mode": Mode.IMAGE}, True),
        ({"mode": Mode.IMAGE, "reference": ASSET}, True),
        ({"reference": ASSET}, False),
        ({"provider": "luma"}, False),
        ({"seconds": 8}, True),
        ({"text": "Others."}, False),
        ({"is_included": False}, False),
        ({"id": "other"}, False),
    ],
)
def test_a_take_is_outdated_by_what_decides_about_the_clip(change, matters):
    made = project(segment(1))
    other = replace(made.segments[0], **change)

    recipe = order_for(made, made.segments[0]).recipe

    assert (order_for(made, other).recipe != recipe) is matters
