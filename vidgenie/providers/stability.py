"""Stability: pictures by Stable Image Core and Ultra, and by Stable Diffusion 3.5."""

import asyncio
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
from vidgenie.media import magic
from vidgenie.media.fit import fit_picture
from vidgenie.wire import File, Service, inline, inlined

_WAIT = 300.0  # s
_MAX_BYTES = 16_000_000
_MAX_IMAGE = 10_000_000  # bytes; a whole request holds 10 MiB
_SMALLEST_SIDE = 256
# It makes about 1.5 megapixels; more would only be blown up.
_LARGEST_SIDE = 1920
_MOST_TEXT = 9_900  # of 10,000 signs: words about the style may follow
_BUSY = 60.0  # s that too many requests are shut out for
_CHEAPEST = 2.5  # credits of the cheapest picture
_SEEDS = 2**32 - 1
_STRENGTH = "0.6"  # how far a picture may go from the one it starts from: 0 is not at all
_MIME = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp"}
# Model -> what a picture costs, in millionths of a dollar; whether it starts from pictures.
_MODELS = {
    "ultra": (80_000, True),
    "core": (30_000, False),
    "sd3.5-large": (65_000, True),
    "sd3.5-large-turbo": (40_000, True),
    "sd3.5-medium": (35_000, True),
    "sd3.5-flash": (25_000, True),
}
_SOURCE = "third parties quoting its price list"
# (quality, whether there is a picture to start from) -> model.
_USUAL = {
    ("standard", False): "core",
    ("standard", True): "sd3.5-medium",
    ("hd", False): "ultra",
    ("hd", True): "ultra",
}
_QUALITIES = ("standard", "hd")
_STYLES = {"vivid": "cinematic", "natural": "photographic"}
# Stable Diffusion 3.5 knows no presets.
_STYLE_WORDS = {"vivid": "cinematic, rich colours", "natural": "photograph, natural colours"}
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
    costs: ClassVar[tuple[Cost, ...]] = tuple(
        Cost(price, "image", "2026-07-09", model, source=_SOURCE)
        for model, (price, _) in _MODELS.items()
    )
    models: ClassVar[tuple[ImageModel, ...]] = tuple(
        ImageModel(model, _LARGEST_SIDE, takes_image, prompt_limit=_MOST_TEXT)
        for model, (_, takes_image) in _MODELS.items()
    )

    async def validate(self, call: Call) -> None:
        """Ask for the balance; too little for one picture is no_credit."""
        said = await _SERVICE.check_key(call, "/v1/user/balance")
        left = said.get("credits")
        if isinstance(left, bool) or not isinstance(left, int | float):
            raise _SERVICE.unavailable()
        if left < _CHEAPEST:
            raise _SERVICE.rejected("no_credit")

    def usage(self, request: ImageRequest) -> Usage | None:
        """One picture by the model that is named, or that this quality means."""
        return Usage(_model(request))

    def check(self, request: ImageRequest) -> None:
        """Raise InvalidInput for what the model does not take."""
        self.model(replace(request, model=_model(request)))
        width, height = request.size
        fits = min(request.size) >= _SMALLEST_SIDE and max(request.size) <= _LARGEST_SIDE
        if not fits or not 1 / _WIDEST <= width / height <= _WIDEST:
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
        """The picture, in the Job. One that was filtered out is ProviderRejected, moderated."""
        model = _model(request)
        path = "sd3" if model.startswith("sd3.5") else model
        answer = await _PICTURES.order(
            call,
            f"/v2beta/stable-image/generate/{path}",
            form=_form(request, model),
            files=await asyncio.to_thread(_files, request),
            accept="image/*",
            wait=_WAIT,
            max_bytes=_MAX_BYTES,
        )
        if answer.headers.get("finish-reason") == "CONTENT_FILTERED":
            raise _SERVICE.rejected("moderated", stage="output")
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
        model = _model(request)
        return {
            "provider": self.slug,
            "model": model if model.startswith("sd3.5") else f"stable-image-{model}",
            "prompt": request.prompt,
            "seed": str(request.seed % _SEEDS),
        }


def _model(request: ImageRequest) -> str:
    """The model that is named, else the one that the quality means."""
    is_from_picture = request.image is not None
    return request.model or _USUAL.get((request.quality, is_from_picture), "ultra")


def _form(request: ImageRequest, model: str) -> dict[str, str]:
    """The fields of the form, but for a picture to start from."""
    form = {
        "prompt": request.prompt,
        "output_format": "jpeg",
        "seed": str(request.seed % _SEEDS),
    }
    if request.image is not None:
        form["strength"] = _STRENGTH
    if not model.startswith("sd3.5"):
        return form | {
            "aspect_ratio": _ratio(request.size),
            "style_preset": _STYLES[request.style],
        }
    form |= {"prompt": f"{request.prompt}. {_STYLE_WORDS[request.style]}", "model": model}
    if request.image is not None:
        # The shape is the picture's; there is no other to ask for.
        return form | {"mode": "image-to-image"}
    return form | {"mode": "text-to-image", "aspect_ratio": _ratio(request.size)}


def _files(request: ImageRequest) -> list[tuple[str, File]]:
    if request.image is None:
        return []
    suffix = magic.suffix_of(request.image)
    return [("image", File(f"image.{suffix}", request.image.read_bytes(), _MIME[suffix]))]


def _check_image(image: Path) -> None:
    if magic.suffix_of(image) not in _MIME:
        raise _unsupported("image", allowed=list(_MIME))
    if image.stat().st_size > _MAX_IMAGE:
        raise InvalidInput(
            "This picture is too large.", field="image", problem="too_large", limit=_MAX_IMAGE
        )


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
