"""Scenes: any prompt gives one, the same each time, and it shows what was asked."""

import hashlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vidgenie.providers.local.layers import flattened
from vidgenie.providers.local.lexicon import read
from vidgenie.providers.local.picture import picture
from vidgenie.providers.local.scene import OVERSCAN, build, grade
from vidgenie.providers.local.subjects import SUBJECTS
from vidgenie.providers.local.text import enhanced
from vidgenie.providers.local.words import PLACES, WEATHERS

TINY = (64, 96)
SMALL = (108, 192)
KNOWN = st.sampled_from(
    sorted(
        {
            term.rstrip("!").replace("_", " ")
            for terms in [*PLACES.values(), *WEATHERS.values()]
            for side in terms
            for term in side.split()
        }
        | {name.replace("_", " ") for s in SUBJECTS.values() for name in s.english.split()}
    )
)


def digest(prompt, seed, size=TINY):
    return hashlib.sha256(picture(prompt, seed=seed, size=size).tobytes()).hexdigest()


def seen(prompt, seed, size=SMALL):
    """The finished scene's colours in its middle, one for each of 12 x 20 squares."""
    scene = build(prompt, seed=seed, size=size)
    image = grade(scene, flattened(scene.layers))
    rows = np.array_split(image, 20, axis=0)
    return np.array([[c.mean((0, 1)) for c in np.array_split(r, 12, axis=1)] for r in rows])


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=1000), st.integers(0, 2**31 - 1))
def test_any_text_builds_a_scene(text, seed):
    scene = build(text, seed=seed, size=TINY)

    assert all(layer.rgba.shape == (96, scene.canvas[0], 4) for layer in scene.layers)


@settings(max_examples=25, deadline=None)
@given(st.lists(KNOWN, min_size=1, max_size=4).map(" ".join), st.integers(0, 99))
def test_any_known_words_together_build_a_finite_scene(words, seed):
    scene = build(words, seed=seed, size=TINY)

    image = grade(scene, flattened(scene.layers))

    assert 0 <= float(image.min()) <= float(image.max()) <= 1


@pytest.mark.parametrize("place", sorted(PLACES))
def test_the_same_seed_gives_the_same_bytes(place):
    word = PLACES[place][1].split()[0]

    assert digest(word, 5) == digest(word, 5)


@pytest.mark.parametrize("prompt", ["mountains", "the sea", "a city", "planet", "a robot", ""])
def test_another_seed_looks_clearly_different(prompt):
    first, second = seen(prompt, 1), seen(prompt, 2)

    assert float(np.abs(first - second).mean()) > 0.04


@pytest.mark.parametrize(
    "prompt",
    ["a cat on a chair", "un phare sous l'orage la nuit", "champ de lavande", "Tokyo, pluie"],
)
def test_a_prompt_and_its_enhancement_make_the_same_picture(prompt):
    richer = enhanced(prompt, read(prompt))

    assert digest(richer, 3) == digest(prompt, 3)


@pytest.mark.parametrize("prompt", ["mountain lake", "city", "a cat on a chair", "field", "ocean"])
def test_a_scene_has_the_same_shapes_at_every_size(prompt):
    small, large = seen(prompt, 4, SMALL), seen(prompt, 4, (324, 576))

    assert float(np.abs(small - large).mean()) < 0.04


@pytest.mark.parametrize("size", [(96, 96), (128, 72), (72, 128)])
def test_every_format_has_a_scene(size):
    scene = build("a boat on the sea", seed=1, size=size)

    assert (scene.size, scene.canvas) == (size, (round(size[0] * OVERSCAN / 2) * 2, size[1]))


def test_the_first_layer_covers_the_canvas_and_depths_are_between_0_and_1():
    layers = build("forest at dawn", seed=1, size=SMALL).layers

    covered = float(layers[0].rgba[..., 3].min()) == 1.0
    assert covered
    assert all(0 <= layer.depth <= 1.05 for layer in layers)


def test_a_layer_is_empty_outside_its_box():
    for layer in build("a dog, sunset", seed=1, size=SMALL).layers:
        left, top, right, bottom = layer.box or (0, 0, *layer.rgba.shape[1::-1])
        rest = layer.rgba[..., 3].copy()
        rest[top:bottom, left:right] = 0
        assert not rest.any()


@pytest.mark.parametrize(
    ("prompt", "particles"),
    [
        ("city in the rain", "rain"),
        ("montagne sous la neige", "snow"),
        ("forêt la nuit", "fireflies"),
        ("desert", "dust"),
        ("une tasse de thé, il pleut", "dust"),
    ],
)
def test_the_weather_is_in_the_air_outdoors(prompt, particles):
    assert build(prompt, seed=1, size=TINY).particles == particles


@pytest.mark.parametrize(
    ("night", "day"),
    [
        ("mountains at night", "mountains in the afternoon"),
        ("la mer la nuit", "la mer en plein jour"),
        ("une maison la nuit", "une maison de jour"),
    ],
)
def test_a_night_is_darker_than_a_day(night, day):
    assert float(seen(night, 1).mean()) < float(seen(day, 1).mean()) - 0.1


@pytest.mark.parametrize("place", ["mountains", "the sea", "a field", "the desert", "a forest"])
def test_a_thing_is_put_into_a_landscape(place):
    with_it, without = build(f"a dog, {place}", seed=1, size=TINY), build(place, seed=1, size=TINY)

    assert len(with_it.layers) > len(without.layers)


def test_a_thing_has_the_colour_the_prompt_names():
    red, blue = seen("a red guitar", 1), seen("a blue guitar", 1)

    middle = np.s_[11:15, 4:8]
    assert red[middle][..., 0].mean() > blue[middle][..., 0].mean() + 0.1


def test_a_noun_that_only_the_emoji_dictionary_knows_is_shown():
    known, unknown = build("un hérisson", seed=1, size=TINY), build("un zglorp", seed=1, size=TINY)

    assert len(known.layers) > 5
    assert digest("un hérisson", 1) != digest("un zglorp", 1)
    assert unknown.layers
