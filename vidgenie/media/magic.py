"""What a file is by its first bytes, its name is never believed, and what may decode it."""

from collections.abc import Mapping
from pathlib import Path

CLIP = "mp4"
# Suffix -> the only Pillow decoder that may read it.
PICTURES: Mapping[str, str] = {"png": "PNG", "jpg": "JPEG", "webp": "WEBP"}
# Suffix -> the only ffmpeg demuxer that may read it.
DEMUXERS: Mapping[str, str] = {
    "png": "png_pipe",
    "jpg": "jpeg_pipe",
    "webp": "webp_pipe",
    "mp4": "mov",
}
MAX_PIXELS = 40_000_000  # of one picture or frame we decode
_OTHER_PICTURES = (b"GIF8", b"BM", b"II*\0", b"MM\0*", b"<svg", b"<?xml", b"\0\0\1\0", b"8BPS")
_STILL_BRANDS = (b"heic", b"heix", b"mif1", b"avif", b"avis")
_HEAD = 64


def suffix_of(path: Path) -> str:
    """png, jpg, webp or mp4; "" when it is none of them."""
    head = _head(path)
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp" and head[8:12] not in _STILL_BRANDS:
        return CLIP
    return ""


def is_other_picture(path: Path) -> bool:
    """Whether it is a picture of a kind we do not take: GIF, SVG, TIFF, HEIC and the like."""
    head = _head(path)
    still = head[4:8] == b"ftyp" and head[8:12] in _STILL_BRANDS
    return still or head.lstrip().startswith(_OTHER_PICTURES)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEAD)
