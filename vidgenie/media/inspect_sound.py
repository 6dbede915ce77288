"""Opens sound nobody vouches for: WAV, MP3, M4A. Only `inspect_child` imports it."""

import struct
from pathlib import Path

import av
import av.error
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition

from vidgenie.domain.asset import MediaFacts
from vidgenie.errors import InvalidMedia
from vidgenie.media.magic import SOUNDS

MAX_SECONDS = 3600
_MISSING = 0.1  # s that may be missing of the length a header promises
# Who writes a WAV file without knowing its length yet says one of these, or more.
_ENDLESS = 0x7FFF0000
_UNKNOWN = 0


def sound_facts(path: Path, suffix: str) -> MediaFacts:
    """What the file is, once it has been decoded to its end.

    suffix: a key of SOUNDS. Raises InvalidMedia with `problem` unreadable (it is damaged,
    or ends too early), no_audio or too_long.
    """
    if suffix == "wav" and not is_whole_wav(path):
        raise _damaged()
    options = {"protocol_whitelist": "file", "format_whitelist": "mov,mp4,m4a,3gp,3g2,mj2,mp3,wav"}
    try:
        with av.open(str(path), format=SOUNDS[suffix], options=options) as container:
            return _facts(container, path, suffix)
    except (av.error.FFmpegError, ValueError):
        raise _damaged() from None


def _facts(container: InputContainer, path: Path, suffix: str) -> MediaFacts:
    # A cover is a stream of pictures too.
    if any(not stream.disposition & Disposition.attached_pic for stream in container.streams.video):
        raise InvalidMedia("This is not sound alone.", problem="unsupported")
    if not container.streams.audio:
        raise InvalidMedia("There is no sound in this file.", problem="no_audio")
    promised = (container.duration or 0) / av.time_base
    if promised > MAX_SECONDS:
        raise InvalidMedia("This sound is too long.", problem="too_long", limit=MAX_SECONDS)
    sound = container.streams.audio[0]
    seconds = _length(container, sound)
    if seconds < promised - _MISSING:
        raise _damaged()
    if seconds <= 0:
        raise InvalidMedia("There is no sound in this file.", problem="no_audio")
    return MediaFacts(
        suffix=suffix,
        width=0,
        height=0,
        bytes=path.stat().st_size,
        seconds=seconds,
        audio_codec=sound.codec_context.name,
    )


def _length(container: InputContainer, sound: AudioStream) -> float:
    """Seconds of all that decodes."""
    samples = 0
    for frame in container.decode(sound):
        samples += frame.samples
        if samples > MAX_SECONDS * sound.rate:
            raise InvalidMedia("This sound is too long.", problem="too_long", limit=MAX_SECONDS)
    return samples / sound.rate if sound.rate else 0.0


def is_whole_wav(path: Path) -> bool:
    """Whether all that the header promises is there; ffmpeg takes what it finds."""
    with path.open("rb") as file:
        head = file.read(8)
    if len(head) < 8:
        return False
    (promised,) = struct.unpack("<I", head[4:])
    return promised == _UNKNOWN or promised >= _ENDLESS or promised + 8 <= path.stat().st_size


def _damaged() -> InvalidMedia:
    return InvalidMedia("This sound is damaged.", problem="unreadable")
