"""What Stable Diffusion WebUI answers with --api; and what a proxy before it would."""

import base64
import io
import json
import re
from typing import TYPE_CHECKING, Any

from PIL import Image

from tests.support import fake_media
from tests.support.services import Refusal

if TYPE_CHECKING:
    from tests.support.fake_services import Handler

BASE = "/a1111"
# --api-auth user:password; without it, who has no key may draw too.
SHAPE = re.compile(r"(ann:[A-Za-z0-9]{30,48}(-[a-z]+)?)?")
KEY_HEAD, KEY_LENGTH = "ann:", 40
_SAMPLERS = {"Euler a", "Euler", "DPM++ 2M", "DPM++ 2M Karras"}
# Field -> its type in StableDiffusionTxt2ImgProcessingAPI; more are ignored there, not here.
_FIELDS: dict[str, type] = {
    "prompt": str,
    "negative_prompt": str,
    "width": int,
    "height": int,
    "steps": int,
    "cfg_scale": float,
    "seed": int,
    "sampler_name": str,
    "batch_size": int,
}
_FROM_PICTURE: dict[str, type] = {
    "init_images": list,
    "denoising_strength": float,
    "resize_mode": int,
}


def answer(http: "Handler", path: str) -> None:
    key = _key(http)
    is_work = http.command == "POST"
    behaviour = http.services.behaviour("a1111", key, is_work=is_work)
    _refuses(behaviour, key)
    if (http.command, path) == ("GET", "/sdapi/v1/sd-models"):
        if not http.misbehave(behaviour):
            model = {"title": "dreamshaper_8", "model_name": "dreamshaper_8", "hash": None}
            http.reply(200, [{**model, "sha256": None, "filename": "x", "config": None}])
        return
    if path not in ("/sdapi/v1/txt2img", "/sdapi/v1/img2img") or not is_work:
        raise Refusal(404, {"detail": "Not Found"})
    body = json.loads(http.raw)
    _check(body, path)
    http.accept("a1111", key, body["prompt"], body)
    if behaviour == "failed":
        said = {"error": "OutOfMemoryError", "detail": "", "body": "", "errors": f"CUDA {key}"}
        raise Refusal(500, said)
    if not http.misbehave(behaviour):
        http.reply(200, _drawn(body, behaviour))


def _key(http: "Handler") -> str:
    scheme, _, said = http.headers.get("authorization", "").partition(" ")
    return base64.b64decode(said).decode() if scheme == "Basic" else ""


def _refuses(behaviour: str, key: str) -> None:
    if behaviour == "invalid":
        said = {"detail": "Incorrect username or password", "echo": key}
        raise Refusal(401, said, www_authenticate="Basic")
    status = {"forbidden": 403, "busy": 429, "down": 503}.get(behaviour)
    if status:
        headers = {"retry_after": "1"} if status == 429 else {}
        raise Refusal(status, f"not with {key}".encode(), content_type="text/plain", **headers)


def _check(body: dict[str, Any], path: str) -> None:
    fields = _FIELDS | (_FROM_PICTURE if path.endswith("img2img") else {})
    for name in body.keys() | fields.keys():
        wanted = fields.get(name)
        value = body.get(name)
        is_right = wanted is not None and isinstance(
            value, (wanted, int) if wanted is float else wanted
        )
        if not is_right or isinstance(value, bool):
            error = {"loc": ["body", name], "msg": "not valid", "type": "type_error"}
            raise Refusal(422, {"detail": [error]})
    if body["sampler_name"] not in _SAMPLERS:
        raise Refusal(404, {"detail": "Sampler not found"})
    is_size = all(64 <= body[side] <= 2048 and body[side] % 8 == 0 for side in ("width", "height"))
    if not is_size or not 1 <= body["steps"] <= 150 or not -1 <= body["seed"] < 2**32:
        raise Refusal(422, {"detail": [{"loc": ["body"], "msg": "out of range"}]})
    for text in body.get("init_images", []):
        try:
            Image.open(io.BytesIO(base64.b64decode(text, validate=True))).load()
        except (OSError, ValueError):
            raise Refusal(500, {"detail": "Invalid encoded image"}) from None


def _drawn(body: dict[str, Any], behaviour: str) -> dict[str, object]:
    picture = fake_media.picture_base64((body["width"], body["height"]))
    if behaviour == "inline":  # as some of its relatives do
        picture = f"data:image/png;base64,{picture}"
    seed = 4242 if body["seed"] == -1 else body["seed"]
    info = json.dumps({"prompt": body["prompt"], "seed": seed, "all_seeds": [seed]})
    return {"images": [picture], "parameters": body, "info": info}
