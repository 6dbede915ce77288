"""What an uploaded clip or sound may be, and what it becomes."""

from vidgenie.errors import InvalidMedia

MAX_SECONDS = 600
MAX_SIDE = 4096  # pixels
MAX_RATE = 60  # frames a second
SLACK = 0.5  # s; "ten minutes" of a camera is rarely exact

LONG_SIDE = 1920  # pixels of what is kept

# The only decoders that may run, by what people call them.
VIDEO_CODECS = {
    "h264": "H.264",
    "hevc": "HEVC",
    "vp8": "VP8",
    "vp9": "VP9",
    "libdav1d": "AV1",
    "libaom-av1": "AV1",
    "av1": "AV1",
}
AUDIO_CODECS = {
    "aac": "AAC",
    "mp3float": "MP3",
    "mp3": "MP3",
    "opus": "Opus",
    "libopus": "Opus",
    "vorbis": "Vorbis",
    "libvorbis": "Vorbis",
    "flac": "FLAC",
    "alac": "ALAC",
    "ac3": "AC-3",
    "eac3": "E-AC-3",
    **{
        f"pcm_{form}": "PCM"
        for form in (
            *("u8", "s8", "s16le", "s16be", "s24le", "s24be", "s32le", "s32be"),
            *("f32le", "f32be", "f64le", "alaw", "mulaw"),
        )
    },
}
DECODERS = ",".join((*VIDEO_CODECS, *AUDIO_CODECS))


def unreadable() -> InvalidMedia:
    """It is damaged, or ends before its end."""
    return InvalidMedia("This file is damaged or not complete.", problem="unreadable")


def too_long() -> InvalidMedia:
    """It lasts longer than MAX_SECONDS."""
    return InvalidMedia(
        f"This is longer than {MAX_SECONDS // 60} minutes.",
        problem="too_long",
        limit=MAX_SECONDS,
        minutes=MAX_SECONDS // 60,
    )


def too_fast(found: float) -> InvalidMedia:
    """It has more than MAX_RATE frames a second."""
    return InvalidMedia(
        f"This clip has more than {MAX_RATE} frames a second.",
        problem="too_fast",
        limit=MAX_RATE,
        found=round(found),
    )


def too_wide(width: int, height: int) -> InvalidMedia:
    """A side is longer than MAX_SIDE."""
    return InvalidMedia(
        f"A side of this clip is longer than {MAX_SIDE} pixels.",
        problem="too_wide",
        limit=MAX_SIDE,
        found=f"{width}x{height}",
    )


def empty() -> InvalidMedia:
    """There are no bytes."""
    return InvalidMedia("This file is empty.", problem="empty")


def nothing_in_it() -> InvalidMedia:
    """Neither picture nor sound."""
    return InvalidMedia("There is neither picture nor sound in this file.", problem="no_video")


def unsupported() -> InvalidMedia:
    """It is of a kind we do not take."""
    return InvalidMedia(
        "Please use a JPEG, PNG or WEBP picture, an MP4, MOV, WEBM or MKV clip,"
        " or MP3, M4A, WAV, OGG or FLAC sound.",
        problem="unsupported",
    )


def unknown_codec(name: str, *, is_video: bool) -> InvalidMedia:
    """It is encoded in a way we do not read."""
    known = VIDEO_CODECS if is_video else AUDIO_CODECS
    return InvalidMedia(
        "This file is encoded in a way we cannot read.",
        problem="unknown_codec",
        found=name,
        allowed=list(dict.fromkeys(known.values())),
    )
