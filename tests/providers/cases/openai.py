"""OpenAI's test data."""

import tempfile
from dataclasses import replace
from pathlib import Path
from unittest.mock import ANY

from tests.providers.cases import LEFT_OUT, PICTURE, SPEECH, Case, Golden
from tests.support import fake_media
from vidgenie.domain.ports.provider import Call
from vidgenie.domain.ports.text import EnhanceRequest, ScriptRequest
from vidgenie.domain.script import Brief
from vidgenie.providers.openai import OpenAIImage, OpenAISpeech, OpenAIText
from vidgenie.wire import prompts, scripts

_HERON = replace(PICTURE, size=(1024, 1536))
_BONJOUR = replace(SPEECH, text="bonjour", voice="marin", language="fr")


async def _edit(provider: OpenAIImage, call: Call) -> None:
    with tempfile.TemporaryDirectory() as folder:
        image = Path(folder) / "start.png"
        image.write_bytes(fake_media.picture((64, 96)))
        await provider.submit(replace(_HERON, image=image), call)


async def _models(provider: OpenAIText, call: Call) -> None:
    await provider.validate(call)


async def _chat(provider: OpenAIText, call: Call) -> None:
    await provider.enhance(EnhanceRequest("hi"), call)


async def _script(provider: OpenAIText, call: Call) -> None:
    await provider.script(ScriptRequest(Brief("hi")), call)


async def _picture(provider: OpenAIImage, call: Call) -> None:
    await provider.submit(_HERON, call)


async def _speech(provider: OpenAISpeech, call: Call) -> None:
    await provider.submit(_BONJOUR, call)


def client(base_url: str, key: str) -> object:
    """OpenAI's SDK, which takes no answer of another shape."""
    from openai import OpenAI  # noqa: PLC0415  # slow to load

    return OpenAI(api_key=key, base_url=base_url, max_retries=0, _strict_response_validation=True)


def _judge_text(base_url: str, key: str) -> None:
    openai = client(base_url, key)
    assert [model.id for model in openai.models.list()]
    said = openai.chat.completions.create(
        model="gpt-6-luna",
        messages=[{"role": "developer", "content": "sys"}, {"role": "user", "content": "hi"}],
        response_format={
            "type": "json_schema",
            "json_schema": {"name": "prompt", "strict": True, "schema": prompts.SCHEMA},
        },
    )
    assert prompts.written(said.choices[0].message.content)
    assert said.usage.total_tokens == 500


def _judge_picture(base_url: str, key: str) -> None:
    openai = client(base_url, key)
    asked = {"model": "gpt-image-2.5-flare", "prompt": "x", "size": "1024x1024", "quality": "low"}
    made = openai.images.generate(**asked)
    picture = fake_media.picture((64, 64))
    edited = openai.images.edit(image=[("a.png", picture, "image/png")], **asked)
    assert made.data[0].b64_json
    assert edited.usage.input_tokens_details.image_tokens


def _judge_speech(base_url: str, key: str) -> None:
    made = client(base_url, key).audio.speech.create(
        model="gpt-4o-mini-tts", input="hi", voice="marin", response_format="mp3"
    )
    assert made.response.headers["content-type"] == "audio/mpeg"
    assert made.content[:3] == b"ID3"


CASES = {
    "text": Case(
        EnhanceRequest("a heron at dawn"),
        golden=(
            Golden("openai.models.list", _models),
            Golden(
                "openai.chat.completions.create json_schema",
                _chat,
                {
                    # Ours are other words, and another schema.
                    "messages.0.content": prompts.ORDER,
                    "response_format.json_schema.name": "prompt",
                    "response_format.json_schema.schema": prompts.SCHEMA,
                    "max_completion_tokens": 900,
                    # We do not tell OpenAI whose request it is.
                    "safety_identifier": LEFT_OUT,
                },
            ),
            Golden(
                "openai.chat.completions.create json_schema",
                _script,
                {
                    "messages.0.content": scripts.ORDER,
                    # The brief, as JSON.
                    "messages.1.content": ANY,
                    "response_format.json_schema.schema": scripts.SCHEMA,
                    "max_completion_tokens": 2_200,
                    "safety_identifier": LEFT_OUT,
                },
            ),
        ),
        spec="openai",
        referee=_judge_text,
    ),
    "image": Case(
        PICTURE,
        replace(PICTURE, size=(512, 2048)),
        golden=(
            Golden(
                "openai.images.generate",
                _picture,
                {
                    # The style is a sentence of the prompt.
                    "prompt": ANY,
                    # A picture waits in the database: PNG is five times as large.
                    "output_format": "jpeg",
                    "output_compression": 95,
                },
            ),
            # The same fields as without a picture; the SDK was asked for fewer.
            Golden(
                "openai.images.edit",
                _edit,
                {"background": "", "n": "", "output_format": "", "output_compression": ""},
            ),
        ),
        spec="openai",
        referee=_judge_picture,
    ),
    "speech": Case(
        SPEECH,
        replace(SPEECH, text="a" * 4097),
        golden=(
            # In which language, and how: not only "calm".
            Golden("openai.audio.speech.create", _speech, {"instructions": ANY}),
        ),
        spec="openai",
        referee=_judge_speech,
    ),
}
