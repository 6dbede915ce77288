"""ComfyUI draws: a workflow is queued, looked up by its id, and its picture fetched."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from vidgenie.domain.ports.declared import Finds, ImageModel, KeyForm, Option, OptionKind, Pace
from vidgenie.domain.ports.image import ImageProvider, ImageRequest
from vidgenie.domain.ports.provider import Call, Job, JobStatus, Progress
from vidgenie.errors import InvalidInput, ProviderRejected
from vidgenie.media import magic
from vidgenie.media.fit import fit_picture
from vidgenie.providers.comfyui import server, workflow
from vidgenie.providers.comfyui.server import SERVICE
from vidgenie.wire import read_json

_WAIT = 60.0  # s; the workflow is checked before the answer
_MAX_PICTURE = 60_000_000  # bytes
_MAX_IMAGE = 20_000_000  # bytes
_SMALLEST_SIDE, _LARGEST_SIDE = 256, 4096
_SHORTEST = 64  # of a side that is drawn
_GRID = 8  # sides that are drawn are multiples of it, in pixels
_MOST_TEXT = 10_000
_SEEDS = 2**64
_STYLES = {
    "vivid": "vivid colours, dramatic light",
    "natural": "natural light, true colours, realistic",
}
_QUALITIES = ("standard", "hd")
_NEGATIVE = "text, watermark, signature, blurry, low quality, deformed"


class ComfyUI(ImageProvider):
    """One picture, by a workflow of the Account's own.

    The id of the job is ours, made of the idempotency key, so what got no answer can be
    looked for: in the queue first, then in the history, where it goes from there. It
    has taken such ids since 2025; an older server makes its own, which its answer tells.
    """

    slug: ClassVar[str] = SERVICE.slug
    title: ClassVar[str] = SERVICE.title
    # It knows no keys; a proxy in front of it may.
    key_form: ClassVar[KeyForm | None] = KeyForm(
        name="COMFYUI_API_KEY",
        example="...",
        url="https://docs.comfy.org/development/comfyui-server/comms_routes",
        is_optional=True,
    )
    options: ClassVar[tuple[Option, ...]] = (
        Option("address", OptionKind.ADDRESS, is_required=True),
        Option("checkpoint", OptionKind.TEXT),
        Option("max_side", OptionKind.TEXT, default="1024"),
        Option("workflow", OptionKind.JSON, default=workflow.FROM_TEXT),
        Option("workflow_image", OptionKind.JSON, default=workflow.FROM_PICTURE),
    )
    models: ClassVar[tuple[ImageModel, ...]] = (
        ImageModel(max_side=_LARGEST_SIDE, takes_image=True, prompt_limit=_MOST_TEXT),
    )
    # The queue may be long, and the machine slow.
    pace: ClassVar[Pace] = Pace(first=1.0, every=2.0, longest=5.0, deadline=1800.0)
    finds: ClassVar[Finds] = Finds.SURELY

    async def validate(self, call: Call) -> None:
        """Ask how the server is."""
        await server.check(call)

    def check(self, request: ImageRequest) -> None:
        """Raise InvalidInput for a size, style, quality, picture or prompt it does not take."""
        self.model(request)
        if min(request.size) < _SMALLEST_SIDE or max(request.size) > _LARGEST_SIDE:
            raise _unsupported("size", smallest=_SMALLEST_SIDE, largest=_LARGEST_SIDE)
        if request.style not in _STYLES:
            raise _unsupported("style", allowed=list(_STYLES))
        if request.quality not in _QUALITIES:
            raise _unsupported("quality", allowed=list(_QUALITIES))
        if not request.prompt.strip():
            raise InvalidInput("Say what the picture shows.", field="prompt", problem="missing")
        if len(request.prompt) > _MOST_TEXT:
            raise InvalidInput("This prompt is too long.", field="prompt", problem="too_long")
        if request.image is not None and magic.suffix_of(request.image) not in server.MIME:
            raise _unsupported("image", allowed=list(server.MIME))
        if request.image is not None and request.image.stat().st_size > _MAX_IMAGE:
            raise InvalidInput(
                "This picture is too large.", field="image", problem="too_large", limit=_MAX_IMAGE
            )

    async def submit(self, request: ImageRequest, call: Call) -> Job:
        """Queue the workflow, after the picture it starts from, if there is one.

        Raises InvalidInput too, before anything is sent, for options that cannot be used:
        they are not known to `check`.
        """
        field = "workflow" if request.image is None else "workflow_image"
        plan = workflow.read(call.options.get(field, ""), field=field)
        width, height = _drawn(request.size, _most(call))
        values: dict[str, str | int] = {
            "prompt": f"{request.prompt.strip()}, {_STYLES[request.style]}",
            "negative": _NEGATIVE,
            "seed": request.seed % _SEEDS,
            "width": width,
            "height": height,
        }
        needed = workflow.holes(plan)
        if request.image is not None:
            if "image" not in needed:
                raise InvalidInput(
                    "This workflow has no place for a picture.", field=field, problem="malformed"
                )
            values["image"] = await server.uploaded(request.image, call)
        if "model" in needed:
            named = call.options.get("checkpoint", "")
            values["model"] = named or await server.first_checkpoint(call)
        name = server.job_id(call)
        body = {"prompt": workflow.filled(plan, values), "client_id": name, "prompt_id": name}
        said = read_json(await SERVICE.order(call, "/prompt", body=body, wait=_WAIT))
        answered = said.get("prompt_id")
        if not isinstance(answered, str) or not answered:
            raise SERVICE.unanswered()
        return Job(id=answered, status=JobStatus.RUNNING)

    async def find(self, request: ImageRequest, call: Call, *, since: datetime) -> Job | None:
        """The job under our own id; None when the server has never had it, or forgot it."""
        del request, since
        job = Job(id=server.job_id(call), status=JobStatus.RUNNING)
        try:
            return await server.look(job, call)
        except ProviderRejected as error:
            if error.params["problem"] not in server.ENDINGS:
                raise
            # It was taken, and went wrong: polling tells how.
            return job

    async def poll(self, job: Job, call: Call) -> Job:
        """Where it stands. No progress is told, so it is a guess that slows down."""
        found = await server.look(job, call)
        if found is None:
            raise SERVICE.rejected("not_found")
        return found

    async def deliver(
        self, job: Job, request: ImageRequest, call: Call, *, target: Path, progress: Progress
    ) -> Mapping[str, str]:
        """Scale and cut the picture to the size: PNG, or JPEG for "standard" quality."""
        if not job.url:
            raise SERVICE.rejected("expired")
        fetched = target.with_name(f"{target.name}.fetched")
        try:
            url = f"{call.base_url}{job.url}"
            await SERVICE.fetch(call, url, fetched, max_bytes=_MAX_PICTURE, progress=progress)
            data = await asyncio.to_thread(fetched.read_bytes)
        finally:
            fetched.unlink(missing_ok=True)
        suffix = "png" if request.quality == "hd" else "jpg"
        await fit_picture(data, target, size=request.size, suffix=suffix)
        return {
            "provider": self.slug,
            "model": call.options.get("checkpoint", ""),
            "prompt": request.prompt,
            "seed": str(request.seed % _SEEDS),
        }

    async def cancel(self, job: Job, call: Call) -> None:
        """Take it out of the queue, or stop it."""
        await server.stop(job, call)


def _most(call: Call) -> int:
    """Longest side that is drawn. Raises InvalidInput."""
    text = call.options.get("max_side", "")
    most = int(text) if text.isdecimal() and len(text) < 6 else 0
    if not _SMALLEST_SIDE <= most <= _LARGEST_SIDE:
        raise InvalidInput(
            "This is not a length in pixels that can be drawn.",
            field="max_side",
            problem="out_of_range",
            smallest=_SMALLEST_SIDE,
            largest=_LARGEST_SIDE,
        )
    return most


def _drawn(size: tuple[int, int], most: int) -> tuple[int, int]:
    """The size that is drawn: the same shape, no side longer than `most`."""
    scale = min(1.0, most // _GRID * _GRID / max(size))
    width, height = (max(_SHORTEST, round(side * scale / _GRID) * _GRID) for side in size)
    return width, height


def _unsupported(field: str, **params: object) -> InvalidInput:
    message = f"ComfyUI cannot do this {field}."
    return InvalidInput(message, field=field, problem="unsupported", **params)
