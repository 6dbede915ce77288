"""What OpenAI answers, by its documentation."""

import json
import re
from typing import TYPE_CHECKING, Any

from tests.support import fake_media
from tests.support.services import Refusal

if TYPE_CHECKING:
    from tests.support.fake_services import Handler

BASE = "/openai/v1"
SHAPE = re.compile(r"sk-(proj|svcacct)-[A-Za-z0-9_-]{20,}")
KEY_HEAD, KEY_LENGTH = "sk-proj-", 48


def answer(http: "Handler", path: str) -> None:
    key = http.bearer()
    is_work = http.command == "POST"
    behaviour = http.services.behaviour("openai", key, is_work=is_work)
    _refuses(behaviour, key, is_work=is_work)
    if not is_work:
        if not http.misbehave(behaviour):
            http.reply(200, {"object": "list", "data": [_model("gpt-6-luna")]})
        return
    body = json.loads(http.raw)
    if path == "/chat/completions":
        prompt = str(body["messages"][-1]["content"])
        answer = _chat(body, behaviour)
    elif path == "/images/generations":
        prompt = body["prompt"]
        answer = _picture(body)
    else:
        raise _error(404, "invalid_request_error", "unknown_url", path)
    http.accept("openai", key, prompt, body)
    if not http.misbehave(behaviour):
        http.reply(200, answer)


def _refuses(behaviour: str, key: str, *, is_work: bool) -> None:
    if behaviour == "invalid":
        said = f"Incorrect API key provided: {key}. You can find your API key at ..."
        raise _error(401, "invalid_request_error", "invalid_api_key", said)
    if behaviour == "nocredit":
        raise _error(429, "insufficient_quota", "insufficient_quota", "Quota exceeded.")
    if behaviour == "forbidden":
        raise _error(403, "invalid_request_error", "unverified", f"{key} may not do this.")
    if behaviour == "busy":
        error = _error(429, "requests", "rate_limit_exceeded", f"Slow down, {key}.")
        error.headers["retry_after"] = "1"
        raise error
    if behaviour == "down":
        raise Refusal(503, b"upstream connect error", content_type="text/plain")
    if behaviour == "moderated" and is_work:
        said = "Your request was rejected by the safety system."
        raise _error(400, "image_generation_user_error", "moderation_blocked", said)


def _error(status: int, kind: str, code: str, message: str) -> Refusal:
    error = {"message": message, "type": kind, "param": None, "code": code}
    return Refusal(status, {"error": error})


def _model(name: str) -> dict[str, object]:
    made = {"id": name, "object": "model", "created": 1790000000, "owned_by": "openai"}
    return {**made, "shutdown_date": None}


def _chat(body: dict[str, Any], behaviour: str) -> dict[str, object]:
    if not body["model"].startswith("gpt-"):
        said = f"The model `{body['model']}` does not exist."
        raise _error(404, "invalid_request_error", "model_not_found", said)
    if "max_tokens" in body or "temperature" in body:
        raise _error(400, "invalid_request_error", "unsupported_parameter", "max_tokens")
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


def _picture(body: dict[str, Any]) -> dict[str, object]:
    known = {"model", "prompt", "n", "size", "quality", "background", "moderation"}
    known |= {"output_format", "output_compression"}
    if set(body) - known:
        extra = ", ".join(set(body) - known)
        raise _error(400, "invalid_request_error", "unknown_parameter", extra)
    width, height = (int(side) for side in body["size"].split("x"))
    is_size = width % 16 == 0 and height % 16 == 0 and max(width, height) <= 3840
    if not is_size or not 1 / 3 <= width / height <= 3 or width * height < 655_360:
        raise _error(400, "invalid_request_error", "invalid_value", "size")
    if body["quality"] not in ("low", "medium", "high", "xhigh", "max", "auto"):
        raise _error(400, "invalid_request_error", "invalid_value", "quality")
    kind = body.get("output_format", "png")
    usage = {"input_tokens": 50, "output_tokens": 1756, "total_tokens": 1806}
    usage["input_tokens_details"] = {"text_tokens": 50, "image_tokens": 0}
    picture = fake_media.picture_base64((width, height), kind)
    head = {"created": 1790000000, "background": "opaque", "output_format": kind}
    head |= {"size": body["size"], "quality": body["quality"]}
    return {**head, "data": [{"b64_json": picture}], "usage": usage}
