"""Gemini draws: Nano Banana Lite, through the Interactions API."""

import asyncio
import base64
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from vidgenie.domain.ports.declared import Cost, ImageModel, KeyForm, Usage
from vidgenie.domain.ports.image import ImageProvider, ImageRequest
from vidgenie.domain.ports.provider import Call, Job, JobStatus, Progress
from vidgenie.errors import InvalidInput
from vidgenie.media import magic
from vidgenie.media.fit import fit_picture
from vidgenie.providers.gemini import service
from vidgenie.providers.gemini.service import SERVICE
from vidgenie.wire import decode, google, inline, inlined

MODEL = "gemini-3.1-flash-lite-image"
_MAX_BYTES = 24_000_000  # of an answer, base64
_MAX_IMAGE = 7_000_000  # bytes of a picture to start from
_SMALLEST_SIDE, _LARGEST_SIDE = 256, 2048
_MOST_TEXT = 10_000
_MIMES = {"png": "image/png", "jpg": "image/jpeg"}
_STYLES = {
    "vivid": "Style: vivid, dramatic light, rich colours.",
    "natural": "Style: natural and realistic, soft light, true colours.",
}
_QUALITIES = ("standard", "hd")
# Shapes of about a megapixel; the longest ones are left out.
_RATIOS = ("1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9")
_WIDEST = 21 / 9
# Millionths of a dollar for a thousand tokens of picture out, of anything in.
_IMAGE_OUT, _IN = 30_000, 250


class GeminiImage(ImageProvider):
    """One JPEG of about a megapixel, which comes with the answer to the submission.

    It travels in the Job as a `data:` address, so that a picture that was paid for
    survives a crash before it is delivered. Larger sizes are scaled up from it.
    """

    slug: ClassVar[str] = service.SLUG
    title: ClassVar[str] = service.TITLE
    key_form: ClassVar[KeyForm | None] = google.KEY_FORM
    costs: ClassVar[tuple[Cost, ...]] = (
        Cost(33_600, "image", "2026-06-30", MODEL, source="third parties quoting Google's list"),
    )
    models: ClassVar[tuple[ImageModel, ...]] = (
        ImageModel(MODEL, _LARGEST_SIDE, takes_image=True, prompt_limit=_MOST_TEXT),
    )

    async def validate(self, call: Call) -> None:
        """Ask for the list of models."""
        await service.validate(call)

    def usage(self, request: ImageRequest) -> Usage | None:
        """One picture: all cost the same."""
        del request
        return Usage(MODEL)

    def check(self, request: ImageRequest) -> None:
        """Raise InvalidInput for a size, style, quality, prompt or picture it does not take."""
        self.model(request)
        width, height = request.size
        is_size = min(request.size) >= _SMALLEST_SIDE and max(request.size) <= _LARGEST_SIDE
        if not is_size or not 1 / _WIDEST <= width / height <= _WIDEST:
            raise _unsupported("size", smallest=_SMALLEST_SIDE, largest=_LARGEST_SIDE)
        if request.style not in _STYLES:
            raise _unsupported("style", allowed=list(_STYLES))
        if request.quality not in _QUALITIES:
            raise _unsupported("quality", allowed=list(_QUALITIES))
        if not request.prompt.strip():
            raise InvalidInput("Say what the picture shows.", field="prompt", problem="missing")
        if len(request.prompt) > _MOST_TEXT:
            raise InvalidInput("This prompt is too long.", field="prompt", problem="too_long")
        if request.image is not None:
            _check_image(request.image)

    async def submit(self, request: ImageRequest, call: Call) -> Job:
        """The picture, in the Job."""
        body = await asyncio.to_thread(_body, request)
        part, said = await service.made(call, body, "image", max_bytes=_MAX_BYTES)
        picture = await asyncio.to_thread(decode, part.get("data"))
        if not picture:
            raise SERVICE.rejected("unusable_answer")
        return Job(
            id=str(said["id"]),
            status=JobStatus.SUCCEEDED,
            progress=1.0,
            url=inline(picture),
            cost_micro_usd=_cost(said),
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
            "model": MODEL,
            "prompt": request.prompt,
            "seed": str(request.seed),
        }


def _body(request: ImageRequest) -> dict[str, Any]:
    parts: list[dict[str, str]] = []
    if request.image is not None:
        mime = _MIMES[magic.suffix_of(request.image)]
        data = base64.b64encode(request.image.read_bytes()).decode()
        parts.append({"type": "image", "data": data, "mime_type": mime})
    parts.append({"type": "text", "text": f"{request.prompt}\n\n{_STYLES[request.style]}"})
    return {
        "model": MODEL,
        "input": [{"type": "user_input", "content": parts}],
        "generation_config": {"seed": request.seed} if request.seed else {},
        "response_modalities": ["IMAGE"],
        "response_format": {
            "type": "image",
            "aspect_ratio": _ratio(request.size),
            "image_size": "1K",
            "mime_type": "image/jpeg",
        },
    }


def _ratio(size: tuple[int, int]) -> str:
    """The shape it makes that is nearest to the size."""
    wanted = math.log(size[0] / size[1])

    def distance(ratio: str) -> float:
        width, height = ratio.split(":")
        return abs(math.log(int(width) / int(height)) - wanted)

    return min(_RATIOS, key=distance)


def _cost(said: dict[str, Any]) -> int | None:
    """What the tokens cost by the price list, in millionths of a dollar."""
    out = google.tokens(said, "image") * _IMAGE_OUT
    return round((out + google.input_tokens(said) * _IN) / 1000) if out else None


def _check_image(image: Path) -> None:
    if magic.suffix_of(image) not in _MIMES:
        raise _unsupported("image", allowed=list(_MIMES))
    if image.stat().st_size > _MAX_IMAGE:
        raise InvalidInput(
            "This picture is too large.", field="image", problem="too_large", limit=_MAX_IMAGE
        )


def _unsupported(field: str, **params: object) -> InvalidInput:
    message = f"Gemini cannot do this {field}."
    return InvalidInput(message, field=field, problem="unsupported", **params)
