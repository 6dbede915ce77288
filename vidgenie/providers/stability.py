"""Stability: pictures by Stable Image, Core and Ultra."""

import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import httpx

from vidgenie import net
from vidgenie.domain.ports.declared import Cost, ImageModel, KeyForm, Usage
from vidgenie.domain.ports.image import ImageProvider, ImageRequest
from vidgenie.domain.ports.provider import Call, Job, JobStatus, Progress
from vidgenie.errors import InvalidInput
from vidgenie.media.fit import fit_picture
from vidgenie.wire import Service, inline, inlined

_WAIT = 300.0  # s
_MAX_BYTES = 16_000_000
_SMALLEST_SIDE = 256
_MOST_TEXT = 10_000
_BUSY = 60.0  # s that too many requests are shut out for
_CHEAPEST = 3  # credits of the cheapest picture
_MODELS = {"standard": "core", "hd": "ultra"}
_STYLES = {"vivid": "cinematic", "natural": "photographic"}
_RATIOS = ("21:9", "16:9", "3:2", "5:4", "1:1", "4:5", "2:3", "9:16", "9:21")
_WIDEST = 21 / 9


def _pause(answer: httpx.Response) -> float:
    """Who asks too often is shut out for a minute, said or unsaid."""
    asked = net.retry_after(answer)
    return _BUSY if asked is None else asked


def _picture_problem(answer: httpx.Response) -> str:
    """When a picture is asked for, 403 is about what it would show, not about the key."""
    return "moderated" if answer.status_code == 403 else ""


_SERVICE = Service("stability", "Stability AI", "https://api.stability.ai", pause=_pause)
_PICTURES = replace(_SERVICE, problem=_picture_problem)


class Stability(ImageProvider):
    """One JPEG, which comes with the answer to the submission.

    It travels in the Job as a `data:` address, so that a picture that was paid for
    survives a crash before it is delivered: the engine commits the Job together with
    the note that the submission was accepted.
    """

    slug: ClassVar[str] = _SERVICE.slug
    title: ClassVar[str] = _SERVICE.title
    # Its keys are "sk-" and letters, as those of many services: no shape of their own.
    key_form: ClassVar[KeyForm | None] = KeyForm(
        name="STABILITY_API_KEY",
        example="sk-...",
        url="https://platform.stability.ai/account/keys",
    )
    # 8 and 3 credits of a cent.
    costs: ClassVar[tuple[Cost, ...]] = (
        Cost(80_000, "image", "2026-07-09", "ultra", source="third parties quoting its price list"),
        Cost(30_000, "image", "2026-07-09", "core", source="third parties quoting its price list"),
    )
    # It makes about 1.5 megapixels; more would only be blown up.
    models: ClassVar[tuple[ImageModel, ...]] = (ImageModel(max_side=1920),)

    async def validate(self, call: Call) -> None:
        """Ask for the balance; too little for one picture is no_credit."""
        said = await _SERVICE.check_key(call, "/v1/user/balance")
        left = said.get("credits")
        if isinstance(left, bool) or not isinstance(left, int | float):
            raise _SERVICE.unavailable()
        if left < _CHEAPEST:
            raise _SERVICE.rejected("no_credit")

    def usage(self, request: ImageRequest) -> Usage | None:
        """One picture by the model of this quality."""
        return Usage(_MODELS.get(request.quality, "ultra"))

    def check(self, request: ImageRequest) -> None:
        """Raise InvalidInput for a size, style, quality or prompt that it does not take."""
        width, height = request.size
        fits = min(request.size) >= _SMALLEST_SIDE and max(request.size) <= self.models[0].max_side
        if not fits or not 1 / _WIDEST <= width / height <= _WIDEST:
            raise _unsupported("size", smallest=_SMALLEST_SIDE, largest=self.models[0].max_side)
        if request.style not in _STYLES:
            raise _unsupported("style", allowed=list(_STYLES))
        if request.quality not in _MODELS:
            raise _unsupported("quality", allowed=list(_MODELS))
        if not request.prompt.strip():
            raise InvalidInput("Say what the picture shows.", field="prompt", problem="missing")
        if len(request.prompt) > _MOST_TEXT:
            raise InvalidInput("This prompt is too long.", field="prompt", problem="too_long")

    async def submit(self, request: ImageRequest, call: Call) -> Job:
        """The picture, in the Job. One that was filtered out is ProviderRejected, moderated."""
        form = {
            "prompt": request.prompt,
            "aspect_ratio": _ratio(request.size),
            "style_preset": _STYLES[request.style],
            "output_format": "jpeg",
            "seed": str(request.seed),
        }
        answer = await _PICTURES.order(
            call,
            f"/v2beta/stable-image/generate/{_MODELS[request.quality]}",
            form=form,
            accept="image/*",
            wait=_WAIT,
            max_bytes=_MAX_BYTES,
        )
        if answer.headers.get("finish-reason") == "CONTENT_FILTERED":
            raise _SERVICE.rejected("moderated")
        if not answer.headers.get("content-type", "").startswith("image/"):
            raise _SERVICE.unanswered()
        return Job(
            id=answer.headers.get("x-request-id", "")[:80],
            status=JobStatus.SUCCEEDED,
            progress=1.0,
            url=inline(answer.content),
        )

    async def poll(self, job: Job, call: Call) -> Job:
        """Nothing is ever waited for."""
        del call
        return job

    async def deliver(
        self, job: Job, request: ImageRequest, call: Call, *, target: Path, progress: Progress
    ) -> Mapping[str, str]:
        """Scale and cut the picture to the size: PNG, or JPEG for "standard" quality."""
        del call, progress
        suffix = "png" if request.quality == "hd" else "jpg"
        await fit_picture(inlined(job.url), target, size=request.size, suffix=suffix)
        return {
            "provider": self.slug,
            "model": f"stable-image-{_MODELS[request.quality]}",
            "prompt": request.prompt,
            "seed": str(request.seed),
        }


def _ratio(size: tuple[int, int]) -> str:
    """The shape it makes that is nearest to the size."""
    wanted = math.log(size[0] / size[1])

    def distance(ratio: str) -> float:
        width, height = ratio.split(":")
        return abs(math.log(int(width) / int(height)) - wanted)

    return min(_RATIOS, key=distance)


def _unsupported(field: str, **params: object) -> InvalidInput:
    message = f"Stability AI cannot do this {field}."
    return InvalidInput(message, field=field, problem="unsupported", **params)
