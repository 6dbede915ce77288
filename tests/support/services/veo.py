"""What Google answers at its Interactions API, by its documentation: clips, pictures, speech."""

import array
import json
import math
import re
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from tests.support import fake_media
from tests.support.services import Refusal

if TYPE_CHECKING:
    from tests.support.fake_services import Handler

BASE = "/veo/v1"
SHAPE = re.compile(r"AIza[A-Za-z0-9_-]{35}")
KEY_HEAD, KEY_LENGTH = "AIza", 35
_CLIPS = {"gemini-omni-1.2-flash": 15, "gemini-omni-1.1-flash": 10}
_PICTURES = {"gemini-3.1-flash-lite-image"}
_VOICES = {"gemini-3.8-flash-lite-tts", "gemini-3.8-flash-tts"}
_KNOWN = {"model", "input", "generation_config", "response_format", "response_modalities"}
_KNOWN |= {"background", "previous_interaction_id", "store", "stream"}
_CLIP_FORMAT = {"type", "aspect_ratio", "duration", "resolution", "delivery"}
_PICTURE_FORMAT = {"type", "aspect_ratio", "image_size", "mime_type", "delivery"}
_RATIOS = re.compile(r"1:1|2:3|3:2|3:4|4:3|4:5|5:4|9:16|16:9|21:9|1:8|8:1|1:4|4:1")
_SIZES = {"360p": (360, 640), "720p": (720, 1280), "1080p": (1080, 1920)}
_NAMES = ("Kore", "Puck", "Charon")
_RATE = 24_000  # samples a second


@dataclass(slots=True)
class Interaction:
    """Something in the making. polls: questions until it is done. made: what is in it then."""

    id: str
    model: str
    kind: str
    polls: int
    behaviour: str
    size: tuple[int, int] = (0, 0)
    seconds: int = 0
    cancelled: bool = False
    made: dict[str, Any] = field(default_factory=dict)


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
    elif path == "/voices":
        if not http.misbehave(behaviour):
            http.reply(200, {"voices": [_voice(name) for name in _NAMES]})
    elif is_work:
        _begins(http, key, behaviour)
    elif found := re.fullmatch(r"/interactions/([\w-]+)(/cancel)?", path):
        if not http.misbehave(behaviour):
            _tells(http, found[1], cancel=bool(found[2]))
    elif found := re.fullmatch(r"/files/([\w-]+):download", path):
        _sends(http, found[1], behaviour)
    else:
        raise error(404, "NOT_FOUND", path)


def _voice(name: str) -> dict[str, str]:
    return {"type": "prebuilt", "id": name, "display_name": name, "language_code": "en-US"}


def _sends(http: "Handler", name: str, behaviour: str) -> None:
    if parse_qs(urlsplit(http.path).query).get("alt") != ["media"]:
        raise error(404, "NOT_FOUND", "No such file")
    if behaviour == "redirect":
        http.reply(302, b"", location=f"{http.services.base_url('veo')}/signed/{name}")
    elif not http.misbehave(behaviour):
        _file(http, name)


def _file(http: "Handler", name: str) -> None:
    made = http.services.jobs.get(name)
    if made is None:
        raise error(404, "NOT_FOUND", "No such file")
    http.reply(200, fake_media.clip(made.size, made.seconds), content_type="video/mp4")


def _begins(http: "Handler", key: str, behaviour: str) -> None:
    body = json.loads(http.raw)
    if set(body) - _KNOWN:
        raise error(400, "INVALID_ARGUMENT", f"Unknown name: {set(body) - _KNOWN}")
    parts = _parts(body["input"])
    model = body.get("model")
    name = f"v1_{secrets.token_hex(8)}"
    if model in _CLIPS:
        job = _clip(name, body, behaviour)
        job.polls = 0 if behaviour == "blocking" else http.services.polls
    elif model in _PICTURES:
        job = _picture(name, body, parts, behaviour)
    elif model in _VOICES:
        job = _speech(name, body, parts, behaviour)
    else:
        raise error(404, "NOT_FOUND", "No such model")
    texts = [part["text"] for part in parts if part["type"] == "text"]
    http.accept("veo", key, " ".join(texts), body)
    with http.services.lock:
        http.services.jobs[job.id] = job
    if not http.misbehave(behaviour):
        http.reply(200, _state(http, job))


def _parts(given: object) -> list[dict[str, Any]]:
    """The parts of the input, which may be a text alone. Pictures are real ones."""
    if isinstance(given, str):
        return [{"type": "text", "text": given}]
    parts = given[0]["content"]
    for part in parts:
        is_text = part["type"] == "text" and set(part) == {"type", "text"}
        is_picture = part["type"] == "image" and set(part) == {"type", "data", "mime_type"}
        if not is_text and not is_picture:
            raise error(400, "INVALID_ARGUMENT", "input")
        if is_picture and not b64decode(part["data"], validate=True).startswith(
            (b"\x89P", b"\xff\xd8")
        ):
            raise error(400, "INVALID_ARGUMENT", "Unable to process input image")
    return parts


def _clip(name: str, body: dict[str, Any], behaviour: str) -> Interaction:
    wanted, config = body["response_format"], body["generation_config"]
    size, seconds = _SIZES.get(wanted["resolution"]), int(wanted["duration"].removesuffix("s"))
    is_form = not set(wanted) - _CLIP_FORMAT and not set(config) - {"video_config", "seed"}
    if size is None or not is_form or not 3 <= seconds <= _CLIPS[body["model"]]:
        raise error(400, "INVALID_ARGUMENT", "response_format")
    if wanted["aspect_ratio"] != "9:16" or not wanted["duration"].endswith("s"):
        raise error(400, "INVALID_ARGUMENT", "response_format")
    return Interaction(name, body["model"], "video", 1, behaviour, size, seconds)


def _picture(
    name: str, body: dict[str, Any], parts: list[dict[str, Any]], behaviour: str
) -> Interaction:
    wanted = body["response_format"]
    is_form = not set(wanted) - _PICTURE_FORMAT and wanted["type"] == "image"
    if not is_form or not _RATIOS.fullmatch(wanted["aspect_ratio"]) or wanted["image_size"] != "1K":
        raise error(400, "INVALID_ARGUMENT", "response_format")
    if body["response_modalities"] != ["IMAGE"] or not parts:
        raise error(400, "INVALID_ARGUMENT", "response_modalities")
    width, height = (int(part) for part in wanted["aspect_ratio"].split(":"))
    side = math.sqrt(1024 * 1024 / (width * height))
    size = (round(width * side / 16) * 16, round(height * side / 16) * 16)
    made = {"type": "image", "data": fake_media.picture_base64(size, "jpeg")}
    made["mime_type"] = "image/jpeg"
    return Interaction(name, body["model"], "image", 0, behaviour, size, made=made)


def _speech(
    name: str, body: dict[str, Any], parts: list[dict[str, Any]], behaviour: str
) -> Interaction:
    config = body["generation_config"]
    if set(config) - {"speech_config", "seed"} or body["response_modalities"] != ["AUDIO"]:
        raise error(400, "INVALID_ARGUMENT", "generation_config")
    for row in config.get("speech_config", []):
        if set(row) - {"voice", "language"} or row.get("voice", "Kore") not in _NAMES:
            raise error(400, "INVALID_ARGUMENT", "voice")
    seconds = max(1, len(parts[0]["text"]) // 15)
    data = b64encode(_hum(seconds)).decode()
    if behaviour == "inline":  # a WAV file instead of bare samples
        made = {"data": fake_media.speech_base64(seconds, "wav"), "mime_type": "audio/wav"}
    else:
        made = {"data": data, "mime_type": "audio/l16", "sample_rate": _RATE, "channels": 1}
    return Interaction(
        name, body["model"], "audio", 0, behaviour, seconds=seconds, made={"type": "audio", **made}
    )


def _hum(seconds: int) -> bytes:
    """Samples of 16 bits, the low byte first."""
    wave = (round(9000 * math.sin(n * 0.05)) for n in range(seconds * _RATE))
    return array.array("h", wave).tobytes()


def _tells(http: "Handler", name: str, *, cancel: bool) -> None:
    with http.services.lock:
        job = http.services.jobs.get(name)
        if not isinstance(job, Interaction):
            raise error(404, "NOT_FOUND", "No such interaction")
        job.cancelled = job.cancelled or cancel
        if not cancel:
            job.polls -= 1
    http.reply(200, _state(http, job))


def _state(http: "Handler", job: Interaction) -> dict[str, object]:
    head = {"id": job.id, "object": "interaction", "model": job.model, "status": "completed"}
    head |= {"created": "2026-11-21T08:00:00Z", "updated": "2026-11-21T08:00:05Z"}
    if job.cancelled:
        return {**head, "status": "cancelled"}
    if job.polls > 0:
        return {**head, "status": "in_progress"}
    if job.behaviour == "failed":
        return {**head, "status": "failed"}
    if job.behaviour == "moderated":
        return {**head, "steps": [], "usage": {"total_output_tokens": 0}}
    steps = [
        {"type": "thought", "signature": "c2lnbmVk"},
        {"type": "model_output", "content": [_made(http, job)]},
    ]
    tokens = {"image": 1120, "audio": 25 * job.seconds, "video": 5792 * job.seconds}[job.kind]
    usage = {"total_input_tokens": 40, "total_output_tokens": tokens}
    usage["output_tokens_by_modality"] = [{"modality": job.kind, "tokens": tokens}]
    return {**head, "steps": steps, "usage": usage}


def _made(http: "Handler", job: Interaction) -> dict[str, Any]:
    if job.made:
        return job.made
    video: dict[str, str] = {"type": "video", "mime_type": "video/mp4"}
    if job.behaviour == "inline":
        video["data"] = fake_media.clip_base64(job.size, job.seconds)
    else:
        video["uri"] = f"{http.services.base_url('veo')}/files/{job.id}:download"
    return video


def _refuses(behaviour: str, key: str, *, is_work: bool) -> None:
    if behaviour == "invalid":
        raise error(
            400,
            "INVALID_ARGUMENT",
            f"API key not valid: {key}. Please pass a valid API key.",
            {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"},
        )
    refuses(behaviour, key, is_work=is_work)


def refuses(behaviour: str, key: str, *, is_work: bool) -> None:
    """What every API of Google says alike."""
    if behaviour == "forbidden":
        raise error(403, "PERMISSION_DENIED", f"{key} may not do this.")
    if behaviour == "nocredit" and is_work:
        raise error(403, "PERMISSION_DENIED", "Billing is not enabled.", _NO_BILLING)
    if behaviour == "busy":
        wait = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "1s"}
        raise error(429, "RESOURCE_EXHAUSTED", f"Quota of {key} exceeded.", wait)
    if behaviour == "down":
        raise error(503, "UNAVAILABLE", "The model is overloaded.")


_NO_BILLING = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "BILLING_DISABLED"}


def error(code: int, status: str, message: str, *details: object) -> Refusal:
    """An error as Google writes it."""
    body = {"code": code, "message": message, "status": status, "details": list(details)}
    return Refusal(code, {"error": body})
