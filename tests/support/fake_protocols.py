"""What OpenAI, Stability and Google answer, by their documentation; see `fake_services`."""

import json
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.parser import BytesParser
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from tests.support import fake_media

if TYPE_CHECKING:
    from tests.support.fake_services import Handler

_RATIOS = {"21:9", "16:9", "3:2", "5:4", "1:1", "4:5", "2:3", "9:16", "9:21"}


@dataclass(slots=True)
class Interaction:
    """A clip in the making. polls: questions until it is done."""

    id: str
    size: tuple[int, int]
    seconds: int
    polls: int
    behaviour: str
    cancelled: bool = False


class Refusal(Exception):
    """The service says no. body: what it answers."""

    def __init__(self, status: int, body: object, **headers: str) -> None:
        super().__init__(status)
        self.status, self.body, self.headers = status, body, headers


# OpenAI


def _openai(http: "Handler", path: str) -> None:
    key = http.bearer()
    is_work = http.command == "POST"
    behaviour = http.services.behaviour("openai", key, is_work=is_work)
    _openai_refuses(behaviour, key, is_work=is_work)
    if not is_work:
        if not http.misbehave(behaviour):
            http.reply(200, {"object": "list", "data": [_openai_model("gpt-6-luna")]})
        return
    body = json.loads(http.raw)
    if path == "/chat/completions":
        prompt = str(body["messages"][-1]["content"])
        answer = _openai_chat(body, behaviour)
    elif path == "/images/generations":
        prompt = body["prompt"]
        answer = _openai_picture(body)
    else:
        raise _openai_error(404, "invalid_request_error", "unknown_url", path)
    http.accept("openai", key, prompt, body)
    if not http.misbehave(behaviour):
        http.reply(200, answer)


def _openai_refuses(behaviour: str, key: str, *, is_work: bool) -> None:
    if behaviour == "invalid":
        said = f"Incorrect API key provided: {key}. You can find your API key at ..."
        raise _openai_error(401, "invalid_request_error", "invalid_api_key", said)
    if behaviour == "nocredit":
        raise _openai_error(429, "insufficient_quota", "insufficient_quota", "Quota exceeded.")
    if behaviour == "forbidden":
        raise _openai_error(403, "invalid_request_error", "unverified", f"{key} may not do this.")
    if behaviour == "busy":
        error = _openai_error(429, "requests", "rate_limit_exceeded", f"Slow down, {key}.")
        error.headers["retry_after"] = "1"
        raise error
    if behaviour == "down":
        raise Refusal(503, b"upstream connect error", content_type="text/plain")
    if behaviour == "moderated" and is_work:
        said = "Your request was rejected by the safety system."
        raise _openai_error(400, "image_generation_user_error", "moderation_blocked", said)


def _openai_error(status: int, kind: str, code: str, message: str) -> Refusal:
    error = {"message": message, "type": kind, "param": None, "code": code}
    return Refusal(status, {"error": error})


def _openai_model(name: str) -> dict[str, object]:
    made = {"id": name, "object": "model", "created": 1790000000, "owned_by": "openai"}
    return {**made, "shutdown_date": None}


def _openai_chat(body: dict[str, Any], behaviour: str) -> dict[str, object]:
    if not body["model"].startswith("gpt-"):
        said = f"The model `{body['model']}` does not exist."
        raise _openai_error(404, "invalid_request_error", "model_not_found", said)
    if "max_tokens" in body or "temperature" in body:
        raise _openai_error(400, "invalid_request_error", "unsupported_parameter", "max_tokens")
    wanted = body["messages"][-1]["content"]
    french = bool(re.search(r"\b(un|une|le|la|les|des|du)\b", wanted.lower()))
    text = f"{wanted} Golden light, slow push-in, shallow focus."
    said = {"text": text, "language": "fr" if french else "en"}
    content = json.dumps(said) if "response_format" in body else text
    message = {"role": "assistant", "content": content, "refusal": None}
    reason = "stop"
    if behaviour == "failed":
        message["content"], message["refusal"] = None, "I cannot help with that."
    tokens = {"prompt_tokens": 200, "completion_tokens": 300, "total_tokens": 500}
    choice = {"index": 0, "message": message, "finish_reason": reason, "logprobs": None}
    head = {"id": "chatcmpl-1", "object": "chat.completion", "created": 1790000000}
    return {**head, "model": body["model"], "choices": [choice], "usage": tokens}


def _openai_picture(body: dict[str, Any]) -> dict[str, object]:
    known = {"model", "prompt", "n", "size", "quality", "background", "moderation"}
    known |= {"output_format", "output_compression"}
    if set(body) - known:
        extra = ", ".join(set(body) - known)
        raise _openai_error(400, "invalid_request_error", "unknown_parameter", extra)
    width, height = (int(side) for side in body["size"].split("x"))
    is_size = width % 16 == 0 and height % 16 == 0 and max(width, height) <= 3840
    if not is_size or not 1 / 3 <= width / height <= 3 or width * height < 655_360:
        raise _openai_error(400, "invalid_request_error", "invalid_value", "size")
    if body["quality"] not in ("low", "medium", "high", "xhigh", "max", "auto"):
        raise _openai_error(400, "invalid_request_error", "invalid_value", "quality")
    kind = body.get("output_format", "png")
    usage = {"input_tokens": 50, "output_tokens": 1756, "total_tokens": 1806}
    usage["input_tokens_details"] = {"text_tokens": 50, "image_tokens": 0}
    picture = fake_media.picture_base64((width, height), kind)
    head = {"created": 1790000000, "background": "opaque", "output_format": kind}
    head |= {"size": body["size"], "quality": body["quality"]}
    return {**head, "data": [{"b64_json": picture}], "usage": usage}


# Stability


def _stability(http: "Handler", path: str) -> None:
    key = http.bearer()
    is_work = http.command == "POST"
    behaviour = http.services.behaviour("stability", key, is_work=is_work)
    _stability_refuses(behaviour, key, is_work=is_work)
    if not is_work:
        if path != "/v1/user/balance":
            raise _stability_error(404, "not_found", path)
        if not http.misbehave(behaviour):
            http.reply(200, {"credits": 0.4 if behaviour == "nocredit" else 120.5})
        return
    model = path.removeprefix("/v2beta/stable-image/generate/")
    if model not in ("core", "ultra", "sd3"):
        raise _stability_error(404, "not_found", path)
    form = _form(http)
    if not 1 <= len(form.get("prompt", "")) <= 10_000:
        raise _stability_error(400, "bad_request", "prompt: is required")
    if form.get("aspect_ratio", "1:1") not in _RATIOS:
        raise _stability_error(400, "bad_request", "aspect_ratio: unknown")
    http.accept("stability", key, form["prompt"], form)
    if http.misbehave(behaviour):
        return
    kind = form.get("output_format", "png")
    width, height = (int(part) for part in form.get("aspect_ratio", "1:1").split(":"))
    side = (1_500_000 / (width * height)) ** 0.5
    size = (round(width * side / 32) * 32, round(height * side / 32) * 32)
    reason = "CONTENT_FILTERED" if behaviour == "failed" else "SUCCESS"
    headers = {"finish_reason": reason, "seed": form.get("seed", "7"), "x_request_id": "r1"}
    if http.headers.get("accept") == "application/json":
        picture = fake_media.picture_base64(size, kind)
        http.reply(200, {"image": picture, "seed": 7, "finish_reason": reason})
    else:
        picture = fake_media.picture(size, kind)
        http.reply(200, picture, content_type=f"image/{kind}", **headers)


def _stability_refuses(behaviour: str, key: str, *, is_work: bool) -> None:
    if behaviour == "invalid":
        raise _stability_error(401, "unauthorized", f"invalid or missing api key {key}")
    if behaviour == "nocredit" and is_work:
        raise _stability_error(402, "payment_required", "You lack sufficient credits")
    if behaviour == "forbidden" and not is_work:
        raise _stability_error(403, "permission_denied", f"{key} may not do this")
    if behaviour in ("moderated", "forbidden") and is_work:
        raise _stability_error(403, "content_moderation", "Your request was flagged")
    if behaviour == "busy":
        error = _stability_error(429, "rate_limit_exceeded", f"{key}: 150 requests in 10 seconds")
        error.headers["retry_after"] = "1"
        raise error
    if behaviour == "down":
        raise _stability_error(500, "internal_error", "An unexpected error occurred")


def _stability_error(status: int, name: str, message: str) -> Refusal:
    return Refusal(
        status, {"id": "4212a4b66fbe1cedca4bf2133d35dca5", "name": name, "errors": [message]}
    )


def _form(http: "Handler") -> dict[str, str]:
    """The fields of a multipart form; files under their names, decoded as Latin-1."""
    kind = http.headers.get("content-type", "")
    if not kind.startswith("multipart/form-data"):
        raise _stability_error(400, "bad_request", "content-type: must be multipart/form-data")
    message = BytesParser().parsebytes(f"content-type: {kind}\r\n\r\n".encode() + http.raw)
    found: dict[str, str] = {}
    for part in message.get_payload():
        name = str(part.get_param("name", header="content-disposition"))
        found[name] = part.get_payload(decode=True).decode()
    return found


# Google


def _google(http: "Handler", path: str) -> None:
    if path.startswith("/signed/"):
        _google_file(http, path.removeprefix("/signed/"))
        return
    key = http.headers.get("x-goog-api-key", "")
    is_work = http.command == "POST" and path == "/interactions"
    behaviour = http.services.behaviour("veo", key, is_work=is_work)
    _google_refuses(behaviour, key, is_work=is_work)
    if path == "/models":
        if not http.misbehave(behaviour):
            http.reply(200, {"models": [{"name": "models/gemini-omni-1.2-flash"}]})
    elif is_work:
        _google_begins(http, key, behaviour)
    elif found := re.fullmatch(r"/interactions/([\w-]+)(/cancel)?", path):
        if not http.misbehave(behaviour):
            _google_tells(http, found[1], cancel=bool(found[2]))
    elif found := re.fullmatch(r"/files/([\w-]+):download", path):
        _google_sends(http, found[1], behaviour)
    else:
        raise _google_error(404, "NOT_FOUND", path)


def _google_sends(http: "Handler", name: str, behaviour: str) -> None:
    if parse_qs(urlsplit(http.path).query).get("alt") != ["media"]:
        raise _google_error(404, "NOT_FOUND", "No such file")
    if behaviour == "redirect":
        http.reply(302, b"", location=f"{http.services.base_url('veo')}/signed/{name}")
    elif not http.misbehave(behaviour):
        _google_file(http, name)


def _google_file(http: "Handler", name: str) -> None:
    made = http.services.interactions.get(name)
    if made is None:
        raise _google_error(404, "NOT_FOUND", "No such file")
    http.reply(200, fake_media.clip(made.size, made.seconds), content_type="video/mp4")


def _google_begins(http: "Handler", key: str, behaviour: str) -> None:
    body = json.loads(http.raw)
    if body.get("model") != "gemini-omni-1.2-flash":
        raise _google_error(404, "NOT_FOUND", "No such model")
    wanted = body["response_format"]
    size = {"360p": (360, 640), "720p": (720, 1280), "1080p": (1080, 1920)}.get(
        wanted["resolution"]
    )
    seconds = int(wanted["duration"].removesuffix("s"))
    if size is None or not 3 <= seconds <= 15 or wanted["aspect_ratio"] != "9:16":
        raise _google_error(400, "INVALID_ARGUMENT", "response_format")
    texts = [part["text"] for part in body["input"][0]["content"] if part["type"] == "text"]
    http.accept("veo", key, " ".join(texts), body)
    polls = 0 if behaviour == "blocking" else http.services.polls
    job = Interaction(f"v1_{secrets.token_hex(8)}", size, seconds, polls, behaviour)
    with http.services.lock:
        http.services.interactions[job.id] = job
    if not http.misbehave(behaviour):
        http.reply(200, _google_state(http, job))


def _google_tells(http: "Handler", name: str, *, cancel: bool) -> None:
    with http.services.lock:
        job = http.services.interactions.get(name)
        if job is None:
            raise _google_error(404, "NOT_FOUND", "No such interaction")
        job.cancelled = job.cancelled or cancel
        if not cancel:
            job.polls -= 1
    http.reply(200, _google_state(http, job))


def _google_state(http: "Handler", job: Interaction) -> dict[str, object]:
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


def _google_refuses(behaviour: str, key: str, *, is_work: bool) -> None:
    if behaviour == "invalid":
        raise _google_error(
            400,
            "INVALID_ARGUMENT",
            f"API key not valid: {key}. Please pass a valid API key.",
            {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"},
        )
    if behaviour == "forbidden":
        raise _google_error(403, "PERMISSION_DENIED", f"{key} may not do this.")
    if behaviour == "nocredit" and is_work:
        raise _google_error(403, "PERMISSION_DENIED", "Billing is not enabled.", _NO_BILLING)
    if behaviour == "busy":
        wait = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "1s"}
        raise _google_error(429, "RESOURCE_EXHAUSTED", f"Quota of {key} exceeded.", wait)
    if behaviour == "down":
        raise _google_error(503, "UNAVAILABLE", "The model is overloaded.")


_NO_BILLING = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "BILLING_DISABLED"}


def _google_error(code: int, status: str, message: str, *details: object) -> Refusal:
    error = {"code": code, "message": message, "status": status, "details": list(details)}
    return Refusal(code, {"error": error})


SERVICES: Mapping[str, Callable[["Handler", str], None]] = {
    "openai": _openai,
    "stability": _stability,
    "veo": _google,
}
