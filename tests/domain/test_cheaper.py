"""What a Graph that costs too much could be made with instead."""

import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vidgenie import nodes
from vidgenie.bootstrap import all_providers
from vidgenie.domain.cheaper import free, smaller
from vidgenie.domain.graph import CheckedNode, Node
from vidgenie.domain.instead import changed
from vidgenie.domain.node_type import NodeType
from vidgenie.domain.pricing import ANY, SEED, PriceTable, quote
from vidgenie.errors import InvalidInput
from vidgenie.plugins import discover

TYPES = discover(nodes, NodeType)
MAKERS = all_providers()
PRICES = PriceTable(SEED)
CHOICES = {
    "enhance": [{}],
    "image": [{"size": size} for size in ("512x512", "1080x1920", "1024x1024", "2048x2048")],
    "video": [{"duration": seconds} for seconds in (5, 8, 15, 30, 60)],
    "speech": [{"seconds": seconds} for seconds in (None, 5, 60)],
}
FED = {"enhance": {"text"}, "image": {"prompt"}, "video": {"prompt"}, "speech": {"text"}}


def checked(node_type: str, name: str = "n", **params: object) -> CheckedNode:
    kind = TYPES[node_type]
    typed = kind.parse(params, node=name)
    return CheckedNode(Node(name, node_type, params), kind, typed, frozenset(FED[node_type]))


def suits(one: CheckedNode) -> bool:
    try:
        one.type.suits(one.params, MAKERS[one.type.kind, one.type.provider(one.params)], one.inputs)
    except InvalidInput:
        return False
    return True


def possible():
    """Every Node of these that its Provider could make."""
    for node_type, values in CHOICES.items():
        slugs = [slug for kind, slug in MAKERS if kind == TYPES[node_type].kind]
        for slug, params in itertools.product(slugs, values):
            if suits(checked(node_type, provider=slug, **params)):
                yield node_type, {"provider": slug, **params}


POSSIBLE = list(possible())
GRAPHS = st.lists(st.sampled_from(POSSIBLE), min_size=1, max_size=8).map(
    lambda chosen: [
        checked(node_type, f"n{place}", **params)
        for place, (node_type, params) in enumerate(chosen)
    ]
)
TABLES = st.lists(st.integers(0, 90), min_size=len(SEED), max_size=len(SEED)).map(
    lambda drawn: PriceTable({**dict(zip(SEED, drawn, strict=True)), ("local", ANY): 0})
)


def others(one: CheckedNode, but: set[str]) -> dict[str, object]:
    return {name: value for name, value in dict(one.params).items() if name not in but}


@settings(max_examples=150, deadline=None)
@given(graph=GRAPHS, prices=TABLES | st.just(PRICES), most=st.integers(0, 300))
def test_with_smaller_settings_it_fits_with_as_few_changes_as_can_be(graph, prices, most):
    changes = smaller(graph, prices, MAKERS, most=most)
    after = changed(graph, changes)

    if changes:
        assert quote(graph, prices).total > most >= quote(after, prices).total
        assert all(suits(one) for one in after)
        for left_out in changes:
            rest = [one for one in changes if one is not left_out]
            assert quote(changed(graph, rest), prices).total > most
    for change, old, new in (
        (c, *pair) for c in changes for pair in zip(graph, after, strict=True)
    ):
        if old.node.id == change.node_id:
            assert new.type.provider(new.params) == old.type.provider(old.params)
            assert others(old, set(change.after)) == others(new, set(change.after))


@settings(max_examples=100, deadline=None)
@given(graph=GRAPHS, prices=TABLES | st.just(PRICES))
def test_what_this_server_makes_itself_costs_nothing(graph, prices):
    changes = free(graph, prices, MAKERS)
    after = changed(graph, changes)

    if changes:
        assert quote(after, prices).total == 0
        assert all(suits(one) for one in after)
    else:
        # Either nothing costs anything, or one of them is beyond this server.
        paid = [one for one in graph if quote([one], prices).total]
        assert not paid or any(not free([one], prices, MAKERS) for one in paid)


@pytest.mark.parametrize(
    ("most", "after"),
    [
        (43, {"i": {"size": "1024x1024"}}),
        (42, {"i": {"size": "512x512"}}),
        (35, {"b": {"duration": 8}}),
        (33, {"i": {"size": "1024x1024"}, "b": {"duration": 8}}),
        (22, {"a": {"duration": 8}, "b": {"duration": 8}, "i": {"size": "512x512"}}),
        (21, {}),
    ],
)
def test_the_fewest_changes_and_of_those_the_gentlest(most, after):
    clips = [checked("video", name, provider="veo", duration=15) for name in "ab"]
    graph = [*clips, checked("image", "i", provider="openai", size="2048x2048")]

    changes = smaller(graph, PRICES, MAKERS, most=most)

    assert {one.node_id: one.after for one in changes} == after


def test_a_picture_keeps_its_shape_where_it_can():
    stability = [checked("image", provider="stability", size="2048x2048")]

    assert smaller(stability, PRICES, MAKERS, most=4)[0].after == {"size": "1024x1024"}


@pytest.mark.parametrize("most", [0, 9])
def test_nothing_is_proposed_that_does_not_fit(most):
    assert smaller([checked("video", provider="luma", duration=5)], PRICES, MAKERS, most=most) == []


def test_what_fits_already_stays():
    assert smaller([checked("video", provider="veo", duration=15)], PRICES, MAKERS, most=20) == []
    assert free([checked("video", provider="local", duration=60)], PRICES, MAKERS) == []


def test_the_demo_forgets_the_models_and_voices_of_the_other():
    said = checked("speech", provider="openai", voice="alloy", model="tts-1-hd", language="fr")

    (change,) = free([said], PRICES, MAKERS)

    assert change.after["provider"] == "local"
    assert (change.after["voice"], change.after["model"]) == ("", "")
    assert "language" not in change.after


def test_five_hundred_nodes_are_looked_at_in_a_moment():
    graph = [checked("video", f"n{n}", provider="veo", duration=15) for n in range(500)]
    begun = time.process_time()

    changes = smaller(graph, PRICES, MAKERS, most=5_500)

    assert len(changes) == 450
    assert time.process_time() - begun < 3
