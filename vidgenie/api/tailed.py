"""A stored file and the receipt behind it, sent as one file of which a part can be asked for."""

import re
from collections.abc import AsyncIterator, Mapping
from typing import NamedTuple

import anyio
from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from vidgenie.services.assets import StoredFile

_CHUNK = 1 << 16  # bytes read at once
_PART = re.compile(r"bytes=\s*(?:(\d{1,17})-(\d{0,17})|-(\d{1,17}))\s*")


class _Part(NamedTuple):
    """Bytes `begin` to before `end`; there are none where `begin` is not before it."""

    begin: int
    end: int


def tailed(file: StoredFile, request: Request, headers: Mapping[str, str]) -> Response:
    """The answer to GET and HEAD, with Range and If-Range.

    Several parts at once, and what nobody can read, are answered with the whole file, as
    RFC 9110, 14.2 allows. headers: with the ETag.
    """
    size = file.path.stat().st_size + len(file.tail)
    wanted = request.headers.get("range", "")
    if request.headers.get("if-range", headers["etag"]) != headers["etag"]:
        wanted = ""
    asked = _asked(wanted, size)
    part = asked or _Part(0, size)
    if part.begin >= part.end:
        gone = {**headers, "content-range": f"bytes */{size}"}
        return Response(status_code=416, headers=gone)
    sent = {**headers, "accept-ranges": "bytes", "content-length": str(part.end - part.begin)}
    if asked:
        sent["content-range"] = f"bytes {part.begin}-{part.end - 1}/{size}"
    status = 206 if asked else 200
    if request.method == "HEAD":
        return Response(status_code=status, headers=sent, media_type=file.media_type)
    return StreamingResponse(
        _pieces(file, part, size), status_code=status, headers=sent, media_type=file.media_type
    )


def _asked(wanted: str, size: int) -> _Part | None:
    """The part that `Range` asks for, None when it asks for none that can be understood."""
    found = _PART.fullmatch(wanted)
    if found is None:
        return None
    first, last, suffix = found.groups()
    if suffix:
        return _Part(max(0, size - int(suffix)), size)
    begin, end = int(first), int(last) + 1 if last else max(size, int(first) + 1)
    return _Part(begin, min(end, size)) if begin < end else None


async def _pieces(file: StoredFile, part: _Part, size: int) -> AsyncIterator[bytes]:
    """The bytes of the part, across the seam."""
    seam = size - len(file.tail)
    left = min(part.end, seam) - part.begin
    if left > 0:
        async with await anyio.open_file(file.path, "rb") as stored:
            await stored.seek(part.begin)
            while left > 0 and (data := await stored.read(min(_CHUNK, left))):
                left -= len(data)
                yield data
    if part.end > seam:
        yield file.tail[max(0, part.begin - seam) : part.end - seam]
