"""The speech node: what it asks for, of whom, and what it costs."""

import pytest

from vidgenie import nodes
from vidgenie.domain.node_type import NodeType
from vidgenie.domain.ports.speech import SpeechRequest
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

    async def speak(self, request, *, provider):
        self.asked = (request, provider)
        return FileValue("a", PortType.AUDIO, "mp3", 0, 0, 9, seconds=1.0)


def params(**raw):
    return Speech().parse(raw, node="speech")


async def test_it_says_its_text_as_it_is_set():
    studio = Studio()
    chosen = params(provider="elevenlabs", voice="abc", language="en", speed=1.1, seed=3)

    made = await Speech().run(chosen, studio)

    wanted = SpeechRequest("Bonjour.", voice="abc", language="en", speed=1.1, seed=3)
    assert studio.asked == (wanted, "elevenlabs")
    assert made["audio"].type is PortType.AUDIO


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
