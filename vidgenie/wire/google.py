"""Google's Interactions API: one key and one way of answering for clips, pictures and speech."""

import re
from collections.abc import Mapping
from typing import Any

import httpx

from vidgenie.domain.ports.declared import KeyForm
from vidgenie.domain.ports.provider import Call
from vidgenie.errors import ProviderRejected
from vidgenie.wire.answers import at, items, read_json
from vidgenie.wire.service import Service

HOLDER = "veo"
URL = "https://generativelanguage.googleapis.com/v1"
MAX_INLINE = 96_000_000  # bytes of an answer that holds a clip
_API_KEY = r"AIza[0-9A-Za-z_\-]{35}|AQ\.[0-9A-Za-z_\-]{30,}"
# A service account's file, as the vault keeps it: base64 of a JSON object.
_JSON_KEY = r"eyJ[A-Za-z0-9+/]{400,}={0,2}"
KEY_FORM = KeyForm(
    name="GEMINI_API_KEY",
    example="AIza...",
    url="https://aistudio.google.com/apikey",
    pattern=f"{_API_KEY}|{_JSON_KEY}",
    holder=HOLDER,
    title="Google (Gemini, Veo)",
    also=("GOOGLE_API_KEY", "VO3_KEY"),
    accepts=("runway", "fal"),
    is_json=True,
)
_WORKING = frozenset({"queued", "in_progress"})


def problem(answer: httpx.Response) -> str:
    """What a refusal is about: a wrong key is a 400, no bill to write it on a 403."""
    reasons = {str(found.get("reason")) for found in _details(answer)}
    if reasons & {"API_KEY_INVALID", "API_KEY_EXPIRED"}:
        return "key_refused"
    if reasons & {"BILLING_DISABLED", "BILLING_NOT_ACTIVE"}:
        return "no_credit"
    return ""


def pause(answer: httpx.Response) -> float | None:
    """The wait that Google writes into the body, as "17s"; in seconds."""
    for found in _details(answer):
        text = str(found.get("retryDelay", "")).removesuffix("s")
        if text.replace(".", "", 1).isdigit():
            return float(text)
    return None


def interactions(slug: str, title: str) -> Service:
    """The Interactions API for the Providers of `slug`."""
    return Service(
        slug, title, URL, header="x-goog-api-key", scheme="", problem=problem, pause=pause
    )


def is_api_key(key: str) -> bool:
    """Whether this is what the Interactions API takes as a key."""
    return re.fullmatch(_API_KEY, key) is not None


async def validate(service: Service, call: Call) -> None:
    """Ask for one model of the list, which is free. Raises as `Provider.validate` says."""
    said = await service.check_key(call, "/models?pageSize=1")
    if not isinstance(said.get("models"), list):
        raise service.unavailable()


def name_of(service: Service, said: object) -> str:
    """The id of an interaction that was just asked for; ProviderUnknown without one."""
    name = at(said, "id")
    if not isinstance(name, str) or not name:
        raise service.unanswered()
    return name


def is_done(service: Service, said: object) -> bool:
    """Whether the interaction is completed, False while it works.

    Raises ProviderRejected (no_credit, failed) when there will be nothing.
    """
    status = at(said, "status")
    # What is no status may be one the next time.
    if not isinstance(status, str) or status in _WORKING:
        return False
    if status == "budget_exceeded":
        raise service.rejected("no_credit")
    if status != "completed":
        raise service.rejected("failed")
    return True


def part(said: object, kind: str) -> Mapping[str, Any] | None:
    """The last part of this kind that the model made, as Google's own library picks it.

    kind: video, image or audio. None when there is none.
    """
    made = [
        found
        for step in items(said, "steps")
        if at(step, "type") == "model_output"
        for found in items(step, "content")
        if at(found, "type") == kind
    ]
    return made[-1] if made else None


def filtered(service: Service) -> ProviderRejected:
    """Done, and nothing to show: filtered, or not allowed where the caller is."""
    return service.rejected("moderated", stage="output")


def tokens(said: object, kind: str) -> int:
    """How many tokens of what the model made are of this kind; 0 when it does not say."""
    counted = items(said, "usage", "output_tokens_by_modality")
    found = next((row for row in counted if str(at(row, "modality")).lower() == kind), None)
    count = at(found, "tokens")
    return count if isinstance(count, int) and not isinstance(count, bool) else 0


def input_tokens(said: object) -> int:
    """How many tokens were sent; 0 when it does not say."""
    count = at(said, "usage", "total_input_tokens")
    return count if isinstance(count, int) and not isinstance(count, bool) else 0


def _details(answer: httpx.Response) -> list[Mapping[str, Any]]:
    details = items(read_json(answer), "error", "details")
    return [found for found in details if isinstance(found, dict)]
