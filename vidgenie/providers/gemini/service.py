"""What Gemini's pictures and speech have in common: one request, answered with the whole."""

from collections.abc import Mapping
from typing import Any

from vidgenie.domain.ports.provider import Call
from vidgenie.wire import google, read_json

SLUG = "gemini"
TITLE = "Google Gemini"
SERVICE = google.interactions(SLUG, TITLE)
_WAIT = 300.0  # s


async def validate(call: Call) -> None:
    """Ask for the list of models, which is free. Raises as `Provider.validate` says."""
    check_kind(call)
    await google.validate(SERVICE, call)


def check_kind(call: Call) -> None:
    """Raise key_refused for a key that opens clips elsewhere: it stays here."""
    if not google.is_api_key(call.key):
        raise SERVICE.rejected("key_refused")


async def made(
    call: Call, body: Mapping[str, Any], kind: str, *, max_bytes: int
) -> tuple[Mapping[str, Any], dict[str, Any]]:
    """The part of this kind in the answer to a paid request, and the answer.

    Raises ProviderRejected (moderated, failed...) when there is none, ProviderUnknown
    for an answer that is none.
    """
    check_kind(call)
    answer = await SERVICE.order(call, "/interactions", body=body, wait=_WAIT, max_bytes=max_bytes)
    said = read_json(answer)
    google.name_of(SERVICE, said)
    if not google.is_done(SERVICE, said):
        # Nobody asked for it to be made in the background.
        raise SERVICE.unanswered()
    part = google.part(said, kind)
    if part is None:
        raise google.filtered(SERVICE)
    return part, said
