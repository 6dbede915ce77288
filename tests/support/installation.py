"""Fixtures: an installation as everybody has it, whose Providers call our fakes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.studio import hurry
from tests.support.fake_services import FakeServices
from vidgenie import bootstrap, studio
from vidgenie.engine import retry
from vidgenie.services.setup import migrate
from vidgenie.settings import Settings


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with every table, to be copied: making one takes a second."""
    home = tmp_path_factory.mktemp("migrated")
    migrate(Settings(home=home))
    return home / "vidgenie.db"


@pytest.fixture
def fakes() -> Iterator[FakeServices]:
    """The services that Providers call; jobs are done when they are first asked about."""
    with FakeServices(polls=0) as services:
        yield services


@pytest.fixture
def installed(
    migrated: Path, fakes: FakeServices, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[bootstrap.Services]:
    """The services of this process: an installation as everybody has it, that calls our fakes."""
    monkeypatch.setattr(retry, "FIRST_PAUSE", 0.01)
    hurry(monkeypatch)
    monkeypatch.chdir(tmp_path)
    home = tmp_path / "home"
    home.mkdir()
    (home / "vidgenie.db").write_bytes(migrated.read_bytes())
    for variable in ("LUMA_API_KEY", "RUNWAYML_API_SECRET", "OPENAI_API_KEY", "FAL_KEY"):
        monkeypatch.delenv(variable, raising=False)
    urls = {slug: fakes.base_url(slug) for slug in ("luma", "runway", "openai")}
    fal = {slug: fakes.base_url("fal") for slug in ("pika", "stable_video")}
    settings = Settings(home=home, heartbeat=0.3, executor_ttl=1.5, base_urls={**urls, **fal})
    built = bootstrap.build(settings)
    monkeypatch.setattr(bootstrap, "services", lambda: built)
    yield built
    studio.close()
    built.engine.close()
