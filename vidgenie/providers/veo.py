"""Google's video models behind a Gemini API key, through the Interactions API.

The source documents call it VO3. Veo itself left the Gemini API on 2026-10-22; what a key
buys there since is its successor, Gemini Omni.
"""

import asyncio
import base64
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import quote

import httpx

from vidgenie.domain.ports.declared import Cost, KeyForm, Pace, Usage, VideoModel
from vidgenie.domain.ports.provider import Call, Job, JobStatus, Progress
from vidgenie.domain.ports.video import ClipRequest, VideoProvider
from vidgenie.errors import InvalidInput, ProviderError
from vidgenie.media import magic
from vidgenie.media.fit import fit_clip
from vidgenie.wire import Service, at, decode, items, read_json

MODEL = "gemini-omni-1.2-flash"
_WAIT = 600.0  # s; the answer may come only when the clip is done
_MAX_INLINE = 96_000_000  # bytes of an answer that holds the clip itself
_MAX_CLIP = 200_000_000  # bytes
_MAX_IMAGE = 14_000_000  # bytes; a request holds 20 MB, and base64 adds a third
_MOST_TEXT = 10_000
_RESOLUTIONS = {(360, 640): "360p", (720, 1280): "720p", (1080, 1920): "1080p"}
_MIME = {"png": "image/png", "jpg": "image/jpeg"}
_MOTIONS = {
    "low": "The camera hardly moves.",
    "medium": "The camera moves slowly and steadily.",
    "high": "Lively camera movement.",
}
_WORKING = frozenset({"queued", "in_progress"})


def _reasons(answer: httpx.Response) -> list[Mapping[str, Any]]:
    details = items(read_json(answer), "error", "details")
    return [found for found in details if isinstance(found, dict)]


def _problem(answer: httpx.Response) -> str:
    """What a refusal is about: a wrong key is a 400, no bill to write it on a 403."""
    reasons = {str(found.get("reason")) for found in _reasons(answer)}
    if reasons & {"API_KEY_INVALID", "API_KEY_EXPIRED"}:
        return "key_refused"
    if reasons & {"BILLING_DISABLED", "BILLING_NOT_ACTIVE"}:
        return "no_credit"
    return ""


def _pause(answer: httpx.Response) -> float | None:
    """The wait that Google writes into the body, as "17s"."""
    for found in _reasons(answer):
        text = str(found.get("retryDelay", "")).removesuffix("s")
        if text.replace(".", "", 1).isdigit():
            return float(text)
    return None


_SERVICE = Service(
    "veo",
    "Google Veo (Gemini Omni)",
    "https://generativelanguage.googleapis.com/v1",
    header="x-goog-api-key",
    scheme="",
    problem=_problem,
    pause=_pause,
)


class Veo(VideoProvider):
    """Text or image to video, upright, with sound that cannot be switched off there.

    Only the interaction's id is kept between calls: the clip is at Google for 48 hours,
    and asking for the interaction again costs nothing.
    """

    slug: ClassVar[str] = _SERVICE.slug
    title: ClassVar[str] = _SERVICE.title
    key_form: ClassVar[KeyForm | None] = KeyForm(
        name="GEMINI_API_KEY",
        example="AIza...",
        url="https://aistudio.google.com/apikey",
        pattern=r"AIza[0-9A-Za-z_\-]{35}",
    )
    costs: ClassVar[tuple[Cost, ...]] = tuple(
        Cost(price, "second", "2026-11-01", MODEL, what, "a reseller quoting Google, +-30 %")
        for what, price in (("1080p", 105_000), ("720p", 70_000), ("360p", 23_000))
    )
    models: ClassVar[tuple[VideoModel, ...]] = (
        VideoModel(
            MODEL,
            seconds=tuple(range(3, 16)),
            sizes=tuple(_RESOLUTIONS),
            sound="always",
            prompt_limit=_MOST_TEXT,
        ),
    )
    pace: ClassVar[Pace] = Pace(first=5.0, every=5.0, longest=10.0)

    async def validate(self, call: Call) -> None:
        """Ask for one model of the list."""
        said = await _SERVICE.check_key(call, "/models?pageSize=1")
        if not isinstance(said.get("models"), list):
            raise _SERVICE.unavailable()

    def usage(self, request: ClipRequest) -> Usage | None:
        """Seconds at the resolution."""
        return Usage(MODEL, _RESOLUTIONS.get(request.size, "1080p"), request.seconds)

    def check(self, request: ClipRequest) -> None:
        """Raise InvalidInput for a length, size, motion, picture or prompt it does not take."""
        self.model(request.mode, request.seconds, request.model)
        if request.size not in _RESOLUTIONS:
            raise _unsupported("size", allowed=[f"{w}x{h}" for w, h in _RESOLUTIONS])
        if request.motion not in _MOTIONS:
            raise _unsupported("motion", allowed=list(_MOTIONS))
        if not request.prompt.strip() and request.image is None:
            raise InvalidInput("Say what the clip shows.", field="prompt", problem="missing")
        if len(request.prompt) > _MOST_TEXT:
            raise InvalidInput("This prompt is too long.", field="prompt", problem="too_long")
        if request.image is not None:
            _check_image(request.image)

    async def submit(self, request: ClipRequest, call: Call) -> Job:
        """Order the clip; the answer may come at once or with the clip done."""
        body = await asyncio.to_thread(_order, request)
        answer = await _SERVICE.order(
            call, "/interactions", body=body, wait=_WAIT, max_bytes=_MAX_INLINE
        )
        said = read_json(answer)
        name = at(said, "id")
        if not isinstance(name, str) or not name:
            raise _SERVICE.unanswered()
        return _state(Job(id=name, status=JobStatus.RUNNING), said)

    async def poll(self, job: Job, call: Call) -> Job:
        """Where the clip stands; Google tells no progress, so it is a guess that slows down."""
        said = await self._look(job, call)
        done = job.progress + (0.95 - job.progress) * 0.15
        return _state(replace(job, progress=done), said)

    async def deliver(
        self, job: Job, request: ClipRequest, call: Call, *, target: Path, progress: Progress
    ) -> Mapping[str, str]:
        """Fetch the clip, cut it to the frame, make it silent if it shall be."""
        raw = target.with_name(f"{target.name}.raw")
        try:
            await self._fetch(job, call, raw, progress)
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
        """Ask Google to stop; whether it does changes nothing for us."""
        with suppress(ProviderError):
            await _SERVICE.ask(call, f"{_path(job)}/cancel", method="POST")

    async def _look(self, job: Job, call: Call) -> dict[str, Any]:
        """The interaction. An answer that is none may be one the next time."""
        path = f"{_path(job)}?stream=false"
        said = read_json(await _SERVICE.ask(call, path, max_bytes=_MAX_INLINE))
        if "status" not in said:
            raise _SERVICE.unavailable()
        return said

    async def _fetch(self, job: Job, call: Call, target: Path, progress: Progress) -> None:
        """The clip, from its address, or out of the interaction itself."""
        url = job.url
        if url is None:
            video = _video(await self._look(job, call))
            url, data = at(video, "uri"), decode(at(video, "data"))
            if data:
                await asyncio.to_thread(target.write_bytes, data)
                return
        if not isinstance(url, str):
            raise _SERVICE.rejected("moderated")
        url += ("&" if "?" in url else "?") + "alt=media"
        await _SERVICE.fetch(call, url, target, max_bytes=_MAX_CLIP, progress=progress)


def _order(request: ClipRequest) -> dict[str, Any]:
    """The body of the request."""
    words = [request.prompt.strip(), _MOTIONS[request.motion]]
    words.append("One single continuous shot, no scene cuts.")
    if not request.audio:
        words.append("No dialogue. No music.")
    text = " ".join(word for word in words if word)
    parts: list[dict[str, str]] = [{"type": "text", "text": text}]
    if request.image is not None:
        mime = _MIME[magic.suffix_of(request.image)]
        data = base64.b64encode(request.image.read_bytes()).decode()
        parts[0]["text"] = f"<FIRST_FRAME> {text}"
        parts.insert(0, {"type": "image", "data": data, "mime_type": mime})
    task = "text_to_video" if request.image is None else "image_to_video"
    config: dict[str, Any] = {"video_config": {"task": task}}
    if request.seed:
        config["seed"] = request.seed
    return {
        "model": MODEL,
        "input": [{"type": "user_input", "content": parts}],
        "generation_config": config,
        "response_format": {
            "type": "video",
            "aspect_ratio": "9:16",
            "duration": f"{request.seconds}s",
            "resolution": _RESOLUTIONS[request.size],
            "delivery": "uri",
        },
        "background": True,
    }


def _state(job: Job, said: dict[str, Any]) -> Job:
    """The job as the interaction tells it. Raises ProviderRejected when there will be no clip."""
    status = str(said.get("status"))
    if status in _WORKING:
        return job
    if status == "budget_exceeded":
        raise _SERVICE.rejected("no_credit")
    if status != "completed":
        raise _SERVICE.rejected("failed")
    video = _video(said)
    if video is None:
        # Done, and nothing to show: filtered, or not allowed where the caller is.
        raise _SERVICE.rejected("moderated")
    url = at(video, "uri")
    return replace(
        job,
        status=JobStatus.SUCCEEDED,
        progress=1.0,
        url=url if isinstance(url, str) else None,
    )


def _video(said: dict[str, Any]) -> Any:  # noqa: ANN401  # JSON
    """The clip in the interaction's steps, None when there is none."""
    parts = [
        part
        for step in items(said, "steps")
        if at(step, "type") == "model_output"
        for part in items(step, "content")
    ]
    return next((part for part in parts if at(part, "type") == "video"), None)


def _path(job: Job) -> str:
    return f"/interactions/{quote(job.id, safe='')}"


def _check_image(image: Path) -> None:
    if magic.suffix_of(image) not in _MIME:
        raise _unsupported("image", allowed=list(_MIME))
    if image.stat().st_size > _MAX_IMAGE:
        raise InvalidInput(
            "This picture is too large.", field="image", problem="too_large", limit=_MAX_IMAGE
        )


def _unsupported(field: str, **params: object) -> InvalidInput:
    message = f"Google cannot do this {field}."
    return InvalidInput(message, field=field, problem="unsupported", **params)
