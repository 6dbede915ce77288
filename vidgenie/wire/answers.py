"""What is in an answer: JSON nobody vouches for, and files as text."""

import base64
import binascii
import json
from typing import Any, cast

import httpx

# A value takes fifty times the memory of its text; this is as many as 25 MB.
_MOST_VALUES = 500_000


def read_json(answer: httpx.Response) -> dict[str, Any]:
    """The JSON object that was answered, {} when it is anything else, or has too many values."""
    if sum(answer.content.count(sign) for sign in (b",", b"[", b"{")) > _MOST_VALUES:
        return {}
    try:
        said = json.loads(answer.content)
    except (ValueError, RecursionError):
        return {}
    return cast("dict[str, Any]", said) if isinstance(said, dict) else {}


def at(said: object, *path: str | int) -> Any:  # noqa: ANN401  # JSON
    """What is at the end of a path of keys and indexes, None when the path breaks off."""
    for step in path:
        if isinstance(step, str) and isinstance(said, dict):
            said = cast("dict[str, object]", said).get(step)
        elif isinstance(step, int) and isinstance(said, list):
            items = cast("list[object]", said)
            said = items[step] if step < len(items) else None
        else:
            return None
    return said


def items(said: object, *path: str | int) -> list[Any]:
    """The list at the end of such a path, [] when there is none."""
    found = at(said, *path)
    return cast("list[Any]", found) if isinstance(found, list) else []


def inline(data: bytes) -> str:
    """A file as an address that is the file itself (RFC 2397)."""
    return f"data:application/octet-stream;base64,{base64.b64encode(data).decode()}"


def inlined(url: str | None) -> bytes:
    """The file that such an address is, b"" when it is none."""
    return decode(url.partition(",")[2]) if url and url.startswith("data:") else b""


def decode(text: object) -> bytes:
    """The bytes behind base64, b"" when it is none."""
    if not isinstance(text, str):
        return b""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
