"""The master key is replaced while Runs poll: every one of them ends well."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar

import pytest
from PIL import Image

from tests.engine.studio import Studio, executing, open_studio
from vidgenie import bootstrap
from vidgenie.domain.graph import Edge, Graph, Node
from vidgenie.domain.ports.declared import KeyForm, Pace
from vidgenie.domain.ports.image import ImageProvider, ImageRequest
from vidgenie.domain.ports.provider import Call, Job, JobStatus, Kind, Progress
from vidgenie.domain.run import RunStatus
from vidgenie.engine import queues
from vidgenie.settings import Settings

pytestmark = pytest.mark.postgres_in_soak

RUNS = 20
KEY = "kb-0123456789-abcdefghij"
GRAPH = Graph(
    nodes=(
        Node("prompt", "prompt", {"text": "a fox"}),
        Node("image", "image", {"provider": "easel", "size": "512x512"}),
        Node("output", "output"),
    ),
    edges=(Edge("prompt", "text", "image", "prompt"), Edge("image", "image", "output", "result")),
)


@dataclass
class Easel(ImageProvider):
    """Says that it still paints until it is told to finish. keys: of each delivery."""

    slug: ClassVar[str] = "easel"
    pace: ClassVar[Pace] = Pace(first=0.05, every=0.05, longest=0.2)
    title: ClassVar[str] = "Easel"
    key_form: ClassVar[KeyForm | None] = KeyForm("EASEL_API_KEY", "kb-...", "https://e.example")
    is_done: bool = False
    polled: set[str] = field(default_factory=set)
    submitted: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    def check(self, request: ImageRequest) -> None:
        """Everything is possible."""

    async def submit(self, request: ImageRequest, call: Call) -> Job:
        self.submitted.append(call.idempotency_key)
        return Job(id=call.idempotency_key, status=JobStatus.RUNNING)

    async def poll(self, job: Job, call: Call) -> Job:
        self.polled.add(job.id)
        return replace(job, status=JobStatus.SUCCEEDED) if self.is_done else job

    async def deliver(
        self, job: Job, request: ImageRequest, call: Call, *, target: Path, progress: Progress
    ) -> Mapping[str, str]:
        self.keys.append(call.key)
        Image.new("RGB", request.size, "teal").save(target, "PNG")
        return {}


@pytest.fixture
async def easel(
    settings: Settings, database: object, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Studio, Easel]]:
    """A studio with an Easel, that takes twenty Runs of one Account at once."""
    monkeypatch.setattr(queues, "NODES_PER_PROVIDER", RUNS)
    settings = replace(settings, run_limit=RUNS)
    made = Easel()
    studio = open_studio(settings)
    studio.services.engine.close()
    studio = replace(
        studio, services=bootstrap.build(settings, providers={(Kind.IMAGE, "easel"): made})
    )
    async with executing(studio):
        yield studio, made


@pytest.mark.timeout(180)
@pytest.mark.soak
async def test_twenty_runs_that_poll_outlive_the_replacement_of_the_master_key(
    easel: tuple[Studio, Easel],
):
    studio, provider = easel
    services = studio.services
    services.keys.save(studio.account, {"easel": KEY}, {})
    runs = [await studio.start(GRAPH) for _ in range(RUNS)]
    async with asyncio.timeout(90):
        while len(provider.polled) < RUNS:
            await asyncio.sleep(0.05)

    version = await asyncio.to_thread(services.vault_master.rotate)
    left = await asyncio.to_thread(services.vault_master.rewrap)
    provider.is_done = True
    views = [await studio.finish(run_id, within=60) for run_id in runs]

    assert (version, left) == (2, 0)
    assert {view.status for view in views} == {RunStatus.SUCCEEDED}
    assert provider.keys == [KEY] * RUNS
    assert len(provider.submitted) == len(set(provider.submitted)) == RUNS
    assert studio.violations() == {}
