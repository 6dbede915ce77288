"""Which clips and sounds we take, known by their first bytes."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from vidgenie.media import magic
from vidgenie.media.uploads import rules

_HEAD = 64
_BOXES = (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")  # of films older than ftyp


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file.

    demuxer: the only one of ffmpeg that may read it.
    is_exact: the length its header promises is the length it has, when it is whole.
    """

    demuxer: str
    is_exact: bool = True


FORMATS: Mapping[str, Format] = {
    "mov": Format("mov"),
    "matroska": Format("matroska"),
    "wav": Format("wav"),
    "flac": Format("flac"),
    "mp3": Format("mp3", is_exact=False),
    "aac": Format("aac", is_exact=False),
    "ogg": Format("ogg", is_exact=False),
}


def format_of(path: Path) -> str:
    """A key of FORMATS; "" when it is neither a clip nor a sound of ours.

    Raises InvalidMedia (problem: empty).
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if not head:
            raise rules.empty()
        if head.startswith(b"ID3") and len(head) >= 10:
            # FLAC and AAC may wear the tag of MP3.
            file.seek(10 + _tag_bytes(head))
            return _bare(file.read(_HEAD)) or "mp3"
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "matroska"
    known = {"mp4": "mov", "m4a": "mov", "wav": "wav", "mp3": "mp3"}.get(magic.suffix_of(path))
    if known:
        return known
    return "mov" if head[4:8] in _BOXES else _bare(head)


def _bare(head: bytes) -> str:
    if head.startswith(b"fLaC"):
        return "flac"
    if head.startswith(b"OggS"):
        return "ogg"
    return "aac" if _is_adts(head) else ""


def _is_adts(head: bytes) -> bool:
    """The head of an AAC frame: its mark, layer 0, a known sample rate, a possible length."""
    if len(head) < 7:
        return False
    mark = int.from_bytes(head[:2])
    length = int.from_bytes(head[3:6]) >> 5 & 0x1FFF
    return mark & 0xFFF6 == 0xFFF0 and head[2] >> 2 & 15 < 13 and length > 7


def _tag_bytes(head: bytes) -> int:
    """Size of an ID3 tag without its head: four times seven bits."""
    size = 0
    for byte in head[6:10]:
        size = size << 7 | byte & 0x7F
    return size
