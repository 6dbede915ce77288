"""Clips brought to Luma before they are changed there. Costs nothing."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

from vidgenie.domain.ports.provider import Call
from vidgenie.providers.luma.service import SERVICE
from vidgenie.wire import File, at, read_json

_NAME, _MIME = "clip.mp4", "video/mp4"
_KEPT = timedelta(days=1)  # then Luma may delete it
_LOOKED_OVER = 120.0  # s that Luma may take to look a clip over
_PAUSE = 1.0  # s between two questions


async def bring(clip: Path, call: Call) -> str:
    """The id by which Luma knows the clip, once it may be used.

    Raises ProviderUnavailable, and ProviderRejected: moderated, or refused when Luma
    cannot read it.
    """
    data = await asyncio.to_thread(clip.read_bytes)
    said = await _ask(
        call,
        "/files",
        method="POST",
        body={
            "mime_type": _MIME,
            "size_bytes": len(data),
            "filename": _NAME,
            "purpose": "input",
            "expires_at": (datetime.now(tz=UTC) + _KEPT).isoformat(timespec="seconds"),
        },
    )
    name, url = said.get("id"), at(said, "upload", "url")
    if not isinstance(name, str) or not isinstance(url, str):
        raise SERVICE.unavailable()
    await SERVICE.upload(call, url, File(_NAME, data, _MIME), headers=_headers(said))
    path = f"/files/{quote(name, safe='')}"
    said = await _ask(call, f"{path}/complete", method="POST")
    try:
        async with asyncio.timeout(_LOOKED_OVER):
            while said.get("state") == "pending":
                await asyncio.sleep(_PAUSE)
                said = await _ask(call, path)
    except TimeoutError:
        raise SERVICE.unavailable() from None
    if said.get("state") != "ready":
        is_moderated = "moderat" in str(said.get("failure_reason")).lower()
        if is_moderated:
            raise SERVICE.rejected("moderated", stage="input")
        raise SERVICE.rejected("refused")
    return name


async def _ask(
    call: Call, path: str, *, method: str = "GET", body: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """What Luma answers about a file; an answer that is none may be one the next time."""
    said = read_json(await SERVICE.ask(call, path, method=method, body=body))
    if not isinstance(said.get("state"), str):
        raise SERVICE.unavailable()
    return said


def _headers(said: dict[str, Any]) -> dict[str, str]:
    """What the place where the clip goes wants to read with it."""
    found = at(said, "upload", "headers")
    if not isinstance(found, dict):
        return {}
    named = cast("dict[str, object]", found).items()
    return {name.lower(): text for name, text in named if isinstance(text, str)}
