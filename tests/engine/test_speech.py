"""A text becomes an audio Asset that knows when each of its words is said."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.engine.studio import Studio, executing, open_studio
from tests.support.fake_services import FakeServices
from vidgenie import bootstrap
from vidgenie.domain.asset import MEDIA_TYPES, Asset
from vidgenie.domain.graph import Edge, Graph, Node
from vidgenie.domain.ports.provider import Kind
from vidgenie.domain.run import RunStatus
from vidgenie.library.assets import asset
from vidgenie.providers import elevenlabs, local
from vidgenie.providers.local.speech import is_installed

pytestmark = pytest.mark.postgres_in_soak

TEXT = "Un héron, à l’aube : il attend."  # noqa: RUF001  # French is written so
WORDS = ["Un", "héron,", "à", "l’aube :", "il", "attend."]  # noqa: RUF001  # French is written so


def said_by(provider: str, **params: object) -> Graph:
    """prompt -> speech."""
    return Graph(
        nodes=(
            Node("prompt", "prompt", {"text": TEXT}),
            Node("speech", "speech", {"provider": provider, **params}),
        ),
        edges=(Edge("prompt", "text", "speech", "text"),),
    )


@pytest.fixture
def fake():
    with FakeServices() as services:
        yield services


@pytest.fixture
async def studio(settings, database, fake) -> AsyncIterator[Studio]:
    """An installation with two Providers that speak, and a key for the one that wants one."""
    studio = open_studio(settings)
    studio.services.engine.close()
    settings = replace(settings, base_urls={"elevenlabs": fake.base_url("elevenlabs")})
    speakers = {
        (Kind.SPEECH, made.slug): made for made in (local.LocalSpeech(), elevenlabs.ElevenLabs())
    }
    studio = replace(studio, services=bootstrap.build(settings, providers=speakers))
    async with executing(studio):
        yield studio


async def asset_of(studio: Studio, graph: Graph) -> Asset:
    """What the speech Node of a Run of this Graph made."""
    view = await studio.finish(await studio.start(graph), within=120)
    assert view.status is RunStatus.SUCCEEDED, view.error
    node = next(node for node in view.nodes if node.id == "speech")
    assert node.output["url"]
    assert (node.output["width"], node.output["thumbnailUrl"]) == (0, "")
    link = urlsplit(node.output["url"])
    name, signed = link.path.rpartition("/")[2], parse_qs(link.query)
    file = studio.services.assets.open_signed(name, signed["s"][0], int(signed["e"][0]))
    with studio.services.engine.reading() as session:
        made = asset(session, studio.account.id, name.partition(".")[0])
    assert made.kind == "audio"
    assert file.media_type == MEDIA_TYPES[made.facts.suffix]
    assert file.path.stat().st_size == made.facts.bytes
    return made


@pytest.mark.skipif(not is_installed(), reason="needs the extra `voice`")
async def test_this_server_says_a_text(studio):
    made = await asset_of(studio, said_by("local", speed=1.2))

    assert (made.facts.suffix, made.origin["provider"]) == ("wav", "local")
    words = json.loads(made.origin["words"])
    assert [word for word, _, _ in words] == WORDS
    assert 1 < words[-1][2] <= made.facts.seconds
    assert made.origin["demo"] == "true"


async def test_a_service_says_a_text_once_and_is_paid_once(studio, fake):
    studio.services.keys.save(studio.account, {"elevenlabs": fake.key("elevenlabs")}, {})

    made = await asset_of(studio, said_by("elevenlabs", speed=1.2))

    assert made.facts.suffix == "mp3"
    assert [word for word, _, _ in json.loads(made.origin["words"])] == WORDS
    assert made.facts.seconds == pytest.approx(len(TEXT) * 0.05, abs=0.2)
    assert [made.prompt for made in fake.submissions] == [TEXT]
    assert fake.submissions[0].body["voice_settings"]["speed"] == 1.2
    assert studio.violations() == {}
    assert studio.open_holds() == 0


async def test_speech_is_the_result_of_its_run_and_in_the_library(studio, fake):
    studio.services.keys.save(studio.account, {"elevenlabs": fake.key("elevenlabs")}, {})
    said = said_by("elevenlabs")
    graph = Graph(
        (*said.nodes, Node("output", "output")),
        (*said.edges, Edge("speech", "audio", "output", "result")),
    )

    view = await studio.finish(await studio.start(graph), within=60)

    [entry] = studio.services.library.page(studio.account).items
    assert view.result is not None
    assert (view.result.type, view.result.image_url, view.result.video_url) == ("audio", "", "")
    assert view.result.audio_url.partition("?")[0] == entry.audio_url.partition("?")[0]
    assert view.result.asset_id in entry.download_url
    assert (entry.type, entry.status, entry.image_url) == ("audio", "completed", None)
    assert entry.seconds == view.result.seconds > 1


async def test_speech_that_is_none_is_refused_and_costs_nothing(studio, fake, monkeypatch):
    monkeypatch.setattr("tests.support.fake_media.speech_base64", lambda *_: "bm90IHNvdW5k")
    studio.services.keys.save(studio.account, {"elevenlabs": fake.key("elevenlabs")}, {})
    before = studio.services.credits.balance(studio.account).credits

    view = await studio.finish(await studio.start(said_by("elevenlabs")), within=60)

    assert view.status is RunStatus.FAILED
    assert len(fake.submissions) == 1
    assert studio.services.credits.balance(studio.account).credits == before
    assert studio.open_holds() == 0


async def test_what_was_said_before_is_neither_said_nor_paid_for_again(studio, fake):
    studio.services.keys.save(studio.account, {"elevenlabs": fake.key("elevenlabs")}, {})
    first = await asset_of(studio, said_by("elevenlabs"))
    before = studio.services.credits.balance(studio.account).credits

    again = await asset_of(studio, said_by("elevenlabs"))

    assert again.id == first.id
    assert len(fake.submissions) == 1
    assert studio.services.credits.balance(studio.account).credits == before
    assert studio.violations() == {}
    assert studio.open_holds() == 0


@pytest.mark.parametrize("other", [{"speed": 1.1}, {"seed": 7}])
async def test_another_speed_or_seed_is_said_anew(studio, fake, other):
    studio.services.keys.save(studio.account, {"elevenlabs": fake.key("elevenlabs")}, {})
    first = await asset_of(studio, said_by("elevenlabs"))

    assert (await asset_of(studio, said_by("elevenlabs", **other))).id != first.id
    assert len(fake.submissions) == 2


async def test_what_was_said_before_is_free_though_it_has_to_be_fitted_anew(studio, fake):
    """What this server does itself costs nothing: the second Run asks nobody else."""
    studio.services.keys.save(studio.account, {"elevenlabs": fake.key("elevenlabs")}, {})
    first = await asset_of(studio, said_by("elevenlabs", seconds=1.6))
    before = studio.services.credits.balance(studio.account).credits

    again = await asset_of(studio, said_by("elevenlabs", seconds=1.6))

    assert float(first.origin["tempo"]) > 1
    assert again.sha256 == first.sha256
    assert len(fake.submissions) == 1
    assert studio.services.credits.balance(studio.account).credits == before


async def test_another_place_speaks_with_another_voice(studio, fake):
    studio.services.keys.save(studio.account, {"elevenlabs": fake.key("elevenlabs")}, {})
    first = await asset_of(studio, said_by("elevenlabs"))
    places = studio.services.engine.workshop.keys.places
    places.base_urls["elevenlabs"] = fake.base_url("elevenlabs").replace("127.0.0.1", "localhost")

    assert (await asset_of(studio, said_by("elevenlabs"))).id != first.id
    assert len(fake.submissions) == 2
