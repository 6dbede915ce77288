"""The speech node: what it asks for, of whom, and what it costs."""

from dataclasses import replace

import pytest

from vidgenie import nodes, providers
from vidgenie.domain.craft import FASTEST_STRETCH
from vidgenie.domain.node_type import NodeType
from vidgenie.domain.ports.speech import SpeechProvider, SpeechRequest
from vidgenie.domain.value import FileValue, PortType
from vidgenie.errors import InvalidInput
from vidgenie.nodes.speech import Speech
from vidgenie.plugins import discover
from vidgenie.providers.elevenlabs import ElevenLabs
from vidgenie.providers.local import LocalSpeech
from vidgenie.ui.i18n import catalogue

NONE = frozenset({"text"})


class Studio:
    """Keeps what it was asked to say."""

    def text(self, name):
        return {"text": "Bonjour."}[name]

    def __init__(self, seconds=1.0, pace=1.0):
        self.length = seconds
        self.pace = pace
        self.speeds = []
        self.crafted = []

    async def speak(self, request, *, provider):
        self.asked = (request, provider)
        self.speeds.append(request.speed)
        seconds = self.length / (1 + (request.speed - 1) * self.pace)
        return FileValue("a", PortType.AUDIO, "mp3", 0, 0, 9, seconds=seconds)

    async def craft(self, work):
        self.crafted.append(work)
        return replace(work.speech, seconds=work.speech.seconds / work.tempo)


def params(**raw):
    return Speech().parse(raw, node="speech")


async def test_it_says_its_text_as_it_is_set():
    studio = Studio()
    chosen = params(provider="elevenlabs", voice="abc", language="en", speed=1.1, seed=3)

    made = await Speech().run(chosen, studio)

    wanted = SpeechRequest("Bonjour.", voice="abc", language="en", speed=1.1, seed=3)
    assert studio.asked == (wanted, "elevenlabs")
    assert made["audio"].type is PortType.AUDIO


async def test_speech_that_fits_is_said_once():
    studio = Studio(seconds=4.5)

    made = await Speech().run(params(seconds=5), studio)

    assert (studio.speeds, studio.crafted) == ([1.0], [])
    assert made["audio"].seconds == 4.5


async def test_our_own_voice_says_it_again_a_little_faster():
    studio = Studio(seconds=4.8)

    made = await Speech().run(params(seconds=5), studio)

    assert studio.speeds == [1.0, pytest.approx(1.077, abs=0.002)]
    assert studio.crafted == []
    assert made["audio"].seconds <= 4.5


async def test_what_is_still_too_long_is_made_faster_without_another_pitch():
    studio = Studio(seconds=5.5)

    made = await Speech().run(params(seconds=5), studio)

    assert studio.speeds == [1.0, 1.15]
    assert [work.tempo for work in studio.crafted] == [pytest.approx(5.5 / 1.15 / 4.5)]
    assert made["audio"].seconds == pytest.approx(4.5)


async def test_what_would_sound_hurried_stays_too_long_and_whole():
    studio = Studio(seconds=20.0)

    made = await Speech().run(params(seconds=5, speed=1.9), studio)

    assert studio.speeds == [1.9, 2.0]
    assert [work.tempo for work in studio.crafted] == [FASTEST_STRETCH]
    assert made["audio"].seconds > 4.5


async def test_a_service_is_never_asked_twice():
    studio = Studio(seconds=4.8)

    made = await Speech().run(params(seconds=5, provider="elevenlabs"), studio)

    assert studio.speeds == [1.0]
    assert [work.tempo for work in studio.crafted] == [pytest.approx(4.8 / 4.5)]
    assert made["audio"].seconds == pytest.approx(4.5)


@pytest.mark.parametrize("seconds", [0.5, 61])
def test_a_shot_is_neither_shorter_than_a_second_nor_longer_than_a_minute(seconds):
    with pytest.raises(InvalidInput):
        params(seconds=seconds)


def test_only_providers_that_repeat_for_free_are_asked_twice():
    free = {slug for slug, made in discover(providers, SpeechProvider).items() if made.repeatable}

    assert free == {"local"}


@pytest.mark.parametrize(
    "raw",
    [{"speed": 0.4}, {"speed": 2.5}, {"language": "tlh"}, {"seed": -1}, {"voice": "v" * 121}],
)
def test_values_that_make_no_sense_are_refused(raw):
    with pytest.raises(InvalidInput):
        params(**raw)


@pytest.mark.parametrize(
    ("provider", "raw", "field"),
    [
        (ElevenLabs(), {"speed": 1.5}, "speed"),
        (ElevenLabs(), {"speed": 1.1, "model": "eleven_v3"}, "speed"),
        (ElevenLabs(), {"model": "kokoro-82m"}, "model"),
        (LocalSpeech(), {"language": "ja"}, "language"),
    ],
)
def test_what_a_provider_cannot_do_is_refused_before_anything_is_set_aside(provider, raw, field):
    with pytest.raises(InvalidInput) as caught:
        Speech().suits(params(**raw), provider, NONE)

    assert (caught.value.params["field"], caught.value.params["problem"]) == (field, "unsupported")


@pytest.mark.parametrize("provider", [ElevenLabs(), LocalSpeech()])
def test_what_it_can_do_is_not(provider):
    for language in ("fr", "en", "es", "it", "pt", "hi"):
        Speech().suits(params(language=language, speed=1.2), provider, NONE)


def test_it_costs_one_credit_and_about_half_a_minute_of_the_service():
    assert Speech().action(params()) == "speech"
    usage = Speech().usage(params(model="eleven_flash_v2_5"), ElevenLabs(), NONE)
    assert (usage.model, usage.units) == ("eleven_flash_v2_5", 0.45)
    assert Speech().usage(params(), LocalSpeech(), NONE) is None


def test_every_node_type_has_its_name_in_both_languages():
    for language in catalogue.LANGUAGES:
        texts = catalogue.texts(language)
        assert [slug for slug in discover(nodes, NodeType) if not texts.get(f"node.{slug}")] == []
