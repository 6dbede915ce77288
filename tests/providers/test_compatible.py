"""Servers that speak OpenAI's language, more or less well."""

from dataclasses import replace

import httpx
import pytest

from vidgenie.domain.ports.speech import SpeechRequest
from vidgenie.domain.ports.text import EnhanceRequest
from vidgenie.errors import ProviderRejected, ProviderUnknown
from vidgenie.providers.compatible import CompatibleSpeech, CompatibleText, service
from vidgenie.wire import prompts

HERON = EnhanceRequest("un héron à l'aube")


@pytest.fixture
def served(call):
    """`served(model="loud")`: what comes with a call to a server where these were typed in."""

    def make(behaviour: str = "", **options: str):
        return replace(call("compatible", behaviour), options=options)

    return make


def asked(services):
    """What the server was asked for, whether it did it or not."""
    return [request for request in services.traffic if request.method == "POST"]


async def test_the_model_that_was_typed_in_writes(services, served):
    written = await CompatibleText().enhance(HERON, served(model="llama3.2"))

    body = services.submissions[0].body
    assert [turn["role"] for turn in body["messages"]] == ["system", "user"]
    assert body["response_format"]["type"] == "json_schema"
    assert (body["model"], body["max_tokens"]) == ("llama3.2", 4000)
    assert written.text.startswith("un héron à l'aube Golden light")
    assert (written.language, written.model, written.tokens) == ("fr", "llama3.2", 500)
    # Nobody knows what the server charges, if anything.
    assert written.cost_micro_usd is None
    assert CompatibleText().usage(HERON) is None


async def test_another_model_can_be_named(services, served):
    request = replace(HERON, model="qwen3")

    await CompatibleText().enhance(request, served(model="llama3.2"))

    assert services.submissions[0].body["model"] == "qwen3"


async def test_newer_servers_call_the_limit_otherwise(services, served):
    call = served(model="new", token_limit="max_completion_tokens")

    await CompatibleText().enhance(HERON, call)

    assert "max_tokens" not in services.submissions[0].body


async def test_a_key_is_not_needed(services, served):
    call = replace(served(model="llama3.2"), key="")

    await CompatibleText().validate(call)
    await CompatibleText().enhance(HERON, call)

    assert not [r for r in services.traffic if "authorization" in r.headers]


async def test_a_server_without_a_model_is_there(served):
    assert await CompatibleText().validate(served("failed")) is None


async def test_a_server_that_knows_no_schemas_is_asked_for_plain_json(services, served):
    written = await CompatibleText().enhance(HERON, served(model="noschema"))

    # The first request was refused, so only the second has made anything.
    assert len(asked(services)) == 2
    assert [m.body["response_format"]["type"] for m in services.submissions] == ["json_object"]
    assert (
        str(prompts.SCHEMA["required"][0]) in services.submissions[0].body["messages"][0]["content"]
    )
    assert written.language == "fr"


@pytest.mark.parametrize(
    ("behaviour", "problem"),
    [
        ("invalid", "key_refused"),
        ("nocredit", "no_credit"),
        ("forbidden", "forbidden"),
        ("moderated", "moderated"),
        ("redirect", "refused"),
    ],
)
async def test_other_refusals_are_not_answered_with_another_request(
    behaviour, problem, services, served
):
    with pytest.raises(ProviderRejected) as caught:
        await CompatibleText().enhance(HERON, served(behaviour, model="llama3.2"))

    assert caught.value.params["problem"] == problem
    assert len(asked(services)) == 1


async def test_json_among_other_words_is_found(services, served):
    written = await CompatibleText().enhance(HERON, served(model="loud"))

    assert written.text.startswith("un héron")
    assert len(services.submissions) == 1


async def test_a_model_that_chats_is_told_once_more(services, served):
    written = await CompatibleText().enhance(HERON, served(model="chatty"))

    first, second = (made.body["messages"] for made in services.submissions)
    assert second[:2] == first
    assert [turn["role"] for turn in second[2:]] == ["assistant", "user"]
    assert second[2]["content"] == "Sure! Golden light, slow push-in."
    assert written.text.startswith("un héron")
    # Both answers used tokens.
    assert written.tokens == 1000


async def test_a_model_that_never_writes_json_is_not_told_again(services, served):
    with pytest.raises(ProviderRejected) as caught:
        await CompatibleText().enhance(HERON, served(model="mute"))

    assert caught.value.params["problem"] == "unusable_answer"
    assert len(services.submissions) == 2


@pytest.mark.parametrize(
    ("behaviour", "expected"),
    # "Surely not accepted" would bring the first request once more, which was answered.
    [("busy", ProviderRejected), ("lost", ProviderUnknown), ("down", ProviderUnknown)],
)
async def test_a_server_that_goes_away_in_between_is_not_asked_from_the_start(
    behaviour, expected, services, served
):
    services.behave("compatible", "ok")
    services.behave("compatible", behaviour)

    with pytest.raises(expected):
        await CompatibleText().enhance(HERON, served(model="chatty"))

    assert len(asked(services)) == 2


@pytest.mark.parametrize(
    "ask",
    [
        lambda call: CompatibleText().enhance(HERON, call),
        lambda call: CompatibleSpeech().submit(SpeechRequest("x"), call),
    ],
    ids=["text", "speech"],
)
@pytest.mark.parametrize("name", ["away", ""])
async def test_a_model_the_server_does_not_have_is_told(ask, name, served):
    with pytest.raises(ProviderRejected) as caught:
        await ask(served(model=name, speech_model=name))

    assert caught.value.params["problem"] == "unknown_model"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ('{"text": "a  heron\\n at dawn", "language": "de"}', ("a heron at dawn", "en")),
        ('<think>{"text": "no"}</think>{"text": "a heron", "language": "fr"}', ("a heron", "fr")),
        ('```json\n{"text": "a heron"}\n```', ("a heron", "en")),
        ('Here: {"text": "a heron", "language": "en"} {"text": "b"}', ("a heron", "en")),
        ("", None),
        ("a heron", None),
        ('["text"]', None),
        ("{heron}", None),
        ('{"text": "  "}', None),
        ('{"text": 7}', None),
        ('{"text": {"fr": "a heron"}}', None),
        ('{"a":' * 200_000, None),
    ],
)
def test_a_prompt_is_read_out_of_what_models_write(answer, expected):
    assert prompts.written(answer) == expected


def test_no_more_than_200_words_are_taken():
    found = prompts.written('{"text": "' + "word " * 300 + '", "language": "en"}')

    assert len(found[0].split()) == 200


@pytest.mark.parametrize(
    ("status", "body", "problem"),
    [
        (404, {"error": {"message": "model 'x' not found, try pulling it"}}, "unknown_model"),
        (404, {"object": "error", "message": "The model `x` does not exist."}, "unknown_model"),
        (404, {"detail": "Not Found"}, ""),
        (404, ["nothing"], ""),
        (400, {"error": {"message": "This model knows no response_format"}}, ""),
        (403, {"error": {"metadata": {"reasons": ["violence"]}}}, "moderated"),
        (403, {"error": {"message": "Not for you"}}, ""),
        (400, {"error": {"code": "content_filter"}}, "moderated"),
    ],
)
def test_small_servers_say_what_is_wrong_in_many_ways(status, body, problem):
    assert service.problem(httpx.Response(status, json=body)) == problem


def test_each_kind_asks_for_what_it_needs():
    needed = {
        type(maker): {option.name for option in maker.options if option.is_required}
        for maker in (CompatibleText(), CompatibleSpeech())
    }

    assert needed == {
        CompatibleText: {"address", "model"},
        CompatibleSpeech: {"address", "speech_model"},
    }


async def test_the_voice_that_was_typed_in_speaks(services, served):
    call = served(speech_model="kokoro", speech_voice=" ff_siwis , af_heart,")

    await CompatibleSpeech().submit(SpeechRequest("Bonjour.", speed=0.9), call)

    assert services.submissions[0].body == {
        "model": "kokoro",
        "input": "Bonjour.",
        "voice": "ff_siwis",
        "response_format": "mp3",
        "speed": 0.9,
    }
    voices = await CompatibleSpeech().list_voices(call)
    assert [voice.id for voice in voices] == ["ff_siwis", "af_heart"]


async def test_another_voice_and_model_can_be_named(services, served, tmp_path):
    call = served(speech_model="kokoro", speech_voice="ff_siwis")
    request = SpeechRequest("Bonjour.", voice="af_heart", model="piper")
    CompatibleSpeech().check(request)
    job = await CompatibleSpeech().submit(request, call)

    origin = await CompatibleSpeech().deliver(
        job, request, call, target=tmp_path / "x", progress=lambda _: None
    )

    body = services.submissions[0].body
    assert (body["model"], body["voice"]) == ("piper", "af_heart")
    assert (origin["model"], origin["voice"]) == ("piper", "af_heart")
    assert "speed" not in body
