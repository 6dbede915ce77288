"""OpenAI draws: GPT image, from words or from a picture."""

import asyncio
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

import httpx

from vidgenie.domain.ports.declared import Cost, ImageModel, KeyForm, Usage
from vidgenie.domain.ports.image import ImageProvider, ImageRequest
from vidgenie.domain.ports.provider import Call, Job, JobStatus, Progress
from vidgenie.errors import InvalidInput
from vidgenie.media import magic
from vidgenie.media.fit import fit_picture
from vidgenie.providers.openai import service
from vidgenie.providers.openai.service import SERVICE
from vidgenie.wire import File, at, decode, inline, inlined, read_json

MODEL = "gpt-image-2.5-flare"
PRECISE = "gpt-image-2.5-sunburst"  # keeps more of a picture it starts from; costs the same
_SOURCE = "token price on its model page, tokens counted by third parties"
_WAIT = 600.0  # s; a picture may take two minutes
_MAX_BYTES = 24_000_000  # of an answer, base64
_GRID = 16  # sides are multiples of it, in pixels
_FEWEST, _MOST = 1024 * 1024, 3840 * 2160  # pixels of what is asked for
_SMALLEST_SIDE = 256
_MOST_TEXT = 32_000
# DALL-E's words, which GPT image does not know as parameters.
_STYLES = {
    "vivid": "Style: vivid, dramatic light, rich colours.",
    "natural": "Style: natural and realistic, soft light, true colours.",
}
_QUALITIES = {"standard": "medium", "hd": "high"}
_MIME = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp"}
# Millionths of a dollar for a token of text in, of picture in, of picture out.
_TEXT_IN, _IMAGE_IN, _IMAGE_OUT = 5, 8, 30


class OpenAIImage(ImageProvider):
    """One JPEG, which comes with the answer to the submission.

    A picture that was paid for must survive a crash before it is delivered, and a
    Provider keeps nothing: so the answer's bytes travel in the Job, as a `data:` address
    in `Job.url`. The engine commits the Job with the note that the submission was
    accepted, in one transaction: from then on the picture is never lost and never asked
    for again. JPEG keeps that at about one megabyte; nothing is seen of it at 95 %.
    """

    slug: ClassVar[str] = service.SLUG
    title: ClassVar[str] = service.TITLE
    key_form: ClassVar[KeyForm | None] = service.KEY_FORM
    # At 1024x1024; more pixels are as many times dearer.
    costs: ClassVar[tuple[Cost, ...]] = tuple(
        Cost(price, "image", "2026-09-26", model, quality, _SOURCE)
        for model in (MODEL, PRECISE)
        for quality, price in (("high", 53_000), ("medium", 13_000), ("low", 6_000))
    )
    models: ClassVar[tuple[ImageModel, ...]] = tuple(
        ImageModel(model, 3840, takes_image=True, prompt_limit=_MOST_TEXT)
        for model in (MODEL, PRECISE)
    )

    async def validate(self, call: Call) -> None:
        """Ask for the list of models."""
        await service.validate(call)

    def usage(self, request: ImageRequest) -> Usage | None:
        """One picture of the quality, in megapixels."""
        return Usage(request.model or MODEL, _quality(request), math.prod(_size(request)) / _FEWEST)

    def check(self, request: ImageRequest) -> None:
        """Raise InvalidInput for a size, style, quality, prompt or picture it does not take."""
        self.model(request)
        width, height = request.size
        asked = _size(request)
        fits = max(asked) <= self.models[0].max_side and math.prod(asked) <= _MOST
        if min(request.size) < _SMALLEST_SIDE or not 1 / 3 <= width / height <= 3 or not fits:
            raise _unsupported("size")
        if request.style not in _STYLES:
            raise _unsupported("style", allowed=list(_STYLES))
        if request.quality not in _QUALITIES:
            raise _unsupported("quality", allowed=list(_QUALITIES))
        if not request.prompt.strip():
            raise InvalidInput("Say what the picture shows.", field="prompt", problem="missing")
        if len(_words(request)) > _MOST_TEXT:
            raise InvalidInput("This prompt is too long.", field="prompt", problem="too_long")

    async def submit(self, request: ImageRequest, call: Call) -> Job:
        """The picture, in the Job."""
        body = _order(request)
        if request.image is None:
            body |= {"moderation": "auto"}
            answer = await SERVICE.order(
                call, "/images/generations", body=body, wait=_WAIT, max_bytes=_MAX_BYTES
            )
        else:
            # The answer is a picture of the size asked for, whatever shape this one has.
            answer = await SERVICE.order(
                call,
                "/images/edits",
                form={name: str(value) for name, value in body.items()},
                files=[("image[]", await asyncio.to_thread(_file, request.image))],
                wait=_WAIT,
                max_bytes=_MAX_BYTES,
            )
        return await asyncio.to_thread(_job, answer)

    async def poll(self, job: Job, call: Call) -> Job:
        """Nothing is ever waited for."""
        del call
        return job

    async def deliver(
        self, job: Job, request: ImageRequest, call: Call, *, target: Path, progress: Progress
    ) -> Mapping[str, str]:
        """Cut the picture to the size: PNG, or JPEG for "standard" quality."""
        del call, progress
        suffix = "png" if request.quality == "hd" else "jpg"
        await fit_picture(inlined(job.url), target, size=request.size, suffix=suffix)
        model = request.model or MODEL
        return {"provider": self.slug, "model": model, "prompt": request.prompt}


def _order(request: ImageRequest) -> dict[str, Any]:
    """What both requests say."""
    width, height = _size(request)
    return {
        "model": request.model or MODEL,
        "prompt": _words(request),
        "background": "opaque",
        "n": 1,
        "output_format": "jpeg",
        "output_compression": 95,
        "quality": _quality(request),
        "size": f"{width}x{height}",
    }


def _words(request: ImageRequest) -> str:
    return f"{request.prompt}\n\n{_STYLES[request.style]}"


def _file(image: Path) -> File:
    """The picture to start from. Raises InvalidInput for what is none."""
    suffix = magic.suffix_of(image)
    if suffix not in _MIME:
        raise _unsupported("image")
    return File(f"image.{suffix}", image.read_bytes(), _MIME[suffix])


def _job(answer: httpx.Response) -> Job:
    said = read_json(answer)
    if not said:
        raise SERVICE.unanswered()
    picture = decode(at(said, "data", 0, "b64_json"))
    if not picture:
        raise SERVICE.rejected("unusable_answer")
    return Job(
        id=f"{at(said, 'created')}",
        status=JobStatus.SUCCEEDED,
        progress=1.0,
        url=inline(picture),
        cost_micro_usd=_cost(said),
    )


def _size(request: ImageRequest) -> tuple[int, int]:
    """The smallest size of the same shape that GPT image makes and that covers the request.

    1080x1920 is asked for as 1152x2048; 512x512 as 1024x1024. A shape that no multiple
    of 16 has is rounded up, and cut when it is delivered.
    """
    width, height = request.size
    grow = max(1.0, math.sqrt(_FEWEST / (width * height)))
    common = math.gcd(width, height)
    step = (_GRID * width // common, _GRID * height // common)
    times = math.ceil(round(width * grow / step[0], 6))
    exact = (step[0] * times, step[1] * times)
    if math.prod(exact) <= math.prod(request.size) * grow * grow * 1.2:
        return exact
    return _up(width * grow), _up(height * grow)


def _up(side: float) -> int:
    return math.ceil(round(side / _GRID, 6)) * _GRID


def _quality(request: ImageRequest) -> str:
    """Small pictures need no more than "low" (the smallest credit class)."""
    return "low" if max(request.size) <= 512 else _QUALITIES.get(request.quality, "high")


def _cost(said: dict[str, Any]) -> int | None:
    """What the tokens used cost by the price list, in millionths of a dollar."""
    tokens_out = _tokens(said, "output_tokens")
    text = _tokens(said, "input_tokens_details", "text_tokens")
    pictures = _tokens(said, "input_tokens_details", "image_tokens")
    return tokens_out * _IMAGE_OUT + text * _TEXT_IN + pictures * _IMAGE_IN or None


def _tokens(said: dict[str, Any], *path: str) -> int:
    found = at(said, "usage", *path)
    return found if isinstance(found, int) else 0


def _unsupported(field: str, **params: object) -> InvalidInput:
    message = f"OpenAI cannot do this {field}."
    return InvalidInput(message, field=field, problem="unsupported", **params)
