"""A receipt in an MP4: a box `meta` behind everything else, written and found again.

The stored file is never changed: players skip what they do not know, and where its frames
are does not move. Source: ISO/IEC 14496-12, 8.11 (`meta` at file level); QuickTime File
Format, metadata (`mdta`, `keys`, `ilst`), which ffmpeg, exiftool and MediaInfo show.
"""

import struct
from collections.abc import Generator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from vidgenie.domain.receipt import LARGEST, unpacked

KEY = b"com.vidgenie.receipt"
SUFFIXES = frozenset({"mp4", "m4a"})
_MOST_BOXES = 1000
_ROOM = 4096  # bytes that a box has besides the receipt
_TEXT = 1  # UTF-8, among the types of data
# Where our own copy is, and where ffmpeg puts one that it is told to keep.
_PLACES = ((b"meta",), (b"moov", b"meta"), (b"moov", b"udta", b"meta"))


class _Box(NamedTuple):
    """kind: four letters. begin, end: of what is in it, in bytes from the start of the file."""

    kind: bytes
    begin: int
    end: int


def tail(text: bytes) -> bytes:
    """What is put behind an MP4 so that this receipt is in it; b"" when it is too long."""
    if len(text) > LARGEST:
        return b""
    handler = _full(b"hdlr", struct.pack(">I4s12xB", 0, b"mdta", 0))
    keys = _full(b"keys", struct.pack(">I", 1) + _box(b"mdta", KEY))
    data = _box(b"data", struct.pack(">II", _TEXT, 0) + text)
    return _full(b"meta", handler + keys + _box(b"ilst", _box(struct.pack(">I", 1), data)))


def read(path: Path) -> dict[str, Any] | None:
    """The receipt in a file, None when there is none; whatever the file is, this is quick."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        whole = _Box(b"", 0, size)
        found = (_in_meta(file, box) for place in _PLACES for box in _at(file, whole, place))
        return next((receipt for receipt in found if receipt is not None), None)


def _box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content


def _full(kind: bytes, content: bytes) -> bytes:
    """A box with a version and flags, both 0."""
    return _box(kind, bytes(4) + content)


def _at(file: BinaryIO, inside: _Box, place: tuple[bytes, ...]) -> Generator[_Box]:
    """The boxes of this path."""
    for box in _boxes(file, inside):
        if box.kind == place[0]:
            if len(place) == 1:
                yield box
            else:
                yield from _at(file, box, place[1:])


def _boxes(file: BinaryIO, inside: _Box) -> Generator[_Box]:
    """The boxes in another one; ends where something is not as it should be."""
    at = inside.begin
    for _ in range(_MOST_BOXES):
        if at + 8 > inside.end:
            return
        file.seek(at)
        head = file.read(16)
        size, kind, begin = int.from_bytes(head[:4]), head[4:8], at + 8
        if size == 1:
            size, begin = int.from_bytes(head[8:16]), at + 16
        end = inside.end if size == 0 else at + size
        if not begin <= end <= inside.end:
            return
        yield _Box(kind, begin, end)
        at = end


def _in_meta(file: BinaryIO, meta: _Box) -> dict[str, Any] | None:
    """The receipt in a box `meta`, which has a version in MP4 and none in QuickTime."""
    if not 8 < meta.end - meta.begin <= LARGEST + _ROOM:
        return None
    file.seek(meta.begin + 4)
    skip = 0 if file.read(4) == b"hdlr" else 4
    parts = {box.kind: box for box in _boxes(file, meta._replace(begin=meta.begin + skip))}
    keys, items = parts.get(b"keys"), parts.get(b"ilst")
    if keys is None or items is None:
        return None
    names = [_content(file, box) for box in _boxes(file, keys._replace(begin=keys.begin + 8))]
    if KEY not in names:
        return None
    wanted = struct.pack(">I", names.index(KEY) + 1)
    for data in _at(file, items, (wanted, b"data")):
        return unpacked(_content(file, data)[8:])
    return None


def _content(file: BinaryIO, box: _Box) -> bytes:
    file.seek(box.begin)
    return file.read(box.end - box.begin)
