"""Files: nothing counts that was not verified, and a lost renderer is not a lost Run."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar

import pytest
from sqlalchemy import Engine

from tests.engine.studio import Studio, executing, open_studio
from vidgenie import bootstrap
from vidgenie.domain.graph import Edge, Graph, Node
from vidgenie.domain.ports.image import ImageProvider, ImageRequest
from vidgenie.domain.ports.provider import Call, Job, JobStatus, Kind, Progress
from vidgenie.domain.run import RunStatus
from vidgenie.engine import retry
from vidgenie.errors import StorageFull
from vidgenie.ledger import store as ledger
from vidgenie.settings import Settings

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@dataclass
class Forger(ImageProvider):
    """Delivers what the prompt says: "garbage", "full", "small"."""

    slug: ClassVar[str] = "forger"
    title: ClassVar[str] = "Forger"
    deliveries: list[str] = field(default_factory=list)

    def check(self, request: ImageRequest) -> None:
        """Takes anything."""

    async def submit(self, request: ImageRequest, call: Call) -> Job:
        return Job("j", JobStatus.SUCCEEDED)

    async def poll(self, job: Job, call: Call) -> Job:
        return job

    async def deliver(
        self, job: Job, request: ImageRequest, call: Call, *, target: Path, progress: Progress
    ) -> Mapping[str, str]:
        self.deliveries.append(request.prompt)
        if request.prompt == "full":
            raise StorageFull
        target.write_bytes(b"" if request.prompt == "empty" else b"<html>no picture</html>")
        return {}


def picture(prompt: str, provider: str) -> Graph:
    """prompt -> image -> output."""
    return Graph(
        nodes=(
            Node("prompt", "prompt", {"text": prompt}),
            Node("image", "image", {"provider": provider, "size": "512x512"}),
            Node("output", "output"),
        ),
        edges=(
            Edge("prompt", "text", "image", "prompt"),
            Edge("image", "image", "output", "result"),
        ),
    )


def clip(prompt: str) -> Graph:
    """prompt -> video -> output, small and short."""
    video = {"provider": "local", "duration": 5, "resolution": "720p"}
    return Graph(
        nodes=(
            Node("prompt", "prompt", {"text": prompt}),
            Node("video", "video", video),
            Node("output", "output"),
        ),
        edges=(
            Edge("prompt", "text", "video", "prompt"),
            Edge("video", "video", "output", "result"),
        ),
    )


@pytest.fixture
def forger() -> Forger:
    return Forger()


@pytest.fixture
async def workshop(
    settings: Settings, database: Engine, forger: Forger, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Studio]:
    """An installation with the real local Providers and the Forger; local clips cost 10."""
    monkeypatch.setattr(retry, "FIRST_PAUSE", 0.01)
    studio = open_studio(settings)
    providers = {**bootstrap.all_providers(), (Kind.IMAGE, "forger"): forger}
    services = bootstrap.build(replace(settings, registrations_per_hour=1000), providers=providers)
    studio.services.engine.close()
    studio.services = services
    with services.engine.transaction() as session:
        ledger.set_price(session, provider="local", action="video.8", price=10)
    async with executing(studio):
        yield studio


@pytest.mark.parametrize("prompt", ["garbage", "empty"])
async def test_what_is_no_picture_is_neither_stored_nor_charged(
    workshop: Studio, forger: Forger, prompt: str
):
    run = await workshop.finish(await workshop.start(picture(prompt, "forger")))

    assert run.status is RunStatus.FAILED
    assert run.error is not None
    assert run.error["code"] == "output_rejected"
    assert len(forger.deliveries) == 3
    assert (run.charged, run.released) == (0, 2)
    stored = [p for p in (workshop.services.settings.home / "media").rglob("*") if p.is_file()]
    assert stored == []


async def test_a_full_disk_ends_the_run_in_words(workshop: Studio):
    run = await workshop.finish(await workshop.start(picture("full", "forger")))

    assert run.status is RunStatus.FAILED
    assert run.error is not None
    assert (run.error["code"], run.error["retryable"]) == ("storage_full", True)
    assert (run.charged, run.released) == (0, 2)
    assert workshop.open_holds() == 0


async def test_a_picture_is_verified_stored_and_shown(workshop: Studio):
    run = await workshop.finish(await workshop.start(picture("a calm lake", "local")))

    assert run.status is RunStatus.SUCCEEDED
    assert run.result is not None
    assert (run.result.width, run.result.height) == (512, 512)
    path = workshop.services.assets.file(workshop.account, run.result.asset_id)
    assert path.stat().st_size == run.result.bytes
    item = workshop.services.library.page(workshop.account).items[0]
    assert (item.status, item.type) == ("completed", "image")


def renderers(name: str) -> list[int]:
    """Processes below ours whose command line holds `name`."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes().decode(errors="replace")
            state = (folder / "stat").read_text().rsplit(")", 1)[1].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if name in command and state != "Z" and str(os.getpid()) != folder.name:
            found.append(int(folder.name))
    return found


@pytest.mark.crash
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="reads /proc")
async def test_a_killed_renderer_is_started_again(workshop: Studio):
    run_id = await workshop.start(clip("a rocket over the sea"))
    home = str(workshop.services.settings.home)
    deadline = time.monotonic() + 30
    while not (found := [p for p in renderers("ffmpeg") if home in _command(p)]):
        assert time.monotonic() < deadline, "no renderer was seen"
        await asyncio.sleep(0.02)

    os.kill(found[0], signal.SIGKILL)
    run = await workshop.finish(run_id, within=120)

    assert run.status is RunStatus.SUCCEEDED
    assert (run.charged, run.released) == (10, 0)
    assert workshop.violations() == {}


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return ""
