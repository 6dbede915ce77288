"""What reads a clip or a picture, found by its first bytes: its name is never believed."""

from pathlib import Path

from vidgenie.media import magic

_MATROSKA = b"\x1a\x45\xdf\xa3"
# The first box of a QuickTime file that is older than `ftyp`.
_QUICKTIME = (b"moov", b"mdat", b"wide", b"free", b"skip")
_WHITELIST = "mov,mp4,m4a,matroska,webm"


def demuxer_of(path: Path) -> str:
    """The name of its demuxer, mov or matroska; "" when it is no clip we read."""
    with path.open("rb") as file:
        head = file.read(16)
    if head.startswith(_MATROSKA):
        return "matroska"
    if head[4:8] in _QUICKTIME or magic.suffix_of(path) == magic.CLIP:
        return "mov"
    return ""


def reading(path: Path, demuxer: str) -> list[str]:
    """The arguments that read a clip we did not make, `-i` included; see `ff.untrusted`."""
    return [
        *("-protocol_whitelist", "file", "-format_whitelist", _WHITELIST),
        *("-max_pixels", str(magic.MAX_PIXELS), "-f", demuxer, "-i", f"file:{path}"),
    ]
