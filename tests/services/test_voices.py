"""Voices: what each Account can choose from."""

import pytest

from tests.services.makers import ALICE, BOB, KEY, NOW, keyring, master_keys
from tests.services.speakers import Studio, Throat
from vidgenie.domain.ports.provider import Kind
from vidgenie.errors import ProviderRejected, ProviderUnavailable
from vidgenie.services.voices import VoiceService


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
def service(ring, studio):
    """Two Providers: this server and a service."""
    providers = {(Kind.SPEECH, "studio"): studio, (Kind.SPEECH, "local"): Throat()}
    return VoiceService(ring.reading, providers, ring, Clock(), patience=0.2)


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
