"""What Runway answers, by its documentation and the types of its own SDK."""

import json
import re
import secrets
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.parser import BytesParser
from typing import TYPE_CHECKING, Any

from tests.support import fake_media
from tests.support.services import Refusal

if TYPE_CHECKING:
    from tests.support.fake_services import Handler

BASE = "/runway"
SHAPE = re.compile(r"key_[A-Za-z0-9]{128}")
KEY_HEAD, KEY_LENGTH = "key_", 128
_VERSION = "2024-11-06"
_GEN_RATIOS = {"1280:720", "720:1280", "1104:832", "832:1104", "960:960", "1584:672"}
_VEO_RATIOS = {"1280:720", "720:1280", "1080:1920", "1920:1080"}
_GEN = {"model", "promptText", "ratio", "duration", "seed", "contentModeration"}
_VEO = {"model", "promptText", "ratio", "duration", "seed", "audio", "negativePrompt"}
_SPLIT = {"model", "promptText", "videoUri", "targetAspectRatio", "seed", "keyframes"}
_GEN_SECONDS, _VEO_SECONDS = range(2, 11), (4, 6, 8)


@dataclass(frozen=True, slots=True)
class Model:
    """What one kind of task takes. credits: for a second."""

    fields: set[str]
    required: set[str]
    credits: int
    ratios: set[str] = field(default_factory=set)
    seconds: range | tuple[int, ...] = ()


_VEOS = {
    "veo3.1": Model(_VEO, {"promptText", "ratio"}, 40, _VEO_RATIOS, _VEO_SECONDS),
    "veo3.1_fast": Model(_VEO, {"promptText", "ratio"}, 15, _VEO_RATIOS, _VEO_SECONDS),
}
_IMAGE = {"promptImage"}
_MODELS = {
    "/v1/text_to_video": {
        "gen4.5": Model(
            _GEN,
            {"promptText", "ratio", "duration"},
            12,
            {"1280:720", "720:1280"},
            _GEN_SECONDS,
        ),
        **_VEOS,
    },
    "/v1/image_to_video": {
        "gen4.5": Model(
            _GEN | _IMAGE,
            {"promptText", "promptImage", "ratio", "duration"},
            12,
            _GEN_RATIOS,
            _GEN_SECONDS,
        ),
        "gen4_turbo": Model(_GEN | _IMAGE, {"promptImage", "ratio"}, 5, _GEN_RATIOS, _GEN_SECONDS),
        **{
            name: Model(_VEO | _IMAGE, {"promptImage", "ratio"}, veo.credits, *rest)
            for name, veo in _VEOS.items()
            for rest in [(_VEO_RATIOS, _VEO_SECONDS)]
        },
    },
    "/v1/video_to_video": {"aleph2": Model(_SPLIT, {"videoUri"}, 28)},
}
_FAILURES = {"failed": "INTERNAL.BAD_OUTPUT.CODE01", "moderated": "SAFETY.INPUT.TEXT"}


@dataclass(slots=True)
class Task:
    """A clip in the making. polls: questions until it is done; links: given out so far."""

    id: str
    clip: bytes
    credits: int
    polls: int
    behaviour: str
    asked: int = 0
    links: int = 0
    is_cancelled: bool = False
    created_at: str = field(
        default_factory=lambda: datetime.now(tz=UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    )


@dataclass(slots=True)
class Upload:
    """A place for a file. policy: a field that has to come with it."""

    filename: str
    policy: str
    data: bytes = b""


def answer(http: "Handler", path: str) -> None:
    if found := re.fullmatch(r"/upload/([\w-]+)", path):
        _receives(http, found[1])
        return
    key = http.bearer()
    is_work = http.command == "POST" and path in _MODELS
    behaviour = http.services.behaviour("runway", key, is_work=is_work)
    if found := re.fullmatch(r"/results/([\w-]+)/(\d+)\.mp4", path):
        if not http.misbehave(behaviour):
            _sends(http, found[1], int(found[2]))
        return
    _refuses(behaviour, key, is_work=is_work)
    if http.headers.get("x-runway-version") != _VERSION:
        raise Refusal(400, {"error": "Missing X-Runway-Version header"})
    if is_work:
        _begins(http, path, key, behaviour)
    elif http.misbehave(behaviour):
        return
    elif (http.command, path) == ("GET", "/v1/organization"):
        http.reply(200, _organization(0 if behaviour == "nocredit" else 1200))
    elif (http.command, path) == ("POST", "/v1/uploads"):
        http.reply(200, _place(http))
    elif found := re.fullmatch(r"/v1/tasks/([\w-]+)", path):
        _task(http, found[1])
    else:
        raise Refusal(404, {"error": "Not found"})


def _begins(http: "Handler", path: str, key: str, behaviour: str) -> None:
    body = json.loads(http.raw)
    model = _MODELS[path].get(str(body.get("model")))
    if model is None:
        raise _invalid("model", "Invalid discriminator value")
    for name in sorted(set(body) - model.fields):
        raise _invalid(name, "Unrecognized key")
    for name in sorted(model.required - set(body)):
        raise _invalid(name, "Required")
    prompt = body.get("promptText", "-")
    if not isinstance(prompt, str) or not 1 <= len(prompt.encode("utf-16-le")) // 2 <= 1000:
        raise _invalid("promptText", "Must be 1 to 1000 characters")
    if not 0 <= body.get("seed", 0) < 2**32:
        raise _invalid("seed", "Out of range")
    if "videoUri" in body:
        clip, seconds = _changed(http, body)
    else:
        clip, seconds = _made(http, body, model)
    http.accept("runway", key, body.get("promptText", ""), body)
    polls = 0 if behaviour == "blocking" else http.services.polls
    # Shorter clips cost as much as two seconds.
    price = model.credits * max(2, seconds)
    task = Task(str(uuid.uuid4()), clip, price, polls, behaviour)
    with http.services.lock:
        http.services.jobs[task.id] = task
    if not http.misbehave(behaviour):
        http.reply(200, {"id": task.id, "estimatedCost": {"credits": price}})


def _made(http: "Handler", body: dict[str, Any], model: Model) -> tuple[bytes, int]:
    """A new clip, and its seconds."""
    seconds = body.get("duration", model.seconds[-1])
    if seconds not in model.seconds or isinstance(seconds, bool):
        raise _invalid("duration", "Invalid duration")
    if body["ratio"] not in model.ratios:
        raise _invalid("ratio", "Invalid enum value")
    if "promptImage" in body:
        _picture(http, body["promptImage"])
    if not isinstance(body.get("audio", True), bool):
        raise _invalid("audio", "Expected boolean")
    width, height = (int(part) for part in body["ratio"].split(":"))
    return fake_media.clip((width, height), seconds, sound=bool(body.get("audio"))), seconds


def _changed(http: "Handler", body: dict[str, Any]) -> tuple[bytes, int]:
    """A clip that is changed is as long as it was; here it is what it was."""
    ratios = {"16:9", "4:3", "3:2", "1:1", "2:3", "3:4", "9:16", "21:9"}
    if body.get("targetAspectRatio", "9:16") not in ratios:
        raise _invalid("targetAspectRatio", "Invalid enum value")
    upload = http.services.jobs.get(body["videoUri"])
    if not isinstance(upload, Upload) or upload.data[4:8] != b"ftyp":
        raise _invalid("videoUri", "The asset could not be read")
    return upload.data, 2


def _picture(http: "Handler", said: Any) -> None:
    if isinstance(said, list):
        if len(said) != 1 or set(said[0]) != {"uri", "position"} or said[0]["position"] != "first":
            raise _invalid("promptImage", "Only one first frame is supported")
        said = said[0]["uri"]
    if str(said).startswith("runway://"):
        upload = http.services.jobs.get(said)
        if not isinstance(upload, Upload) or not upload.data.startswith((b"\x89PNG", b"\xff\xd8")):
            raise _invalid("promptImage", "The asset could not be read")
    elif re.match(r"data:image/(png|jpeg);base64,", str(said)):
        if len(said) > 5_242_880:
            raise _invalid("promptImage", "Too big")
    elif not str(said).startswith("https://"):
        raise _invalid("promptImage", "Invalid url")


def _task(http: "Handler", name: str) -> None:
    with http.services.lock:
        task = http.services.jobs.get(name)
        if not isinstance(task, Task) or (task.is_cancelled and http.command == "DELETE"):
            raise Refusal(404, {"error": "Task not found"})
        if http.command == "DELETE":
            task.is_cancelled = True
        else:
            task.asked += 1
        said = _state(http, task)
    if http.command == "DELETE":
        http.reply(204, b"")
    else:
        http.reply(200, said)


def _state(http: "Handler", task: Task) -> dict[str, object]:
    said: dict[str, object] = {"id": task.id, "createdAt": task.created_at}
    if task.is_cancelled:
        return {**said, "status": "CANCELLED", "cost": {"credits": 0}}
    if task.asked < task.polls:
        said["estimatedCost"] = {"credits": task.credits}
        if task.asked <= 2:
            return {**said, "status": ("PENDING", "PENDING", "THROTTLED")[task.asked]}
        return {**said, "status": "RUNNING", "progress": task.asked / (task.polls + 1)}
    if task.behaviour in _FAILURES:
        # What goes in and may not is charged; what they could not make is not.
        said["cost"] = {"credits": task.credits if task.behaviour == "moderated" else 0}
        code = _FAILURES[task.behaviour]
        return {**said, "status": "FAILED", "failure": "It did not work.", "failureCode": code}
    task.links += 1
    url = f"{http.services.base_url('runway')}/results/{task.id}/{task.links}.mp4"
    return {**said, "status": "SUCCEEDED", "output": [url], "cost": {"credits": task.credits}}


def _sends(http: "Handler", name: str, link: int) -> None:
    task = http.services.jobs.get(name)
    if not isinstance(task, Task) or (task.behaviour == "expired" and link == 1):
        raise Refusal(403, {"error": "Request has expired"})
    http.reply(200, task.clip, content_type="video/mp4")


def _place(http: "Handler") -> dict[str, object]:
    body = json.loads(http.raw)
    name = body.get("filename", "")
    if set(body) != {"filename", "type"} or body["type"] != "ephemeral":
        raise _invalid("type", "Invalid enum value")
    if not re.fullmatch(r".{1,250}\.(png|jpe?g|webp|mp4)", name):
        raise _invalid("filename", "Must have a valid extension")
    token, policy = secrets.token_hex(8), secrets.token_hex(16)
    with http.services.lock:
        http.services.jobs[f"runway://{token}"] = Upload(name, policy)
    return {
        "uploadUrl": f"{http.services.base_url('runway')}/upload/{token}",
        "fields": {"key": f"ephemeral/{token}", "policy": policy},
        "runwayUri": f"runway://{token}",
    }


def _receives(http: "Handler", token: str) -> None:
    """The storage behind it, which takes the fields first and the file last, and no key."""
    upload = http.services.jobs.get(f"runway://{token}")
    kind = http.headers.get("content-type", "")
    if not isinstance(upload, Upload) or http.command != "POST" or "authorization" in http.headers:
        raise Refusal(403, {"error": "AccessDenied"})
    if not kind.startswith("multipart/form-data"):
        raise Refusal(400, {"error": "MalformedPOSTRequest"})
    message = BytesParser().parsebytes(f"content-type: {kind}\r\n\r\n".encode() + http.raw)
    parts = [
        (str(part.get_param("name", header="content-disposition")), part.get_payload(decode=True))
        for part in message.get_payload()
    ]
    wanted = [("key", f"ephemeral/{token}".encode()), ("policy", upload.policy.encode())]
    if parts[:-1] != wanted or parts[-1][0] != "file":
        raise Refusal(403, {"error": "Invalid according to Policy"})
    upload.data = parts[-1][1]
    http.reply(204, b"")


def _organization(balance: int) -> dict[str, object]:
    limits = {"maxConcurrentGenerations": 2, "maxDailyGenerations": 200}
    return {
        "creditBalance": balance,
        "tier": {"maxMonthlyCreditSpend": 10_000, "models": {"gen4_turbo": limits}},
        "usage": {"models": {"gen4_turbo": {"dailyGenerations": 3}}},
    }


def _refuses(behaviour: str, key: str, *, is_work: bool) -> None:
    if behaviour == "invalid":
        raise Refusal(401, {"error": f"Invalid API key {key}"})
    if behaviour == "forbidden":
        raise Refusal(403, {"error": f"{key} may not do this"})
    if behaviour == "nocredit" and is_work:
        raise Refusal(400, {"error": "You do not have enough credits to run this task."})
    if behaviour == "busy":
        raise Refusal(429, {"error": f"{key}: too many requests"}, retry_after="1")
    if behaviour == "down":
        raise Refusal(503, {"error": "Load shed"})


def _invalid(name: str, message: str) -> Refusal:
    issue = {"code": "custom", "path": [name], "message": message}
    return Refusal(400, {"error": "Validation of body failed", "issues": [issue]})
