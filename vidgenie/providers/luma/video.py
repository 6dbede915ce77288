"""Luma films: Ray 3.2, from words, from a picture, or by changing a clip."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from vidgenie.domain.ports.declared import Cost, KeyForm, Pace, Usage, VideoModel
from vidgenie.domain.ports.provider import Call, Job, Progress
from vidgenie.domain.ports.video import ClipRequest, VideoProvider
from vidgenie.errors import InvalidInput
from vidgenie.media import magic
from vidgenie.media.fit import fit_clip
from vidgenie.providers.luma import files, service

MODEL = "ray-3.2"
_SOURCE = "third parties quoting Luma's pricing guide"
_AS_OF = "2026-07-10"
_MAX_CLIP = 500_000_000  # bytes of a result
_MAX_SOURCE = 200_000_000  # bytes of a clip to change
_SECONDS = (5, 10)
_RATIOS = ("9:16", "3:4", "1:1", "4:3", "16:9", "21:9")
_TOLERANCE = 0.01  # a size in even pixels is hardly ever a shape exactly
# Shorter side in pixels -> word. 360p is a draft whose price Luma does not publish.
_RESOLUTIONS = {540: "540p", 720: "720p", 1080: "1080p"}
_LARGEST = "1080p"
# Millionths of a dollar for 5 s, for 10 s, and for a second of a changed clip.
_PRICES = {
    "720p": (300_000, 900_000, 216_000),
    "1080p": (1_200_000, 3_600_000, 432_000),
    "540p": (150_000, 450_000, 144_000),
}
_MOTIONS = {
    "low": "The camera hardly moves.",
    "medium": "",
    "high": "Lively camera movement.",
}
_NO_WORDS = "The camera moves slowly and steadily."


def _costs() -> tuple[Cost, ...]:
    rows: list[Cost] = []
    for resolution, prices in _PRICES.items():
        for seconds, price in zip(_SECONDS, prices[:2], strict=True):
            what = f"{resolution} {seconds}s"
            rows.append(Cost(price, "clip", _AS_OF, MODEL, what, _SOURCE))
        what = f"edit {resolution}"
        rows.append(Cost(prices[2], "second", _AS_OF, MODEL, what, _SOURCE))
    return tuple(rows)


class LumaVideo(VideoProvider):
    """Clips without sound. There is no way to cancel one, nor to look a lost one up."""

    slug: ClassVar[str] = service.SLUG
    title: ClassVar[str] = service.TITLE
    key_form: ClassVar[KeyForm | None] = service.KEY_FORM
    costs: ClassVar[tuple[Cost, ...]] = _costs()
    models: ClassVar[tuple[VideoModel, ...]] = (
        VideoModel(
            MODEL,
            modes=frozenset({"text", "image", "video"}),
            seconds=_SECONDS,
            sizes=((540, 960), (720, 1280), (1080, 1920)),
            source_seconds=18.0,
            prompt_limit=service.MOST_TEXT,
        ),
    )
    pace: ClassVar[Pace] = service.PACE
    seed_clip: ClassVar[int] = 150_000

    async def validate(self, call: Call) -> None:
        """Ask for the list of files."""
        await service.validate(call)

    def usage(self, request: ClipRequest) -> Usage | None:
        """One clip of the length that is ordered, or the seconds of the one that is changed."""
        resolution = _resolution(request.size)
        if request.mode == "video":
            return Usage(MODEL, f"edit {resolution}", request.seconds)
        return Usage(MODEL, f"{resolution} {self._length(request)}s")

    def check(self, request: ClipRequest) -> None:
        """Raise InvalidInput for a length, size, motion, file or prompt it does not take."""
        self.model(request.mode, request.seconds, request.model)
        shapes = [service.share(ratio) for ratio in _RATIOS]
        shape = request.size[0] / request.size[1]
        if not min(shapes) - _TOLERANCE <= shape <= max(shapes) + _TOLERANCE:
            raise service.unsupported("size", allowed=list(_RATIOS))
        if request.motion not in _MOTIONS:
            raise service.unsupported("motion", allowed=list(_MOTIONS))
        if not request.prompt.strip() and request.mode != "image":
            raise InvalidInput("Say what the clip shows.", field="prompt", problem="missing")
        if len(_words(request)) > service.MOST_TEXT:
            raise InvalidInput("This prompt is too long.", field="prompt", problem="too_long")
        if request.video is not None:
            _check_clip(request.video)
        elif request.image is not None:
            service.check_picture(request.image)

    async def submit(self, request: ClipRequest, call: Call) -> Job:
        """Order the clip; one that is to be changed is brought there first, which is free."""
        if request.video is not None:
            body = _edit(request, await files.bring(request.video, call))
        else:
            body = await asyncio.to_thread(_order, request, self._length(request))
        return await service.generate(call, body)

    async def poll(self, job: Job, call: Call) -> Job:
        """Where the clip stands, with a fresh address when it is done."""
        return await service.look(job, call)

    async def deliver(
        self, job: Job, request: ClipRequest, call: Call, *, target: Path, progress: Progress
    ) -> Mapping[str, str]:
        """Fetch the clip, cut it to the frame and the length; it gets a silent sound track."""
        raw = target.with_name(f"{target.name}.raw")
        try:
            await service.fetch(job, call, raw, max_bytes=_MAX_CLIP, progress=progress)
            await fit_clip(
                raw,
                target,
                size=request.size,
                seconds=request.seconds,
                is_silent=not request.audio,
            )
        finally:
            raw.unlink(missing_ok=True)
        return {"provider": self.slug, "model": MODEL, "prompt": request.prompt}

    def _length(self, request: ClipRequest) -> int:
        """Seconds that are ordered."""
        return self.models[0].length(request.seconds) or _SECONDS[-1]


def _order(request: ClipRequest, length: int) -> dict[str, Any]:
    """The body of a request for a clip from words or a picture. Blocking."""
    video: dict[str, Any] = {
        "duration": f"{length}s",
        "resolution": _resolution(request.size),
    }
    if request.image is not None:
        first = service.picture(request.image)
        if length == _SECONDS[0]:
            video["start_frame"] = first
        else:
            # A start frame goes with 5 s only.
            video |= {"keyframes": [first], "keyframe_indexes": [0]}
    return {
        "type": "video",
        "model": MODEL,
        "prompt": _words(request),
        "aspect_ratio": service.nearest(request.size, _RATIOS),
        "video": video,
    }


def _edit(request: ClipRequest, file_id: str) -> dict[str, Any]:
    """The body of a request to change a clip; shape and length stay its own."""
    return {
        "type": "video_edit",
        "model": MODEL,
        "prompt": _words(request),
        "source": {"file_id": file_id},
        "video": {"resolution": _resolution(request.size), "edit": {"auto_controls": True}},
    }


def _words(request: ClipRequest) -> str:
    """The prompt, and what has no parameter. A clip that is changed moves as it does."""
    words = [request.prompt.strip()]
    if request.mode != "video":
        words.append(_MOTIONS[request.motion])
    return " ".join(word for word in words if word) or _NO_WORDS


def _resolution(size: tuple[int, int]) -> str:
    """The smallest that is not too small."""
    fitting = (word for side, word in _RESOLUTIONS.items() if side >= min(size))
    return next(fitting, _LARGEST)


def _check_clip(clip: Path) -> None:
    if magic.suffix_of(clip) != magic.CLIP:
        raise service.unsupported("video", allowed=[magic.CLIP])
    if clip.stat().st_size > _MAX_SOURCE:
        raise InvalidInput(
            "This clip is too large.", field="video", problem="too_large", limit=_MAX_SOURCE
        )
