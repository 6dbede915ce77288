"""What Luma answers at its Agents API, by its documentation and the types of its own SDK."""

import base64
import binascii
import io
import json
import re
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from PIL import Image

from tests.support import fake_media
from tests.support.services import Refusal

if TYPE_CHECKING:
    from tests.support.fake_services import Handler

BASE = "/luma/v1"
SHAPE = re.compile(r"luma-api-[A-Za-z0-9]{40}")
KEY_HEAD, KEY_LENGTH = "luma-api-", 40
_BODY = {"prompt", "aspect_ratio", "image_ref", "layering", "model", "output_format", "source"}
_BODY |= {"style", "type", "user_id", "video", "web_search"}
_VIDEO = {"duration", "edit", "end_frame", "exr_export", "hdr", "keyframe_indexes", "keyframes"}
_VIDEO |= {"loop", "resolution", "source_position", "start_frame"}
_EDIT = {"auto_controls", "controls", "keyframe_indexes", "keyframes", "strength"}
_REF = {"data", "file_id", "generation_id", "url"}
_SIDES = {"360p": 360, "540p": 540, "720p": 720, "1080p": 1080}
_FILM_RATIOS = {"9:16", "3:4", "1:1", "4:3", "16:9", "21:9"}
_PICTURE_RATIOS = {"3:1", "2:1", "16:9", "3:2", "1:1", "2:3", "9:16", "1:2", "1:3"}
_REASONS = {"failed": "generation_failed", "moderated": "content_moderated"}


@dataclass(slots=True)
class Generation:
    """Something in the making. polls: questions until it is done; links: given out so far.

    result: the file. failure_code: why there will be none, "" when there will be one.
    """

    id: str
    kind: str
    model: str
    result: bytes
    polls: int
    behaviour: str
    failure_code: str = ""
    links: int = 0
    created_at: datetime = field(default_factory=lambda: datetime.now(tz=UTC))


@dataclass(slots=True)
class Upload:
    """A file of the caller. state: pending until it was looked over, then ready or failed."""

    id: str
    asked: dict[str, Any]
    polls: int
    data: bytes | None = None
    state: str = "pending"
    is_complete: bool = False
    failure_reason: str | None = None
    created_at: datetime = field(default_factory=lambda: datetime.now(tz=UTC))


def answer(http: "Handler", path: str) -> None:
    if found := re.fullmatch(r"/upload/([\w-]+)", path):
        _receives(http, found[1])
        return
    key = http.bearer()
    is_work = http.command == "POST" and path == "/generations"
    behaviour = http.services.behaviour("luma", key, is_work=is_work)
    if found := re.fullmatch(r"/results/([\w-]+)/(\d+)", path):
        if not http.misbehave(behaviour):
            _sends(http, found[1], int(found[2]))
        return
    _refuses(behaviour, key, is_work=is_work)
    if is_work:
        _begins(http, key, behaviour)
    elif http.misbehave(behaviour):
        return
    elif found := re.fullmatch(r"/generations/([\w-]+)", path):
        _tells(http, found[1])
    elif path == "/files":
        _files(http)
    elif found := re.fullmatch(r"/files/([\w-]+)(/complete)?", path):
        _file(http, found[1], complete=bool(found[2]))
    else:
        raise _error(404, "Not found")


def _begins(http: "Handler", key: str, behaviour: str) -> None:
    body = json.loads(http.raw)
    _known(body, _BODY, "body")
    kind, prompt = body.get("type", "image"), body.get("prompt")
    if not isinstance(prompt, str) or not 1 <= len(prompt) <= 6000:
        raise _error(400, "prompt: 1 to 6000 characters")
    make = {"image": _drawn, "image_edit": _redrawn, "video": _filmed, "video_edit": _refilmed}
    if kind not in make:
        raise _error(400, "type: not supported here")
    result = make[kind](http, body)
    http.accept("luma", key, prompt, body)
    job = Generation(
        str(uuid.uuid4()),
        kind,
        body["model"],
        result,
        0 if behaviour == "blocking" else http.services.polls,
        behaviour,
        _REASONS.get(behaviour, ""),
    )
    with http.services.lock:
        http.services.jobs[job.id] = job
    if not http.misbehave(behaviour):
        http.reply(201, _state(http, job))


def _drawn(http: "Handler", body: dict[str, Any]) -> bytes:
    del http
    _picture_model(body)
    ratio = body.get("aspect_ratio", "1:1")
    if ratio not in _PICTURE_RATIOS:
        raise _error(422, "aspect_ratio: not supported by this model")
    width, height = (int(part) for part in ratio.split(":"))
    scale = 1024 / max(width, height)
    size = (round(width * scale), round(height * scale))
    return fake_media.picture(size, body.get("output_format", "png"))


def _redrawn(http: "Handler", body: dict[str, Any]) -> bytes:
    _picture_model(body)
    source = _reference(http, body.get("source"), "image")
    size = Image.open(io.BytesIO(source)).size
    return fake_media.picture(size, body.get("output_format", "png"))


def _picture_model(body: dict[str, Any]) -> None:
    if body.get("model") not in ("uni-1", "uni-1-max") or "video" in body:
        raise _error(422, "model: does not make pictures like this")
    if body.get("output_format", "png") not in ("png", "jpeg"):
        raise _error(400, "output_format: png or jpeg")


def _filmed(http: "Handler", body: dict[str, Any]) -> bytes:
    video = _video_options(body)
    if "edit" in video or "source" in body:
        raise _error(422, "video: edit and source are for video_edit")
    duration = video.get("duration", "5s")
    if duration not in ("5s", "10s"):
        raise _error(400, "video.duration: 5s or 10s")
    if body.get("aspect_ratio", "16:9") not in _FILM_RATIOS:
        raise _error(422, "aspect_ratio: not supported by this model")
    if "start_frame" in video:
        if duration != "5s" or "keyframes" in video:
            raise _error(422, "video.start_frame: goes with 5s and without keyframes")
        _reference(http, video["start_frame"], "image")
    frames, indexes = video.get("keyframes", []), video.get("keyframe_indexes", [])
    last = 24 * int(duration.removesuffix("s"))
    if len(frames) != len(indexes) or any(not 0 <= place <= last for place in indexes):
        raise _error(422, "video.keyframe_indexes: one for each keyframe, on the grid")
    for frame in frames:
        _reference(http, frame, "image")
    width, height = (int(part) for part in body.get("aspect_ratio", "16:9").split(":"))
    scale = _SIDES[video.get("resolution", "720p")] / min(width, height)
    size = (round(width * scale / 2) * 2, round(height * scale / 2) * 2)
    return fake_media.clip(size, int(duration.removesuffix("s")), sound=False)


def _refilmed(http: "Handler", body: dict[str, Any]) -> bytes:
    """A changed clip is as long as its source; here it is its source."""
    video = _video_options(body)
    if set(video) - {"resolution", "edit", "hdr"} or "aspect_ratio" in body:
        raise _error(422, "video: length and shape are those of the source")
    _known(video.get("edit", {}), _EDIT, "video.edit")
    return _reference(http, body.get("source"), "video")


def _video_options(body: dict[str, Any]) -> dict[str, Any]:
    video = body.get("video", {})
    if body.get("model") != "ray-3.2" or "output_format" in body:
        raise _error(422, "model: does not make clips like this")
    _known(video, _VIDEO, "video")
    if video.get("resolution", "720p") not in _SIDES:
        raise _error(400, "video.resolution: 360p, 540p, 720p or 1080p")
    return video


def _reference(http: "Handler", said: Any, kind: str) -> bytes:
    """The bytes that are referred to. kind: image or video."""
    _known(said, _REF | {"media_type"}, "reference")
    if len(_REF & set(said)) != 1:
        raise _error(422, "Provide exactly one of url, data, generation_id, file_id")
    if "file_id" in said:
        file = http.services.jobs.get(said["file_id"])
        if not isinstance(file, Upload) or file.state != "ready" or file.data is None:
            raise _error(422, "file_id: no such file, or it is not ready")
        data, mime = file.data, file.asked["mime_type"]
    elif "data" in said:
        try:
            data = base64.b64decode(said["data"], validate=True)
        except binascii.Error:
            raise _error(422, "data: not base64") from None
        mime = str(said.get("media_type"))
    else:
        raise _error(422, "url: could not be fetched")
    magic = {"image/png": b"\x89PNG", "image/jpeg": b"\xff\xd8\xff"}.get(mime, b"")
    is_kind = mime.startswith(kind) and data.startswith(magic)
    if not is_kind or (kind == "video" and data[4:8] != b"ftyp"):
        raise _error(422, "Unsupported media")
    return data


def _tells(http: "Handler", name: str) -> None:
    with http.services.lock:
        job = http.services.jobs.get(name)
        if not isinstance(job, Generation):
            raise _error(404, "Generation not found")
        job.polls -= 1
        said = _state(http, job)
    http.reply(200, said)


def _state(http: "Handler", job: Generation) -> dict[str, object]:
    said: dict[str, object] = {
        "id": job.id,
        "type": job.kind,
        "model": job.model,
        "created_at": job.created_at.isoformat(),
        "state": "completed",
        "output": [],
    }
    if job.polls > 0:
        state = "queued" if job.polls == http.services.polls else "processing"
        return said | {"state": state}
    if job.failure_code:
        reason = "This did not work."
        return said | {
            "state": "failed",
            "failure_code": job.failure_code,
            "failure_reason": reason,
        }
    job.links += 1
    url = f"{http.services.base_url('luma')}/results/{job.id}/{job.links}"
    return said | {"output": [{"type": job.kind.split("_")[0], "url": url}]}


def _sends(http: "Handler", name: str, link: int) -> None:
    job = http.services.jobs.get(name)
    if not isinstance(job, Generation) or (job.behaviour == "expired" and link == 1):
        raise _error(403, "Request has expired")
    kind = "video/mp4" if job.kind.startswith("video") else "image/png"
    http.reply(200, job.result, content_type=kind)


def _files(http: "Handler") -> None:
    if http.command == "GET":
        with http.services.lock:
            files = [file for file in http.services.jobs.values() if isinstance(file, Upload)]
        http.reply(200, {"data": [_record(file) for file in files], "has_more": False})
        return
    asked = json.loads(http.raw)
    known = {"mime_type", "size_bytes", "expires_at", "filename", "purpose", "user_id"}
    _known(asked, known, "body")
    if asked.get("purpose") not in ("input", "reference") or asked.get("size_bytes", 0) < 1:
        raise _error(400, "purpose: input or reference")
    if "expires_at" in asked:
        datetime.fromisoformat(asked["expires_at"])
    file = Upload(str(uuid.uuid4()), asked, http.services.polls)
    with http.services.lock:
        http.services.jobs[file.id] = file
    upload = {
        "url": f"{http.services.base_url('luma')}/upload/{file.id}?X-Amz-Signature=abc",
        "method": "PUT",
        "headers": {"Content-Type": asked["mime_type"], "X-Amz-Meta-Owner": "u1"},
        "expires_at": (datetime.now(tz=UTC) + timedelta(hours=1)).isoformat(),
    }
    said = {"id": file.id, "state": file.state, "file": _record(file), "upload": upload}
    http.reply(201, said)


def _receives(http: "Handler", name: str) -> None:
    """Storage, which knows nothing of keys and is strict about what was signed."""
    file = http.services.jobs[name]
    wanted = (file.asked["mime_type"], "u1", None, str(file.asked["size_bytes"]))
    names = ("content-type", "x-amz-meta-owner", "authorization", "content-length")
    if http.command != "PUT" or tuple(http.headers.get(name) for name in names) != wanted:
        http.reply(403, b"<Error><Code>SignatureDoesNotMatch</Code></Error>")
        return
    file.data = http.raw
    http.reply(200, b"")


def _file(http: "Handler", name: str, *, complete: bool) -> None:
    file = http.services.jobs.get(name)
    if not isinstance(file, Upload):
        raise _error(404, "File not found")
    if complete:
        if file.data is None:
            raise _error(422, "Nothing was uploaded")
        file.is_complete = True
    elif file.is_complete and file.state == "pending":
        file.polls -= 1
        if file.polls <= 0:
            file.state = "failed" if file.failure_reason else "ready"
    http.reply(200, _record(file))


def _record(file: Upload) -> dict[str, object]:
    return {
        "id": file.id,
        "created_at": file.created_at.isoformat(),
        "mime_type": file.asked["mime_type"],
        "purpose": file.asked["purpose"],
        "size_bytes": file.asked["size_bytes"],
        "filename": file.asked.get("filename"),
        "expires_at": file.asked.get("expires_at"),
        "state": file.state,
        "failure_reason": file.failure_reason,
    }


def _refuses(behaviour: str, key: str, *, is_work: bool) -> None:
    if behaviour == "invalid":
        raise _error(401, f"Invalid API key {key}")
    if behaviour == "nocredit" and is_work:
        raise _error(402, "Insufficient balance")
    if behaviour == "forbidden":
        raise _error(403, f"The client of {key} is suspended")
    if behaviour == "busy":
        error = _error(429, "Rate limit exceeded")
        error.headers["retry_after"] = "1"
        raise error
    if behaviour == "down":
        raise _error(503, "Upstream service unavailable")


def _known(said: Any, names: set[str], where: str) -> None:
    if not isinstance(said, dict) or set(said) - names:
        raise _error(400, f"{where}: unknown field")


def _error(status: int, detail: str) -> Refusal:
    return Refusal(status, {"detail": detail})
