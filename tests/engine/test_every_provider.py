"""Every Provider of an outside service in a Run of its own: one order, a verified result."""

import asyncio
import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.engine.studio import Studio, executing, hurry, open_studio
from tests.providers import cases
from tests.support import fake_media
from tests.support.fake_services import FakeServices
from vidgenie import bootstrap
from vidgenie.domain.asset import Asset
from vidgenie.domain.graph import Edge, Graph, Node
from vidgenie.domain.run import RunStatus
from vidgenie.engine import retry
from vidgenie.library import assets
from vidgenie.library import options as options_store
from vidgenie.media.probe import probe
from vidgenie.settings import Settings

CASES = cases.found()
PROVIDERS = bootstrap.all_providers()
TYPES = {"text": "enhance", "image": "image", "video": "video", "speech": "speech"}
PARAMS = {"image": {"size": "512x512"}, "video": {"duration": 5, "resolution": "720p"}}
MADE = {"text": "text", "image": "image", "video": "video", "speech": "audio"}


@pytest.fixture(scope="module")
def services() -> Iterator[FakeServices]:
    """All of them."""
    with FakeServices(polls=1) as fake:
        yield fake


@pytest.fixture
def database_kind() -> str:
    """One will do: this is about the Providers."""
    return "sqlite"


@pytest.fixture
def studio(
    settings: Settings, database: Engine, services: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Studio]:
    """An installation whose operator has a key for each of them."""
    monkeypatch.setattr(retry, "FIRST_PAUSE", 0.01)
    hurry(monkeypatch)
    urls = {}
    for place, case in CASES.items():
        provider, played = PROVIDERS[place], case.played_by(PROVIDERS[place])
        urls[provider.slug] = services.base_url(played)
        if provider.key_form:
            monkeypatch.setenv(provider.key_form.name, services.key(played))
    settings = replace(settings, base_urls=urls)
    studio = open_studio(settings)
    studio.services.engine.close()
    studio = replace(studio, services=bootstrap.build(settings))
    with studio.services.engine.transaction() as session:
        for (_, slug), case in CASES.items():
            typed = options_store.options_of(session, studio.account.id, slug)
            options_store.save_options(
                session,
                studio.account.id,
                slug,
                {**typed, **case.options},
                now=datetime.now(tz=UTC),
            )
    yield studio
    studio.services.engine.close()


@pytest.mark.parametrize("place", sorted(CASES), ids="-".join)
async def test_its_run_is_one_order_and_a_verified_result(place, studio, services, tmp_path):
    kind, slug = place
    services.submissions.clear()
    async with executing(studio):
        graph = await asyncio.to_thread(one_node, studio, place, tmp_path)
        view = await studio.finish(await studio.start(graph), within=60)

    node = next(node for node in view.nodes if node.id == "made")
    assert view.status is RunStatus.SUCCEEDED, (view.error, node.error)
    assert (node.provider, node.instead_of) == (slug, "")
    assert len(services.submissions) == 1
    assert node.output["text" if kind == "text" else "url"]
    assert view.charged == view.held
    known = PROVIDERS[place].costs
    assert (node.estimate_micro_usd is not None) == bool(known)
    assert studio.violations() == {}


def one_node(studio: Studio, place: tuple[str, str], folder: Path) -> Graph:
    """A prompt and the Node; with a picture to start from for those that need one."""
    kind, slug = place
    params = {"provider": slug, **PARAMS.get(kind, {})}
    nodes = [
        Node("prompt", "prompt", {"text": "a heron at dawn"}),
        Node("made", TYPES[kind], params),
    ]
    port = "text" if kind in ("text", "speech") else "prompt"
    edges = [Edge("prompt", "text", "made", port)]
    provider = PROVIDERS[place]
    if kind == "video" and not any("text" in model.modes for model in provider.models):
        nodes.append(Node("photo", "asset", {"asset": photo(studio, folder)}))
        edges.append(Edge("photo", "image", "made", "image"))
    return Graph(nodes=tuple(nodes), edges=tuple(edges))


def photo(studio: Studio, folder: Path) -> str:
    """The id of a picture of the Account's own."""
    path = folder / "photo.png"
    path.write_bytes(fake_media.picture((720, 1280)))
    stored = studio.services.engine.storage.put(path)
    asset = Asset(
        id=secrets.token_hex(16),
        account_id=studio.account.id,
        kind="image",
        sha256=stored.sha256,
        facts=asyncio.run(probe(studio.services.engine.storage.path(stored.sha256, "png"))),
        created_at=datetime.now(tz=UTC),
    )
    with studio.services.engine.transaction() as session:
        assets.add_asset(session, asset)
    return asset.id
