"""What Stability answers, by its documentation."""

import re
from email.parser import BytesParser
from typing import TYPE_CHECKING

from tests.support import fake_media
from tests.support.services import Refusal

if TYPE_CHECKING:
    from tests.support.fake_services import Handler

BASE = "/stability"
SHAPE = re.compile(r"sk-[A-Za-z0-9]{30,48}(-[a-z]+)?")
KEY_HEAD, KEY_LENGTH = "sk-", 48
_RATIOS = {"21:9", "16:9", "3:2", "5:4", "1:1", "4:5", "2:3", "9:16", "9:21"}


def answer(http: "Handler", path: str) -> None:
    key = http.bearer()
    is_work = http.command == "POST"
    behaviour = http.services.behaviour("stability", key, is_work=is_work)
    _refuses(behaviour, key, is_work=is_work)
    if not is_work:
        if path != "/v1/user/balance":
            raise _error(404, "not_found", path)
        if not http.misbehave(behaviour):
            http.reply(200, {"credits": 0.4 if behaviour == "nocredit" else 120.5})
        return
    model = path.removeprefix("/v2beta/stable-image/generate/")
    if model not in ("core", "ultra", "sd3"):
        raise _error(404, "not_found", path)
    form = _form(http)
    if not 1 <= len(form.get("prompt", "")) <= 10_000:
        raise _error(400, "bad_request", "prompt: is required")
    if form.get("aspect_ratio", "1:1") not in _RATIOS:
        raise _error(400, "bad_request", "aspect_ratio: unknown")
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


def _refuses(behaviour: str, key: str, *, is_work: bool) -> None:
    if behaviour == "invalid":
        raise _error(401, "unauthorized", f"invalid or missing api key {key}")
    if behaviour == "nocredit" and is_work:
        raise _error(402, "payment_required", "You lack sufficient credits")
    if behaviour == "forbidden" and not is_work:
        raise _error(403, "permission_denied", f"{key} may not do this")
    if behaviour in ("moderated", "forbidden") and is_work:
        raise _error(403, "content_moderation", "Your request was flagged")
    if behaviour == "busy":
        error = _error(429, "rate_limit_exceeded", f"{key}: 150 requests in 10 seconds")
        error.headers["retry_after"] = "1"
        raise error
    if behaviour == "down":
        raise _error(500, "internal_error", "An unexpected error occurred")


def _error(status: int, name: str, message: str) -> Refusal:
    return Refusal(
        status, {"id": "4212a4b66fbe1cedca4bf2133d35dca5", "name": name, "errors": [message]}
    )


def _form(http: "Handler") -> dict[str, str]:
    """The fields of a multipart form; files under their names, decoded as Latin-1."""
    kind = http.headers.get("content-type", "")
    if not kind.startswith("multipart/form-data"):
        raise _error(400, "bad_request", "content-type: must be multipart/form-data")
    message = BytesParser().parsebytes(f"content-type: {kind}\r\n\r\n".encode() + http.raw)
    found: dict[str, str] = {}
    for part in message.get_payload():
        name = str(part.get_param("name", header="content-disposition"))
        found[name] = part.get_payload(decode=True).decode()
    return found
