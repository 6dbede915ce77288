"""What a small server answers that speaks OpenAI's language, as Ollama or Kokoro do.

How well it speaks it is told by the model's name: "noschema" refuses JSON schemas, "loud"
thinks aloud and puts fences around its JSON, "chatty" writes JSON only when it is told a
second time, "mute" never does, "new" wants `max_completion_tokens`. "away" is not there.
It can do without a key.
"""

import json
import re
from typing import TYPE_CHECKING, Any

from tests.support.services import Refusal
from tests.support.services.openai import (
    check_schema,
    completion,
    error,
    spoken,
    unknown,
    written,
)

if TYPE_CHECKING:
    from tests.support.fake_services import Handler

BASE = "/compatible/v1"
SHAPE = re.compile(r"(lm-[A-Za-z0-9-]{20,})?")
KEY_HEAD, KEY_LENGTH = "lm-", 40
_KNOWN = {"model", "messages", "max_tokens", "temperature", "seed", "response_format"}


def answer(http: "Handler", path: str) -> None:
    key = http.bearer()
    is_work = http.command == "POST"
    behaviour = http.services.behaviour("compatible", key, is_work=is_work)
    _refuses(behaviour, key, is_work=is_work)
    if (http.command, path) == ("GET", "/models"):
        if not http.misbehave(behaviour):
            # Ollama has no list when it has no model.
            known = {"id": "llama3.2", "object": "model", "created": 1, "owned_by": "library"}
            models = None if behaviour == "failed" else [known]
            http.reply(200, {"object": "list", "data": models})
        return
    if path not in ("/chat/completions", "/audio/speech"):
        raise error(404, "not_found_error", None, "Not Found")
    body = json.loads(http.raw)
    if body["model"] == "away":
        raise error(404, "api_error", None, 'model "away" not found, try pulling it first')
    if path == "/audio/speech":
        prompt, kind = body["input"], "audio/mpeg"
        said: object = _speech(body)
    else:
        prompt, kind = body["messages"][1]["content"], "application/json"
        said = _chat(body, behaviour)
    http.accept("compatible", key, prompt, body)
    if not http.misbehave(behaviour):
        http.reply(200, said, content_type=kind)


def _refuses(behaviour: str, key: str, *, is_work: bool) -> None:
    if behaviour == "invalid":
        raise error(401, "authentication_error", None, f"No such key: {key}")
    if behaviour == "nocredit" and is_work:
        raise Refusal(402, {"error": {"code": 402, "message": "Insufficient credits"}})
    if behaviour == "forbidden":
        raise error(403, "permission_error", None, f"{key} may not do this")
    if behaviour == "moderated" and is_work:
        found = {"reasons": ["violence"], "flagged_input": "..."}
        said = {"code": 403, "message": "Input flagged", "metadata": found}
        raise Refusal(403, {"error": said})
    if behaviour == "busy":
        wait = error(429, "rate_limit_error", None, f"Slow down, {key}")
        wait.headers["retry_after"] = "1"
        raise wait
    if behaviour == "down":
        raise Refusal(503, b"no slot is free", content_type="text/plain")


def _chat(body: dict[str, Any], behaviour: str) -> object:
    model, turns, form = body["model"], body["messages"], body["response_format"]
    limit = "max_completion_tokens" if model == "new" else "max_tokens"
    unknown(body, _KNOWN - {"max_tokens"} | {limit})
    if {turn["role"] for turn in turns} - {"system", "user", "assistant"}:
        raise error(400, "invalid_request_error", None, "Unexpected role")
    if form["type"] == "json_schema":
        if model == "noschema":
            raise error(400, "invalid_request_error", None, "response_format: unsupported type")
        check_schema(form)
    elif form["type"] != "json_object" or "JSON" not in turns[0]["content"]:
        raise error(400, "invalid_request_error", None, "response_format")
    if behaviour == "failed":
        return completion(body, None, "I cannot help with that.")
    # Without a schema only the order tells what is wanted.
    name = "script" if "callToAction" in turns[0]["content"] else "prompt"
    said = written(turns[1:2], name)
    if model == "loud":
        said = f"<think>A {{heron}}?</think>\nHere you are:\n```json\n{said}\n```\nEnjoy!"
    if model == "mute" or (model == "chatty" and len(turns) == 2):
        said = "Sure! Golden light, slow push-in."
    return completion(body, said)


def _speech(body: dict[str, Any]) -> bytes:
    if not body["voice"]:
        raise error(400, "invalid_request_error", None, "voice")
    unknown(body, {"model", "input", "voice", "response_format", "speed"})
    return spoken(body)
