"""Voices over REST: listed for everybody, said by this server, refused in clear words."""

import wave
from typing import ClassVar

import pytest

from vidgenie.domain.ports.declared import SpeechModel, Voice
from vidgenie.domain.ports.provider import Job, JobStatus, Kind
from vidgenie.domain.ports.speech import SpeechProvider
from vidgenie.errors import InvalidInput, StorageFull
from vidgenie.media.cache import Cache
from vidgenie.services.sayings import SayingService
from vidgenie.services.voices import VoiceService

SAY = "/api/voices/say"


class Throat(SpeechProvider):
    """A second of silence, whatever is said; "full" fills the disk."""

    slug: ClassVar[str] = "local"
    title: ClassVar[str] = "Throat"
    demo: ClassVar[bool] = True
    on_this_machine: ClassVar[bool] = True
    repeatable: ClassVar[bool] = True
    models: ClassVar[tuple[SpeechModel, ...]] = (SpeechModel(speeds=(0.5, 2.0), languages=("fr",)),)
    voices: ClassVar[tuple[Voice, ...]] = (Voice("marie", "Marie", ("fr",)),)

    async def list_voices(self, call):
        return self.voices

    def check(self, request):
        if request.voice not in {"", "marie"}:
            raise InvalidInput("No such voice.", field="voice", problem="unsupported")

    async def submit(self, request, call):
        return Job("job", JobStatus.SUCCEEDED)

    async def poll(self, job, call):
        return job

    async def deliver(self, job, request, call, *, target, progress):
        if request.text == "full":
            raise StorageFull
        with wave.open(str(target), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(8000)
            file.writeframes(bytes(16_000))
        return {"words": '[["Bonjour.", 0.1, 0.9]]'}


@pytest.fixture(autouse=True)
def speaking(services, tmp_path):
    """One Provider that speaks."""
    keyring = services.keys.keyring
    providers = {(Kind.SPEECH, "local"): Throat()}
    voices = VoiceService(services.keys.reading, providers, keyring)
    object.__setattr__(services, "voices", voices)
    object.__setattr__(services, "sayings", SayingService(providers, Cache(tmp_path / "cache")))


async def test_voices_are_listed_with_where_to_hear_them(alice):
    answer = await alice.get("/api/voices", params={"language": "fr"})

    assert answer.status_code == 200
    assert answer.json() == {
        "voices": [
            {
                "provider": "local",
                "providerTitle": "Throat",
                "id": "marie",
                "title": "Marie",
                "languages": ["fr"],
                "demo": True,
                "ready": True,
                "sample": "/api/voices/local/marie/sample?language=fr",
            }
        ],
        "providers": [
            {
                "slug": "local",
                "title": "Throat",
                "ready": True,
                "speeds": [0.5, 2.0],
                "languages": ["fr"],
                "problem": "",
            }
        ],
    }


async def test_a_sample_is_a_sound_that_a_browser_may_keep(alice):
    listed = await alice.get("/api/voices")

    answer = await alice.get(listed.json()["voices"][0]["sample"], headers={"range": "bytes=0-3"})

    assert (answer.status_code, answer.content) == (206, b"RIFF")
    assert answer.headers["content-type"] == "audio/wav"
    assert answer.headers["cache-control"] == "private, max-age=86400"
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_a_text_is_said_with_the_moments_of_its_words(alice):
    said = await alice.post(SAY, json={"text": "Bonjour.", "language": "fr", "voice": "marie"})
    heard = await alice.get(said.json()["url"])

    assert said.status_code == 200
    assert (said.json()["seconds"], said.json()["words"]) == (1.0, [["Bonjour.", 0.1, 0.9]])
    assert heard.content.startswith(b"RIFF")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "a" * 601}, "text"),
        ({"text": 7}, "text"),
        ({"language": "tlh"}, "language"),
        ({"speed": 3}, "speed"),
        ({"speed": "NaN"}, "speed"),
        ({"voice": "nobody"}, "voice"),
        ({"provider": "elevenlabs"}, "provider"),
        ({"seed": 1}, "seed"),
    ],
)
async def test_what_cannot_be_said_is_refused(alice, change, field):
    answer = await alice.post(SAY, json={"text": "Bonjour.", "language": "fr", **change})

    assert answer.status_code == 422
    assert answer.json()["field"].endswith(field)


async def test_a_full_disk_is_called_a_full_disk(alice):
    answer = await alice.post(SAY, json={"text": "full", "language": "fr"})

    assert (answer.status_code, answer.json()["code"]) == (507, "storage_full")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/voices/local/nobody/sample", 404),
        ("/api/voices/elevenlabs/george/sample", 404),
        ("/api/voices/local/marie/sample?language=xx", 422),
        ("/api/voices/local/marie/sample?language=FR", 422),
        ("/api/voices/local/marie/sample?speed=9", 422),
        ("/api/voices?language=%00", 422),
        (f"/api/voices/said/{'f' * 40}", 404),
        ("/api/voices/said/..%2f..%2fsecret", 404),
    ],
)
async def test_what_is_not_there_is_not_found(alice, path, status):
    assert (await alice.get(path)).status_code == status


async def test_strangers_hear_nothing(browser):
    answers = [
        await browser.get("/api/voices"),
        await browser.get("/api/voices/local/marie/sample"),
        await browser.get(f"/api/voices/said/{'f' * 40}"),
        await browser.post(SAY, json={"text": "Bonjour."}),
    ]

    assert {answer.status_code for answer in answers} == {401}
