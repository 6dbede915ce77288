"""Values are stored as JSON and come back as they were."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidgenie.domain.captions import STYLES, CaptionLook, Captions, TimedWord
from vidgenie.domain.files import FileValue, PortType
from vidgenie.domain.timeline import Fit, Music, Shot, Transition, TransitionKind
from vidgenie.domain.value import (
    CaptionsValue,
    MusicValue,
    SegmentValue,
    TextValue,
    Value,
    from_json,
    to_json,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
NUMBER = st.floats(0, 600)
PART = st.floats(0, 1)
FILES = st.builds(
    FileValue,
    asset_id=st.text("0123456789abcdef", min_size=32, max_size=32),
    type=st.sampled_from([PortType.IMAGE, PortType.VIDEO, PortType.AUDIO]),
    suffix=st.sampled_from(["png", "jpg", "mp4", "wav", "mp3", "m4a"]),
    width=st.integers(0, 4096),
    height=st.integers(0, 4096),
    bytes=st.integers(0, 2**40),
    seconds=st.none() | NUMBER,
    thumbnail_id=TEXT,
    origin=st.dictionaries(TEXT, TEXT, max_size=4),
)
CAPTIONS = st.builds(
    Captions,
    words=st.lists(st.builds(TimedWord, TEXT, NUMBER, NUMBER), max_size=4).map(tuple),
    look=st.builds(
        CaptionLook,
        style=st.sampled_from(STYLES),
        centre=PART,
        scale=PART,
        font=TEXT,
        colour=TEXT,
        is_burned=st.booleans(),
    ),
    language=st.sampled_from(["fr", "en", "ar", "ja"]),
)
SHOTS = st.builds(
    Shot,
    picture=FILES,
    seconds=st.none() | NUMBER,
    speech=st.none() | FILES,
    captions=st.none() | CAPTIONS,
    fit=st.sampled_from(Fit),
    focus=st.tuples(PART, PART),
    transition=st.builds(Transition, st.sampled_from(TransitionKind), NUMBER),
    keep_sound=st.booleans(),
    moves=st.booleans(),
)
VALUES = (
    st.builds(TextValue, TEXT)
    | FILES
    | st.builds(CaptionsValue, CAPTIONS)
    | st.builds(MusicValue, st.builds(Music, FILES, PART, st.booleans(), NUMBER, NUMBER))
    | st.builds(SegmentValue, SHOTS)
)


@given(VALUES)
def test_a_value_comes_back_as_it_was_stored(value: Value) -> None:
    stored = json.loads(json.dumps(to_json(value)))

    assert from_json(stored) == value


@given(VALUES)
def test_what_is_stored_says_its_type(value: Value) -> None:
    assert PortType(str(to_json(value)["type"])) is value.type


@given(VALUES)
def test_a_value_is_stored_the_same_way_again(value: Value) -> None:
    once = json.dumps(to_json(value), sort_keys=True)

    assert json.dumps(to_json(from_json(json.loads(once))), sort_keys=True) == once


def test_words_keep_their_typography() -> None:
    words = (TimedWord("nuit\N{NARROW NO-BREAK SPACE}?", 0.1, 0.4), TimedWord("\U0001f31b", 1, 2))
    value = CaptionsValue(Captions(words))

    assert from_json(json.loads(json.dumps(to_json(value)))) == value


@pytest.mark.parametrize("kind", ["picture", "VIDEO", "text "])
def test_a_type_there_is_not_is_refused(kind: str) -> None:
    with pytest.raises(ValueError, match=kind):
        from_json({"type": kind, "text": "x"})
