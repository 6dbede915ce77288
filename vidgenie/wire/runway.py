"""Runway's API, as every Provider that makes clips there speaks it.

A task is created once, then asked for until it ends; its id is all that is kept. Every
function takes the Provider's own Service, so that errors are in its name.
Source: https://docs.dev.runwayml.com, runwayml 5.24.
"""

import asyncio
import base64
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import httpx

from vidgenie.domain.ports.declared import KeyForm, Pace
from vidgenie.domain.ports.provider import Call, Job, JobStatus, Progress
from vidgenie.errors import ProviderError
from vidgenie.wire.answers import at, items, read_json
from vidgenie.wire.service import File, Service

KEY_FORM = KeyForm(
    name="RUNWAYML_API_SECRET",
    example="key_...",
    url="https://dev.runwayml.com",
    # Other services' keys begin with key_ too; only the length is Runway's.
    pattern=r"key_[0-9A-Za-z]{128}",
    also=("RUNWAY_API_KEY",),
)
# It wants five seconds at least between two questions.
PACE = Pace(first=5.0, every=5.0, longest=15.0)
PROMPT_LIMIT = 1000
"""Of a prompt, in UTF-16 units: `length_of` counts them."""
MAX_UPLOAD = 200_000_000  # bytes
_MAX_INLINE = 5_242_880  # characters of a picture that is in the request itself
_MAX_CLIP = 500_000_000  # bytes
_WAIT = 120.0  # s; a picture may be on its way
_ID = re.compile(r"[0-9A-Za-z_-]{1,100}")
_ADDRESS = re.compile(r"https?://[!-~]{1,8000}")
_MICRO_USD = 10_000  # a credit is a cent
_MANY = 1_000_000_000  # credits that nobody was charged


def _problem(answer: httpx.Response) -> str:
    """What a refusal is about: no credit is a 400, told by its words alone."""
    if answer.status_code != 400:
        return ""
    said = read_json(answer)
    if "enough credits" in str(said.get("error", "")):
        return "no_credit"
    places = (items(issue, "path") for issue in items(said, "issues"))
    return "unknown_model" if ["model"] in places else ""


def service(slug: str, title: str) -> Service:
    """Runway, as the Provider of this slug calls it."""
    return Service(
        slug,
        title,
        "https://api.dev.runwayml.com",
        headers={"x-runway-version": "2024-11-06"},
        problem=_problem,
    )


def length_of(prompt: str) -> int:
    """The length of a prompt as Runway measures it, in UTF-16 units."""
    return len(prompt.encode("utf-16-le", "surrogatepass")) // 2


async def validate(runway: Service, call: Call) -> None:
    """Ask for the organization; one without credits is no_credit."""
    said = await runway.check_key(call, "/v1/organization")
    left = said.get("creditBalance")
    if isinstance(left, bool) or not isinstance(left, int | float):
        raise runway.unavailable()
    if left <= 0:
        raise runway.rejected("no_credit")


async def picture(runway: Service, call: Call, path: Path, *, mime: str) -> str:
    """An address of the picture for a request: the picture itself, or of an upload if it is large.

    Costs nothing. Raises ProviderUnavailable and ProviderRejected.
    """
    head = f"data:{mime};base64,"
    data = await asyncio.to_thread(path.read_bytes)
    if len(head) + (len(data) + 2) // 3 * 4 > _MAX_INLINE:
        return await _upload(runway, call, File(f"picture.{mime.partition('/')[2]}", data, mime))
    return head + await asyncio.to_thread(lambda: base64.b64encode(data).decode())


async def upload(runway: Service, call: Call, path: Path, *, name: str, mime: str) -> str:
    """Bring a file to Runway, where it stays for a day; its `runway://` address.

    name: with the ending that tells what it is. mime: its media type. Costs nothing.
    Raises ProviderUnavailable and ProviderRejected.
    """
    return await _upload(runway, call, File(name, await asyncio.to_thread(path.read_bytes), mime))


async def submit(runway: Service, call: Call, path: str, body: Mapping[str, Any]) -> Job:
    """Create a task. path: text_to_video, image_to_video or video_to_video."""
    answer = await runway.order(call, f"/v1/{path}", body=body, wait=_WAIT)
    name = read_json(answer).get("id")
    if not isinstance(name, str) or not _ID.fullmatch(name):
        raise runway.unanswered()
    return Job(id=name, status=JobStatus.RUNNING)


async def poll(runway: Service, job: Job, call: Call) -> Job:
    """Where the task stands; done, it has a new address of the clip and what was charged.

    Raises ProviderRejected when it ended otherwise: problem moderated (stage input or
    output), failed, refused, unusable_answer; with `cost_micro_usd` when it was charged
    all the same.
    """
    said = read_json(await runway.ask(call, _path(job)))
    charged = _charged(said)
    match said.get("status"):
        case "PENDING" | "THROTTLED":
            return job
        case "RUNNING":
            return replace(job, progress=max(job.progress, _share(said.get("progress"))))
        case "SUCCEEDED":
            url = at(said, "output", 0)
            if not isinstance(url, str) or not _ADDRESS.fullmatch(url):
                raise runway.rejected("unusable_answer", **_cost(charged))
            return replace(
                job, status=JobStatus.SUCCEEDED, progress=1.0, url=url, cost_micro_usd=charged
            )
        case "FAILED":
            code = str(said.get("failureCode") or "")
            raise runway.rejected(**_reason(code), **_cost(charged))
        case "CANCELLED":
            raise runway.rejected("failed", **_cost(charged))
        case _:
            # An answer that is none may be one the next time.
            raise runway.unavailable()


async def fetch_clip(
    runway: Service, job: Job, call: Call, target: Path, *, progress: Progress
) -> None:
    """Write the clip to `target`, as Runway made it. Its address is good for a day or two."""
    if not job.url:
        raise runway.rejected("unusable_answer")
    await runway.fetch(call, job.url, target, max_bytes=_MAX_CLIP, progress=progress)


async def cancel(runway: Service, job: Job, call: Call) -> None:
    """Drop the task; it costs nothing if it was not running yet. Never fails."""
    with suppress(ProviderError):
        await runway.ask(call, _path(job), method="DELETE")


async def _upload(runway: Service, call: Call, file: File) -> str:
    body = {"filename": file.name, "type": "ephemeral"}
    said = read_json(await runway.ask(call, "/v1/uploads", method="POST", body=body))
    url, uri, fields = said.get("uploadUrl"), said.get("runwayUri"), said.get("fields")
    if not isinstance(url, str) or not isinstance(fields, dict):
        raise runway.unavailable()
    if not isinstance(uri, str) or not uri.startswith("runway://"):
        raise runway.unavailable()
    form = {str(name): str(text) for name, text in cast("dict[str, object]", fields).items()}
    await runway.upload(call, url, file, form=form)
    return uri


def _path(job: Job) -> str:
    return f"/v1/tasks/{quote(job.id, safe='', errors='replace')}"


def _share(said: object) -> float:
    """Progress of a running task; only a task that has succeeded is at 1."""
    if isinstance(said, bool) or not isinstance(said, int | float):
        return 0.0
    return float(min(0.99, max(0.0, said)))


def _charged(said: Mapping[str, Any]) -> int | None:
    """What a task that has ended cost, in micro-USD; an estimate is none."""
    credit = at(said, "cost", "credits")
    if isinstance(credit, bool) or not isinstance(credit, int | float):
        return None
    return round(credit * _MICRO_USD) if 0 <= credit < _MANY else None


def _cost(charged: int | None) -> dict[str, Any]:
    return {"cost_micro_usd": charged} if charged else {}


def _reason(code: str) -> dict[str, Any]:
    """Why a task failed, by its code, as SAFETY.INPUT.TEXT."""
    parts = code.split(".")
    if "SAFETY" in parts:
        return {"problem": "moderated", "stage": "output" if "OUTPUT" in parts else "input"}
    return {"problem": "refused" if parts[0] == "ASSET" else "failed"}
