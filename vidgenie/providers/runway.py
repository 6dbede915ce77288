"""Runway: clips from text, from a picture and from another clip."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from vidgenie.domain.ports.declared import Cost, KeyForm, Pace, Usage, VideoModel
from vidgenie.domain.ports.provider import Call, Job, Progress
from vidgenie.domain.ports.video import ClipRequest, VideoProvider
from vidgenie.errors import InvalidInput
from vidgenie.media import magic
from vidgenie.media.fit import fit_clip
from vidgenie.wire import runway

_SERVICE = runway.service("runway", "Runway")
_TURBO, _GEN, _ALEPH = "gen4_turbo", "gen4.5", "aleph2"
_SECONDS = tuple(range(2, 11))
_LIMIT = runway.PROMPT_LIMIT
_NATIVE = ((720, 1280),)
_SHORTEST_SOURCE = 2  # s; shorter clips are charged as that
_MIME = {"png": "image/png", "jpg": "image/jpeg"}
_MOTIONS = {
    "low": "The camera hardly moves.",
    "medium": "The camera moves slowly and steadily.",
    "high": "Lively camera movement.",
}
_LIST = "third parties quoting its price list"


class Runway(VideoProvider):
    """Upright clips without sound. Done, they stay at Runway for a day or two.

    A clip made of another is as long as it, and of what the prompt says shall change.
    """

    slug: ClassVar[str] = _SERVICE.slug
    title: ClassVar[str] = _SERVICE.title
    key_form: ClassVar[KeyForm | None] = runway.KEY_FORM
    # 5, 12 and 28 credits of a cent.
    costs: ClassVar[tuple[Cost, ...]] = (
        Cost(50_000, "second", "2026-07-10", _TURBO, source=_LIST),
        Cost(120_000, "second", "2026-07-10", _GEN, source=_LIST),
        Cost(280_000, "second", "2026-07-10", _ALEPH, source=_LIST),
    )
    seed_clip: ClassVar[int] = 250_000
    # From a picture, the first is the cheapest by far.
    models: ClassVar[tuple[VideoModel, ...]] = (
        VideoModel(_TURBO, frozenset({"image"}), _SECONDS, _NATIVE, prompt_limit=_LIMIT),
        VideoModel(_GEN, frozenset({"text", "image"}), _SECONDS, _NATIVE, prompt_limit=_LIMIT),
        VideoModel(
            _ALEPH, frozenset({"video"}), sizes=_NATIVE, source_seconds=30.0, prompt_limit=_LIMIT
        ),
    )
    pace: ClassVar[Pace] = runway.PACE

    async def validate(self, call: Call) -> None:
        """Ask for the organization; one without credits is no_credit."""
        await runway.validate(_SERVICE, call)

    def usage(self, request: ClipRequest) -> Usage | None:
        """Seconds of the model, as many as are made: what is cut off is charged too."""
        usual = {"video": _ALEPH, "image": _TURBO}.get(request.mode, _GEN)
        named = request.model in (_TURBO, _GEN, _ALEPH)
        model = request.model if named else usual
        if model == _ALEPH:
            return Usage(model, units=max(_SHORTEST_SOURCE, request.seconds))
        return Usage(model, units=min(max(request.seconds, _SECONDS[0]), _SECONDS[-1]))

    def check(self, request: ClipRequest) -> None:
        """Raise InvalidInput for a length, size, motion, picture, clip or prompt it cannot do."""
        self.model(request.mode, request.seconds, request.model)
        if request.size[0] * 16 != request.size[1] * 9:
            raise _unsupported("size", allowed=["720x1280", "1080x1920"])
        if request.motion not in _MOTIONS:
            raise _unsupported("motion", allowed=list(_MOTIONS))
        if request.mode != "image" and not request.prompt.strip():
            raise InvalidInput("Say what the clip shows.", field="prompt", problem="missing")
        if runway.length_of(request.prompt.strip()) > _LIMIT:
            raise InvalidInput("This prompt is too long.", field="prompt", problem="too_long")
        if request.image is not None and request.video is None:
            _check_file("image", request.image, list(_MIME))
        if request.video is not None:
            _check_file("video", request.video, [magic.CLIP])
            if request.seconds < _SHORTEST_SOURCE:
                raise _unsupported("seconds", smallest=_SHORTEST_SOURCE)

    async def submit(self, request: ClipRequest, call: Call) -> Job:
        """Create the task; a clip to change, and a large picture, are uploaded before."""
        model = self.model(request.mode, request.seconds, request.model)
        body: dict[str, Any] = {"model": model.name, "promptText": _words(request)}
        if request.seed:
            body["seed"] = request.seed
        if request.video is not None:
            body["videoUri"] = await runway.upload(
                _SERVICE, call, request.video, name="clip.mp4", mime="video/mp4"
            )
            return await runway.submit(
                _SERVICE, call, "video_to_video", {**body, "targetAspectRatio": "9:16"}
            )
        body |= {"ratio": "720:1280", "duration": model.length(request.seconds)}
        if request.image is None:
            return await runway.submit(_SERVICE, call, "text_to_video", body)
        mime = _MIME[magic.suffix_of(request.image)]
        uri = await runway.picture(_SERVICE, call, request.image, mime=mime)
        body["promptImage"] = [{"uri": uri, "position": "first"}]
        return await runway.submit(_SERVICE, call, "image_to_video", body)

    async def poll(self, job: Job, call: Call) -> Job:
        """Where the task stands, and at its end what Runway charged."""
        return await runway.poll(_SERVICE, job, call)

    async def deliver(
        self, job: Job, request: ClipRequest, call: Call, *, target: Path, progress: Progress
    ) -> Mapping[str, str]:
        """Fetch the clip, scale and cut it to size and length."""
        raw = target.with_name(f"{target.name}.raw")
        try:
            await runway.fetch_clip(_SERVICE, job, call, raw, progress=progress)
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
            "model": self.model(request.mode, request.seconds, request.model).name,
            "prompt": request.prompt,
            "seed": str(request.seed),
        }

    async def cancel(self, job: Job, call: Call) -> None:
        """Drop the task; free as long as it was not running."""
        await runway.cancel(_SERVICE, job, call)


def _words(request: ClipRequest) -> str:
    """The prompt, and how it moves as far as there is room; a picture alone just moves."""
    prompt = request.prompt.strip()
    if not prompt:
        return _MOTIONS[request.motion]
    # "medium" is what it does when nothing is said; a clip that is changed moves as it does.
    if request.motion == "medium" or request.video is not None:
        return prompt
    longer = f"{prompt} {_MOTIONS[request.motion]}"
    return longer if runway.length_of(longer) <= _LIMIT else prompt


def _check_file(field: str, path: Path, allowed: list[str]) -> None:
    if magic.suffix_of(path) not in allowed:
        raise _unsupported(field, allowed=allowed)
    if path.stat().st_size > runway.MAX_UPLOAD:
        raise InvalidInput(
            "This file is too large.", field=field, problem="too_large", limit=runway.MAX_UPLOAD
        )


def _unsupported(field: str, **params: object) -> InvalidInput:
    message = f"Runway cannot do this {field}."
    return InvalidInput(message, field=field, problem="unsupported", **params)
