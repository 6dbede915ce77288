"""How wide letters are and which ones a font has, read from the font file itself.

Only four tables are read, so that the web process measures text without a renderer.
Source: OpenType 1.9, tables cmap (formats 4 and 12), hmtx, hhea, OS/2, head.
"""

import struct
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from vidgenie.errors import RenderFailed

_UNICODE = {(3, 10): 2, (0, 4): 2, (3, 1): 1, (0, 3): 1}  # encodings of a cmap, the fuller the more


@dataclass(frozen=True)
class Metrics:
    """A font's measures, in parts of its em.

    ascent, descent: above and below the baseline; libass makes their sum the font size.
    capital: height of a capital letter.
    """

    ascent: float
    descent: float
    capital: float
    _starts: tuple[int, ...]
    _ends: tuple[int, ...]
    _glyphs: tuple[int, ...]
    _advances: tuple[float, ...]

    @property
    def height(self) -> float:
        """What libass calls the font size, of one em."""
        return self.ascent + self.descent

    def has(self, sign: str) -> bool:
        """Whether the font has a glyph for the character."""
        return self._glyph(sign) is not None

    def advance(self, sign: str) -> float:
        """How far the next letter is; half an em for what the font does not have."""
        glyph = self._glyph(sign)
        if glyph is None:
            return 0.5
        return self._advances[min(glyph, len(self._advances) - 1)]

    def _glyph(self, sign: str) -> int | None:
        code = ord(sign)
        place = bisect_right(self._starts, code) - 1
        if place < 0 or code > self._ends[place]:
            return None
        return self._glyphs[place] + code - self._starts[place]


@lru_cache(maxsize=64)
def metrics_of(path: Path) -> Metrics:
    """The measures of a TrueType or OpenType file. Raises RenderFailed when it is none."""
    try:
        with path.open("rb") as file:
            return _read(_tables(file))
    except (OSError, struct.error, KeyError, IndexError):
        raise RenderFailed(f"The font {path.name} cannot be read.", reason="font") from None


def _tables(file: BinaryIO) -> dict[str, bytes]:
    count = struct.unpack(">4xH6x", file.read(12))[0]
    places: dict[str, tuple[int, int]] = {}
    for _ in range(count):
        tag, start, length = struct.unpack(">4s4xII", file.read(16))
        places[tag.decode("latin-1")] = (start, length)
    found: dict[str, bytes] = {}
    for tag in ("head", "hhea", "hmtx", "OS/2", "cmap"):
        file.seek(places[tag][0])
        found[tag] = file.read(places[tag][1])
    return found


def _read(tables: Mapping[str, bytes]) -> Metrics:
    em = struct.unpack_from(">H", tables["head"], 18)[0]
    above, below = struct.unpack_from(">HH", tables["OS/2"], 74)
    capital = struct.unpack_from(">h", tables["OS/2"], 88)[0] if len(tables["OS/2"]) > 90 else 0
    count = struct.unpack_from(">H", tables["hhea"], 34)[0]
    advances = struct.unpack_from(">" + "H2x" * count, tables["hmtx"])
    ranges = sorted(_ranges(tables["cmap"]))
    return Metrics(
        ascent=above / em,
        descent=below / em,
        capital=(capital or 0.7 * em) / em,
        _starts=tuple(start for start, _, _ in ranges),
        _ends=tuple(end for _, end, _ in ranges),
        _glyphs=tuple(glyph for _, _, glyph in ranges),
        _advances=tuple(advance / em for advance in advances),
    )


def _ranges(table: bytes) -> list[tuple[int, int, int]]:
    """(first character, last character, glyph of the first) of the fullest cmap."""
    best, start = 0, 0
    for index in range(struct.unpack_from(">H", table, 2)[0]):
        platform, encoding, offset = struct.unpack_from(">HHI", table, 4 + 8 * index)
        if _UNICODE.get((platform, encoding), 0) > best:
            best, start = _UNICODE[platform, encoding], offset
    if struct.unpack_from(">H", table, start)[0] == 12:
        count = struct.unpack_from(">I", table, start + 12)[0]
        whole = struct.unpack_from(f">{3 * count}I", table, start + 16)
        return list(zip(whole[::3], whole[1::3], whole[2::3], strict=True))
    return _segments(table, start)


def _segments(table: bytes, start: int) -> list[tuple[int, int, int]]:
    """The same of a cmap of format 4, whose glyphs may stand in a list of their own."""
    count = struct.unpack_from(">H", table, start + 6)[0] // 2
    part = struct.Struct(f">{count}H")
    ends = part.unpack_from(table, start + 14)
    starts = part.unpack_from(table, start + 16 + 2 * count)
    deltas = part.unpack_from(table, start + 16 + 4 * count)
    place = start + 16 + 6 * count
    offsets = part.unpack_from(table, place)
    found: list[tuple[int, int, int]] = []
    for index in range(count):
        first, last = starts[index], min(ends[index], 0xFFFE)
        if not offsets[index]:
            low = (first + deltas[index]) & 0xFFFF
            found += [(first, last, low)] if first <= last else []
            continue
        for code in range(first, last + 1):
            at = place + 2 * index + offsets[index] + 2 * (code - first)
            glyph = struct.unpack_from(">H", table, at)[0]
            if glyph:
                found.append((code, code, (glyph + deltas[index]) & 0xFFFF))
    return found
