"""The captions node: which words it takes, and how they look."""

import json

import pytest

from vidgenie.domain.captions import STYLES, CaptionLook
from vidgenie.domain.value import FileValue, PortType, from_json, to_json
from vidgenie.errors import InvalidInput
from vidgenie.nodes.captions import CaptionsNode


class Desk:
    """What comes in by the ports."""

    def __init__(self, text="", speech=None):
        self.given = {"text": text}
        self.speech = speech

    def text(self, name):
        return self.given[name]

    def file(self, name):
        assert name == "speech"
        return self.speech


def speech(words=None, prompt="Où es-tu ?", seconds=2.0):
    origin = {"prompt": prompt} | ({"words": json.dumps(words)} if words else {})
    return FileValue("a", PortType.AUDIO, "wav", 0, 0, 9, seconds=seconds, origin=origin)


TOLD = [["où", 0.1, 0.3], ["es", 0.3, 0.5], ["tu", 0.6, 0.9]]


async def made(desk, **raw):
    value = (await CaptionsNode().run(CaptionsNode().parse(raw, node="captions"), desk))["captions"]
    assert from_json(to_json(value)) == value
    return value.captions


def texts(captions):
    return [word.text for word in captions.words]


async def test_words_are_those_the_voice_told():
    captions = await made(Desk(speech=speech(TOLD)))

    assert [[word.text, word.start, word.end] for word in captions.words] == TOLD
    assert captions.look == CaptionLook()


async def test_a_text_gives_its_spelling_when_it_has_as_many_words():
    assert texts(await made(Desk("Où es tu ?", speech(TOLD)))) == ["Où", "es", "tu\u202f?"]
    assert texts(await made(Desk("Où es-tu ?", speech(TOLD)))) == ["où", "es", "tu"]


async def test_words_no_voice_told_are_shared_over_its_time():
    captions = await made(Desk(speech=speech()))

    assert texts(captions) == ["Où", "es-tu\u202f?"]
    assert captions.words[-1].end == pytest.approx(2.0)
    assert texts(await made(Desk("Ici même", speech()))) == ["Ici", "même"]


async def test_a_text_alone_is_said_at_its_own_pace_or_in_the_seconds_it_has():
    free = await made(Desk("Bonjour à tous"), language="fr")
    fixed = await made(Desk("Bonjour à tous"), seconds=8)

    assert 0.5 < free.words[-1].end < 2.0
    assert fixed.words[-1].end == pytest.approx(8.0)


async def test_nothing_said_is_no_word():
    assert (await made(Desk(""))).words == ()
    assert (await made(Desk("", speech(prompt="")))).words == ()


async def test_the_look_is_as_it_was_chosen():
    look = {"style": "boxed", "centre": 0.3, "scale": 1.2, "font": "Anton", "is_burned": False}
    look |= {"colour": "#112233", "active": "#AABBCC", "box": "#000000"}

    captions = await made(Desk("Un mot"), language="en", **look)

    assert captions.look == CaptionLook(**look)
    assert captions.language == "en"


async def test_words_are_put_right():
    edits = [{"word": 0, "text": "Là"}, {"word": 2, "start": 0.7, "end": 1.0}]

    captions = await made(Desk(speech=speech(TOLD)), edits=edits)

    assert texts(captions) == ["Là", "es", "tu"]
    assert (captions.words[2].start, captions.words[2].end) == (0.7, 1.0)


async def test_an_edit_of_a_word_the_voice_has_not_said_changes_nothing():
    edits = [{"word": 3, "text": "x"}, {"word": 0, "text": "Là"}]

    captions = await made(Desk(speech=speech(TOLD)), edits=edits)

    assert texts(captions) == ["Là", *texts(await made(Desk(speech=speech(TOLD))))[1:]]


@pytest.mark.parametrize(
    "raw",
    [
        {"style": "fancy"},
        {"centre": 0.1},
        {"scale": 2},
        {"colour": "red"},
        {"active": "#12345"},
        {"box": "#GGGGGG"},
        {"seconds": 0},
        {"language": "french"},
        {"edits": [{"word": -1}]},
        {"edits": [{"word": 0, "colour": "#000000"}]},
        {"edits": [{"word": 0, "text": "x" * 201}]},
        {"edits": [{"word": 0}] * 2001},
    ],
)
def test_values_that_make_no_sense_are_refused(raw):
    with pytest.raises(InvalidInput):
        CaptionsNode().parse(raw, node="captions")


@pytest.mark.parametrize("style", STYLES)
def test_every_style_can_be_chosen(style):
    assert CaptionsNode().parse({"style": style}, node="captions").style == style


def test_it_needs_speech_or_a_text_and_costs_nothing():
    node = CaptionsNode()

    assert node.one_of == (("speech", "text"),)
    assert not any(port.required for port in node.inputs.values())
    assert node.action(node.parse({}, node="captions")) is None
