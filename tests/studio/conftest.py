"""A studio for scripts, on an installation of its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.camera import Camera
from tests.support.fake_services import FakeServices
from tests.support.installation import camera, fakes, installation, installed, migrated
from tests.support.studio_scripts import PLAIN, script
from vidgenie import studio

__all__ = ["camera", "fakes", "installed", "migrated"]


@pytest.fixture(scope="session")
def filmed_home(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A home with a Project of two Segments that have their clips, and its id; to be copied."""
    home = tmp_path_factory.mktemp("filmed")
    shutil.copy(migrated, home / "vidgenie.db")
    own = Camera(tmp_path_factory.mktemp("camera"))
    with FakeServices() as services, pytest.MonkeyPatch.context() as patch:
        for _ in installation(home, services, own, patch):
            project = studio.create_video_project_with_segments(
                script("a fox", "a heron"), choices=PLAIN
            )
            studio.VideoSegmentProcessor(project).generate_all_segments()
    return home, project.id


@pytest.fixture
def filmed(
    filmed_home: tuple[Path, str],
    fakes: FakeServices,
    camera: Camera,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[studio.VideoProject]:
    """A Project of two Segments that have their clips; the camera has made nothing since."""
    shutil.copytree(filmed_home[0], tmp_path / "home")
    monkeypatch.chdir(tmp_path)
    for _ in installation(tmp_path / "home", fakes, camera, monkeypatch):
        yield studio.VideoProject.get(filmed_home[1])
