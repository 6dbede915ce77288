"""A service account: Veo 3.1 on Vertex, which Google now calls Gemini Enterprise Agent Platform.

An operation is started once, then asked for until it is done. Its answer holds the clip
itself, which is fetched again when it is delivered: a Job stays small.
Source: google-genai 3.4 (predictLongRunning, fetchPredictOperation).
"""

import asyncio
import base64
import email.utils
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import quote

import httpx

from vidgenie.domain.ports.declared import VideoModel
from vidgenie.domain.ports.provider import Call, Job, JobStatus, Progress
from vidgenie.errors import RateLimited
from vidgenie.providers.veo import account
from vidgenie.providers.veo.models import VERTEX
from vidgenie.providers.veo.route import SLUG, TITLE, Order, Route, mime
from vidgenie.wire import Service, at, decode, google, items, read_json

LOCATION = "us-central1"
_LOCATION = re.compile(r"global|[a-z]{2,20}(?:-[a-z]{3,20}\d{1,2})?")
_PROJECT = re.compile(r"[a-z0-9.:\-]{1,100}")
_NAME = re.compile(
    r"(projects/[\w.:\-]+/locations/[a-z0-9\-]+/publishers/google/models/[\w.\-]+)"
    r"/operations/[\w.\-]+"
)
_STORED = re.compile(r"gs://([a-z0-9][\w.\-]{1,220})/(.+)")
_STORAGE = "https://storage.googleapis.com"
_WAIT = 60.0  # s
_LONG = 120.0  # s, for an answer that holds a clip
_MAX_CLIP = 200_000_000  # bytes
_REFUSED, _BUSY = 3, 8  # google.rpc.Code: INVALID_ARGUMENT, RESOURCE_EXHAUSTED


def _problem(answer: httpx.Response) -> str:
    """As everywhere at Google; a prompt that it will not film is a 400 that says so."""
    told = google.problem(answer)
    if not told and answer.status_code == 401 and _is_clock_off(answer):
        return "clock"
    if told or answer.status_code != 400:
        return told
    return "moderated" if _is_about_rules(at(read_json(answer), "error", "message")) else ""


class VertexRoute(Route):
    """The region is where the operation runs; a Job's name tells it."""

    name: ClassVar[str] = "vertex"
    models: ClassVar[tuple[VideoModel, ...]] = VERTEX
    service: ClassVar[Service] = Service(SLUG, TITLE, "", problem=_problem, pause=google.pause)

    async def validate(self, call: Call) -> None:
        """Ask for the model's description, which is free."""
        # A wrong location says nothing of the key.
        region = _typed(call) if _LOCATION.fullmatch(_typed(call)) else LOCATION
        path = f"/publishers/google/models/{VERTEX[0].name}"
        said = await self._at(region).check_key(await self._signed(call), path)
        if not isinstance(said.get("name"), str):
            raise self.service.unavailable()

    async def submit(self, order: Order, call: Call) -> Job:
        """Start the operation."""
        region, place = _region(call), self._model(call, order.model.name)
        signed = await self._signed(call)
        body = await asyncio.to_thread(_body, order)
        path = f"/{place}:predictLongRunning"
        answer = await self._at(region).order(signed, path, body=body, wait=_WAIT)
        name = at(read_json(answer), "name")
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise self.service.unanswered()
        return Job(id=name, status=JobStatus.RUNNING)

    async def poll(self, job: Job, call: Call) -> Job:
        """Google tells no progress, so it is a guess that slows down."""
        said = await self._look(job, call)
        if not said.get("done"):
            return replace(job, progress=job.progress + (0.95 - job.progress) * 0.15)
        self._clip(said)
        return replace(job, status=JobStatus.SUCCEEDED, progress=1.0)

    async def fetch(self, job: Job, call: Call, target: Path, *, progress: Progress) -> None:
        """Out of the operation, or from the bucket that it names."""
        clip = self._clip(await self._look(job, call))
        data = await asyncio.to_thread(decode, clip.get("bytesBase64Encoded"))
        if data:
            await asyncio.to_thread(target.write_bytes, data)
            return
        stored = _STORED.fullmatch(str(clip.get("gcsUri")))
        if stored is None:
            raise self.service.rejected("unusable_answer")
        storage = replace(self.service, url=_STORAGE)
        bucket, name = (quote(text, safe="") for text in stored.groups())
        signed = await self._signed(call)
        url = f"{call.base_url or _STORAGE}/storage/v1/b/{bucket}/o/{name}?alt=media"
        await storage.fetch(signed, url, target, max_bytes=_MAX_CLIP, progress=progress)

    async def cancel(self, job: Job, call: Call) -> None:
        """Google has no call for that."""

    async def _look(self, job: Job, call: Call) -> dict[str, Any]:
        """The operation. An answer that is none may be one the next time."""
        found = _NAME.fullmatch(job.id)
        if found is None:
            raise self.service.rejected("not_found")
        answer = await self._at(job.id.split("/")[3]).ask(
            await self._signed(call),
            f"/{found[1]}:fetchPredictOperation",
            method="POST",
            body={"operationName": job.id},
            wait=_LONG,
            max_bytes=google.MAX_INLINE,
        )
        said = read_json(answer)
        if not isinstance(said.get("name"), str):
            raise self.service.unavailable()
        return said

    def _clip(self, said: Mapping[str, Any]) -> Mapping[str, Any]:
        """The clip of a done operation; ProviderRejected or RateLimited when there is none."""
        error = said.get("error")
        if error:
            raise self._error(at(error, "code"), at(error, "message"))
        answer = said.get("response")
        clip = at(answer, "videos", 0)
        if isinstance(clip, dict):
            return clip
        if at(answer, "raiMediaFilteredCount") or items(answer, "raiMediaFilteredReasons"):
            # The reasons quote the prompt.
            raise google.filtered(self.service)
        raise self.service.rejected("unusable_answer")

    def _error(self, code: object, message: object) -> Exception:
        if code == _BUSY:
            return RateLimited(f"{TITLE} is busy.", provider=SLUG, retry_after=None)
        if code == _REFUSED and _is_about_rules(message):
            return self.service.rejected("moderated", stage="input")
        return self.service.rejected("refused" if code == _REFUSED else "failed")

    def _at(self, region: str) -> Service:
        host = "aiplatform" if region == "global" else f"{region}-aiplatform"
        return replace(self.service, url=f"https://{host}.googleapis.com/v1")

    async def _signed(self, call: Call) -> Call:
        """The call with a token instead of the file; key_refused when it cannot sign one."""
        return replace(call, key=await asyncio.to_thread(_token, call.key))

    def _model(self, call: Call, model: str) -> str:
        """Where a model is in the account's project."""
        found = account.read(call.key)
        project = found.project if found else ""
        del found
        if not _PROJECT.fullmatch(project):
            raise self.service.rejected("key_refused")
        return f"projects/{project}/locations/{_region(call)}/publishers/google/models/{model}"


def _token(key: str) -> str:
    """A token by the account in this file; "" is none, which no service is asked with."""
    found = account.read(key)
    return found.token() if found else ""


def _typed(call: Call) -> str:
    return call.options.get("location", "").strip() or LOCATION


def _region(call: Call) -> str:
    """The location typed in. It becomes part of a host's name."""
    text = _typed(call)
    if not _LOCATION.fullmatch(text):
        raise VertexRoute.service.rejected("unsupported", field="location")
    return text


def _body(order: Order) -> dict[str, Any]:
    request = order.request
    instance: dict[str, Any] = {"prompt": order.text}
    if request.image is not None:
        data = base64.b64encode(request.image.read_bytes()).decode()
        instance["image"] = {"bytesBase64Encoded": data, "mimeType": mime(request.image)}
    parameters: dict[str, Any] = {
        "sampleCount": 1,
        "durationSeconds": order.seconds,
        "aspectRatio": "9:16",
        "resolution": order.resolution,
        "personGeneration": "allow_adult",
        "generateAudio": request.audio,
    }
    if request.seed:
        parameters["seed"] = request.seed
    return {"instances": [instance], "parameters": parameters}


def _is_clock_off(answer: httpx.Response) -> bool:
    """Whether our clock is so far from Google's that it cannot take what we sign."""
    try:
        theirs = email.utils.parsedate_to_datetime(answer.headers.get("date", ""))
    except ValueError:
        return False
    theirs = theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC)
    return abs((datetime.now(tz=UTC) - theirs).total_seconds()) > account.EARLY


def _is_about_rules(message: object) -> bool:
    """Whether Google says that its rules do not allow this; it has no code for it."""
    text = str(message).lower()
    return any(words in text for words in ("responsible ai", "usage guidelines", "safety"))
