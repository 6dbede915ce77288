"""fal.ai's queue, as every Provider whose model runs there speaks it.

A request is put into the queue once, asked for until it is done, and its answer fetched.
Every function takes the Provider's own Service, so that errors are in its name.
Source: https://fal.ai/docs, fal-client 1.0.3.
"""

import asyncio
import base64
import json
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

import httpx

from vidgenie.domain.ports.declared import KeyForm, Pace
from vidgenie.domain.ports.provider import Call, Job, JobStatus, Progress
from vidgenie.errors import InvalidInput, ProviderError, ProviderRejected
from vidgenie.wire.answers import at, items, read_json
from vidgenie.wire.service import Service

KEY_FORM = KeyForm(
    name="FAL_KEY",
    example="1a2b3c4d-5e6f-...",
    url="https://fal.ai/dashboard/keys",
    # An id, and the secret behind it.
    pattern=r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}:[0-9A-Za-z]{32,64}",
    holder="fal",
    title="fal.ai",
    also=("PIKA_API_KEY",),
)
PACE = Pace(first=1.0, every=2.0, longest=10.0)
MAX_PICTURE = 10_000_000  # bytes; it travels in the request itself
_MAX_CLIP = 500_000_000  # bytes
_WAIT = 180.0  # s; a picture may be on its way
# How much of what is left of the guess a question adds to it.
_STEPS = {"IN_QUEUE": 0.02, "IN_PROGRESS": 0.15}
_ADDRESS = re.compile(r"https?://[!-~]{1,8000}")
_PLAIN = re.compile(r"/[!-~]{1,500}")
_MODERATED = "content_policy_violation"


class _Places(NamedTuple):
    """Where a request is followed: what comes after the service's address."""

    status: str
    response: str
    cancel: str


def _types(said: Mapping[str, Any], answer: httpx.Response | None = None) -> set[str]:
    """The kinds of error that an answer tells, of the model and of the queue."""
    found = {str(at(error, "type")) for error in items(said, "detail")}
    found.add(str(said.get("error_type")))
    if answer is not None:
        found.add(answer.headers.get("x-fal-error-type", ""))
    return found - {"None", ""}


def _problem(answer: httpx.Response) -> str:
    """What a refusal is about: who has used up the balance is locked out with a 403."""
    said = read_json(answer)
    if _MODERATED in _types(said, answer):
        return "moderated"
    if answer.status_code == 403:
        words = str(said.get("detail", "")).lower()
        return "no_credit" if "locked" in words or "balance" in words else ""
    return ""


def _order_problem(answer: httpx.Response) -> str:
    """Where work is asked for, it is the model that may not be found."""
    return _problem(answer) or ("unknown_model" if answer.status_code == 404 else "")


def _run_problem(answer: httpx.Response) -> str:
    """Of a request that is done, an error with a kind is how it ended, not the queue's own."""
    told = _problem(answer)
    if told or answer.status_code < 500:
        return told
    return "failed" if _types(read_json(answer), answer) else ""


def service(slug: str, title: str) -> Service:
    """fal.ai, as the Provider of this slug calls it."""
    return Service(slug, title, "https://queue.fal.run", scheme="Key ", problem=_problem)


async def validate(fal: Service, call: Call, model: str) -> None:
    """Ask for a request that nobody has made: only a good key is told that there is none.

    model: its owner and name, as fal-ai/pika. fal has no free question about the account.
    """
    try:
        await fal.ask(call, f"/{model}/requests/{_unused_id()}/status")
    except ProviderRejected as error:
        if error.params.get("problem") == "not_found":
            return
        if error.params.get("problem") in ("key_refused", "no_credit", "forbidden"):
            raise
    raise fal.unavailable()


async def picture(path: Path, *, mime: str) -> str:
    """The picture as a `data:` address. Raises InvalidInput when it is too large for that."""

    def read() -> str:
        return f"data:{mime};base64,{base64.b64encode(path.read_bytes()).decode()}"

    check_picture(path)
    return await asyncio.to_thread(read)


def check_picture(path: Path) -> None:
    """Raise InvalidInput when a picture is too large to travel in a request."""
    if path.stat().st_size > MAX_PICTURE:
        raise InvalidInput(
            "This picture is too large.", field="image", problem="too_large", limit=MAX_PICTURE
        )


async def submit(fal: Service, call: Call, model: str, body: Mapping[str, Any]) -> Job:
    """Put a request into the queue. model: its whole name, as fal-ai/pika/v2.2/text-to-video.

    The Job's id is where fal said the request can be followed, as JSON. An answer that
    names another place than fal is none: ProviderUnknown, for the request was taken.
    """
    desk = replace(fal, problem=_order_problem)
    said = read_json(await desk.order(call, f"/{model}", body=body, wait=_WAIT))
    names = ("status_url", "response_url", "cancel_url")
    places = [_place(fal, call, said.get(name)) for name in names]
    if not all(places):
        raise fal.unanswered()
    return Job(id=json.dumps(places), status=JobStatus.RUNNING)


async def poll(fal: Service, job: Job, call: Call) -> Job:
    """Where the request stands; done, it has the address of the clip.

    fal tells no progress, so it is a guess that slows down. Raises ProviderRejected when
    there will be no clip: problem moderated, failed, refused, unusable_answer, not_found.
    """
    places = _places(fal, job)
    said = read_json(await fal.ask(call, f"{places.status}?logs=false"))
    status = str(said.get("status"))
    if status in _STEPS:
        return replace(job, progress=job.progress + (0.95 - job.progress) * _STEPS[status])
    if status != "COMPLETED":
        # An answer that is none may be one the next time.
        raise fal.unavailable()
    if _MODERATED in _types(said):
        raise fal.rejected("moderated")
    made = read_json(await replace(fal, problem=_run_problem).ask(call, places.response))
    url = at(made, "video", "url")
    if not isinstance(url, str) or not _ADDRESS.fullmatch(url):
        raise fal.rejected("failed" if said.get("error") else "unusable_answer")
    return replace(job, status=JobStatus.SUCCEEDED, progress=1.0, url=url)


async def fetch_clip(
    fal: Service, job: Job, call: Call, target: Path, *, progress: Progress
) -> None:
    """Write the clip to `target`, as the model made it."""
    if not job.url:
        raise fal.rejected("unusable_answer")
    await fal.fetch(call, job.url, target, max_bytes=_MAX_CLIP, progress=progress)


async def cancel(fal: Service, job: Job, call: Call) -> None:
    """Take the request out of the queue, if it is still there. Never fails."""
    with suppress(ProviderError):
        await fal.ask(call, _places(fal, job).cancel, method="PUT")


def _place(fal: Service, call: Call, url: object) -> str:
    """What comes after fal's address, or the one that stands for it; "" when it is another's."""
    if not isinstance(url, str):
        return ""
    for base in (call.base_url, fal.url):
        if base and url.startswith(f"{base}/"):
            path = url.removeprefix(base)
            return path if _is_plain(path) else ""
    return ""


def _places(fal: Service, job: Job) -> _Places:
    """What `submit` wrote into the id. Raises ProviderRejected (not_found) for any other."""
    try:
        said = json.loads(job.id)
    except (ValueError, RecursionError):
        said = None
    paths = [path for path in items(said) if isinstance(path, str) and _is_plain(path)]
    if len(paths) != len(_Places._fields):
        raise fal.rejected("not_found")
    return _Places(*paths)


def _is_plain(path: str) -> bool:
    """Whether a path leads nowhere but down."""
    is_path = _PLAIN.fullmatch(path) is not None and not set(path) & set("?#\\")
    return is_path and ".." not in unquote(path).split("/")


def _unused_id() -> str:
    digits = secrets.token_hex(16)
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
