"""Sayings: what the voices of this server say outside of a Run."""

import pytest

from tests.services.speakers import Studio, Throat
from vidgenie.domain.ports.provider import Kind
from vidgenie.domain.ports.speech import SpeechRequest
from vidgenie.errors import InvalidInput, NotFound
from vidgenie.media.cache import Cache
from vidgenie.services.sayings import SayingService


@pytest.fixture
def service(tmp_path):
    """Two Providers: this server and a service."""
    providers = {(Kind.SPEECH, "studio"): Studio(), (Kind.SPEECH, "local"): Throat()}
    return SayingService(providers, Cache(tmp_path / "cache"))


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
