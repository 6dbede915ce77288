"""What fal.ai's queue answers, by its documentation and its client's code."""

import base64
import binascii
import json
import re
import uuid
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from PIL import Image

from tests.support import fake_media
from tests.support.services import Refusal

if TYPE_CHECKING:
    from tests.support.fake_services import Handler

BASE = "/fal"
SHAPE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}:[A-Za-z0-9]{32}")
KEY_HEAD, KEY_LENGTH = "1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d:", 32
_SHAPES = {"16:9", "9:16", "1:1", "4:5", "5:4", "3:2", "2:3"}
_SIDES = {"720p": 720, "1080p": 1080}
_PIKA = {"duration": {"5", "10"}, "resolution": set(_SIDES)}
_VEO = {
    "duration": {"4s", "6s", "8s"},
    "resolution": set(_SIDES),
    "aspect_ratio": {"auto", "16:9", "9:16"},
    "safety_tolerance": {*"123456"},
    "generate_audio": {True, False},
    "auto_fix": {True, False},
}
_WORDS, _PICTURE = {"prompt"}, {"image_url"}


@dataclass(frozen=True, slots=True)
class Model:
    """What a model takes. choices: field -> what it may be, the usual one is not said here."""

    required: set[str]
    free: set[str]
    choices: dict[str, set[Any]]


_MODELS = {
    "fal-ai/pika/v2.2/text-to-video": Model(
        _WORDS, {"prompt", "negative_prompt", "seed"}, {**_PIKA, "aspect_ratio": _SHAPES}
    ),
    "fal-ai/pika/v2.2/image-to-video": Model(
        _WORDS | _PICTURE, {"prompt", "image_url", "negative_prompt", "seed"}, _PIKA
    ),
    "fal-ai/stable-video": Model(
        _PICTURE, {"image_url", "motion_bucket_id", "cond_aug", "fps", "seed"}, {}
    ),
    **{
        f"fal-ai/veo3.1{fast}{start}": Model(
            _WORDS | ({"image_url"} if start else set()),
            {"prompt", "negative_prompt", "seed"} | ({"image_url"} if start else set()),
            _VEO,
        )
        for fast in ("", "/fast")
        for start in ("", "/image-to-video")
    },
}


@dataclass(slots=True)
class Request:
    """A clip in the making. polls: questions until it is done."""

    id: str
    app: str
    clip: bytes
    polls: int
    behaviour: str
    asked: int = 0
    is_cancelled: bool = False


def answer(http: "Handler", path: str) -> None:
    scheme, _, key = http.headers.get("authorization", "").partition(" ")
    key = key if scheme == "Key" else ""
    is_work = http.command == "POST"
    behaviour = http.services.behaviour("fal", key, is_work=is_work)
    if found := re.fullmatch(r"/files/([\w-]+)\.mp4", path):
        if not http.misbehave(behaviour):
            _sends(http, found[1])
        return
    _refuses(behaviour, key, is_work=is_work)
    if is_work:
        _begins(http, path.removeprefix("/"), key, behaviour)
    elif http.misbehave(behaviour):
        return
    elif found := re.fullmatch(r"/(fal-ai/[\w.-]+)/requests/([\w-]+)(/status|/cancel)?", path):
        _tells(http, found[1], found[2], found[3] or "")
    else:
        raise Refusal(404, {"detail": "Not Found"})


def _begins(http: "Handler", path: str, key: str, behaviour: str) -> None:
    model = _MODELS.get(path)
    if model is None:
        raise Refusal(404, {"detail": f"Path /{path} not found"})
    body = json.loads(http.raw)
    size, seconds = _accepted(body, model)
    http.accept("fal", key, body.get("prompt", ""), body)
    app = "/".join(path.split("/")[:2])
    polls = 0 if behaviour == "blocking" else http.services.polls
    clip = fake_media.clip(size, seconds, sound=bool(body.get("generate_audio")))
    made = Request(str(uuid.uuid4()), app, clip, polls, behaviour)
    with http.services.lock:
        http.services.jobs[made.id] = made
    place = f"{http.services.base_url('fal')}/{app}/requests/{made.id}"
    if not http.misbehave(behaviour):
        http.reply(
            200,
            {
                "status": "IN_QUEUE",
                "request_id": made.id,
                "response_url": place,
                "status_url": f"{place}/status",
                "cancel_url": f"{place}/cancel",
                "logs": None,
                "metrics": {},
                "queue_position": 0,
            },
        )


def _accepted(body: dict[str, Any], model: Model) -> tuple[tuple[int, int], float]:
    """The size and the seconds of the clip that is asked for."""
    for name in sorted(set(body) - model.free - set(model.choices)):
        raise _invalid(name, "Extra inputs are not permitted", "extra_forbidden")
    for name in sorted(model.required - set(body)):
        raise _invalid(name, "Field required", "missing")
    for name, known in model.choices.items():
        if name in body and body[name] not in known:
            raise _invalid(name, "Input should be one of those", "literal_error")
    if "prompt" in model.required and not body["prompt"].strip():
        raise _invalid("prompt", "Must not be empty", "string_too_short")
    for name, least, most in (("motion_bucket_id", 1, 255), ("fps", 10, 100), ("cond_aug", 0, 10)):
        if not least <= body.get(name, most) <= most:
            raise _invalid(name, "Out of range", "less_than_equal")
    size = _size(body)
    if "duration" in model.choices:
        return size, int(str(body.get("duration", "5")).removesuffix("s"))
    # 25 frames, whatever their pace; small, for the tests calculate more between them.
    return (size[0] // 4 // 2 * 2, size[1] // 4 // 2 * 2), 25 / body.get("fps", 25)


def _size(body: dict[str, Any]) -> tuple[int, int]:
    """A clip from a picture has its shape."""
    side = _SIDES[body.get("resolution", "720p")]
    if "image_url" in body:
        width, height = _picture(body["image_url"])
    else:
        shape = body.get("aspect_ratio", "16:9").replace("auto", "16:9")
        width, height = (int(part) for part in shape.split(":"))
    scale = side / min(width, height)
    return round(width * scale / 2) * 2, round(height * scale / 2) * 2


def _picture(url: str) -> tuple[int, int]:
    if url.startswith("https://"):
        return 9, 16  # Nobody fetches it here.
    found = re.fullmatch(r"data:image/(?:png|jpeg);base64,(.*)", url, re.DOTALL)
    if found is None:
        raise _invalid("image_url", "Could not download the file", "file_download_error")
    try:
        return Image.open(BytesIO(base64.b64decode(found[1], validate=True))).size
    except (binascii.Error, OSError):
        raise _invalid("image_url", "Could not load the image", "image_load_error") from None


def _tells(http: "Handler", app: str, name: str, what: str) -> None:
    with http.services.lock:
        made = http.services.jobs.get(name)
        if not isinstance(made, Request) or made.app != app:
            raise Refusal(404, {"detail": "Request not found"})
        if what == "/status":
            made.asked += 1
        is_done = made.asked >= made.polls
        if what == "/cancel":
            made.is_cancelled = not is_done
    if what == "/cancel":
        if http.command != "PUT":
            raise Refusal(405, {"detail": "Method Not Allowed"})
        said = "ALREADY_COMPLETED" if is_done else "CANCELLATION_REQUESTED"
        http.reply(400 if is_done else 202, {"status": said})
    elif what == "/status":
        http.reply(200 if is_done else 202, _status(http, made, is_done=is_done))
    elif not is_done:
        raise Refusal(400, {"detail": "Request is still in progress"})
    else:
        _results(http, made)


def _status(http: "Handler", made: Request, *, is_done: bool) -> dict[str, object]:
    place = f"{http.services.base_url('fal')}/{made.app}/requests/{made.id}"
    said: dict[str, object] = {
        "request_id": made.id,
        "response_url": place,
        "status_url": f"{place}/status",
        "cancel_url": f"{place}/cancel",
        "logs": None,
    }
    if not is_done and made.asked == 1:
        return {**said, "status": "IN_QUEUE", "queue_position": 1}
    if not is_done:
        return {**said, "status": "IN_PROGRESS"}
    said |= {"status": "COMPLETED", "metrics": {"inference_time": 3.7}}
    if made.behaviour == "failed":
        said |= {"error": "Runner disconnected", "error_type": "runner_disconnected"}
    return said


def _results(http: "Handler", made: Request) -> None:
    if made.behaviour == "failed":
        error = {"detail": "Runner disconnected", "error_type": "runner_disconnected"}
        raise Refusal(503, error, x_fal_error_type="runner_disconnected")
    if made.behaviour == "moderated":
        raise _invalid("prompt", "Flagged by a content checker", "content_policy_violation")
    video = {
        "url": f"{http.services.base_url('fal')}/files/{made.id}.mp4",
        "content_type": "video/mp4",
        "file_name": "output.mp4",
        "file_size": len(made.clip),
    }
    http.reply(200, {"video": video})


def _sends(http: "Handler", name: str) -> None:
    made = http.services.jobs.get(name)
    if not isinstance(made, Request):
        raise Refusal(404, {"detail": "Not Found"})
    http.reply(200, made.clip, content_type="video/mp4")


def _refuses(behaviour: str, key: str, *, is_work: bool) -> None:
    if behaviour == "invalid":
        raise Refusal(401, {"detail": f"Cannot access application: no key {key}"})
    if behaviour == "forbidden":
        raise Refusal(403, {"detail": f"{key} has no permission for this application"})
    if behaviour == "nocredit" and is_work:
        words = "User is locked. Reason: Exhausted balance. Top up your balance at fal.ai."
        raise Refusal(403, {"detail": words})
    if behaviour == "busy":
        raise Refusal(429, {"detail": f"{key}: too many requests"}, retry_after="1")
    if behaviour == "down":
        raise Refusal(503, {"detail": "Service Unavailable"})


def _invalid(name: str, message: str, kind: str) -> Refusal:
    error = {"loc": ["body", name], "msg": message, "type": kind}
    return Refusal(422, {"detail": [error]})
