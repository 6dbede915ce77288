"""Dream Machine as a service: the key, the ways to say no, what a generation tells."""

from dataclasses import replace
from typing import Any

import httpx

from vidgenie.domain.ports.provider import Job, JobStatus
from vidgenie.errors import ProviderRejected
from vidgenie.wire import Service, at, read_json

_CREEP = 0.15  # of what is left, at each poll: Luma tells no progress
_ALMOST = 0.95
# Its reasons are sentences: "Frame moderation failed", "Contains blacklisted words".
_UNWANTED = ("moderat", "blacklist")


def _problem(answer: httpx.Response) -> str:
    """What a refusal is about, by its words: a wrong key may be a 403, no credit a 400."""
    if answer.status_code >= 500:
        return ""
    words = str(at(read_json(answer), "detail")).lower()
    if "api key" in words or "not authenticated" in words:
        return "key_refused"
    if "insufficient credit" in words or "not enough credit" in words:
        return "no_credit"
    return "moderated" if any(word in words for word in _UNWANTED) else ""


SERVICE = Service(
    "luma_legacy",
    "Luma Dream Machine (legacy)",
    "https://api.lumalabs.ai/dream-machine/v1",
    problem=_problem,
)


def state_of(job: Job, said: dict[str, Any]) -> Job:
    """The job as the generation tells it. Raises ProviderRejected when it failed."""
    state = said.get("state")
    if state == "failed":
        raise _failure(str(said.get("failure_reason")).lower())
    if state == "completed":
        url = at(said, "assets", "video")
        if not isinstance(url, str):
            raise SERVICE.rejected("unusable_answer")
        return replace(job, status=JobStatus.SUCCEEDED, progress=1.0, url=url)
    if state == "dreaming":
        done = job.progress + (_ALMOST - job.progress) * _CREEP
        return replace(job, progress=max(job.progress, done))
    return job


def _failure(reason: str) -> ProviderRejected:
    """Why there will be no clip."""
    if any(word in reason for word in _UNWANTED):
        return SERVICE.rejected("moderated", stage="input")
    if "failed to read user input" in reason:
        return SERVICE.rejected("refused")
    return SERVICE.rejected("failed")
