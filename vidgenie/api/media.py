"""Stored files, for whoever holds a signed link."""

import re
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import FileResponse
from pydantic import BaseModel
from starlette.types import Receive, Scope, Send

from vidgenie import bootstrap
from vidgenie.api.models import problems
from vidgenie.api.tailed import tailed

router = APIRouter(prefix="/media", tags=["assets"], responses=problems(404))

# A link is another one after an hour, a file never changes.
_HEADERS = {
    "cache-control": "private, max-age=86400, immutable",
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
}
_RANGES = re.compile(r"bytes=\s*(?:\d+-\d*|-\d+)(?:\s*,\s*(?:\d+-\d*|-\d+))*\s*")
_FROM_TO = re.compile(r"(\d+)-(\d+)")
_NUMBER = re.compile(r"\d+")
_MAX_DIGITS = 18


class Link(BaseModel):
    """What makes a link good.

    e: until when, seconds since 1970. s: our signature. d: 1 to be saved, not shown.
    r: the Run whose receipt is in the file.
    """

    e: str = ""
    s: str = ""
    d: str = ""
    r: str = ""


class MediaFile(FileResponse):
    """A file of which parts can be asked for; a Range nobody can read is none (RFC 9110, 14.2)."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        headers = [
            (name, value)
            for name, value in scope["headers"]
            if name != b"range" or _is_range(value.decode("latin-1"))
        ]
        await super().__call__({**scope, "headers": headers}, receive, send)


@router.head("/{name}", include_in_schema=False)
@router.get(
    "/{name}",
    response_class=FileResponse,
    responses={
        200: {
            "description": "The file",
            "content": {"image/*": {}, "video/mp4": {}, "audio/*": {}},
        },
        206: {"description": "The part of the file `Range` asked for"},
        304: {"description": "The client has it: `If-None-Match`"},
        416: {"description": "The file has no such part"},
    },
)
def media(
    name: str,
    request: Request,
    link: Annotated[Link, Query()],
    if_none_match: Annotated[str, Header()] = "",
) -> Response:
    """The file of a signed link."""
    until = int(link.e) if link.e.isdecimal() and not _is_long(link.e) else 0
    file = bootstrap.services().assets.open_signed(name, link.s, until, run=link.r)
    headers = {**_HEADERS, "etag": f'"{file.name}"'}
    if f'"{file.name}"' in if_none_match and request.method in ("GET", "HEAD"):
        return Response(status_code=304, headers=headers)
    shown_as = "attachment" if link.d == "1" else "inline"
    if file.tail:
        headers["content-disposition"] = f'{shown_as}; filename="{file.download_name}"'
        return tailed(file, request, headers)
    return MediaFile(
        file.path,
        media_type=file.media_type,
        filename=file.download_name,
        content_disposition_type=shown_as,
        headers=headers,
    )


def _is_range(text: str) -> bool:
    if _RANGES.fullmatch(text) is None or any(map(_is_long, _NUMBER.findall(text))):
        return False
    return all(int(first) <= int(last) for first, last in _FROM_TO.findall(text))


def _is_long(number: str) -> bool:
    return len(number) >= _MAX_DIGITS
