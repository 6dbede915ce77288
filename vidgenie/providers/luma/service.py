"""What Luma's pictures and clips have in common: the key, the generations, the ways to fail."""

import base64
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx

from vidgenie import net
from vidgenie.domain.ports.declared import KeyForm, Pace
from vidgenie.domain.ports.provider import Call, Job, JobStatus, Progress
from vidgenie.errors import InvalidInput, ProviderRejected, RateLimited
from vidgenie.media import magic
from vidgenie.wire import Service, at, read_json

SLUG = "luma"
TITLE = "Luma"
KEY_FORM = KeyForm(
    name="LUMA_API_KEY",
    example="luma-api-...",
    url="https://platform.lumalabs.ai",
    pattern=r"luma-api-[A-Za-z0-9_\-]{20,}",
    # What its own SDK reads.
    also=("LUMA_AGENTS_API_KEY",),
)
PACE = Pace(first=3.0, every=3.0, longest=5.0)
MOST_TEXT = 6000  # signs of a prompt
_MAX_IMAGE = 20_000_000  # bytes; Luma takes 50 MB, and base64 adds a third
_MIME = {"png": "image/png", "jpg": "image/jpeg"}
_WAIT = 60.0  # s
_TOO_MANY_JOBS = 30.0  # s until one of the jobs that keep us out may be done
_TOO_MANY_REQUESTS = 10.0  # s; the window is a minute, and it slides
_CREEP = 0.15  # of what is left, at each poll: Luma tells no progress
_ALMOST = 0.95
_BUSY = "rate_limited"
# How a generation fails -> our problem. The rest are faults of the request.
_FAILURES = {
    "content_moderated": "moderated",
    "budget_exhausted": "no_credit",
    "generation_failed": "failed",
    "output_not_found": "failed",
    _BUSY: "failed",
}
_REFUSALS = frozenset({"image_too_large", "unsupported_format", "corrupt_input", "invalid_request"})


def _problem(answer: httpx.Response) -> str:
    """A picture of ours that is too large is no answer of theirs that is."""
    return "refused" if answer.status_code == 413 and read_json(answer) else ""


def _pause(answer: httpx.Response) -> float:
    """Seconds to wait: there is a limit of requests in a minute, and one of jobs at a time."""
    asked = net.retry_after(answer)
    if asked is not None:
        return asked
    is_jobs = "concurrent" in str(at(read_json(answer), "detail")).lower()
    return _TOO_MANY_JOBS if is_jobs else _TOO_MANY_REQUESTS


SERVICE = Service(SLUG, TITLE, "https://agents.lumalabs.ai/v1", problem=_problem, pause=_pause)


async def validate(call: Call) -> None:
    """Ask for the list of files: there is no free question about credit."""
    said = await SERVICE.check_key(call, "/files")
    if not isinstance(said.get("data"), list):
        raise SERVICE.unavailable()


async def generate(call: Call, body: Mapping[str, Any]) -> Job:
    """Start a generation: the one paid request. Raises as `Service.order`."""
    said = read_json(await SERVICE.order(call, "/generations", body=body, wait=_WAIT))
    name = said.get("id")
    if not isinstance(name, str) or not name:
        raise SERVICE.unanswered()
    if said.get("state") == "failed" and said.get("failure_code") == _BUSY:
        # Not begun. One that ends so later has failed: asking again would change nothing.
        raise RateLimited(f"{TITLE} is busy.", provider=SLUG, retry_after=_TOO_MANY_REQUESTS)
    return _state(Job(id=name, status=JobStatus.RUNNING), said)


async def look(job: Job, call: Call) -> Job:
    """Where the generation stands, with a fresh address once it is done: each lives an hour."""
    path = f"/generations/{quote(job.id, safe='')}"
    said = read_json(await SERVICE.ask(call, path))
    if "state" not in said:
        raise SERVICE.unavailable()
    return _state(job, said)


async def fetch(job: Job, call: Call, target: Path, *, max_bytes: int, progress: Progress) -> None:
    """Write the result to `target`. Raises as `Service.fetch`."""
    if not job.url:
        raise SERVICE.rejected("expired")
    await SERVICE.fetch(call, job.url, target, max_bytes=max_bytes, progress=progress)


def nearest(size: tuple[int, int], ratios: Sequence[str]) -> str:
    """The shape of `ratios`, as "9:16", that is nearest to the size."""
    wanted = math.log(size[0] / size[1])
    return min(ratios, key=lambda ratio: abs(math.log(share(ratio)) - wanted))


def share(ratio: str) -> float:
    """Width by height of a shape as "9:16"."""
    width, height = ratio.split(":")
    return int(width) / int(height)


def picture(image: Path) -> dict[str, str]:
    """A picture of ours, inside the request. Blocking."""
    data = base64.b64encode(image.read_bytes()).decode()
    return {"data": data, "media_type": _MIME[magic.suffix_of(image)]}


def check_picture(image: Path) -> None:
    """Raise InvalidInput for a picture that does not go into a request."""
    if magic.suffix_of(image) not in _MIME:
        raise unsupported("image", allowed=list(_MIME))
    if image.stat().st_size > _MAX_IMAGE:
        raise InvalidInput(
            "This picture is too large.", field="image", problem="too_large", limit=_MAX_IMAGE
        )


def unsupported(field: str, **params: object) -> InvalidInput:
    """Luma does not do that."""
    return InvalidInput(
        f"Luma cannot do this {field}.", field=field, problem="unsupported", **params
    )


def _state(job: Job, said: dict[str, Any]) -> Job:
    """The job as the generation tells it. Raises ProviderRejected when it failed."""
    state = said.get("state")
    if state == "failed":
        raise _failure(str(said.get("failure_code")))
    if state == "completed":
        url = at(said, "output", 0, "url")
        if not isinstance(url, str):
            raise SERVICE.rejected("unusable_answer")
        return replace(job, status=JobStatus.SUCCEEDED, progress=1.0, url=url)
    if state == "processing":
        done = max(job.progress, job.progress + (_ALMOST - job.progress) * _CREEP)
        return replace(job, progress=done)
    return job


def _failure(code: str) -> ProviderRejected:
    """Why there will be no result."""
    if code in _REFUSALS:
        return SERVICE.rejected("refused", reason=code)
    return SERVICE.rejected(_FAILURES.get(code, "failed"))
