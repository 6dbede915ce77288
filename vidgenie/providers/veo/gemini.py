"""A Gemini API key: Gemini Omni, through the Interactions API.

Veo itself left the Gemini API on 2026-10-22; what a key buys there since is its
successor. Its sound cannot be switched off: a silent clip is made silent here.
"""

import asyncio
import base64
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import quote

from vidgenie.domain.ports.declared import VideoModel
from vidgenie.domain.ports.provider import Call, Job, JobStatus, Progress
from vidgenie.errors import ProviderError
from vidgenie.providers.veo.models import GEMINI
from vidgenie.providers.veo.route import SLUG, TITLE, Order, Route, mime
from vidgenie.wire import Service, at, decode, google, read_json

_WAIT = 600.0  # s; the answer may come only when the clip is done
_MAX_CLIP = 200_000_000  # bytes


class GeminiRoute(Route):
    """Only the interaction's id is kept between calls: the clip is at Google for 48 hours,
    and asking for the interaction again costs nothing.
    """  # noqa: D205  # one sentence

    name: ClassVar[str] = "gemini"
    models: ClassVar[tuple[VideoModel, ...]] = GEMINI
    service: ClassVar[Service] = google.interactions(SLUG, TITLE)

    def here(self, call: Call) -> Call:
        """The Provider's own address is the Gemini API's."""
        return call

    async def validate(self, call: Call) -> None:
        """Ask for one model of the list."""
        await google.validate(self.service, call)

    async def submit(self, order: Order, call: Call) -> Job:
        """The answer may come at once or with the clip done."""
        body = await asyncio.to_thread(_body, order)
        answer = await self.service.order(
            call, "/interactions", body=body, wait=_WAIT, max_bytes=google.MAX_INLINE
        )
        said = read_json(answer)
        job = Job(id=google.name_of(self.service, said), status=JobStatus.RUNNING)
        return self.state(job, said)

    async def poll(self, job: Job, call: Call) -> Job:
        """Google tells no progress, so it is a guess that slows down."""
        said = await self._look(job, call)
        return self.state(replace(job, progress=job.progress + (0.95 - job.progress) * 0.15), said)

    async def fetch(self, job: Job, call: Call, target: Path, *, progress: Progress) -> None:
        """From its address, or out of the interaction itself."""
        url = job.url
        if url is None:
            video = google.part(await self._look(job, call), "video")
            url, data = at(video, "uri"), decode(at(video, "data"))
            if data:
                await asyncio.to_thread(target.write_bytes, data)
                return
        if not isinstance(url, str):
            raise google.filtered(self.service)
        url += ("&" if "?" in url else "?") + "alt=media"
        await self.service.fetch(call, url, target, max_bytes=_MAX_CLIP, progress=progress)

    async def cancel(self, job: Job, call: Call) -> None:
        """Whether Google stops changes nothing for us."""
        with suppress(ProviderError):
            await self.service.ask(call, f"{_path(job)}/cancel", method="POST")

    def state(self, job: Job, said: object) -> Job:
        """The job as the interaction tells it; ProviderRejected when there will be no clip."""
        if not google.is_done(self.service, said):
            return job
        video = google.part(said, "video")
        if video is None:
            raise google.filtered(self.service)
        url = video.get("uri")
        return replace(
            job,
            status=JobStatus.SUCCEEDED,
            progress=1.0,
            url=url if isinstance(url, str) else None,
        )

    async def _look(self, job: Job, call: Call) -> dict[str, Any]:
        """The interaction. An answer that is none may be one the next time."""
        path = f"{_path(job)}?stream=false"
        said = read_json(await self.service.ask(call, path, max_bytes=google.MAX_INLINE))
        if not isinstance(said.get("status"), str):
            raise self.service.unavailable()
        return said


def _body(order: Order) -> dict[str, Any]:
    request = order.request
    text = order.text if request.audio else f"{order.text} No dialogue. No music."
    parts: list[dict[str, str]] = [{"type": "text", "text": text}]
    if request.image is not None:
        data = base64.b64encode(request.image.read_bytes()).decode()
        parts[0]["text"] = f"<FIRST_FRAME> {text}"
        parts.insert(0, {"type": "image", "data": data, "mime_type": mime(request.image)})
    task = "text_to_video" if request.image is None else "image_to_video"
    config: dict[str, Any] = {"video_config": {"task": task}}
    if request.seed:
        config["seed"] = request.seed
    return {
        "model": order.model.name,
        "input": [{"type": "user_input", "content": parts}],
        "generation_config": config,
        "response_format": {
            "type": "video",
            "aspect_ratio": "9:16",
            "duration": f"{order.seconds}s",
            "resolution": order.resolution,
            "delivery": "uri",
        },
        "background": True,
    }


def _path(job: Job) -> str:
    return f"/interactions/{quote(job.id, safe='')}"
