"""What a bridge to Midjourney answers, by midjourney-proxy's documentation."""

import functools
import io
import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PIL import Image

from tests.support.services import Refusal

if TYPE_CHECKING:
    from tests.support.fake_services import Handler

BASE = "/midjourney"
SHAPE = re.compile(r"mj-secret-[A-Za-z0-9]{20,60}(-[a-z]+)?")
KEY_HEAD, KEY_LENGTH = "mj-secret-", 40
# The four pictures, and the first of them drawn large.
FOUR = ((200, 30, 30), (30, 200, 30), (30, 30, 200), (200, 200, 30))
LARGE = (200, 30, 200)
_FIELDS = {"prompt", "base64Array", "state"}
_PARAMETERS = re.compile(r" (--ar \d{1,4}:\d{1,4})( --style raw)?( --seed \d{1,10})?$")


def answer(http: "Handler", path: str) -> None:
    if http.command == "GET" and path.startswith("/images/"):
        _image(http, path.removeprefix("/images/"))
        return
    key = http.headers.get("mj-api-secret", "")
    is_work = http.command == "POST" and path.startswith("/mj/submit/")
    behaviour = http.services.behaviour("midjourney", key, is_work=is_work)
    _refuses(behaviour, key)
    body = json.loads(http.raw) if http.raw else {}
    answers = {
        ("POST", "/mj/submit/imagine"): lambda: _imagine(http, key, body, behaviour),
        ("POST", "/mj/submit/change"): lambda: _change(http, body),
        ("POST", "/mj/task/list-by-condition"): lambda: _listed(http, body),
        ("GET", "/mj/task/queue"): lambda: [
            _shown(http, task) for task in _tasks(http) if _is_open(task)
        ],
    }
    fetched = re.fullmatch(r"/mj/task/(\w+)/fetch", path)
    if http.command == "GET" and fetched:
        said = _fetched(http, fetched[1])
    elif (http.command, path) in answers:
        said = answers[http.command, path]()
    else:
        raise Refusal(404, {"timestamp": 1, "status": 404, "error": "Not Found", "path": path})
    if not http.misbehave(behaviour):
        http.reply(200, said)


def _refuses(behaviour: str, key: str) -> None:
    status = {"invalid": 401, "forbidden": 403, "busy": 429, "down": 503}.get(behaviour)
    if status:
        headers = {"retry_after": "1"} if status == 429 else {}
        raise Refusal(status, f"not with {key}".encode(), content_type="text/plain", **headers)


def _imagine(http: "Handler", key: str, body: dict[str, Any], behaviour: str) -> dict[str, object]:
    if set(body) - _FIELDS or not body.get("prompt") or not isinstance(body["base64Array"], list):
        return {"code": 4, "description": f"prompt: {body.get('prompt')}"}
    if behaviour == "nocredit":
        return {"code": 4, "description": "quota_not_enough", "type": "upstream_error"}
    if behaviour == "moderated" or "forbidden word" in body["prompt"]:
        properties = {"promptEn": body["prompt"], "bannedWord": "word"}
        return {"code": 24, "description": "may be sensitive", "properties": properties}
    if sum(map(_is_open, _tasks(http))) >= http.services.jobs.get("capacity", 10):
        return {"code": 23, "description": "queue full"}
    http.accept("midjourney", key, body["prompt"], body)
    name = _new(http, "IMAGINE", body["prompt"], body.get("state"), behaviour, key)
    waits = sum(map(_is_open, _tasks(http))) - 1
    if waits:
        more = {"numberOfQueues": waits}
        return {"code": 22, "description": "queued", "result": name, "properties": more}
    return {"code": 1, "description": "ok", "result": name}


def _change(http: "Handler", body: dict[str, Any]) -> dict[str, object]:
    task = http.services.jobs.get(str(body.get("taskId")))
    if body.get("action") != "UPSCALE" or body.get("index") not in (1, 2, 3, 4):
        return {"code": 4, "description": "action"}
    if task is None:
        return {"code": 3, "description": "no such task"}
    if task["status"] != "SUCCESS" or "no large one" in task["prompt"]:
        return {"code": 4, "description": "wrong state"}
    description = f"/up {task['id']} U{body['index']}"
    for known in _tasks(http):
        if known["description"] == description:
            return {"code": 21, "description": "exists", "result": known["id"]}
    name = _new(http, "UPSCALE", task["prompt"], body.get("state"), "ok", "", description)
    return {"code": 1, "description": "ok", "result": name}


def _new(  # noqa: PLR0917  # what a task is
    http: "Handler",
    action: str,
    prompt: str,
    state: str | None,
    behaviour: str,
    key: str,
    description: str = "",
) -> str:
    is_wrong = not _PARAMETERS.search(prompt) or prompt.count("--") != prompt.count(" --")
    with http.services.lock:
        name = f"{1689231405853400 + len(http.services.jobs)}"
        http.services.jobs[name] = {
            "id": name,
            "action": action,
            "status": "NOT_START",
            "progress": "0%",
            "prompt": prompt,
            "description": description or f"/imagine {prompt}",
            "state": state,
            "submitTime": 1689231405854,
            "imageUrl": None,
            "failReason": None,
            "left": http.services.polls,
            "reason": f"Failed: {key} {prompt}" if behaviour == "failed" else "",
        }
        if is_wrong:
            http.services.jobs[name]["reason"] = "[Invalid parameter] Invalid value"
    return name


def _tasks(http: "Handler") -> list[dict[str, Any]]:
    """Ours: other services keep their jobs in the same place."""
    with http.services.lock:
        jobs = list(http.services.jobs.values())
    return [job for job in jobs if isinstance(job, dict) and "submitTime" in job]


def _is_open(task: Mapping[str, Any]) -> bool:
    return task["status"] in ("NOT_START", "SUBMITTED", "IN_PROGRESS")


def _listed(http: "Handler", body: dict[str, Any]) -> list[dict[str, object]]:
    return [_shown(http, task) for task in _tasks(http) if task["id"] in body.get("ids", [])]


def _fetched(http: "Handler", name: str) -> object:
    """One step further with each question; a preview is there before the picture."""
    task = http.services.jobs.get(name)
    if task is None:
        return b""
    with http.services.lock:
        if _is_open(task) and task["left"] <= 0:
            task["status"] = "FAILURE" if task["reason"] else "SUCCESS"
            task["progress"], task["failReason"] = "100%", task["reason"] or None
        elif _is_open(task):
            task["status"] = "IN_PROGRESS" if task["status"] == "SUBMITTED" else "SUBMITTED"
            task["progress"] = "42%" if task["status"] == "IN_PROGRESS" else "0%"
            task["left"] -= 1
        if task["status"] in ("IN_PROGRESS", "SUCCESS"):
            task["imageUrl"] = f"{http.services.base_url('midjourney')}/images/{name}"
    return _shown(http, task)


def _shown(http: "Handler", task: Mapping[str, Any]) -> dict[str, object]:
    del http
    return {name: value for name, value in task.items() if name not in ("left", "reason")}


def _image(http: "Handler", name: str) -> None:
    task = http.services.jobs.get(name)
    if task is None:
        raise Refusal(404, b"gone", content_type="text/plain")
    shape = re.search(r"--ar (\d+):(\d+)", task["prompt"])
    width, height = (int(side) for side in shape.groups()) if shape else (1, 1)
    longest = max(width, height)
    size = (512 * width // longest, 512 * height // longest)
    http.reply(200, _drawn(size, task["action"] == "UPSCALE"), content_type="image/png")


@functools.cache
def _drawn(size: tuple[int, int], is_large: bool) -> bytes:
    width, height = size
    image = Image.new("RGB", (2 * width, 2 * height), LARGE)
    if not is_large:
        for number, colour in enumerate(FOUR):
            image.paste(colour, (number % 2 * width, number // 2 * height, *_corner(number, size)))
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def _corner(number: int, size: tuple[int, int]) -> tuple[int, int]:
    return (number % 2 + 1) * size[0], (number // 2 + 1) * size[1]
