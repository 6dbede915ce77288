"""What Anthropic answers, by its documentation.

A prompt with "overloaded" in it meets 529, one with "spent" a limit of the organization.
"""

import json
import re
from typing import TYPE_CHECKING, Any

from tests.support.services import Refusal
from tests.support.services.openai import written

if TYPE_CHECKING:
    from tests.support.fake_services import Handler

BASE = "/anthropic"
SHAPE = re.compile(r"sk-ant-api\d\d-[A-Za-z0-9_-]{20,}")
KEY_HEAD, KEY_LENGTH = "sk-ant-api03-", 95
_VERSION = "2026-10-21"
_MODELS = ("claude-haiku-5-5", "claude-sonnet-5-5", "claude-opus-5-5")
_KNOWN = {"model", "max_tokens", "messages", "system", "stop_sequences", "metadata", "thinking"}
_KNOWN |= {"tools", "tool_choice", "service_tier", "speed", "output_config", "inference_geo"}
_EFFORTS = {"low", "medium", "high", "xhigh", "max"}


def answer(http: "Handler", path: str) -> None:
    key = http.bearer()
    is_work = http.command == "POST"
    behaviour = http.services.behaviour("anthropic", key, is_work=is_work)
    if http.headers.get("anthropic-version") != _VERSION:
        raise _error(400, "invalid_request_error", "anthropic-version: header is required")
    _refuses(behaviour, key, is_work=is_work)
    if (http.command, path) == ("GET", "/v1/models"):
        if not http.misbehave(behaviour):
            http.reply(200, _models())
        return
    if (http.command, path) != ("POST", "/v1/messages"):
        raise _error(404, "not_found_error", "Not Found")
    body = json.loads(http.raw)
    _check(body)
    http.accept("anthropic", key, body["messages"][-1]["content"], body)
    if not http.misbehave(behaviour):
        http.reply(200, _message(body, behaviour))


def _refuses(behaviour: str, key: str, *, is_work: bool) -> None:
    if behaviour == "invalid":
        raise _error(401, "authentication_error", f"invalid x-api-key {key}")
    if behaviour == "nocredit" and is_work:
        said = "Your credit balance is too low to access the Anthropic API."
        raise _error(400, "invalid_request_error", said)
    if behaviour == "forbidden":
        raise _error(403, "permission_error", f"{key} may not do this")
    if behaviour == "busy":
        error = _error(429, "rate_limit_error", f"{key} would exceed its rate limit")
        error.headers["retry_after"] = "1"
        raise error
    if behaviour == "down":
        raise _error(500, "api_error", "Internal server error")


def _error(status: int, kind: str, message: str, **details: str) -> Refusal:
    error = {"type": kind, "message": message, "details": details or None}
    return Refusal(status, {"type": "error", "error": error, "request_id": "req_1"})


def _models() -> dict[str, object]:
    model = {
        "type": "model",
        "id": _MODELS[0],
        "display_name": "Claude Haiku 5.5",
        "created_at": "2026-10-07T00:00:00Z",
        "lifecycle": "active",
        "deprecated_at": None,
        "retires_at": None,
        "capabilities": None,
        "line": "haiku",
        "max_input_tokens": 1_000_000,
        "max_tokens": 128_000,
    }
    return {"data": [model], "has_more": True, "first_id": _MODELS[0], "last_id": _MODELS[0]}


def _check(body: dict[str, Any]) -> None:
    """Refuse what the documentation would refuse."""
    extra = sorted(set(body) - _KNOWN)
    if extra:
        said = f"{extra[0]}: Extra inputs are not permitted"
        raise _error(400, "invalid_request_error", said)
    if body["model"] not in _MODELS:
        raise _error(404, "not_found_error", f"model: {body['model']}")
    if not 1 <= body["max_tokens"] <= 128_000:
        raise _error(400, "invalid_request_error", "max_tokens: out of range")
    if {turn["role"] for turn in body["messages"]} - {"user", "assistant"}:
        raise _error(400, "invalid_request_error", "messages: unexpected role")
    config = body["output_config"]
    schema = config["format"]["schema"]
    is_known = not set(config) - {"effort", "format"} and config.get("effort", "low") in _EFFORTS
    if not is_known or config["format"]["type"] != "json_schema":
        raise _error(400, "invalid_request_error", "output_config")
    if schema["additionalProperties"] is not False:
        raise _error(400, "invalid_request_error", "output_config.format.schema")
    prompt = body["messages"][-1]["content"]
    if "overloaded" in prompt:
        raise _error(529, "overloaded_error", "Overloaded")
    if "spent" in prompt:
        said = "Your organization has crossed its monthly threshold."
        raise _error(429, "rate_limit_error", said, error_code="enforced_spend_limit_reached")


def _message(body: dict[str, Any], behaviour: str) -> dict[str, object]:
    schema = body["output_config"]["format"]["schema"]
    name = "script" if "segments" in schema["properties"] else "prompt"
    content: list[dict[str, object]] = [
        {"type": "thinking", "thinking": '{"text": "not this"}', "signature": "c2ln"},
        {"type": "text", "text": written(body["messages"], name), "citations": None},
    ]
    reason, details = "end_turn", None
    if behaviour == "moderated":
        content, reason = [], "refusal"
        details = {"type": "refusal", "category": None, "explanation": None}
    if behaviour == "failed":
        content[1]["text"], reason = '{"text": "cut o', "max_tokens"
    usage = {
        "input_tokens": 200,
        "output_tokens": 300,
        "cache_creation_input_tokens": 0,
        "cache_read_input_tokens": 0,
        "service_tier": "standard",
    }
    head = {"id": "msg_1", "type": "message", "role": "assistant", "model": body["model"]}
    end = {"stop_reason": reason, "stop_sequence": None, "stop_details": details}
    return {**head, "content": content, **end, "usage": usage}
