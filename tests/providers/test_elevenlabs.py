"""ElevenLabs: bodies for each model, words out of letters, what a 401 means."""

import json
import math
from dataclasses import replace

import httpx
import pytest

from vidgenie.domain.ports.provider import Call, Job, JobStatus
from vidgenie.domain.ports.speech import SpeechRequest
from vidgenie.errors import InvalidInput, ProviderRejected, ProviderUnavailable, ProviderUnknown
from vidgenie.media.verify import verify_speech
from vidgenie.providers import elevenlabs
from vidgenie.providers.elevenlabs import ElevenLabs
from vidgenie.wire import inline

HELLO = SpeechRequest("La nuit ? Oui, 25 fois.", before="Avant.", after="Après.")


async def delivered(call, target, request=HELLO):
    job = await ElevenLabs().submit(request, call("elevenlabs"))
    return await ElevenLabs().deliver(
        job, request, call("elevenlabs"), target=target, progress=lambda _: None
    )


async def test_speech_is_delivered_with_the_moment_of_every_word(call, tmp_path):
    made = await delivered(call, tmp_path / "speech")

    facts = await verify_speech(tmp_path / "speech")
    # The fake gives every letter a twentieth of a second.
    assert json.loads(made.pop("words")) == [
        ["La", 0.0, 0.1],
        ["nuit ?", 0.15, 0.45],
        ["Oui,", 0.5, 0.7],
        ["25", 0.75, 0.85],
        ["fois.", 0.9, 1.15],
    ]
    assert (facts.suffix, made) == (
        "mp3",
        {
            "provider": "elevenlabs",
            "model": "eleven_multilingual_v2",
            "voice": "JBFqnCBsd6RMkjVDRZzb",
            "prompt": HELLO.text,
            "seed": "0",
        },
    )


@pytest.mark.parametrize(
    ("model", "sent"),
    [
        ("", {"previous_text": "Avant.", "next_text": "Après."}),
        (
            "eleven_flash_v2_5",
            {"previous_text": "Avant.", "next_text": "Après.", "language_code": "fr"},
        ),
        ("eleven_v3", {"language_code": "fr"}),
    ],
)
async def test_each_model_is_told_what_it_understands(model, sent, services, call):
    request = replace(HELLO, model=model, voice="a/../b" if not model else "abcdeF")
    if not model:
        with pytest.raises(ProviderRejected) as caught:
            await ElevenLabs().submit(request, call("elevenlabs"))
        assert caught.value.params["problem"] == "unknown_voice"
        assert "/v1/text-to-speech/a%2F..%2Fb/" in services.requests[-1][1]
        request = replace(request, voice="abcdeF")

    await ElevenLabs().submit(request, call("elevenlabs"))

    body = dict(services.submissions[0].body)
    assert body.pop("model_id") == (model or "eleven_multilingual_v2")
    assert body.pop("voice_settings")["speed"] == 1.0
    assert body.pop("text") == HELLO.text
    assert body == sent
    assert "/v1/text-to-speech/abcdeF/with-timestamps" in services.submissions[0].path


async def test_seed_and_speed_are_sent(services, call):
    await ElevenLabs().submit(replace(HELLO, seed=7, speed=1.2), call("elevenlabs"))

    body = services.submissions[0].body
    assert (body["seed"], body["voice_settings"]["speed"]) == (7, 1.2)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"speed": 0.6}, "unsupported"),
        ({"speed": 1.3}, "unsupported"),
        ({"speed": 1.1, "model": "eleven_v3"}, "unsupported"),
        ({"text": "a" * 10_001}, "too_long"),
        ({"text": "a" * 5_001, "model": "eleven_v3"}, "too_long"),
        ({"text": "\n"}, "missing"),
        ({"model": "eleven_v9"}, "unsupported"),
    ],
)
def test_what_it_cannot_do_is_refused(changes, problem):
    with pytest.raises(InvalidInput) as caught:
        ElevenLabs().check(replace(HELLO, **changes))

    assert caught.value.params["problem"] == problem
    assert caught.value.params["field"] == next(iter(changes))


def test_what_it_can_do_is_not():
    ElevenLabs().check(replace(HELLO, text="a" * 10_000, model="eleven_flash_v2_5", speed=0.7))


@pytest.mark.parametrize(
    ("model", "micro_usd"), [("", 100_000), ("eleven_flash_v2_5", 50_000), ("eleven_v3", 100_000)]
)
def test_half_a_minute_costs_what_the_list_says(model, micro_usd):
    usage = ElevenLabs().usage(replace(HELLO, model=model, text="a" * 450))

    cost = next(cost for cost in ElevenLabs.costs if cost.model == usage.model)
    assert (cost.micro_usd, cost.unit) == (micro_usd, "thousand_characters")
    assert usage.units == 0.45


async def test_a_key_that_may_not_know_about_money_is_good(services, call):
    await ElevenLabs().validate(call("elevenlabs", "restricted"))

    paths = [path for _, path, _ in services.requests]
    assert paths == ["/elevenlabs/v1/user/subscription", "/elevenlabs/v1/models"]


@pytest.mark.parametrize(
    ("changes", "is_empty"),
    [
        ({"character_count": 99}, False),
        ({"character_count": 100}, True),
        ({"allowed_to_extend_character_limit": True}, True),
        (
            {"allowed_to_extend_character_limit": True, "max_credit_limit_extension": "unlimited"},
            False,
        ),
        ({"allowed_to_extend_character_limit": True, "max_credit_limit_extension": 50}, False),
        ({"max_credit_limit_extension": 50}, True),
    ],
)
async def test_credit_is_what_is_left_and_what_may_be_paid_for(changes, is_empty, monkeypatch):
    said = {"character_count": 120, "character_limit": 100, "max_credit_limit_extension": 0}

    async def subscription(*_):
        return said | changes

    monkeypatch.setattr(type(elevenlabs._SERVICE), "check_key", subscription)

    if not is_empty:
        await ElevenLabs().validate(Call(key="x"))
        return
    with pytest.raises(ProviderRejected) as caught:
        await ElevenLabs().validate(Call(key="x"))
    assert caught.value.params["problem"] == "no_credit"


@pytest.mark.parametrize("said", [{}, {"character_count": True, "character_limit": "many"}])
async def test_a_subscription_nobody_can_read_says_nothing_of_the_key(said, monkeypatch):
    async def subscription(*_):
        return said

    monkeypatch.setattr(type(elevenlabs._SERVICE), "check_key", subscription)

    with pytest.raises(ProviderUnavailable):
        await ElevenLabs().validate(Call(key="x"))


async def test_the_accounts_voices_are_listed(services, call):
    voices = await ElevenLabs().list_voices(call("elevenlabs"))

    assert [(voice.title, voice.languages) for voice in voices] == [
        ("George", ("en",)),
        ("Ma voix", ("fr",)),
    ]
    assert voices[0].id == ElevenLabs.voices[0].id
    assert voices[0].preview.startswith("https://")
    assert services.submissions == []


async def test_a_list_that_is_none_is_told(call):
    with pytest.raises(ProviderUnavailable):
        await ElevenLabs().list_voices(call("elevenlabs", "garbage"))


@pytest.mark.parametrize(
    ("status", "detail", "problem"),
    [
        (401, {"status": "invalid_api_key"}, "key_refused"),
        (401, {"status": "quota_exceeded"}, "no_credit"),
        (401, {"status": "missing_permissions"}, "forbidden"),
        (400, {"code": "voice_not_found", "type": "not_found"}, "unknown_voice"),
        (400, {"status": "max_character_limit_exceeded"}, "too_large"),
        (429, {"status": "system_busy"}, ""),
        (422, [{"loc": ["body", "text"]}], ""),
        (500, "oops", ""),
    ],
)
def test_a_name_tells_more_than_the_status(status, detail, problem):
    assert elevenlabs._problem(httpx.Response(status, json={"detail": detail})) == problem


def alignment(signs, starts, ends):
    return {
        "characters": signs,
        "character_start_times_seconds": starts,
        "character_end_times_seconds": ends,
    }


@pytest.mark.parametrize(
    "said",
    [
        None,
        {},
        "no",
        alignment(["a", "b"], [0.0], [0.1]),
        alignment(["a"], ["0"], [0.1]),
        alignment(["a"], [math.inf], [0.1]),
        alignment([], [], []),
    ],
)
async def test_times_that_make_no_sense_are_left_out(said, tmp_path):
    said = {"audio_base64": "SUQz", "alignment": said}
    answer = httpx.Response(200, content=json.dumps(said))
    job = Job("1", JobStatus.SUCCEEDED, url=elevenlabs._packed(answer))
    made = await ElevenLabs().deliver(
        job, HELLO, Call(), target=tmp_path / "x", progress=lambda _: None
    )

    assert "words" not in made
    assert (tmp_path / "x").read_bytes() == b"ID3"


def test_a_sign_that_is_several_letters_has_one_moment():
    found = elevenlabs._words(alignment(["ffi", " ", "b"], [0, 1, 2], [1, 2, 3]))

    assert found == [("ffi", 0.0, 1.0), ("b", 2.0, 3.0)]


@pytest.mark.parametrize("said", [{}, {"audio_base64": ""}, {"audio_base64": "not base64!"}])
async def test_an_answer_without_sound_may_have_cost_money(said, call, monkeypatch):
    async def order(*_, **__):
        return httpx.Response(200, json=said)

    monkeypatch.setattr(type(elevenlabs._SERVICE), "order", order)

    with pytest.raises(ProviderUnknown):
        await ElevenLabs().submit(HELLO, call("elevenlabs"))


@pytest.mark.parametrize("url", [None, "", "data:,", inline(b"[]\n")])
async def test_a_job_without_sound_is_no_speech(url, tmp_path):
    with pytest.raises(ProviderRejected) as caught:
        await ElevenLabs().deliver(
            Job("1", JobStatus.SUCCEEDED, url=url),
            HELLO,
            Call(),
            target=tmp_path / "x",
            progress=lambda _: None,
        )

    assert caught.value.params["problem"] == "unusable_answer"
    assert list(tmp_path.iterdir()) == []
