"""Test data of servers that speak OpenAI's language; OpenAI's own SDK judges the fake."""

from dataclasses import replace

from tests.providers.cases import SPEECH, Case
from vidgenie.domain.ports.text import EnhanceRequest
from vidgenie.wire import prompts


def _judge_text(base_url: str, key: str) -> None:
    openai = _client(base_url, key)
    assert [model.id for model in openai.models.list()]
    said = openai.chat.completions.create(
        model="llama3.2",
        messages=[{"role": "system", "content": "JSON"}, {"role": "user", "content": "hi"}],
        max_tokens=900,
        response_format={"type": "json_object"},
    )
    assert prompts.written(said.choices[0].message.content)


def _judge_speech(base_url: str, key: str) -> None:
    made = _client(base_url, key).audio.speech.create(
        model="kokoro", input="hi", voice="af_heart", response_format="mp3"
    )
    assert made.response.headers["content-type"] == "audio/mpeg"
    assert made.content[:3] == b"ID3"


def _client(base_url: str, key: str) -> object:
    from openai import OpenAI  # noqa: PLC0415  # slow to load

    return OpenAI(api_key=key, base_url=base_url, max_retries=0, _strict_response_validation=True)


CASES = {
    "text": Case(
        EnhanceRequest("a heron at dawn"),
        sees_credit=False,
        options={"model": "llama3.2"},
        spec="openai",
        referee=_judge_text,
    ),
    "speech": Case(
        SPEECH,
        replace(SPEECH, text="a" * 4097),
        sees_credit=False,
        options={"speech_model": "kokoro", "speech_voice": "af_heart, ff_siwis"},
        spec="openai",
        referee=_judge_speech,
    ),
}
