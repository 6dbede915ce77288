"""Luma draws: Uni-1."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from vidgenie.domain.ports.declared import Cost, ImageModel, KeyForm, Pace, Usage
from vidgenie.domain.ports.image import ImageProvider, ImageRequest
from vidgenie.domain.ports.provider import Call, Job, Progress
from vidgenie.errors import InvalidInput
from vidgenie.media.fit import fit_picture
from vidgenie.providers.luma import service

_SOURCE = "Luma's pricing guide"
_MAX_BYTES = 40_000_000
_LARGEST, _SMALLEST = 2048, 256  # pixels; every picture is made 2048 wide or high
# What Uni-1 makes, of the shapes that Luma has words for.
_RATIOS = ("3:1", "2:1", "16:9", "3:2", "1:1", "2:3", "9:16", "1:2", "1:3")
# Its own parameter knows "manga" only.
_STYLES = {
    "vivid": "Style: vivid, dramatic light, rich colours.",
    "natural": "Style: natural and realistic, soft light, true colours.",
}
_SUFFIXES = {"standard": "jpg", "hd": "png"}
_EDIT = "edit"
# Millionths of a dollar for a picture from words, and for one from a picture.
_PRICES = {"uni-1": (40_400, 43_400), "uni-1-max": (100_000, 103_000)}


class LumaImage(ImageProvider):
    """One picture, made or changed by words, and fetched like a clip."""

    slug: ClassVar[str] = service.SLUG
    title: ClassVar[str] = service.TITLE
    key_form: ClassVar[KeyForm | None] = service.KEY_FORM
    costs: ClassVar[tuple[Cost, ...]] = tuple(
        Cost(price, "image", "2026-11-21", model, what, _SOURCE)
        for model, prices in _PRICES.items()
        for what, price in zip(("", _EDIT), prices, strict=True)
    )
    models: ClassVar[tuple[ImageModel, ...]] = tuple(
        ImageModel(name, _LARGEST, takes_image=True, prompt_limit=service.MOST_TEXT)
        for name in _PRICES
    )
    pace: ClassVar[Pace] = service.PACE

    async def validate(self, call: Call) -> None:
        """Ask for the list of files."""
        await service.validate(call)

    def usage(self, request: ImageRequest) -> Usage | None:
        """One picture, made or changed."""
        model = request.model if request.model in _PRICES else self.models[0].name
        return Usage(model, _EDIT if request.image else "")

    def check(self, request: ImageRequest) -> None:
        """Raise InvalidInput for a model, size, style, quality, picture or prompt."""
        self.model(request)
        width, height = request.size
        fits = min(request.size) >= _SMALLEST and max(request.size) <= _LARGEST
        if not fits or not 1 / 3 <= width / height <= 3:
            raise service.unsupported("size", smallest=_SMALLEST, largest=_LARGEST)
        if request.style not in _STYLES:
            raise service.unsupported("style", allowed=list(_STYLES))
        if request.quality not in _SUFFIXES:
            raise service.unsupported("quality", allowed=list(_SUFFIXES))
        if not request.prompt.strip():
            raise InvalidInput("Say what the picture shows.", field="prompt", problem="missing")
        if len(_words(request)) > service.MOST_TEXT:
            raise InvalidInput("This prompt is too long.", field="prompt", problem="too_long")
        if request.image is not None:
            service.check_picture(request.image)

    async def submit(self, request: ImageRequest, call: Call) -> Job:
        """Order the picture."""
        body = await asyncio.to_thread(_order, request, self.model(request).name)
        return await service.generate(call, body)

    async def poll(self, job: Job, call: Call) -> Job:
        """Where the picture stands."""
        return await service.look(job, call)

    async def deliver(
        self, job: Job, request: ImageRequest, call: Call, *, target: Path, progress: Progress
    ) -> Mapping[str, str]:
        """Fetch the picture and cut it to the size: PNG, or JPEG for "standard" quality."""
        raw = target.with_name(f"{target.name}.fetched")
        try:
            await service.fetch(job, call, raw, max_bytes=_MAX_BYTES, progress=progress)
            data = await asyncio.to_thread(raw.read_bytes)
        finally:
            raw.unlink(missing_ok=True)
        suffix = _SUFFIXES.get(request.quality, "png")
        await fit_picture(data, target, size=request.size, suffix=suffix)
        model = self.model(request).name
        return {"provider": self.slug, "model": model, "prompt": request.prompt}


def _order(request: ImageRequest, model: str) -> dict[str, Any]:
    """The body of the request. Blocking."""
    body: dict[str, Any] = {
        "type": "image",
        "model": model,
        "prompt": _words(request),
        "output_format": "png",
    }
    if request.image is None:
        body["aspect_ratio"] = service.nearest(request.size, _RATIOS)
    else:
        # A changed picture keeps the shape it had; it is cut when it is delivered.
        body |= {"type": "image_edit", "source": service.picture(request.image)}
    return body


def _words(request: ImageRequest) -> str:
    return f"{request.prompt.strip()}\n\n{_STYLES[request.style]}"
