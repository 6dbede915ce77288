"""The local text Provider: richer prompts, in the person's words and language."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from vidgenie.domain.ports.provider import Call
from vidgenie.domain.ports.text import EnhanceRequest
from vidgenie.providers.local.lexicon import OPENING, folded, read
from vidgenie.providers.local.phrases import ENGLISH, FRENCH
from vidgenie.providers.local.text import LocalText, enhanced
from vidgenie.providers.local.words import TIMES, WEATHERS

PROMPTS = st.lists(
    st.sampled_from(
        [
            "un",
            "une",
            "the",
            "a",
            "chat",
            "lighthouse",
            "phare",
            "storm",
            "orage",
            "nuit",
            "night",
            "mer",
            "sea",
            "Paris",
            "coffee",
            "café",
            "rose",
            "rouge",
            "city",
            "ville",
            "dans",
            "in",
            "forest",
            "sunset,",
            "rain;",
            "neige.",
            "run!",
            "desert?",
            "robot",
        ]
    ),
    min_size=1,
    max_size=90,
).map(" ".join)


def enhance(prompt, seed=0):
    return enhanced(prompt, read(prompt), seed=seed)


@given(PROMPTS, st.integers(0, 9))
def test_enhancement_is_longer_keeps_the_words_and_has_at_most_200(prompt, seed):
    text = enhance(prompt, seed)

    assert len(prompt) < len(text)
    assert folded(text)[: len(folded(prompt))] == folded(prompt)
    assert len(text.split()) <= 200


@given(PROMPTS, st.integers(0, 9))
def test_enhancement_is_read_like_the_prompt(prompt, seed):
    assert read(enhance(prompt, seed)) == read(prompt)


@given(st.text(min_size=1, max_size=1000))
def test_any_prompt_can_be_enhanced_in_at_most_200_words(prompt):
    assert len(enhance(prompt).split()) <= 200


@given(st.text(min_size=1, max_size=300))
@example("0\x85J")  # parted by a sign that only some take for a space
def test_enhancing_twice_adds_nothing_twice(prompt):
    assume(not any(opening in prompt for opening in OPENING.values()))
    once = enhance(prompt)

    assert enhance(once) == once


@pytest.mark.parametrize(
    ("prompt", "language", "heard"),
    [
        ("un phare sous l'orage", "fr", "La caméra"),
        ("a lighthouse in a storm", "en", "The camera"),
    ],
)
async def test_the_answer_is_in_the_language_of_the_prompt(prompt, language, heard):
    answer = await LocalText().enhance(EnhanceRequest(prompt=prompt), Call())

    assert (answer.language, answer.model) == (language, "local-1")
    assert heard in answer.text


def test_equal_seeds_give_equal_texts_and_others_vary():
    texts = [enhance("a dog on the beach", seed) for seed in (1, 1, 2, 3, 4)]

    assert texts[0] == texts[1]
    assert len(set(texts)) > 2


def test_framing_and_movement_that_the_prompt_names_are_left_to_it():
    text = enhance("drone shot over the cliffs, slow zoom")

    assert "lens" not in text
    assert "The camera" not in text


def test_colours_that_the_prompt_names_are_not_contradicted():
    text = enhance("une rose rouge")

    assert "Ces couleurs mènent l'image" in text


@pytest.mark.parametrize(("phrases", "side"), [(FRENCH, 0), (ENGLISH, 1)])
def test_no_added_sentence_names_a_time_or_a_weather(phrases, side):
    spoken = [
        sentence
        for choices in [*phrases.light.values(), phrases.palette.values(), *phrases.moods.values()]
        for sentence in choices
    ]
    named = {
        term.rstrip("!*")
        for terms in [*TIMES.values(), *WEATHERS.values()]
        for term in terms[side].split()
        if "_" not in term
    }

    assert not {word for sentence in spoken for word in folded(sentence)} & named


@pytest.mark.parametrize("field", ["shots", "light", "moods", "palette"])
def test_both_languages_say_the_same_things(field):
    french, english = getattr(FRENCH, field), getattr(ENGLISH, field)

    assert french.keys() == english.keys()
