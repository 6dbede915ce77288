"""Voices: what each Account can choose from, and what those of this server say."""

import asyncio
import wave
from typing import ClassVar

import pytest

from tests.services.makers import ALICE, BOB, KEY, NOW, keyring, master_keys
from vidgenie.domain.ports.declared import KeyForm, SpeechModel, Voice
from vidgenie.domain.ports.provider import Job, JobStatus, Kind
from vidgenie.domain.ports.speech import SpeechProvider, SpeechRequest
from vidgenie.errors import InvalidInput, NotFound, ProviderRejected, ProviderUnavailable
from vidgenie.media.cache import Cache
from vidgenie.services.voices import VoiceService


class Throat(SpeechProvider):
    """This server's: a second of silence, whatever is said."""

    slug: ClassVar[str] = "local"
    title: ClassVar[str] = "Throat"
    demo: ClassVar[bool] = True
    on_this_machine: ClassVar[bool] = True
    repeatable: ClassVar[bool] = True
    models: ClassVar[tuple[SpeechModel, ...]] = (
        SpeechModel("throat", 5000, (0.5, 2.0), languages=("fr", "en")),
    )
    voices: ClassVar[tuple[Voice, ...]] = (
        Voice("marie", "Marie", ("fr",)),
        Voice("joe", "Joe", ("en",)),
        Voice("gone", "Gone", ("fr",)),
    )

    def __init__(self):
        self.said = []

    async def list_voices(self, call):
        return self.voices[:2]

    def check(self, request):
        if not request.text.strip():
            raise InvalidInput("Say something.", field="text", problem="missing")

    async def submit(self, request, call):
        return Job("job", JobStatus.SUCCEEDED)

    async def poll(self, job, call):
        return job

    async def deliver(self, job, request, call, *, target, progress):
        self.said.append(request)
        with wave.open(str(target), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(8000)
            file.writeframes(bytes(16_000))
        return {"words": '[["Bonjour.", 0.1, 0.9]]'}


class Studio(Throat):
    """A service that lists voices; `mood` is what it does when it is asked."""

    slug: ClassVar[str] = "studio"
    title: ClassVar[str] = "Studio"
    demo: ClassVar[bool] = False
    on_this_machine: ClassVar[bool] = False
    repeatable: ClassVar[bool] = False
    key_form: ClassVar[KeyForm | None] = KeyForm("STUDIO_KEY", "sk-...", "https://s.example")
    models: ClassVar[tuple[SpeechModel, ...]] = (SpeechModel("studio", speeds=(0.7, 1.2)),)
    voices: ClassVar[tuple[Voice, ...]] = (Voice("george", "George"),)

    def __init__(self, mood=None):
        super().__init__()
        self.mood = mood
        self.asked = []

    async def list_voices(self, call):
        self.asked.append(call.key)
        if isinstance(self.mood, Exception):
            raise self.mood
        if self.mood == "silent":
            await asyncio.sleep(600)
        return (
            Voice("zoe", "Zoé", ("fr",), "https://s.example/zoe.mp3"),
            Voice("ann", "Ann", ("en",), "http://s.example/ann.mp3"),
        )


class Clock:
    """Seconds that go by when they are told to."""

    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def ring(transaction, reading, tmp_path):
    """A keyring; nobody has a key."""
    return keyring(master_keys(tmp_path, transaction, reading))


@pytest.fixture
def studio():
    return Studio()


@pytest.fixture
def service(ring, studio, tmp_path):
    """Two Providers: this server and a service."""
    providers = {(Kind.SPEECH, "studio"): studio, (Kind.SPEECH, "local"): Throat()}
    return VoiceService(
        ring.reading, providers, ring, Cache(tmp_path / "cache"), Clock(), patience=0.2
    )


def keep(ring, account, key=KEY):
    with ring.transaction() as session:
        ring.secrets.put(session, account.id, "studio", key, now=NOW)


def ids(view, slug):
    return [voice.id for voice in view.voices if voice.provider == slug]


def speaker(view, slug):
    return next(found for found in view.providers if found.slug == slug)


async def test_without_a_key_the_voices_known_anyway_are_shown_and_not_ready(service, studio):
    view = await service.list(ALICE)

    assert ids(view, "local") == ["marie", "joe"]
    assert ids(view, "studio") == ["george"]
    assert (speaker(view, "studio").ready, speaker(view, "studio").problem) == (False, "")
    assert speaker(view, "studio").speeds == (0.7, 1.2)
    assert studio.asked == []


async def test_with_a_key_the_service_is_asked_once_in_ten_minutes(service, studio, ring):
    keep(ring, ALICE)

    views = [await service.list(ALICE) for _ in range(3)]
    other = await service.list(BOB)
    service.seconds.now += 601
    await service.list(ALICE)

    assert {tuple(ids(view, "studio")) for view in views} == {("zoe", "ann")}
    assert speaker(views[0], "studio").ready
    assert ids(other, "studio") == ["george"]
    assert studio.asked == [KEY, KEY]


async def test_another_key_has_another_list(service, studio, ring):
    keep(ring, ALICE)
    await service.list(ALICE)
    with ring.transaction() as session:
        ring.secrets.put(session, ALICE.id, "studio", f"{KEY}-2", now=NOW, revision=1)

    await service.list(ALICE)

    assert studio.asked == [KEY, f"{KEY}-2"]


async def test_each_opening_of_a_key_leaves_a_line(service, ring):
    keep(ring, ALICE)
    await service.list(ALICE)

    with ring.reading() as session:
        [line] = ring.audit.entries(session, ALICE.id, about="vault", limit=10)
    assert (line.action, line.data["purpose"]) == ("vault.use", "voices")


async def test_voices_of_the_language_come_first_and_ours_speak_no_other(service, ring):
    keep(ring, ALICE)

    view = await service.list(ALICE, "en")

    assert ids(view, "local") == ["joe"]
    assert ids(view, "studio") == ["ann", "zoe"]


async def test_samples_are_ours_or_on_https(service, ring):
    keep(ring, ALICE)

    view = await service.list(ALICE, "fr")

    samples = {voice.id: voice.sample for voice in view.voices}
    assert samples == {
        "marie": "/api/voices/local/marie/sample?language=fr",
        "zoe": "https://s.example/zoe.mp3",
        "ann": "",
    }


@pytest.mark.parametrize(
    ("mood", "problem"),
    [
        (ProviderUnavailable("Nobody.", provider="studio"), "unreachable"),
        (ProviderRejected("No.", provider="studio", problem="key_refused"), "key_refused"),
        (ProviderRejected("No.", provider="studio", problem="secret words"), "failed"),
        (RuntimeError(f"oops {KEY}"), "failed"),
        ("silent", "unreachable"),
    ],
)
async def test_one_that_fails_shows_the_voices_known_anyway(service, studio, ring, mood, problem):
    keep(ring, ALICE)
    studio.mood = mood

    view = await service.list(ALICE)
    await service.list(ALICE)

    assert ids(view, "studio") == ["george"]
    assert ids(view, "local") == ["marie", "joe"]
    assert speaker(view, "studio").problem == problem
    assert len(studio.asked) == 1
    assert KEY not in repr(view)


async def test_a_sample_is_said_once(service):
    paths = {await service.sample("local", "marie", language="fr", speed=1.0) for _ in range(3)}
    await service.sample("local", "marie", language="fr", speed=1.5)

    said = service.providers[Kind.SPEECH, "local"].said
    assert len(paths) == 1
    assert [(request.voice, request.speed) for request in said] == [("marie", 1.0), ("marie", 1.5)]
    assert said[0].text


@pytest.mark.parametrize(
    ("provider", "voice"),
    [("local", "gone"), ("local", "nobody"), ("studio", "george"), ("x", "y")],
)
async def test_only_voices_that_are_here_have_samples(service, provider, voice):
    with pytest.raises(NotFound):
        await service.sample(provider, voice, language="fr", speed=1.0)


async def test_what_was_said_is_heard_again_with_its_words(service):
    request = SpeechRequest("Bonjour.", voice="marie", language="fr")

    first = await service.say("local", request)
    again = await service.say("local", request)

    assert first == again
    assert (first.seconds, first.words) == (1.0, (("Bonjour.", 0.1, 0.9),))
    assert service.sound(first.name) == first.path
    assert len(service.providers[Kind.SPEECH, "local"].said) == 1


@pytest.mark.parametrize("suffix", ["wav", "json"])
async def test_half_of_it_that_is_gone_is_made_again(service, suffix):
    request = SpeechRequest("Bonjour.", voice="marie", language="fr")
    first = await service.say("local", request)
    first.path.with_suffix(f".{suffix}").unlink()

    again = await service.say("local", request)

    assert again == first
    assert first.path.exists()
    assert sorted(path.suffix for path in first.path.parent.iterdir()) == [".json", ".wav"]


@pytest.mark.parametrize(
    ("provider", "text", "field"),
    [("studio", "Bonjour.", "provider"), ("local", "a" * 601, "text"), ("local", " ", "text")],
)
async def test_what_cannot_be_said_is_refused(service, provider, text, field):
    with pytest.raises(InvalidInput) as caught:
        await service.say(provider, SpeechRequest(text, voice="marie"))

    assert caught.value.params["field"] == field


@pytest.mark.parametrize("name", ["", "x", "../" * 13 + "x", "f" * 40])
def test_what_was_never_said_is_not_found(service, name):
    with pytest.raises(NotFound):
        service.sound(name)


async def test_a_failure_leaves_nothing_behind(service, monkeypatch):
    local = service.providers[Kind.SPEECH, "local"]

    async def fail(job, request, call, *, target, progress):
        target.write_bytes(b"half")
        raise InvalidInput("No.", field="text", problem="missing")

    monkeypatch.setattr(local, "deliver", fail)
    with pytest.raises(InvalidInput):
        await service.say("local", SpeechRequest("Bonjour."))

    assert [path for path in service.cache.root.rglob("*") if path.is_file()] == []


async def test_a_sealed_key_is_not_asked_for_just_to_look(service, studio, ring):
    with ring.transaction() as session:
        ring.secrets.put_sealed(
            session,
            ALICE.id,
            "studio",
            secret_id="f" * 32,
            generation=1,
            blob=b"sealed",
            last4="1234",
            now=NOW,
        )

    view = await service.list(ALICE)

    assert ids(view, "studio") == ["george"]
    assert speaker(view, "studio").problem == "sealed"
    assert studio.asked == []
