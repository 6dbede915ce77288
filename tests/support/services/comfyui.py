"""What a ComfyUI server answers, as its server.py does; and what a proxy before it would."""

import json
import re
import uuid
from collections.abc import Iterator
from email.parser import BytesParser
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.support import fake_media
from tests.support.services import Refusal

if TYPE_CHECKING:
    from tests.support.fake_services import Handler

BASE = "/comfyui"
# It is open to who has no key at all.
SHAPE = re.compile(r"(comfy-[A-Za-z0-9]{30,48}(-[a-z]+)?)?")
KEY_HEAD, KEY_LENGTH = "comfy-", 48
CHECKPOINTS = ["dreamshaper_8.safetensors", "sd_xl_base_1.0.safetensors"]
_SIDE = range(16, 16385, 8)
# Class -> its inputs: a type that comes from another node, a Python type, or what is allowed.
_INPUTS: dict[str, dict[str, Any]] = {
    "CheckpointLoaderSimple": {"ckpt_name": CHECKPOINTS},
    "CLIPTextEncode": {"text": str, "clip": "CLIP"},
    "EmptyLatentImage": {"width": _SIDE, "height": _SIDE, "batch_size": range(1, 4097)},
    "KSampler": {
        "model": "MODEL",
        "positive": "CONDITIONING",
        "negative": "CONDITIONING",
        "latent_image": "LATENT",
        "seed": range(2**64),
        "steps": range(1, 10001),
        "cfg": float,
        "sampler_name": ["euler", "dpmpp_2m"],
        "scheduler": ["normal", "karras"],
        "denoise": float,
    },
    "LoadImage": {"image": None},
    "ImageScale": {
        "image": "IMAGE",
        "upscale_method": ["nearest-exact", "bilinear", "area", "bicubic", "lanczos"],
        "width": range(16385),
        "height": range(16385),
        "crop": ["disabled", "center"],
    },
    "VAEEncode": {"pixels": "IMAGE", "vae": "VAE"},
    "VAEDecode": {"samples": "LATENT", "vae": "VAE"},
    "SaveImage": {"images": "IMAGE", "filename_prefix": str},
    "PreviewImage": {"images": "IMAGE"},
}
_OUTPUTS = {
    "CheckpointLoaderSimple": ("MODEL", "CLIP", "VAE"),
    "CLIPTextEncode": ("CONDITIONING",),
    "EmptyLatentImage": ("LATENT",),
    "KSampler": ("LATENT",),
    "LoadImage": ("IMAGE", "MASK"),
    "ImageScale": ("IMAGE",),
    "VAEEncode": ("LATENT",),
    "VAEDecode": ("IMAGE",),
}
_SHOWS = {"SaveImage": "output", "PreviewImage": "temp"}


def answer(http: "Handler", path: str) -> None:
    key = http.bearer()
    is_work = (http.command, path) == ("POST", "/prompt")
    behaviour = http.services.behaviour("comfyui", key, is_work=is_work)
    _refuses(behaviour, key)
    if is_work:
        job = _queued(http, key, behaviour)
        if not http.misbehave(behaviour):
            http.reply(200, {"prompt_id": job, "number": 1, "node_errors": {}})
    elif not http.misbehave(behaviour):
        _asked(http, path)


def _asked(http: "Handler", path: str) -> None:
    """Everything that makes no picture."""
    answers = {
        ("GET", "/system_stats"): _system,
        ("GET", "/object_info/CheckpointLoaderSimple"): _object_info,
        ("GET", "/queue"): lambda http: http.reply(200, _queue(http)),
        ("GET", "/view"): _view,
        ("POST", "/upload/image"): _upload,
        ("POST", "/queue"): _delete,
        ("POST", "/interrupt"): _interrupt,
    }
    if path.startswith("/history/"):
        name = unquote(path.rpartition("/")[2])
        entry = _history(http.services.jobs.get(name))
        http.reply(200, {name: entry} if entry else {})
    elif (http.command, path) in answers:
        answers[http.command, path](http)
    else:
        raise Refusal(404, b"404: Not Found", content_type="text/plain")


def _system(http: "Handler") -> None:
    system = {"os": "posix", "comfyui_version": "0.3.64", "ram_total": 64 << 30}
    http.reply(200, {"system": system, "devices": [{"name": "cuda:0", "type": "cuda"}]})


def _object_info(http: "Handler") -> None:
    names = http.services.jobs.get("checkpoints", [CHECKPOINTS, {"tooltip": "x"}])
    required = {"input": {"required": {"ckpt_name": names}}}
    http.reply(200, {"CheckpointLoaderSimple": required})


def _delete(http: "Handler") -> None:
    for name in json.loads(http.raw).get("delete", []):
        if http.services.jobs.get(name, {}).get("state") == "pending":
            del http.services.jobs[name]
    http.reply(200, b"")


def _refuses(behaviour: str, key: str) -> None:
    """What a proxy in front of it answers."""
    status = {"invalid": 401, "forbidden": 403, "busy": 429, "down": 503}.get(behaviour)
    if status:
        headers = {"retry_after": "1"} if status == 429 else {}
        raise Refusal(status, f"not with {key}".encode(), content_type="text/plain", **headers)


def _queued(http: "Handler", key: str, behaviour: str) -> str:
    body = json.loads(http.raw)
    nodes = body.get("prompt")
    if not isinstance(nodes, dict):
        raise _error("no_prompt", [])
    inputs = [name.removeprefix("input/") for name in http.services.jobs]
    _validate(nodes, inputs)
    texts = [n["inputs"]["text"] for n in nodes.values() if n["class_type"] == "CLIPTextEncode"]
    http.accept("comfyui", key, "\n".join(texts), body)
    job = str(body.get("prompt_id") or uuid.uuid4())
    with http.services.lock:
        http.services.jobs[job] = {
            "nodes": nodes,
            "state": "pending",
            "left": http.services.polls,
            "behaviour": behaviour,
            "extra": {"client_id": body.get("client_id")},
        }
    return job


def _validate(nodes: dict[str, Any], uploaded: list[str]) -> None:
    """Raise what ComfyUI says of a workflow that cannot run."""
    if not any(_class(node) in _SHOWS for node in nodes.values()):
        raise _error("prompt_no_outputs", [])
    if any(_class(node) not in _INPUTS for node in nodes.values()):
        raise _error("invalid_prompt", {})
    found: dict[str, object] = {}
    for name, node in nodes.items():
        if errors := list(_wrong(node, nodes, uploaded)):
            of = {"errors": errors, "dependent_outputs": ["9"], "class_type": _class(node)}
            found[name] = of
    if found:
        raise _error("prompt_outputs_failed_validation", found)


def _class(node: Any) -> str:
    return str(node.get("class_type")) if isinstance(node, dict) else ""


def _wrong(
    node: dict[str, Any], nodes: dict[str, Any], uploaded: list[str]
) -> Iterator[dict[str, object]]:
    for name, wanted in _INPUTS[_class(node)].items():
        problem = ""
        value = node["inputs"].get(name)
        allowed = uploaded if wanted is None else wanted
        if name not in node["inputs"]:
            problem = "required_input_missing"
        elif isinstance(allowed, str):
            is_link = isinstance(value, list) and len(value) == 2 and value[0] in nodes
            given = _OUTPUTS[_class(nodes[value[0]])][value[1]] if is_link else ""
            problem = "" if given == allowed else "return_type_mismatch"
        elif isinstance(allowed, type):
            is_number = allowed is float and isinstance(value, int)
            problem = "" if isinstance(value, allowed) or is_number else "invalid_input_type"
        elif type(value) is not type(allowed[0]) or value not in allowed:
            is_list = isinstance(allowed, list)
            problem = "value_not_in_list" if is_list else "value_bigger_than_max"
        if problem:
            extra = {"input_name": name, "received_value": value}
            yield {"type": problem, "message": problem, "details": name, "extra_info": extra}


def _error(kind: str, node_errors: object) -> Refusal:
    error = {"type": kind, "message": kind, "details": "", "extra_info": {}}
    return Refusal(400, {"error": error, "node_errors": node_errors})


def _jobs(http: "Handler") -> dict[str, dict[str, Any]]:
    found = http.services.jobs.items()
    return {name: job for name, job in found if isinstance(job, dict) and "nodes" in job}


def _queue(http: "Handler") -> dict[str, object]:
    """One is drawn at a time, and each question sees it a little further."""
    running: list[object] = []
    pending: list[object] = []
    with http.services.lock:
        for number, (name, job) in enumerate(_jobs(http).items()):
            if job["state"] not in ("pending", "running"):
                continue
            if not running and job["left"] <= 0:
                job["state"] = "error" if job["behaviour"] == "failed" else "success"
                continue
            entry = [number, name, job["nodes"], job["extra"], ["9"]]
            if running:
                pending.append(entry)
                continue
            job["state"] = "running"
            job["left"] -= 1
            running.append(entry)
    return {"queue_running": running, "queue_pending": pending}


def _history(job: dict[str, Any] | None) -> dict[str, object]:
    if job is None or job["state"] in ("pending", "running"):
        return {}
    prompt = [1, "id", job["nodes"], job["extra"], ["9"]]
    if job["state"] == "error":
        said = {"exception_message": "CUDA out of memory", "exception_type": "OutOfMemoryError"}
        status = {"status_str": "error", "completed": False}
        status["messages"] = [["execution_error", said]]
        return {"prompt": prompt, "outputs": {}, "status": status, "meta": {}}
    outputs = {
        name: {"images": [{"filename": f"{name}_é&1_.png", "subfolder": "a b", "type": kind}]}
        for name, node in job["nodes"].items()
        if (kind := _SHOWS.get(_class(node)))
    }
    status = {"status_str": "success", "completed": True, "messages": []}
    return {"prompt": prompt, "outputs": outputs, "status": status, "meta": {}}


def _view(http: "Handler") -> None:
    asked = dict(parse_qsl(urlsplit(http.path).query))
    known = {
        (image["filename"], image["subfolder"], image["type"]): job
        for job in _jobs(http).values()
        for output in _history(job).get("outputs", {}).values()
        for image in output["images"]
    }
    job = known.get((asked.get("filename"), asked.get("subfolder"), asked.get("type")))
    if job is None:
        raise Refusal(404, b"", content_type="application/octet-stream")
    sizes = [node["inputs"] for node in job["nodes"].values() if "width" in node["inputs"]]
    size = (sizes[0]["width"], sizes[0]["height"]) if sizes else (512, 512)
    http.reply(200, fake_media.picture(size), content_type="image/png")


def _upload(http: "Handler") -> None:
    kind = http.headers.get("content-type", "")
    message = BytesParser().parsebytes(f"content-type: {kind}\r\n\r\n".encode() + http.raw)
    parts = {
        str(part.get_param("name", header="content-disposition")): part
        for part in message.get_payload()
    }
    if "image" not in parts or not parts["image"].get_filename():
        raise Refusal(400, b"", content_type="text/plain")
    name = parts["image"].get_filename()
    http.services.jobs[f"input/{name}"] = parts["image"].get_payload(decode=True)
    http.reply(200, {"name": name, "subfolder": "", "type": "input"})


def _interrupt(http: "Handler") -> None:
    """The one that is named, while it is drawn; whatever is drawn, without a name."""
    name = json.loads(http.raw or b"{}").get("prompt_id")
    with http.services.lock:
        for job_id, job in _jobs(http).items():
            if job["state"] == "running" and name in (None, job_id):
                job["state"] = "error"
    http.reply(200, b"")
