"""Pika, through fal.ai: clips from text or from a picture. Pika itself has no API."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from vidgenie.domain.ports.declared import Cost, KeyForm, Pace, Usage, VideoModel
from vidgenie.domain.ports.provider import Call, Job, Progress
from vidgenie.domain.ports.video import ClipRequest, VideoProvider
from vidgenie.errors import InvalidInput
from vidgenie.media import magic
from vidgenie.media.fit import fit_clip
from vidgenie.wire import fal

MODEL = "fal-ai/pika/v2.2"
_SERVICE = fal.service("pika", "Pika (through fal.ai)")
_SECONDS = (5, 10)
_SIZES = ((720, 1280), (1080, 1920))
_PRICES = {"720p": 40_000, "1080p": 90_000}  # micro-USD for a second
_MIME = {"png": "image/png", "jpg": "image/jpeg"}
_MOTIONS = {
    "low": "The camera hardly moves.",
    "medium": "The camera moves slowly and steadily.",
    "high": "Lively camera movement.",
}


class Pika(VideoProvider):
    """Clips without sound, upright; from a picture they have its shape and are cut to ours."""

    slug: ClassVar[str] = _SERVICE.slug
    title: ClassVar[str] = _SERVICE.title
    key_form: ClassVar[KeyForm | None] = fal.KEY_FORM
    costs: ClassVar[tuple[Cost, ...]] = tuple(
        Cost(price * length, "clip", "2026-11-21", MODEL, f"{what} {length}s", "fal.ai's page")
        for length in _SECONDS
        for what, price in _PRICES.items()
    )
    seed_clip: ClassVar[int] = 150_000
    models: ClassVar[tuple[VideoModel, ...]] = (VideoModel(MODEL, seconds=_SECONDS, sizes=_SIZES),)
    pace: ClassVar[Pace] = fal.PACE

    async def validate(self, call: Call) -> None:
        """Ask for a request nobody has made; fal has no free question about the balance."""
        await fal.validate(_SERVICE, call, "fal-ai/pika")

    def usage(self, request: ClipRequest) -> Usage | None:
        """A clip of the length that is made, in the resolution."""
        length = self.models[0].length(request.seconds) or _SECONDS[-1]
        return Usage(MODEL, f"{_resolution(request.size)} {length}s")

    def check(self, request: ClipRequest) -> None:
        """Raise InvalidInput for a length, size, motion, picture or prompt it does not take."""
        model = self.model(request.mode, request.seconds, request.model)
        if request.size[0] * 16 != request.size[1] * 9:
            raise _unsupported("size", allowed=[f"{w}x{h}" for w, h in _SIZES])
        if request.motion not in _MOTIONS:
            raise _unsupported("motion", allowed=list(_MOTIONS))
        if request.image is None and not request.prompt.strip():
            raise InvalidInput("Say what the clip shows.", field="prompt", problem="missing")
        if len(request.prompt) > model.prompt_limit:
            raise InvalidInput("This prompt is too long.", field="prompt", problem="too_long")
        if request.image is not None:
            if magic.suffix_of(request.image) not in _MIME:
                raise _unsupported("image", allowed=list(_MIME))
            fal.check_picture(request.image)

    async def submit(self, request: ClipRequest, call: Call) -> Job:
        """Put the clip into fal's queue."""
        length = self.model(request.mode, request.seconds, request.model).length(request.seconds)
        body: dict[str, Any] = {
            "prompt": _words(request),
            "duration": str(length),
            "resolution": _resolution(request.size),
        }
        if request.seed:
            body["seed"] = request.seed
        if request.image is None:
            body["aspect_ratio"] = "9:16"
            return await fal.submit(_SERVICE, call, f"{MODEL}/text-to-video", body)
        mime = _MIME[magic.suffix_of(request.image)]
        body["image_url"] = await fal.picture(request.image, mime=mime)
        return await fal.submit(_SERVICE, call, f"{MODEL}/image-to-video", body)

    async def poll(self, job: Job, call: Call) -> Job:
        """Where the clip stands; fal tells no progress, so it is a guess."""
        return await fal.poll(_SERVICE, job, call)

    async def deliver(
        self, job: Job, request: ClipRequest, call: Call, *, target: Path, progress: Progress
    ) -> Mapping[str, str]:
        """Fetch the clip, scale and cut it to size and length."""
        raw = target.with_name(f"{target.name}.raw")
        try:
            await fal.fetch_clip(_SERVICE, job, call, raw, progress=progress)
            await fit_clip(
                raw,
                target,
                size=request.size,
                seconds=request.seconds,
                is_silent=not request.audio,
            )
        finally:
            raw.unlink(missing_ok=True)
        return {
            "provider": self.slug,
            "model": MODEL,
            "prompt": request.prompt,
            "seed": str(request.seed),
        }

    async def cancel(self, job: Job, call: Call) -> None:
        """Take the clip out of the queue, if it is still there."""
        await fal.cancel(_SERVICE, job, call)


def _words(request: ClipRequest) -> str:
    """The prompt, and how it moves; a picture alone just moves."""
    prompt = request.prompt.strip()
    # "medium" is what it does when nothing is said.
    if prompt and request.motion == "medium":
        return prompt
    return f"{prompt} {_MOTIONS[request.motion]}".strip()


def _resolution(size: tuple[int, int]) -> str:
    return "720p" if min(size) <= _SIZES[0][0] else "1080p"


def _unsupported(field: str, **params: object) -> InvalidInput:
    message = f"Pika cannot do this {field}."
    return InvalidInput(message, field=field, problem="unsupported", **params)
