"""A Provider of clips that fails as it is told to, and a set: a studio with Projects to film."""

import asyncio
import secrets
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from tests.engine.studio import Studio, open_studio
from vidgenie import bootstrap
from vidgenie.domain.ports.declared import Cost, KeyForm, Pace, VideoModel
from vidgenie.domain.ports.provider import Call, Job, JobStatus, Kind, Progress
from vidgenie.domain.ports.video import ClipRequest, VideoProvider
from vidgenie.domain.project import Choices, Project
from vidgenie.domain.timeline import Aspect, Profile
from vidgenie.errors import ProviderRejected, ProviderUnknown
from vidgenie.library.assets import asset
from vidgenie.media.ff import ffmpeg
from vidgenie.projects import store
from vidgenie.projects.tables import ProjectRow, SegmentRow
from vidgenie.services.production import Plan
from vidgenie.services.stages import Stage
from vidgenie.services.views import RunView
from vidgenie.settings import Settings

SECONDS = 1  # of a Segment: films are soon made
KEY = "kc-0123456789-abcdefghij"
PLAIN = Choices(
    aspect=Aspect.SQUARE,
    profile=Profile.DRAFT,
    voice=None,
    look=None,
    provider="camera",
    resolution="720p",
)


@dataclass
class Camera(VideoProvider):
    """Films one colour, another one for each submission.

    refused: prompts that are. lost: prompts that are taken without an answer. held: prompts
    whose clips are not ready while they stand here.
    requests: what was submitted, in that order. folder: for the clips.
    """

    folder: Path
    slug: ClassVar[str] = "camera"
    title: ClassVar[str] = "Camera"
    key_form: ClassVar[KeyForm | None] = KeyForm("CAMERA_API_KEY", "kc-...", "https://c.example")
    costs: ClassVar[tuple[Cost, ...]] = (Cost(50_000, "clip", "2026-11-20", source="tests"),)
    models: ClassVar[tuple[VideoModel, ...]] = (
        VideoModel("one", modes=frozenset({"text", "image"}), seconds=(5, 8)),
    )
    pace: ClassVar[Pace] = Pace(first=0.01, every=0.01, longest=0.05, deadline=60)
    refused: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)
    held: set[str] = field(default_factory=set)
    requests: list[ClipRequest] = field(default_factory=list)
    _filming: dict[str, int] = field(default_factory=dict)

    async def validate(self, call: Call) -> None:
        """Every key is right."""

    def check(self, request: ClipRequest) -> None:
        """Everything is possible."""

    async def submit(self, request: ClipRequest, call: Call) -> Job:
        if request.prompt in self.refused:
            raise ProviderRejected("No.", provider=self.slug, problem="moderated")
        self.requests.append(request)
        if request.prompt in self.lost:
            raise ProviderUnknown("Camera did not answer.", provider=self.slug)
        self._filming[call.idempotency_key] = len(self.requests)
        return Job(call.idempotency_key, JobStatus.RUNNING)

    async def poll(self, job: Job, call: Call) -> Job:
        prompt = self.requests[self._filming[job.id] - 1].prompt
        status = JobStatus.RUNNING if prompt in self.held else JobStatus.SUCCEEDED
        return replace(job, status=status)

    async def deliver(
        self, job: Job, request: ClipRequest, call: Call, *, target: Path, progress: Progress
    ) -> Mapping[str, str]:
        clip = self.folder / f"{self._filming[job.id]}.mp4"
        width, height = request.size
        colour = f"0x{(self._filming[job.id] * 0x2B4F61) % 0xFFFFFF:06x}"
        source = f"color={colour}:s={width}x{height}:r=30:d={request.seconds}"
        command = [ffmpeg(), "-v", "error", "-f", "lavfi", "-i", source, "-f", "lavfi", "-i"]
        command += ["anullsrc=r=48000:cl=stereo", "-shortest", "-preset", "ultrafast"]
        command += ["-pix_fmt", "yuv420p", "-c:a", "aac", "-y", str(clip)]
        await asyncio.to_thread(subprocess.run, command, check=True)
        target.write_bytes(clip.read_bytes())
        return {"provider": self.slug}

    @property
    def prompts(self) -> list[str]:
        """What was filmed."""
        return [request.prompt for request in self.requests]


@dataclass
class Film:
    """A studio with a Camera, and Projects."""

    studio: Studio
    camera: Camera

    @property
    def services(self) -> bootstrap.Services:
        return self.studio.services

    def project(self, *prompts: str, choices: Choices = PLAIN, **values: object) -> str:
        """A Project with a Segment for each prompt; its id."""
        now, project_id = datetime.now(tz=UTC), secrets.token_hex(16)
        account_id = self.studio.account.id
        given = {"title": "A film", "theme": "Foxes", **values}
        with self.services.engine.transaction() as session:
            session.add(
                ProjectRow(
                    id=project_id,
                    account_id=account_id,
                    choices=store.choices_json(choices),
                    created_at=now,
                    updated_at=now,
                    **given,
                )
            )
            session.flush()
            session.add_all(
                SegmentRow(
                    id=secrets.token_hex(16),
                    project_id=project_id,
                    account_id=account_id,
                    position=position,
                    prompt=prompt,
                    seconds=SECONDS,
                )
                for position, prompt in enumerate(prompts)
            )
        return project_id

    def change(self, project_id: str, number: int, **values: object) -> None:
        """Change the Segment with this number, from 1, without a trace."""
        with self.services.engine.transaction() as session:
            row = store.segment_rows(session, project_id)[number - 1]
            for name, value in values.items():
                setattr(row, name, value)

    def stage(self, project_id: str) -> Stage:
        """The Project now."""
        return self.services.stages.read(self.studio.account, project_id)

    def now(self, project_id: str) -> Project:
        """The same without what was made."""
        return self.stage(project_id).project

    async def start(self, project_id: str, plan: Plan, *, key: str = "") -> str:
        """Start a Run; its id."""
        produce = self.services.production.produce
        started = await asyncio.to_thread(
            lambda: produce(self.studio.account, project_id, plan, idempotency_key=key)
        )
        return started.run_id

    async def make(self, project_id: str, plan: Plan) -> RunView:
        """The Run once it is over."""
        return await self.studio.finish(await self.start(project_id, plan), within=120)

    def shas(self, project_id: str) -> list[str]:
        """sha256 of what each Segment shows, "" for nothing."""
        stage = self.stage(project_id)
        with self.services.engine.reading() as session:
            return [
                asset(session, self.studio.account.id, stage.footage[one.id].asset).sha256
                if one.id in stage.footage
                else ""
                for one in stage.project.segments
            ]


def open_set(settings: Settings, folder: Path) -> Film:
    """Wire it on a database that has its tables; nothing is executed yet."""
    camera = Camera(folder)
    studio = open_studio(settings)
    studio.services.engine.close()
    pens = {(Kind.TEXT, pen.slug): pen for pen in (studio.pen, studio.steady, studio.keyed)}
    providers = {**bootstrap.all_providers(), **pens, (Kind.VIDEO, camera.slug): camera}
    studio = replace(studio, services=bootstrap.build(settings, providers=providers))
    studio.services.keys.save(studio.account, {"camera": KEY}, {})
    return Film(studio, camera)
