"""What OpenAI answers, by its documentation."""

import io
import json
import re
from email.parser import BytesParser
from typing import TYPE_CHECKING, Any

from PIL import Image

from tests.support import fake_media
from tests.support.scripts import answered
from tests.support.services import Refusal

if TYPE_CHECKING:
    from tests.support.fake_services import Handler

BASE = "/openai/v1"
SHAPE = re.compile(r"sk-(proj|svcacct)-[A-Za-z0-9_-]{20,}")
KEY_HEAD, KEY_LENGTH = "sk-proj-", 48
_CHAT = {"model", "messages", "max_completion_tokens", "reasoning_effort", "verbosity"}
_CHAT |= {"response_format", "seed", "n", "safety_identifier", "service_tier", "store"}
_PICTURE = {"model", "prompt", "n", "size", "quality", "background", "moderation"}
_PICTURE |= {"output_format", "output_compression"}
_EDIT = _PICTURE - {"moderation"} | {"image[]"}
SPEECH = {"model", "input", "voice", "instructions", "response_format", "speed", "stream_format"}
_VOICES = {"alloy", "ash", "ballad", "coral", "echo", "sage", "shimmer", "verse", "marin"}
_VOICES |= {"cedar", "fable", "onyx", "nova"}
_MIME = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}


def answer(http: "Handler", path: str) -> None:
    key = http.bearer()
    is_work = http.command == "POST"
    behaviour = http.services.behaviour("openai", key, is_work=is_work)
    _refuses(behaviour, key, is_work=is_work)
    if not is_work:
        if path != "/models":
            raise error(404, "invalid_request_error", "unknown_url", path)
        if not http.misbehave(behaviour):
            http.reply(200, {"object": "list", "data": [model("gpt-6-luna")]})
        return
    body = _form(http) if path == "/images/edits" else json.loads(http.raw)
    kind = "application/json"
    if path == "/chat/completions":
        prompt = str(body["messages"][-1]["content"])
        answer: object = _chat(body, behaviour)
    elif path in ("/images/generations", "/images/edits"):
        prompt = body["prompt"]
        answer = _picture(body, _EDIT if path == "/images/edits" else _PICTURE)
    elif path == "/audio/speech":
        prompt = body["input"]
        answer, kind = _speech(body), "audio/mpeg"
    else:
        raise error(404, "invalid_request_error", "unknown_url", path)
    http.accept("openai", key, prompt, body)
    if not http.misbehave(behaviour):
        http.reply(200, answer, content_type=kind, x_request_id="req_1")


def _refuses(behaviour: str, key: str, *, is_work: bool) -> None:
    if behaviour == "invalid":
        said = f"Incorrect API key provided: {key}. You can find your API key at ..."
        raise error(401, "invalid_request_error", "invalid_api_key", said)
    if behaviour == "nocredit":
        raise error(429, "insufficient_quota", "insufficient_quota", "Quota exceeded.")
    if behaviour == "forbidden":
        raise error(403, "invalid_request_error", "unverified", f"{key} may not do this.")
    if behaviour == "busy":
        wait = error(429, "requests", "rate_limit_exceeded", f"Slow down, {key}.")
        wait.headers["retry_after"] = "1"
        raise wait
    if behaviour == "down":
        raise Refusal(503, b"upstream connect error", content_type="text/plain")
    if behaviour == "moderated" and is_work:
        said = "Your request was rejected by the safety system."
        raise error(400, "image_generation_user_error", "moderation_blocked", said)


def error(status: int, kind: str, code: str | None, message: str) -> Refusal:
    return Refusal(
        status, {"error": {"message": message, "type": kind, "param": None, "code": code}}
    )


def unknown(body: dict[str, Any], known: set[str]) -> None:
    """Refuse what the documentation does not have."""
    if set(body) - known:
        said = f"Unknown parameter: {', '.join(sorted(set(body) - known))}."
        raise error(400, "invalid_request_error", "unknown_parameter", said)


def model(name: str) -> dict[str, object]:
    made = {"id": name, "object": "model", "created": 1790000000, "owned_by": "openai"}
    return {**made, "shutdown_date": None}


def check_schema(form: dict[str, Any]) -> None:
    """Refuse a schema that strict mode does not take."""
    named = form["json_schema"]
    schema = named["schema"]
    is_whole = sorted(schema["required"]) == sorted(schema["properties"])
    is_named = re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", named["name"])
    if not is_named or not is_whole or schema["additionalProperties"] is not False:
        raise error(400, "invalid_request_error", None, "Invalid schema for response_format")


def completion(body: dict[str, Any], content: str | None, refusal: str | None = None) -> object:
    """A chat completion."""
    message = {"role": "assistant", "content": content, "refusal": refusal}
    tokens = {"prompt_tokens": 200, "completion_tokens": 300, "total_tokens": 500}
    choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
    head = {"id": "chatcmpl-1", "object": "chat.completion", "created": 1790000000}
    return {**head, "model": body["model"], "choices": [choice], "usage": tokens}


def richer(wanted: str) -> str:
    """What a model makes of an idea, as JSON."""
    french = bool(re.search(r"\b(un|une|le|la|les|des|du)\b", wanted.lower()))
    text = f"{wanted} Golden light, slow push-in, shallow focus."
    return json.dumps({"text": text, "language": "fr" if french else "en"})


def written(turns: list[dict[str, str]], name: str) -> str:
    """What a model answers to a form of this name: a script, or a prompt made richer."""
    return answered(turns[0]["content"]) if name == "script" else richer(turns[-1]["content"])


def _chat(body: dict[str, Any], behaviour: str) -> object:
    unknown(body, _CHAT)
    if not body["model"].startswith("gpt-"):
        said = f"The model `{body['model']}` does not exist."
        raise error(404, "invalid_request_error", "model_not_found", said)
    if {turn["role"] for turn in body["messages"]} - {"developer", "user", "assistant"}:
        raise error(400, "invalid_request_error", "invalid_value", "messages")
    check_schema(body["response_format"])
    if behaviour == "failed":
        return completion(body, None, "I cannot help with that.")
    name = body["response_format"]["json_schema"]["name"]
    return completion(body, written(body["messages"][1:], name))


def _picture(body: dict[str, Any], known: set[str]) -> dict[str, object]:
    unknown(body, known)
    if "image[]" in known and "image[]" not in body:
        raise error(400, "invalid_request_error", "missing_required_parameter", "image")
    if not body["model"].startswith("gpt-image-"):
        raise error(404, "invalid_request_error", "model_not_found", body["model"])
    width, height = (int(side) for side in body["size"].split("x"))
    is_size = width % 16 == 0 and height % 16 == 0 and max(width, height) <= 3840
    if not is_size or not 1 / 3 <= width / height <= 3 or width * height < 655_360:
        raise error(400, "invalid_request_error", "invalid_value", "size")
    if body["quality"] not in ("low", "medium", "high", "xhigh", "max", "auto"):
        raise error(400, "invalid_request_error", "invalid_value", "quality")
    kind = body.get("output_format", "png")
    pictures_in = 323 if "image[]" in body else 0
    usage: dict[str, object] = {"input_tokens": 50 + pictures_in, "output_tokens": 1756}
    usage["total_tokens"] = 1806 + pictures_in
    usage["input_tokens_details"] = {"text_tokens": 50, "image_tokens": pictures_in}
    picture = fake_media.picture_base64((width, height), kind)
    head = {"created": 1790000000, "background": "opaque", "output_format": kind}
    head |= {"size": body["size"], "quality": body["quality"]}
    return {**head, "data": [{"b64_json": picture}], "usage": usage}


def _speech(body: dict[str, Any]) -> bytes:
    if not body["model"].startswith("gpt-4o-mini-tts"):
        raise error(404, "invalid_request_error", "model_not_found", body["model"])
    if body["voice"] not in _VOICES:
        raise error(400, "invalid_request_error", "invalid_value", "voice")
    return spoken(body)


def spoken(body: dict[str, Any]) -> bytes:
    """The MP3 of a request for speech, 15 characters a second."""
    unknown(body, SPEECH)
    speed = body.get("speed", 1.0)
    if not 1 <= len(body["input"]) <= 4096 or not 0.25 <= speed <= 4.0:
        raise error(400, "invalid_request_error", None, "input or speed")
    if body["response_format"] != "mp3":
        raise error(400, "invalid_request_error", "unsupported_value", "response_format")
    return fake_media.speech(max(1.0, round(len(body["input"]) / 15 / speed)), "mp3")


def _form(http: "Handler") -> dict[str, Any]:
    """The fields of a multipart form; of a picture, its media type and size."""
    kind = http.headers.get("content-type", "")
    if not kind.startswith("multipart/form-data"):
        raise error(400, "invalid_request_error", None, "content-type")
    message = BytesParser().parsebytes(f"content-type: {kind}\r\n\r\n".encode() + http.raw)
    found: dict[str, Any] = {}
    for part in message.get_payload():
        name = str(part.get_param("name", header="content-disposition"))
        data = part.get_payload(decode=True)
        found[name] = data.decode() if part.get_filename() is None else _picture_in(part, data)
    return found


def _picture_in(part: Any, data: bytes) -> str:
    try:
        with Image.open(io.BytesIO(data)) as picture:
            picture.load()
            kind, size = _MIME.get(picture.format or ""), picture.size
    except OSError:
        kind, size = None, (0, 0)
    if kind is None or part.get_content_type() != kind:
        raise error(400, "invalid_request_error", "invalid_image_file", "image")
    return f"{kind} {size[0]}x{size[1]}"
