"""Studios: installations with a running engine."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.engine.browser import Browser
from tests.engine.camera import Film, open_set
from tests.engine.kiln import Pottery, open_pottery
from tests.engine.studio import Studio, executing, open_studio
from vidgenie.engine import calls, retry
from vidgenie.settings import Settings


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """An empty home, and short lives for processes."""
    return Settings(
        home=tmp_path / "home", database_url=database_url, heartbeat=0.3, executor_ttl=1.5
    )


@pytest.fixture
def idle_studio(
    settings: Settings, database: Engine, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Studio]:
    """An installation that executes nothing yet."""
    monkeypatch.setattr(retry, "FIRST_PAUSE", 0.01)
    studio = open_studio(settings)
    yield studio
    studio.services.engine.close()


@pytest.fixture
async def studio(idle_studio: Studio) -> AsyncIterator[Studio]:
    """An installation that executes Runs."""
    async with executing(idle_studio):
        yield idle_studio


@pytest.fixture
def sealed(idle_studio: Studio, settings: Settings) -> Browser:
    """The browser of the studio's Account."""
    return Browser(idle_studio, settings)


@pytest.fixture
def idle_pottery(
    settings: Settings, database: Engine, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Pottery]:
    """A studio with two Providers that fail as they are told to; it executes nothing."""
    monkeypatch.setattr(retry, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(calls, "BETWEEN_LOOKS", 0.01)
    pottery = open_pottery(settings)
    yield pottery
    pottery.studio.services.engine.close()


@pytest.fixture
async def pottery(idle_pottery: Pottery) -> AsyncIterator[Pottery]:
    """The same, executing."""
    async with executing(idle_pottery.studio):
        yield idle_pottery


@pytest.fixture
def idle_film(
    settings: Settings, database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Film]:
    """A studio with a Camera; it executes nothing."""
    monkeypatch.setattr(retry, "FIRST_PAUSE", 0.01)
    film = open_set(settings, tmp_path)
    yield film
    film.studio.services.engine.close()


@pytest.fixture
async def film(idle_film: Film) -> AsyncIterator[Film]:
    """The same, executing."""
    async with executing(idle_film.studio):
        yield idle_film
