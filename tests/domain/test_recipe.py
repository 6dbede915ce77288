"""Recipes: equal ones need not be made twice, and a difference is told by its name."""

from hypothesis import given
from hypothesis import strategies as st

from vidgenie import nodes
from vidgenie.domain.node_type import NodeType
from vidgenie.domain.recipe import Change, changes, from_json, recipe_of
from vidgenie.plugins import discover

TYPES = discover(nodes, NodeType)
TEXT = {"type": "text", "text": "a lake"}


def image(inputs=None, **params):
    node_type = TYPES["image"]
    return recipe_of(
        node_type,
        node_type.parse(params, node="x"),
        {"prompt": [TEXT]} if inputs is None else inputs,
    )


def test_what_is_not_said_and_what_is_usual_are_the_same():
    assert image().digest == image(size="1080x1920", seed=0).digest


def test_who_may_take_over_is_no_part_of_what_is_made():
    assert image().digest == image(fallback=["openai"], max_micro_usd=5).digest


def test_the_difference_is_told():
    assert changes(image(), image(seed=4, style="natural")) == (
        Change("value", "seed"),
        Change("value", "style"),
    )
    other = image(inputs={"prompt": [{"type": "text", "text": "a sea"}]})
    assert changes(image(), other) == (Change("input", "prompt"),)
    assert changes(image(), image(inputs={})) == (Change("input", "prompt"),)


def test_the_order_of_what_comes_in_counts():
    one = image(inputs={"prompt": [TEXT, {**TEXT, "text": "b"}]})
    other = image(inputs={"prompt": [{**TEXT, "text": "b"}, TEXT]})

    assert one.digest != other.digest


@given(st.integers(0, 2**31 - 1), st.sampled_from(["vivid", "natural"]), st.text(max_size=20))
def test_a_recipe_outlives_being_stored(seed, style, text):
    made = image(inputs={"prompt": [{**TEXT, "text": text}]}, seed=seed, style=style)

    stored = from_json(made.to_json())

    assert (stored, stored.digest) == (made, made.digest)
    assert changes(stored, made) == ()
