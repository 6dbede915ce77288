"""What Luma's first API (Dream Machine) answers, by its specification and its SDK's types."""

import json
import re
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from tests.support import fake_media
from tests.support.services import Refusal

if TYPE_CHECKING:
    from tests.support.fake_services import Handler

BASE = "/luma_legacy/dream-machine/v1"
SHAPE = re.compile(r"luma-[A-Za-z0-9]{40}")
KEY_HEAD, KEY_LENGTH = "luma-", 40
_BODY = {"generation_type", "prompt", "aspect_ratio", "loop", "keyframes", "callback_url"}
_BODY |= {"model", "resolution", "duration", "concepts"}
_RATIOS = {"1:1", "16:9", "9:16", "4:3", "3:4", "21:9", "9:21"}
_SIDES = {"540p": 540, "720p": 720, "1080p": 1080}
_REASONS = {"failed": "Job failed", "moderated": "Advanced prompt moderation failed"}


@dataclass(slots=True)
class Dream:
    """A clip in the making. polls: questions until it is done; links: given out so far.

    failure_reason: why there will be none, "" when there will be one.
    """

    id: str
    request: dict[str, Any]
    polls: int
    behaviour: str
    failure_reason: str = ""
    links: int = 0
    created_at: datetime = field(default_factory=lambda: datetime.now(tz=UTC))


def answer(http: "Handler", path: str) -> None:
    key = http.bearer()
    is_work = http.command == "POST" and path == "/generations/video"
    behaviour = http.services.behaviour("luma_legacy", key, is_work=is_work)
    if found := re.fullmatch(r"/results/([\w-]+)/(\d+)\.mp4", path):
        if not http.misbehave(behaviour):
            _sends(http, found[1], int(found[2]))
        return
    _refuses(behaviour, key, is_work=is_work)
    if is_work:
        _begins(http, key, behaviour)
    elif http.misbehave(behaviour):
        return
    elif path == "/credits":
        http.reply(200, {"credit_balance": 0.0 if behaviour == "nocredit" else 1250.5})
    elif path == "/generations":
        _lists(http)
    elif found := re.fullmatch(r"/generations/([\w-]+)", path):
        _tells(http, found[1])
    else:
        raise _error(404, "Not found")


def _begins(http: "Handler", key: str, behaviour: str) -> None:
    body = json.loads(http.raw)
    if set(body) - _BODY or body.get("model") not in ("ray-2", "ray-flash-2"):
        raise _error(400, "Unknown request type")
    _check_keyframes(body)
    prompt = body.get("prompt", "")
    if not 3 <= len(prompt) <= 5000:
        raise _error(400, "Prompt is too short, minimum length is 3 characters")
    if body.get("aspect_ratio", "16:9") not in _RATIOS:
        raise _error(400, "Invalid aspect ratio")
    if body.get("duration", "5s") not in ("5s", "9s"):
        raise _error(400, "Invalid duration")
    if body.get("resolution", "720p") not in _SIDES:
        raise _error(400, "Invalid resolution")
    http.accept("luma_legacy", key, prompt, body)
    polls = 0 if behaviour == "blocking" else http.services.polls
    job = Dream(str(uuid.uuid4()), body, polls, behaviour, _REASONS.get(behaviour, ""))
    with http.services.lock:
        http.services.jobs[job.id] = job
    if not http.misbehave(behaviour):
        http.reply(201, _state(http, job))


def _check_keyframes(body: dict[str, Any]) -> None:
    frames = body.get("keyframes", {})
    if set(frames) - {"frame0", "frame1"}:
        raise _error(400, "No keyframes provided")
    for frame in frames.values():
        is_image = set(frame) == {"type", "url"} and frame["type"] == "image"
        if not is_image or not frame["url"].startswith("https://"):
            raise _error(400, "Failed to read user input frames")


def _lists(http: "Handler") -> None:
    asked = parse_qs(urlsplit(http.path).query)
    limit, offset = int(asked.get("limit", ["100"])[0]), int(asked.get("offset", ["0"])[0])
    with http.services.lock:
        made = [job for job in http.services.jobs.values() if isinstance(job, Dream)]
        made.sort(key=lambda job: job.created_at, reverse=True)
        page = [_state(http, job) for job in made[offset : offset + limit]]
    has_more = len(made) > offset + limit
    paging = {"has_more": has_more, "count": len(page), "limit": limit, "offset": offset}
    http.reply(200, paging | {"generations": page})


def _tells(http: "Handler", name: str) -> None:
    with http.services.lock:
        job = http.services.jobs.get(name)
        if not isinstance(job, Dream):
            raise _error(404, "Generation not found")
        if http.command == "DELETE":
            del http.services.jobs[name]
            http.reply(204, b"")
            return
        job.polls -= 1
        http.reply(200, _state(http, job))


def _state(http: "Handler", job: Dream) -> dict[str, object]:
    said: dict[str, object] = {
        "id": job.id,
        "generation_type": "video",
        "state": "completed",
        "failure_reason": None,
        "created_at": job.created_at.isoformat(),
        "assets": None,
        "model": job.request["model"],
        "request": {"generation_type": "video", "callback_url": None, **job.request},
    }
    if job.polls > 0:
        return said | {"state": "queued" if job.polls == http.services.polls else "dreaming"}
    if job.failure_reason:
        return said | {"state": "failed", "failure_reason": job.failure_reason}
    job.links += 1
    url = f"{http.services.base_url('luma_legacy')}/results/{job.id}/{job.links}.mp4"
    return said | {"assets": {"video": url, "image": None, "progress_video": None}}


def _sends(http: "Handler", name: str, link: int) -> None:
    job = http.services.jobs.get(name)
    if not isinstance(job, Dream) or (job.behaviour == "expired" and link == 1):
        raise _error(403, "Request has expired")
    width, height = (int(part) for part in job.request.get("aspect_ratio", "16:9").split(":"))
    scale = _SIDES[job.request.get("resolution", "720p")] / min(width, height)
    size = (round(width * scale / 2) * 2, round(height * scale / 2) * 2)
    seconds = int(job.request.get("duration", "5s").removesuffix("s"))
    http.reply(200, fake_media.clip(size, seconds, sound=False), content_type="video/mp4")


def _refuses(behaviour: str, key: str, *, is_work: bool) -> None:
    if behaviour == "invalid":
        raise _error(403, f"Invalid API key is provided: {key}")
    if behaviour == "forbidden":
        raise _error(403, f"{key} may not do this")
    if behaviour == "nocredit" and is_work:
        raise _error(400, "Insufficient credits")
    if behaviour == "busy":
        error = _error(429, "Too many requests")
        error.headers["retry_after"] = "1"
        raise error
    if behaviour == "down":
        raise _error(503, "Service unavailable")


def _error(status: int, detail: str) -> Refusal:
    return Refusal(status, {"detail": detail})
