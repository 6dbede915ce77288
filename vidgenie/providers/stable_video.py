"""Stability AI's video model (SVD 1.1), through fal.ai: a picture that begins to move.

Stability itself has had no video API since 2025-07-24.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from vidgenie.domain.ports.declared import Cost, KeyForm, Pace, Usage, VideoModel
from vidgenie.domain.ports.provider import Call, Job, Progress
from vidgenie.domain.ports.video import ClipRequest, VideoProvider
from vidgenie.errors import InvalidInput
from vidgenie.media import magic
from vidgenie.media.fit import fit_clip
from vidgenie.media.stretch import stretch_clip
from vidgenie.wire import fal

MODEL = "fal-ai/stable-video"
_SERVICE = fal.service("stable_video", "Stable Video (Stability AI, through fal.ai)")
# The fewest it takes: its 25 frames last 2.5 s, and people get 5.
_FRAMES = 10
# How much moves, 1 to 255; 127 is usual.
_MOTIONS = {"low": 60, "medium": 127, "high": 190}
_MIME = {"png": "image/png", "jpg": "image/jpeg"}


class StableVideo(VideoProvider):
    """A clip without sound from a picture alone: the prompt is not sent, for it takes none.

    The model makes 25 frames, 2.5 s. Longer clips are the same ones slowed down, the frames
    between calculated here; where a clip comes from says so ("stretched", times slower).
    """

    slug: ClassVar[str] = _SERVICE.slug
    title: ClassVar[str] = _SERVICE.title
    key_form: ClassVar[KeyForm | None] = fal.KEY_FORM
    costs: ClassVar[tuple[Cost, ...]] = (
        Cost(75_000, "clip", "2026-11-21", MODEL, source="fal.ai's page"),
    )
    seed_clip: ClassVar[int] = 75_000
    models: ClassVar[tuple[VideoModel, ...]] = (
        VideoModel(MODEL, frozenset({"image"}), (5,), ((576, 1024),)),
    )
    pace: ClassVar[Pace] = fal.PACE

    async def validate(self, call: Call) -> None:
        """Ask for a request nobody has made; fal has no free question about the balance."""
        await fal.validate(_SERVICE, call, MODEL)

    def usage(self, request: ClipRequest) -> Usage | None:
        """One clip."""
        del request
        return Usage(MODEL)

    def check(self, request: ClipRequest) -> None:
        """Raise InvalidInput for a length, motion or picture it does not take."""
        self.model(request.mode, request.seconds, request.model)
        if request.motion not in _MOTIONS:
            raise _unsupported("motion", allowed=list(_MOTIONS))
        if request.image is not None:
            if magic.suffix_of(request.image) not in _MIME:
                raise _unsupported("image", allowed=list(_MIME))
            fal.check_picture(request.image)

    async def submit(self, request: ClipRequest, call: Call) -> Job:
        """Put the clip into fal's queue."""
        if request.image is None:
            raise _unsupported("mode", allowed=["image"])
        mime = _MIME[magic.suffix_of(request.image)]
        body: dict[str, Any] = {
            "image_url": await fal.picture(request.image, mime=mime),
            "motion_bucket_id": _MOTIONS[request.motion],
            "fps": _FRAMES,
        }
        if request.seed:
            body["seed"] = request.seed
        return await fal.submit(_SERVICE, call, MODEL, body)

    async def poll(self, job: Job, call: Call) -> Job:
        """Where the clip stands; fal tells no progress, so it is a guess."""
        return await fal.poll(_SERVICE, job, call)

    async def deliver(
        self, job: Job, request: ClipRequest, call: Call, *, target: Path, progress: Progress
    ) -> Mapping[str, str]:
        """Fetch the clip, slow it down to the length, scale and cut it to the size."""
        raw = target.with_name(f"{target.name}.raw")
        slow = target.with_name(f"{target.name}.slow")
        try:
            await fal.fetch_clip(_SERVICE, job, call, raw, progress=progress)
            slower = await stretch_clip(raw, slow, seconds=request.seconds)
            await fit_clip(
                slow if slower > 1 else raw,
                target,
                size=request.size,
                seconds=request.seconds,
                is_silent=True,
            )
        finally:
            raw.unlink(missing_ok=True)
            slow.unlink(missing_ok=True)
        return {
            "provider": self.slug,
            "model": MODEL,
            "seed": str(request.seed),
            "stretched": f"{slower:.2f}",
        }

    async def cancel(self, job: Job, call: Call) -> None:
        """Take the clip out of the queue, if it is still there."""
        await fal.cancel(_SERVICE, job, call)


def _unsupported(field: str, **params: object) -> InvalidInput:
    message = f"Stable Video cannot do this {field}."
    return InvalidInput(message, field=field, problem="unsupported", **params)
