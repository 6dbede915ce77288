"""A ComfyUI server: what it is asked, and what its answers mean."""

import asyncio
import hashlib
import uuid
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import httpx

from vidgenie.domain.ports.provider import Call, Job, JobStatus
from vidgenie.errors import ProviderError, ProviderRejected, ProviderUnknown
from vidgenie.media import magic
from vidgenie.wire import File, Service, at, items, read_json

MIME = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp"}
# How a job that was taken can end without a picture.
ENDINGS = frozenset({"failed", "unusable_answer"})
_UPLOAD_WAIT = 120.0  # s
_MAX_QUEUE = 32_000_000  # bytes; the queue holds the workflows of all who wait
# Inputs of its nodes that name a file with weights.
_WEIGHTS = frozenset({"ckpt_name", "unet_name", "vae_name", "clip_name", "lora_name"})
_QUEUES = ("queue_running", "queue_pending")
_IN_JOB = uuid.UUID("7b0a4c5e-4f0e-5c55-9d5e-6f1f4cf1c0de")


def _problem(answer: httpx.Response) -> str:
    """Weights that are not there are a value that is not on a list, by the node that needs them."""
    nodes = at(read_json(answer), "node_errors") if answer.status_code == 400 else None
    found = list(nodes.values()) if isinstance(nodes, dict) else []
    missing = any(
        at(error, "type") == "value_not_in_list"
        and at(error, "extra_info", "input_name") in _WEIGHTS
        for node in found
        for error in items(node, "errors")
    )
    return "unknown_model" if missing else ""


SERVICE = Service("comfyui", "ComfyUI", "", is_open=True, problem=_problem)


async def check(call: Call) -> None:
    """Ask the server how it is. Raises as `Provider.validate` says."""
    try:
        said = read_json(await SERVICE.ask(call, "/system_stats"))
    except ProviderRejected as error:
        if error.params["problem"] in ("key_refused", "forbidden", "not_public"):
            raise
        said = {}
    if not isinstance(said.get("system"), dict):
        raise SERVICE.unavailable()


async def stop(job: Job, call: Call) -> None:
    """Take the job out of the queue, or stop it.

    An older server would stop whatever it draws, so it is told only while it draws ours.
    """
    with suppress(ProviderError):
        await SERVICE.ask(call, "/queue", method="POST", body={"delete": [job.id]})
        if _has(await _queue(call), "queue_running", job.id):
            body = {"prompt_id": job.id}
            await SERVICE.ask(call, "/interrupt", method="POST", body=body)


def job_id(call: Call) -> str:
    """The id of the job that a submission makes."""
    return str(uuid.uuid5(_IN_JOB, call.idempotency_key))


async def look(job: Job, call: Call) -> Job | None:
    """The job as the server has it now, None when it has not."""
    queue = await _queue(call)
    # What is drawn again under the same id is in both; the history has how it ended before.
    if _has(queue, "queue_running", job.id):
        return replace(job, progress=job.progress + (0.95 - job.progress) * 0.15)
    if _has(queue, "queue_pending", job.id):
        return job
    answer = await SERVICE.ask(call, f"/history/{quote(job.id, safe='')}", max_bytes=_MAX_QUEUE)
    said = read_json(answer)
    if not said and answer.content.strip() != b"{}":
        raise SERVICE.unavailable()
    if job.id not in said:
        return None
    return _ended(job, said[job.id])


async def _queue(call: Call) -> dict[str, Any]:
    said = read_json(await SERVICE.ask(call, "/queue", max_bytes=_MAX_QUEUE))
    if not all(isinstance(said.get(name), list) for name in _QUEUES):
        raise SERVICE.unavailable()
    return said


def _has(queue: dict[str, Any], name: str, job_id: str) -> bool:
    """An entry is [number, id, workflow, ...]."""
    return any(at(entry, 1) == job_id for entry in items(queue, name))


def _ended(job: Job, entry: object) -> Job:
    """The job as the history has it. Raises ProviderRejected when there is no picture."""
    if at(entry, "status", "status_str") == "error":
        raise SERVICE.rejected("failed")
    outputs = at(entry, "outputs")
    found = outputs.values() if isinstance(outputs, dict) else ()
    pictures = [picture for output in found for picture in items(output, "images")]
    # Previews are "temp"; where nothing else was made, one of them is the picture.
    pictures.sort(key=lambda picture: at(picture, "type") != "output")
    name = at(pictures, 0, "filename")
    if not isinstance(name, str):
        raise SERVICE.rejected("unusable_answer")
    asked = {
        "filename": name,
        "subfolder": str(at(pictures, 0, "subfolder") or ""),
        "type": str(at(pictures, 0, "type") or "output"),
    }
    url = f"/view?{urlencode(asked)}"
    return replace(job, status=JobStatus.SUCCEEDED, progress=1.0, url=url)


async def uploaded(image: Path, call: Call) -> str:
    """What the server calls the picture. The same one goes where it was, however often."""
    data = await asyncio.to_thread(image.read_bytes)
    suffix = magic.suffix_of(image)
    name = f"vidgenie-{hashlib.sha256(data).hexdigest()[:32]}.{suffix}"
    try:
        answer = await SERVICE.order(
            call,
            "/upload/image",
            form={"overwrite": "true", "type": "input"},
            files=[("image", File(name, data, MIME[suffix]))],
            wait=_UPLOAD_WAIT,
        )
    except ProviderUnknown:
        # Nothing was ordered yet, so nobody need wonder.
        raise SERVICE.unavailable() from None
    said = read_json(answer)
    if not isinstance(said.get("name"), str):
        raise SERVICE.unavailable()
    return "/".join(part for part in (said.get("subfolder"), said["name"]) if part)


async def first_checkpoint(call: Call) -> str:
    """The first checkpoint the server has. Raises ProviderRejected when it has none."""
    name = "CheckpointLoaderSimple"
    answer = await SERVICE.ask(call, f"/object_info/{name}")
    asked = items(read_json(answer), name, "input", "required", "ckpt_name")
    # A list of names; newer servers say "COMBO" first, then the list among the options.
    found = items(asked, 0) or items(asked, 1, "options")
    if not found or not isinstance(found[0], str):
        raise SERVICE.rejected("unknown_model")
    return found[0]
