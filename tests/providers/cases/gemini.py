"""Test data of Gemini's pictures and speech, and its own SDK as a judge."""

from dataclasses import replace
from typing import Any

from tests.providers.cases import PICTURE, SPEECH, Case, Golden
from vidgenie.domain.ports.provider import Call
from vidgenie.domain.ports.speech import SpeechRequest

_MODELS_LIST = Golden(
    "gemini models.list (key check)", lambda provider, call: provider.validate(call)
)


async def _speak(provider: Any, call: Call) -> object:
    return await provider.submit(SpeechRequest("Bonjour", model="gemini-3.8-flash-tts"), call)


def _client(base_url: str, key: str) -> Any:
    from google import genai  # noqa: PLC0415  # slow to import
    from google.genai import types  # noqa: PLC0415  # as above

    options = types.HttpOptions(base_url=base_url.removesuffix("/v1"), api_version="v1")
    return genai.Client(api_key=key, http_options=options)


def draws(base_url: str, key: str) -> None:
    """Lists models and makes a picture."""
    with _client(base_url, key) as client:
        assert [model.name for model in client.models.list(config={"page_size": 1})]
        made = client.interactions.create(
            model="gemini-3.1-flash-lite-image",
            input="a heron",
            response_modalities=["IMAGE"],
            response_format={"type": "image", "aspect_ratio": "9:16", "image_size": "1K"},
        )
        picture = made.output_image
        assert picture.mime_type == "image/jpeg"
        assert picture.data


def speaks(base_url: str, key: str) -> None:
    """Lists voices and says a word."""
    with _client(base_url, key) as client:
        assert [voice.id for voice in client.voices.list().voices]
        made = client.interactions.create(
            model="gemini-3.8-flash-lite-tts",
            input="Bonjour",
            response_modalities=["AUDIO"],
            generation_config={"speech_config": [{"voice": "Kore", "language": "fr-FR"}]},
        )
        assert made.output_audio.data
        assert made.output_audio.mime_type == "audio/l16"


CASES = {
    "image": Case(
        PICTURE,
        replace(PICTURE, size=(256, 2048)),
        sees_credit=False,
        golden=(_MODELS_LIST,),
        referee=draws,
    ),
    "speech": Case(
        SPEECH,
        replace(SPEECH, speed=1.5),
        sees_credit=False,
        golden=(
            _MODELS_LIST,
            # A voice is chosen, and its language said.
            Golden(
                "gemini tts",
                _speak,
                but={"generation_config.speech_config": [{"voice": "Kore", "language": "fr-FR"}]},
            ),
        ),
        referee=speaks,
    ),
}
