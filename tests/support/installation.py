"""Fixtures: an installation as everybody has it, whose Providers call our fakes."""

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from tests.engine.camera import KEY, Camera
from tests.engine.studio import hurry
from tests.support.executing import is_idle
from tests.support.fake_services import FakeServices
from vidgenie import bootstrap, studio
from vidgenie.domain.ports.provider import Kind
from vidgenie.engine import retry, runtime
from vidgenie.services.setup import migrate
from vidgenie.settings import Settings


class Crane(Camera):
    """Another one."""

    slug: ClassVar[str] = "crane"
    title: ClassVar[str] = "Crane"


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
def camera(tmp_path: Path) -> Camera:
    """A Provider of clips that are quickly made."""
    folder = tmp_path / "camera"
    folder.mkdir()
    return Camera(folder)


@pytest.fixture
def installed(
    migrated: Path,
    fakes: FakeServices,
    camera: Camera,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[bootstrap.Services]:
    """The services of this process: an installation as everybody has it, that calls our fakes.

    There are two Providers more, the Camera and the Crane, and a key for them.
    """
    home = tmp_path / "home"
    home.mkdir()
    (home / "vidgenie.db").write_bytes(migrated.read_bytes())
    monkeypatch.chdir(tmp_path)
    yield from installation(home, fakes, camera, monkeypatch)


def installation(
    home: Path, fakes: FakeServices, camera: Camera, monkeypatch: pytest.MonkeyPatch
) -> Iterator[bootstrap.Services]:
    """The same on a home that has its database."""
    monkeypatch.setattr(retry, "FIRST_PAUSE", 0.01)
    hurry(monkeypatch)
    monkeypatch.setenv("CAMERA_API_KEY", KEY)
    for variable in ("LUMA_API_KEY", "RUNWAYML_API_SECRET", "OPENAI_API_KEY", "FAL_KEY"):
        monkeypatch.delenv(variable, raising=False)
    urls = {slug: fakes.base_url(slug) for slug in ("luma", "runway", "openai")}
    fal = {slug: fakes.base_url("fal") for slug in ("pika", "stable_video")}
    settings = Settings(home=home, heartbeat=0.3, executor_ttl=1.5, base_urls={**urls, **fal})
    own = {(Kind.VIDEO, made.slug): made for made in (camera, Crane(camera.folder))}
    built = bootstrap.build(settings, providers={**bootstrap.all_providers(), **own})
    monkeypatch.setattr(bootstrap, "services", lambda: built)
    yield built
    if built.engine.is_ready and is_idle():
        monkeypatch.setattr(runtime, "STOP_PATIENCE", 0)
    studio.close()
    built.engine.close()
