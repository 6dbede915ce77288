"""Runs with the services people pay: nothing is ordered twice, nothing paid for is lost."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from tests.engine.studio import Studio, executing, hurry, open_studio
from tests.support.fake_services import FakeServices
from vidgenie import bootstrap
from vidgenie.domain.graph import Edge, Graph, Node
from vidgenie.domain.run import RunStatus
from vidgenie.engine import retry
from vidgenie.engine.tables import ProviderCallRow
from vidgenie.media import fit
from vidgenie.settings import Settings

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def services() -> Iterator[FakeServices]:
    """OpenAI, Stability and Google."""
    with FakeServices(polls=1, pause=30.0) as fake:
        yield fake


@pytest.fixture
def studio(
    settings: Settings, database: Engine, services: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Studio]:
    """An installation with keys for all of them."""
    monkeypatch.setattr(retry, "FIRST_PAUSE", 0.01)
    hurry(monkeypatch)
    for name, slug in (("OPENAI", "openai"), ("STABILITY", "stability"), ("GEMINI", "veo")):
        monkeypatch.setenv(f"{name}_API_KEY", services.key(slug))
    urls = {slug: services.base_url(slug) for slug in ("openai", "stability", "veo")}
    settings = replace(settings, base_urls=urls)
    studio = open_studio(settings)
    built = bootstrap.build(settings)
    studio.services.engine.close()
    yield replace(studio, services=built)
    built.engine.close()


def film(picture: str) -> Graph:
    """prompt -> enhance -> image -> video -> output, by services."""
    return Graph(
        nodes=(
            Node("prompt", "prompt", {"text": "a heron at dawn"}),
            Node("enhance", "enhance", {"provider": "openai"}),
            Node("image", "image", {"provider": picture, "size": "1080x1920"}),
            Node("video", "video", {"provider": "veo", "duration": 5, "resolution": "720p"}),
            Node("output", "output"),
        ),
        edges=(
            Edge("prompt", "text", "enhance", "text"),
            Edge("enhance", "text", "image", "prompt"),
            Edge("image", "image", "video", "image"),
            Edge("video", "video", "output", "result"),
        ),
    )


@pytest.mark.parametrize("picture", ["openai", "stability"])
async def test_an_idea_becomes_a_clip_by_one_order_to_each(picture, studio, services):
    async with executing(studio):
        run = await studio.finish(await studio.start(film(picture)), within=90)

    assert run.status is RunStatus.SUCCEEDED, run.error
    assert [made.service for made in services.submissions] == ["openai", picture, "veo"]
    assert studio.violations() == {}


async def test_a_picture_that_was_paid_for_survives_the_end_of_the_process(
    studio, services, monkeypatch
):
    """The process ends after the answer was written down and before the picture is an Asset."""
    reached = asyncio.Event()

    async def never(*_: object, **__: object) -> None:
        reached.set()
        await asyncio.sleep(600)

    with monkeypatch.context() as patch:
        patch.setattr("vidgenie.providers.openai.image.fit_picture", never)
        async with studio.services.engine.executing():
            run_id = await studio.start(film("openai"))
            async with asyncio.timeout(60):
                await reached.wait()

    async with executing(studio):
        run = await studio.finish(run_id, within=90)

    assert run.status is RunStatus.SUCCEEDED, run.error
    assert services.count(service="openai") == 2  # the text and the picture
    assert fit.fit_picture is not never


async def test_pictures_do_not_stay_in_the_list_of_submissions(studio):
    async with executing(studio):
        run_id = await studio.start(film("openai"))
        await studio.finish(run_id, within=90)
        with studio.services.engine.reading() as session:
            rows = session.exec(select(ProviderCallRow)).all()

    assert len(rows) == 3
    assert not [row.key for row in rows if len(str(row.job)) > 4000]


async def test_an_order_without_an_answer_is_not_repeated(studio, services):
    services.behave("stability", "lost")
    async with executing(studio):
        run = await studio.finish(await studio.start(film("stability")), within=90)

    assert run.status is RunStatus.UNKNOWN
    assert services.count(service="stability") == 1
    assert services.count(service="veo") == 0
