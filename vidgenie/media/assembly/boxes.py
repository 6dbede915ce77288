"""How many frames an MP4 holds, read from its boxes without a decoder.

Source: ISO/IEC 14496-12, 4.2 (boxes) and 8.7.3 (sample sizes).
"""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_HEAD = struct.Struct(">I4s")
_LARGE = struct.Struct(">Q")
_LARGEST_INDEX = 64 * 1024**2  # bytes


def frames_of(path: Path) -> int:
    """The frames of the picture; 0 when it is no MP4, or not a whole one."""
    try:
        with path.open("rb") as file:
            index = _index(file, path.stat().st_size)
        return _video_samples(index)
    except (OSError, struct.error):
        return 0


def _index(file: BinaryIO, size: int) -> bytes:
    """The content of `moov`; b"" when there is none or a box is longer than the file."""
    at = 0
    found = b""
    while at < size:
        file.seek(at)
        length, kind = _HEAD.unpack(file.read(_HEAD.size))
        head = _HEAD.size
        if length == 1:
            (length,) = _LARGE.unpack(file.read(_LARGE.size))
            head += _LARGE.size
        if length < head or at + length > size:
            return b""
        if kind == b"moov" and length < _LARGEST_INDEX:
            found = file.read(length - head)
        at += length
    return found


def _video_samples(index: bytes) -> int:
    for kind, track in _boxes(index):
        if kind == b"trak" and b"vide" in (_inside(track, (b"mdia", b"hdlr")) or b"")[:16]:
            sizes = _inside(track, (b"mdia", b"minf", b"stbl", b"stsz"))
            return struct.unpack_from(">I", sizes, 8)[0] if sizes else 0
    return 0


def _inside(data: bytes, path: tuple[bytes, ...]) -> bytes | None:
    """The content of the box that these names lead to."""
    for kind, content in _boxes(data):
        if kind == path[0]:
            return _inside(content, path[1:]) if path[1:] else content
    return None


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + _HEAD.size <= len(data):
        length, kind = _HEAD.unpack_from(data, at)
        if length < _HEAD.size:
            return
        yield kind, data[at + _HEAD.size : at + length]
        at += length
