"""A Provider of pictures that fails as it is told to, and a studio that has two of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from PIL import Image

from tests.engine.studio import Studio, open_studio
from vidgenie import bootstrap
from vidgenie.domain.graph import Edge, Graph, Node
from vidgenie.domain.ports.declared import Cost, Finds, ImageModel, KeyForm, Pace
from vidgenie.domain.ports.image import ImageProvider, ImageRequest
from vidgenie.domain.ports.provider import Call, Job, JobStatus, Kind, Progress
from vidgenie.errors import (
    ProviderRejected,
    ProviderUnavailable,
    ProviderUnknown,
    RateLimited,
)
from vidgenie.settings import Settings

KEY = "kb-0123456789-abcdefghij"


@dataclass
class Kiln(ImageProvider):
    """Every submission takes the next word of `orders`, "" when there is none.

    lost: taken, and not answered. unsent: not taken, and not answered. busy: 429 with
    `pause`. down: nobody there. reject, moderated: refused. late: never done. old link:
    the first address is dead. gone: it is not there any more when the result is fetched.
    key gone: nor does it take the key then. jobs: what it has taken.
    """

    slug: ClassVar[str] = "kiln"
    title: ClassVar[str] = "Kiln"
    key_form: ClassVar[KeyForm | None] = KeyForm("KILN_API_KEY", "kb-...", "https://k.example")
    costs: ClassVar[tuple[Cost, ...]] = (Cost(30_000, "image", "2026-11-20", source="tests"),)
    models: ClassVar[tuple[ImageModel, ...]] = (ImageModel(takes_image=True),)
    pace: ClassVar[Pace] = Pace(first=0.01, every=0.01, longest=0.05, deadline=0.6)
    orders: list[str] = field(default_factory=list)
    pause: float = 0.3
    is_down: bool = False
    finds: Finds = Finds.NEVER  # pyright: ignore[reportIncompatibleVariableOverride]
    jobs: dict[str, str] = field(default_factory=dict)
    asked: int = 0
    submitted: list[str] = field(default_factory=list)

    async def validate(self, call: Call) -> None:
        self.asked += 1
        if self.is_down:
            raise ProviderUnavailable("Kiln is down.", provider=self.slug)

    def check(self, request: ImageRequest) -> None:
        """Everything is possible."""

    async def submit(self, request: ImageRequest, call: Call) -> Job:
        order = self.orders.pop(0) if self.orders else ""
        if order == "down":
            raise ProviderUnavailable("Kiln is down.", provider=self.slug)
        if order == "busy":
            raise RateLimited("Kiln is busy.", provider=self.slug, retry_after=self.pause)
        if order in ("reject", "moderated"):
            problem = "moderated" if order == "moderated" else "failed"
            raise ProviderRejected("No.", provider=self.slug, problem=problem)
        if order == "unsent":
            raise ProviderUnknown("Kiln did not answer.", provider=self.slug)
        self.submitted.append(call.idempotency_key)
        self.jobs[call.idempotency_key] = order
        if order == "lost":
            raise ProviderUnknown("Kiln did not answer.", provider=self.slug)
        return Job(call.idempotency_key, JobStatus.RUNNING)

    async def find(self, request: ImageRequest, call: Call, *, since: datetime) -> Job | None:
        known = call.idempotency_key in self.jobs
        return Job(call.idempotency_key, JobStatus.RUNNING) if known else None

    async def poll(self, job: Job, call: Call) -> Job:
        if self.jobs[job.id] == "late":
            return job
        link = "fresh" if job.status is JobStatus.SUCCEEDED else "first"
        return replace(job, status=JobStatus.SUCCEEDED, url=link, cost_micro_usd=41_000)

    async def deliver(
        self, job: Job, request: ImageRequest, call: Call, *, target: Path, progress: Progress
    ) -> Mapping[str, str]:
        if self.jobs[job.id] == "gone":
            raise ProviderUnavailable("Kiln is down.", provider=self.slug)
        if self.jobs[job.id] == "key gone":
            raise ProviderRejected("No.", provider=self.slug, problem="key_refused")
        if self.jobs[job.id] == "old link" and job.url == "first":
            raise ProviderRejected("Gone.", provider=self.slug, problem="expired")
        Image.new("RGB", request.size, "sienna").save(target, "PNG")
        return {"provider": self.slug}


@dataclass
class Oven(Kiln):
    """The other one: dearer in dollars."""

    slug: ClassVar[str] = "oven"
    title: ClassVar[str] = "Oven"
    key_form: ClassVar[KeyForm | None] = KeyForm("OVEN_API_KEY", "ko-...", "https://o.example")
    costs: ClassVar[tuple[Cost, ...]] = (Cost(90_000, "image", "2026-11-20", source="tests"),)


def picture(prompt: str = "a fox", **params: object) -> Graph:
    """prompt -> image -> output, by the Kiln."""
    return Graph(
        nodes=(
            Node("prompt", "prompt", {"text": prompt}),
            Node("image", "image", {"provider": "kiln", "size": "512x512", **params}),
            Node("output", "output"),
        ),
        edges=(
            Edge("prompt", "text", "image", "prompt"),
            Edge("image", "image", "output", "result"),
        ),
    )


@dataclass
class Pottery:
    """A studio with a Kiln and an Oven, and keys for both."""

    studio: Studio
    kiln: Kiln
    oven: Oven

    def node(self, view: object) -> object:
        """The image Node of a Run."""
        return next(node for node in view.nodes if node.id == "image")  # pyright: ignore[reportAttributeAccessIssue]


def open_pottery(settings: Settings) -> Pottery:
    """Wire it on a database that has its tables; nothing is executed yet."""
    kiln, oven = Kiln(), Oven()
    studio = open_studio(settings)
    studio.services.engine.close()
    providers = {(Kind.IMAGE, made.slug): made for made in (kiln, oven)}
    studio = replace(studio, services=bootstrap.build(settings, providers=providers))
    studio.services.keys.save(studio.account, {"kiln": KEY, "oven": KEY.replace("b", "o", 1)}, {})
    return Pottery(studio, kiln, oven)
