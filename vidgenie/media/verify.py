"""The gate: no file counts as made before it has passed."""

from pathlib import Path

from vidgenie.domain.asset import MediaFacts
from vidgenie.errors import InvalidMedia, OutputRejected
from vidgenie.media.probe import probe

TOLERANCE = 0.1  # s


async def verify_image(path: Path, *, size: tuple[int, int] | None) -> MediaFacts:
    """The facts of a picture that was made.

    size: (width, height) it must have, in pixels; None for any.
    Raises OutputRejected: problem empty, unreadable, wrong_size.
    """
    facts = await _read(path)
    if facts.seconds is not None:
        raise _rejected("unreadable")
    _check_size(facts, size)
    return facts


async def verify_clip(
    path: Path, *, seconds: float, size: tuple[int, int], frames: int | None = None
) -> MediaFacts:
    """The facts of a clip that was made: H.264 and AAC, whole to its last frame.

    seconds: how long it must be, within 0.1 s.
    size: (width, height) it must have, in pixels. frames: how many it must have, if it
        was cut by us.
    Raises OutputRejected: problem empty, unreadable, no_video, no_audio,
    wrong_size, wrong_duration.
    """
    facts = await _read(path)
    if facts.video_codec != "h264":
        raise _rejected("no_video", found=facts.video_codec)
    if facts.audio_codec != "aac":
        raise _rejected("no_audio", found=facts.audio_codec)
    _check_size(facts, size)
    if facts.seconds is None or abs(facts.seconds - seconds) > TOLERANCE:
        raise _rejected("wrong_duration", found=facts.seconds, wanted=seconds)
    if frames is not None and facts.frames != frames:
        raise _rejected("wrong_duration", found=facts.frames, wanted=frames)
    return facts


async def verify_speech(path: Path) -> MediaFacts:
    """The facts of speech that was made: WAV, MP3 or M4A, with something in it.

    Raises OutputRejected: problem empty, unreadable, no_audio.
    """
    facts = await _read(path)
    if not facts.is_sound:
        raise _rejected("no_audio", found=facts.audio_codec)
    return facts


async def _read(path: Path) -> MediaFacts:
    try:
        return await probe(path)
    except InvalidMedia as error:
        problem = str(error.params["problem"])
        known = ("empty", "no_video", "no_audio")
        raise _rejected(problem if problem in known else "unreadable") from None


def _check_size(facts: MediaFacts, size: tuple[int, int] | None) -> None:
    if size is not None and (facts.width, facts.height) != size:
        raise _rejected(
            "wrong_size", found=f"{facts.width}x{facts.height}", wanted=f"{size[0]}x{size[1]}"
        )


def _rejected(problem: str, **params: object) -> OutputRejected:
    return OutputRejected("The file that was made is not complete.", problem=problem, **params)
