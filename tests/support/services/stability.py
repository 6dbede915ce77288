"""What Stability answers, by its documentation."""

import io
import re
from email.parser import BytesParser
from typing import TYPE_CHECKING

from PIL import Image

from tests.support import fake_media
from tests.support.services import Refusal

if TYPE_CHECKING:
    from tests.support.fake_services import Handler

BASE = "/stability"
SHAPE = re.compile(r"sk-[A-Za-z0-9]{30,48}(-[a-z]+)?")
KEY_HEAD, KEY_LENGTH = "sk-", 48
_COMMON = {"none", "prompt", "negative_prompt", "seed", "output_format"}
# What each call takes beside that; more is refused.
_FIELDS = {
    "core": {"aspect_ratio", "style_preset"},
    "ultra": {"aspect_ratio", "style_preset", "image", "strength"},
    "sd3": {"aspect_ratio", "model", "mode", "image", "strength", "cfg_scale"},
}
_MODELS = {"sd3.5-large", "sd3.5-large-turbo", "sd3.5-medium", "sd3.5-flash"}
_PRESETS = {"photographic", "cinematic", "anime", "digital-art", "comic-book"}
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
    form = _form(http)
    _check(model, form)
    http.accept("stability", key, form["prompt"], form)
    if http.misbehave(behaviour):
        return
    kind = form.get("output_format", "png")
    width, height = (int(part) for part in form.get("aspect_ratio", "1:1").split(":"))
    side = (1_500_000 / (width * height)) ** 0.5
    size = (round(width * side / 32) * 32, round(height * side / 32) * 32)
    if form.get("image"):
        # The picture's own shape is kept.
        size = _size_of(form["image"].encode("latin-1"))
    reason = "CONTENT_FILTERED" if behaviour == "failed" else "SUCCESS"
    headers = {"finish_reason": reason, "seed": form.get("seed", "7"), "x_request_id": "r1"}
    if http.headers.get("accept") == "application/json":
        picture = fake_media.picture_base64(size, kind)
        http.reply(200, {"image": picture, "seed": 7, "finish_reason": reason})
    else:
        if behaviour == "inline":  # and nothing is said about it
            headers = {}
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


def _check(model: str, form: dict[str, str]) -> None:
    """Raise what the documentation says is refused."""
    if model not in _FIELDS:
        raise _error(404, "not_found", model)
    if extra := set(form) - _COMMON - _FIELDS[model]:
        raise _error(400, "bad_request", f"{sorted(extra)}: not allowed")
    if not 1 <= len(form.get("prompt", "")) <= 10_000:
        raise _error(400, "bad_request", "prompt: is required")
    if form.get("aspect_ratio", "1:1") not in _RATIOS:
        raise _error(400, "bad_request", "aspect_ratio: unknown")
    if form.get("style_preset", "anime") not in _PRESETS:
        raise _error(400, "bad_request", "style_preset: unknown")
    if not 0 <= int(form.get("seed", "0")) <= 4294967294:
        raise _error(400, "bad_request", "seed: out of range")
    if ("image" in form) != ("strength" in form):
        raise _error(400, "bad_request", "strength: goes with an image")
    if model == "sd3":
        _check_sd3(form)


def _check_sd3(form: dict[str, str]) -> None:
    if form.get("model", "sd3.5-large") not in _MODELS:
        raise _error(400, "bad_request", "model: unknown")
    is_from_image = form.get("mode", "text-to-image") == "image-to-image"
    if is_from_image != ("image" in form):
        raise _error(400, "bad_request", "mode: does not fit the image")
    if is_from_image and "aspect_ratio" in form:
        raise _error(400, "bad_request", "aspect_ratio: only for text-to-image")


def _size_of(picture: bytes) -> tuple[int, int]:
    try:
        with Image.open(io.BytesIO(picture)) as image:
            return image.size
    except OSError:
        raise _error(400, "bad_request", "image: not a picture") from None


def _form(http: "Handler") -> dict[str, str]:
    """The fields of a multipart form; files under their names, decoded as Latin-1."""
    kind = http.headers.get("content-type", "")
    if not kind.startswith("multipart/form-data"):
        raise _error(400, "bad_request", "content-type: must be multipart/form-data")
    message = BytesParser().parsebytes(f"content-type: {kind}\r\n\r\n".encode() + http.raw)
    found: dict[str, str] = {}
    for part in message.get_payload():
        name = str(part.get_param("name", header="content-disposition"))
        data = part.get_payload(decode=True)
        found[name] = data.decode("latin-1" if part.get_filename() else "utf-8")
    return found
