"""OpenAI's speech: what is ordered, and the sound that comes back."""

import pytest

from tests.support import fake_media
from vidgenie.domain.ports.provider import Job, JobStatus
from vidgenie.domain.ports.speech import SpeechRequest
from vidgenie.errors import InvalidInput, ProviderRejected, ProviderUnknown, StorageFull
from vidgenie.media.verify import verify_speech
from vidgenie.providers.openai import OpenAISpeech
from vidgenie.wire import inlined, speech

BONJOUR = SpeechRequest("Un héron, à l'aube, attend.", voice="cedar", language="fr", speed=1.2)


async def test_a_text_is_ordered_in_its_voice_and_speed(services, call):
    OpenAISpeech().check(BONJOUR)

    await OpenAISpeech().submit(BONJOUR, call("openai"))

    body = services.submissions[0].body
    assert {name: body[name] for name in ("model", "input", "voice", "speed")} == {
        "model": "gpt-4o-mini-tts",
        "input": "Un héron, à l'aube, attend.",
        "voice": "cedar",
        "speed": 1.2,
    }
    assert "French" in body["instructions"]


async def test_what_was_not_chosen_is_usual(services, call):
    await OpenAISpeech().submit(SpeechRequest("Hej!", language="sv"), call("openai"))

    body = services.submissions[0].body
    assert body["voice"] == "marin"
    assert "speed" not in body
    assert "native" not in body["instructions"]


async def test_the_mp3_is_delivered_as_it_came(call, tmp_path):
    job = await OpenAISpeech().submit(BONJOUR, call("openai"))

    origin = await OpenAISpeech().deliver(
        job, BONJOUR, call("openai"), target=tmp_path / "x.mp3", progress=lambda _: None
    )

    assert (tmp_path / "x.mp3").read_bytes() == inlined(job.url)
    assert (await verify_speech(tmp_path / "x.mp3")).seconds == pytest.approx(2.0, abs=0.2)
    # It tells nothing of when each word is said.
    assert origin == {
        "provider": "openai",
        "model": "gpt-4o-mini-tts",
        "voice": "cedar",
        "prompt": BONJOUR.text,
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", "a" * 4097),
        ("speed", 0.2),
        ("speed", 4.5),
        ("voice", "Rachel"),
        ("model", "tts-1"),
    ],
)
def test_what_it_cannot_do_is_refused(field, value):
    with pytest.raises(InvalidInput) as caught:
        OpenAISpeech().check(SpeechRequest(**{"text": "x", field: value}))

    assert caught.value.params["field"] == field


async def test_its_voices_are_known_without_asking(services, call):
    voices = await OpenAISpeech().list_voices(call("openai"))

    assert len({voice.id for voice in voices}) == 13
    assert services.requests == []


def test_speech_costs_by_its_length():
    used = OpenAISpeech().usage(SpeechRequest("x" * 500))

    assert (used.model, used.units) == ("gpt-4o-mini-tts", 0.5)


@pytest.mark.parametrize(
    "data",
    [
        fake_media.speech(1.0, "mp3"),
        # Without the tag in front: a bare frame.
        b"\xff\xfb\x90\x64" + bytes(400),
        fake_media.speech(1.0, "wav"),
        fake_media.speech(1.0, "m4a"),
    ],
    ids=["mp3", "frame", "wav", "m4a"],
)
async def test_a_sound_is_seen_as_one(data, services, call, monkeypatch):
    monkeypatch.setattr(fake_media, "speech", lambda *_: data)

    job = await OpenAISpeech().submit(BONJOUR, call("openai"))

    assert (job.status, inlined(job.url)) == (JobStatus.SUCCEEDED, data)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        # It says that this is a sound, so it was made, and it is none.
        (b"", ProviderRejected),
        (b'{"error": "out of memory"}', ProviderRejected),
        # AAC, which nobody asked for.
        (b"\xff\xf1\x50\x80" + bytes(400), ProviderRejected),
    ],
)
async def test_what_is_no_sound_is_not_taken(data, expected, call, monkeypatch):
    monkeypatch.setattr(fake_media, "speech", lambda *_: data)

    with pytest.raises(expected) as caught:
        await OpenAISpeech().submit(BONJOUR, call("openai"))

    assert caught.value.params["problem"] == "unusable_answer"


async def test_an_answer_of_somebody_else_says_nothing(call):
    with pytest.raises(ProviderUnknown):
        await OpenAISpeech().submit(BONJOUR, call("openai", "garbage"))


async def test_a_full_disk_is_told(tmp_path, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_bytes", full)

    with pytest.raises(StorageFull):
        await speech.deliver_sound(Job("x", JobStatus.SUCCEEDED), tmp_path / "x")
