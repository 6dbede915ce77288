"""A zip made while it is sent: nothing of it is ever whole in memory or on the disk."""

import io
import zipfile
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

_CHUNK = 1 << 18  # bytes read at once
_ZIP64 = 1 << 31  # bytes from which a member is written in the large format


@dataclass(frozen=True, slots=True)
class Member:
    """A file of the zip. content: its bytes, or where they lie; tail: bytes that follow them."""

    name: str
    content: bytes | Path
    changed_at: datetime
    tail: bytes = b""


class _Sink(io.RawIOBase):
    """Takes what zipfile writes until it is fetched; not seekable, so sizes follow the data."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object, /) -> int:
        self._parts.append(bytes(data))  # pyright: ignore[reportArgumentType]  # any buffer
        return len(self._parts[-1])

    def fetch(self) -> bytes:
        """What was written since the last time."""
        parts, self._parts = self._parts, []
        return b"".join(parts)


def zipped(members: Sequence[Member]) -> Generator[bytes]:
    """The zip in pieces; texts are compressed, files are not: they are already.

    Raises OSError for a file that is gone: check that it is there before.
    """
    sink = _Sink()
    with zipfile.ZipFile(sink, "w") as archive:
        for member in members:
            yield from _member(archive, sink, member)
    yield sink.fetch()


def _member(archive: zipfile.ZipFile, sink: _Sink, member: Member) -> Generator[bytes]:
    info = zipfile.ZipInfo(member.name, member.changed_at.timetuple()[:6])
    info.external_attr = 0o644 << 16
    content = member.content
    if isinstance(content, Path):
        info.compress_type = zipfile.ZIP_STORED
        size, source = content.stat().st_size, content.open("rb")
    else:
        info.compress_type = zipfile.ZIP_DEFLATED
        size, source = len(content), io.BytesIO(content)
    is_large = size + len(member.tail) >= _ZIP64
    with source, archive.open(info, "w", force_zip64=is_large) as target:
        while data := source.read(_CHUNK):
            target.write(data)
            yield sink.fetch()
        target.write(member.tail)
