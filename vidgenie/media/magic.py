"""What a file is by its first bytes, its name is never believed, and what may decode it."""

from collections.abc import Mapping
from pathlib import Path

CLIP = "mp4"
# Suffix -> the only Pillow decoder that may read it.
PICTURES: Mapping[str, str] = {"png": "PNG", "jpg": "JPEG", "webp": "WEBP"}
# The same of sound.
SOUNDS: Mapping[str, str] = {"wav": "wav", "mp3": "mp3", "m4a": "mov"}
# Suffix -> the only ffmpeg demuxer that may read it.
DEMUXERS: Mapping[str, str] = {
    "png": "png_pipe",
    "jpg": "jpeg_pipe",
    "webp": "webp_pipe",
    "mp4": "mov",
    **SOUNDS,
}
MAX_PIXELS = 40_000_000  # of one picture or frame we decode
_OTHER_PICTURES = (b"GIF8", b"BM", b"II*\0", b"MM\0*", b"<svg", b"<?xml", b"\0\0\1\0", b"8BPS")
_SOUND_BRANDS = (b"M4A ", b"M4B ")
_STILL_BRANDS = (
    *(b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"),
)
_HEAD = 64


def suffix_of(path: Path) -> str:
    """png, jpg, webp, mp4, wav, mp3 or m4a; "" when it is none of them."""
    head = _head(path)
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp" and head[8:12] not in _STILL_BRANDS:
        return "m4a" if head[8:12] in _SOUND_BRANDS else CLIP
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "wav"
    return "mp3" if _is_mp3(head) else ""


def _is_mp3(head: bytes) -> bool:
    """A tag, or the head of a frame: its mark, layer III, a known bit rate and sample rate."""
    if head.startswith(b"ID3"):
        return True
    mark = int.from_bytes(head[:4])
    return (
        mark >> 21 == 0x7FF
        and mark >> 19 & 3 != 1
        and mark >> 17 & 3 == 1
        and mark >> 12 & 15 not in (0, 15)
        and mark >> 10 & 3 != 3
    )


def is_other_picture(path: Path) -> bool:
    """Whether it is a picture of a kind we do not take: GIF, SVG, TIFF, HEIC and the like."""
    head = _head(path)
    still = head[4:8] == b"ftyp" and head[8:12] in _STILL_BRANDS
    return still or head.lstrip().startswith(_OTHER_PICTURES)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEAD)
