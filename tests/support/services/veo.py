"""What Google answers at its Interactions API, by its documentation."""

import json
import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from tests.support import fake_media
from tests.support.services import Refusal

if TYPE_CHECKING:
    from tests.support.fake_services import Handler

BASE = "/veo/v1"
SHAPE = re.compile(r"AIza[A-Za-z0-9_-]{35}")
KEY_HEAD, KEY_LENGTH = "AIza", 35


@dataclass(slots=True)
class Interaction:
    """A clip in the making. polls: questions until it is done."""

    id: str
    size: tuple[int, int]
    seconds: int
    polls: int
    behaviour: str
    cancelled: bool = False


def answer(http: "Handler", path: str) -> None:
    if path.startswith("/signed/"):
        _file(http, path.removeprefix("/signed/"))
        return
    key = http.headers.get("x-goog-api-key", "")
    is_work = http.command == "POST" and path == "/interactions"
    behaviour = http.services.behaviour("veo", key, is_work=is_work)
    _refuses(behaviour, key, is_work=is_work)
    if path == "/models":
        if not http.misbehave(behaviour):
            http.reply(200, {"models": [{"name": "models/gemini-omni-1.2-flash"}]})
    elif is_work:
        _begins(http, key, behaviour)
    elif found := re.fullmatch(r"/interactions/([\w-]+)(/cancel)?", path):
        if not http.misbehave(behaviour):
            _tells(http, found[1], cancel=bool(found[2]))
    elif found := re.fullmatch(r"/files/([\w-]+):download", path):
        _sends(http, found[1], behaviour)
    else:
        raise _error(404, "NOT_FOUND", path)


def _sends(http: "Handler", name: str, behaviour: str) -> None:
    if parse_qs(urlsplit(http.path).query).get("alt") != ["media"]:
        raise _error(404, "NOT_FOUND", "No such file")
    if behaviour == "redirect":
        http.reply(302, b"", location=f"{http.services.base_url('veo')}/signed/{name}")
    elif not http.misbehave(behaviour):
        _file(http, name)


def _file(http: "Handler", name: str) -> None:
    made = http.services.jobs.get(name)
    if made is None:
        raise _error(404, "NOT_FOUND", "No such file")
    http.reply(200, fake_media.clip(made.size, made.seconds), content_type="video/mp4")


def _begins(http: "Handler", key: str, behaviour: str) -> None:
    body = json.loads(http.raw)
    if body.get("model") != "gemini-omni-1.2-flash":
        raise _error(404, "NOT_FOUND", "No such model")
    wanted = body["response_format"]
    size = {"360p": (360, 640), "720p": (720, 1280), "1080p": (1080, 1920)}.get(
        wanted["resolution"]
    )
    seconds = int(wanted["duration"].removesuffix("s"))
    if size is None or not 3 <= seconds <= 15 or wanted["aspect_ratio"] != "9:16":
        raise _error(400, "INVALID_ARGUMENT", "response_format")
    texts = [part["text"] for part in body["input"][0]["content"] if part["type"] == "text"]
    http.accept("veo", key, " ".join(texts), body)
    polls = 0 if behaviour == "blocking" else http.services.polls
    job = Interaction(f"v1_{secrets.token_hex(8)}", size, seconds, polls, behaviour)
    with http.services.lock:
        http.services.jobs[job.id] = job
    if not http.misbehave(behaviour):
        http.reply(200, _state(http, job))


def _tells(http: "Handler", name: str, *, cancel: bool) -> None:
    with http.services.lock:
        job = http.services.jobs.get(name)
        if job is None:
            raise _error(404, "NOT_FOUND", "No such interaction")
        job.cancelled = job.cancelled or cancel
        if not cancel:
            job.polls -= 1
    http.reply(200, _state(http, job))


def _state(http: "Handler", job: Interaction) -> dict[str, object]:
    if job.cancelled:
        return {"id": job.id, "status": "cancelled"}
    if job.polls > 0:
        return {"id": job.id, "status": "in_progress"}
    if job.behaviour == "failed":
        return {"id": job.id, "status": "failed"}
    if job.behaviour == "moderated":
        return {
            "id": job.id,
            "status": "completed",
            "steps": [],
            "usage": {"total_output_tokens": 0},
        }
    video: dict[str, str] = {"type": "video", "mime_type": "video/mp4"}
    if job.behaviour == "inline":
        video["data"] = fake_media.clip_base64(job.size, job.seconds)
    else:
        video["uri"] = f"{http.services.base_url('veo')}/files/{job.id}:download"
    steps = [{"type": "model_output", "content": [video]}]
    return {
        "id": job.id,
        "status": "completed",
        "steps": steps,
        "usage": {"total_output_tokens": 9},
    }


def _refuses(behaviour: str, key: str, *, is_work: bool) -> None:
    if behaviour == "invalid":
        raise _error(
            400,
            "INVALID_ARGUMENT",
            f"API key not valid: {key}. Please pass a valid API key.",
            {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"},
        )
    if behaviour == "forbidden":
        raise _error(403, "PERMISSION_DENIED", f"{key} may not do this.")
    if behaviour == "nocredit" and is_work:
        raise _error(403, "PERMISSION_DENIED", "Billing is not enabled.", _NO_BILLING)
    if behaviour == "busy":
        wait = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "1s"}
        raise _error(429, "RESOURCE_EXHAUSTED", f"Quota of {key} exceeded.", wait)
    if behaviour == "down":
        raise _error(503, "UNAVAILABLE", "The model is overloaded.")


_NO_BILLING = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "BILLING_DISABLED"}


def _error(code: int, status: str, message: str, *details: object) -> Refusal:
    error = {"code": code, "message": message, "status": status, "details": list(details)}
    return Refusal(code, {"error": error})
