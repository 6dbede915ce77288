"""Canary keys, and a search for them in whatever was written, sent or kept, in nine encodings."""

import base64
import io
import mmap
import re
import secrets
import string
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import MetaData, create_engine

Source = Path | tuple[str, bytes]
"""A file, a folder with all that is in it, or (name, bytes)."""

_DEEPEST = 4  # archives in archives
_LARGEST = 200_000_000  # bytes of one unpacked part
_ALPHANUMERIC = string.ascii_letters + string.digits
_PACKED = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{40,}={0,2}")


def make_key(service: str) -> str:
    """A key that nobody has, in the shape of a service's own: openai, stability or google."""
    random = "".join(secrets.choice(_ALPHANUMERIC) for _ in range(64))
    return {
        "openai": f"sk-proj-{random[:48]}",
        "stability": f"sk-{random[:48]}",
        "google": f"AIza{random[:35]}",
    }[service]


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a key was found.

    where: name of the source, and of the part of it that was unpacked.
    key: which key, by the name it was searched under.
    offset: bytes from the beginning of that part.
    """

    where: str
    key: str
    encoding: str
    offset: int


def encodings(secret: str) -> dict[str, tuple[bytes, ...]]:
    """Name -> the bytes that give a secret away, in each of nine encodings.

    Of base64 that is what depends on the secret alone, wherever in a text it begins.
    """
    data = secret.encode()
    aligned = list(_base64(data))
    return {
        "plain": (data,),
        "reversed": (data[::-1],),
        "hex": (data.hex().encode(),),
        "upper hex": (data.hex().upper().encode(),),
        "base64": tuple(aligned),
        "urlsafe base64": tuple(part.translate(_URLSAFE) for part in aligned),
        "percent": ("".join(f"%{byte:02X}" for byte in data).encode(),
                    "".join(f"%{byte:02x}" for byte in data).encode()),
        # Twice, when one JSON text is quoted in another.
        "unicode escapes": tuple(
            "".join(f"{slash}u{ord(char):{case}}" for char in secret).encode()
            for slash in ("\\", "\\\\")
            for case in ("04x", "04X")
        ),
        "utf-16": (secret.encode("utf-16-le"), secret.encode("utf-16-be")),
    }  # fmt: skip


def search(sources: Iterable[Source], keys: Mapping[str, str]) -> list[Hit]:
    """Every place where a key, or half of one, stands; archives and packed bodies are opened.

    keys: name -> key.
    """
    needles = _Needles(keys)
    found: list[Hit] = []
    for source in sources:
        for where, data in _parts(source):
            found += _search(where, data, needles, depth=0)
    return sorted(set(found), key=lambda hit: (hit.where, hit.key, hit.encoding, hit.offset))


def dump(url: str) -> bytes:
    """Every value of every table, as text and as bytes: rows may lie across pages of a file."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1))
    lines: list[bytes] = []
    schemas = [None] if url.startswith("sqlite") else _schemas(engine)
    with engine.connect() as connection:
        for schema in schemas:
            tables = MetaData()
            tables.reflect(connection, schema=schema)
            for name, table in tables.tables.items():
                for row in connection.execute(table.select()):
                    values = [_bytes(value) for value in row]
                    lines.append(name.encode() + b": " + b" | ".join(values))
    engine.dispose()
    return b"\n".join(lines)


def _schemas(engine: object) -> list[str]:
    with engine.connect() as connection:  # pyright: ignore[reportAttributeAccessIssue]  # an Engine
        names = connection.exec_driver_sql(
            "SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_|^information_schema$'"
        )
        return [name for (name,) in names]


def _bytes(value: object) -> bytes:
    if isinstance(value, bytes | memoryview):
        return bytes(value)
    return (value if isinstance(value, str) else repr(value)).encode(errors="surrogatepass")


_URLSAFE = bytes.maketrans(b"+/", b"-_")
_STANDARD = bytes.maketrans(b"-_", b"+/")
_WINDOW = 8  # bytes that are looked at of each needle, from its middle on
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_BITS = 20
_CHUNK = 1 << 22  # bytes


class _Needles:
    """All that is looked for, at once: one pass over the data, however many keys there are."""

    def __init__(self, keys: Mapping[str, str]) -> None:
        found: dict[bytes, tuple[str, str]] = {}
        for name, key in keys.items():
            half = len(key) // 2
            for encoding, forms in encodings(key).items():
                for form in forms:
                    found.setdefault(form, (name, encoding))
            # A message that was cut off gives half a key away.
            found.setdefault(key[:half].encode(), (name, "first half"))
            found.setdefault(key[half:].encode(), (name, "second half"))
        self.by_window: dict[int, list[tuple[str, str, bytes, int]]] = {}
        for form, (name, encoding) in found.items():
            # Keys of one service begin alike; their middles differ.
            at = len(form) // 2 - _WINDOW // 2
            window = int.from_bytes(form[at : at + _WINDOW], "little")
            self.by_window.setdefault(window, []).append((name, encoding, form, at))
        self.windows = np.array(sorted(self.by_window), np.uint64)
        self.is_likely = np.zeros(1 << _BITS, np.bool_)
        self.is_likely[_hashed(self.windows)] = True

    def found(self, data: bytes | mmap.mmap) -> Iterator[tuple[str, str, int]]:
        """(key, encoding, offset) of each needle, where it stands first."""
        first: set[bytes] = set()
        for window, place in self._candidates(data):
            for name, encoding, form, at in self.by_window[window]:
                begin = place - at
                is_there = begin >= 0 and data[begin : begin + len(form)] == form
                if is_there and form not in first:
                    first.add(form)
                    yield name, encoding, begin

    def _candidates(self, data: bytes | mmap.mmap) -> Iterator[tuple[int, int]]:
        """(window, place) wherever the window of a needle stands, in order."""
        for begin in range(0, len(data) - _WINDOW + 1, _CHUNK):
            chunk = data[begin : begin + _CHUNK + _WINDOW - 1]
            # A number for each place, of the bytes from there on.
            places = np.ndarray(len(chunk) - _WINDOW + 1, "<u8", chunk, strides=(1,))
            likely = np.flatnonzero(self.is_likely[_hashed(places)])
            sure = likely[np.isin(places[likely], self.windows)]
            yield from zip(places[sure].tolist(), (begin + sure).tolist(), strict=True)


def _hashed(windows: NDArray[np.uint64]) -> NDArray[np.uint64]:
    return (windows * _SPREAD) >> np.uint64(64 - _BITS)


def _base64(data: bytes) -> Iterator[bytes]:
    for before in range(3):
        encoded = base64.b64encode(b"\0" * before + data).rstrip(b"=")
        begin = (8 * before + 5) // 6
        yield encoded[begin : len(encoded) - (1 if (len(data) + before) % 3 else 0)]


def _parts(source: Source) -> Iterator[tuple[str, bytes | mmap.mmap]]:
    if isinstance(source, tuple):
        yield source
        return
    paths = sorted(source.rglob("*")) if source.is_dir() else [source]
    for path in paths:
        # A name can give a key away too.
        yield f"{path} (its name)", str(path).encode()
        if path.is_file() and path.stat().st_size:
            with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as m:
                yield str(path), m


def _search(where: str, data: bytes | mmap.mmap, needles: _Needles, *, depth: int) -> Iterator[Hit]:
    for name, encoding, offset in needles.found(data):
        yield Hit(where, name, encoding, offset)
    if depth < _DEEPEST:
        for part, unpacked in _unpacked(data):
            yield from _search(f"{where} > {part}", unpacked, needles, depth=depth + 1)


def _unpacked(data: bytes | mmap.mmap) -> Iterator[tuple[str, bytes]]:
    """What is packed inside: zip, gzip, zlib and deflate, also where it begins further on."""
    yield from _members(data)
    for match in _PACKED.finditer(data):
        unpacked = _inflate(data[match.start() :], wbits=47)
        if unpacked:
            yield f"packed at {match.start()}", unpacked
    if raw := _inflate(data[:], wbits=-15):
        yield "deflated", raw
    for match in _BASE64.finditer(data):
        text = match[0].translate(_STANDARD).rstrip(b"=")
        # A run that was cut, or has one sign too many in front, is decoded as far as it goes.
        decoded = base64.b64decode(text[: len(text) - len(text) % 4])
        yield f"base64 at {match.start()}", decoded


def _members(data: bytes | mmap.mmap) -> Iterator[tuple[str, bytes]]:
    if data.find(b"PK\x05\x06") < 0:
        return
    try:
        archive = zipfile.ZipFile(io.BytesIO(data[:]))
    except zipfile.BadZipFile:
        return
    with archive:
        for member in archive.infolist():
            yield f"{member.filename} (its name)", member.filename.encode()
            yield member.filename, archive.read(member)


def _inflate(data: bytes, *, wbits: int) -> bytes:
    """As much as can be unpacked: a file may be cut off, or go on with something else."""
    unpacker = zlib.decompressobj(wbits)
    try:
        return unpacker.decompress(data, _LARGEST)
    except zlib.error:
        return b""
