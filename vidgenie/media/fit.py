"""What a service made becomes what was asked for: its size, its length, its kind of file."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from vidgenie.domain.asset import MediaFacts
from vidgenie.domain.ports.provider import Progress
from vidgenie.errors import InvalidMedia, OutputRejected
from vidgenie.media import ff, magic
from vidgenie.media.part import replacing
from vidgenie.media.probe import probe
from vidgenie.media.verify import TOLERANCE

_PICTURE_TIMEOUT = 60  # s
_MOST_HELD = 1  # s
_KINDS = {
    "png": ("-c:v", "png", "-pix_fmt", "rgb24"),
    # As many colours as points, and the finest steps: it may become the first frame of a clip.
    "jpg": ("-c:v", "mjpeg", "-pix_fmt", "yuvj444p", "-q:v", "2"),
}
_X264 = (
    *("-c:v", "libx264", "-preset", "veryfast", "-crf", "18", "-pix_fmt", "yuv420p"),
    # With its own thread for looking ahead x264 does not always write the same bytes.
    *("-x264-params", "sync-lookahead=0"),
)
_AAC = ("-c:a", "aac", "-b:a", "160k", "-ar", "48000", "-ac", "2")
_MP4 = ("-map_metadata", "-1", "-movflags", "+faststart", "-f", "mp4")


async def fit_picture(data: bytes, target: Path, *, size: tuple[int, int], suffix: str) -> None:
    """Draw the picture anew, just large enough to cover `size` and cut to it at its middle.

    data: a PNG, JPEG or WEBP file. size: (width, height) in pixels. suffix: png or jpg;
    `target` may be called otherwise.
    Raises OutputRejected (problem unreadable) when it is no picture, StorageFull.
    """
    raw = target.with_name(f"{target.name}.raw")
    try:
        await asyncio.to_thread(raw.write_bytes, data)
        # ffmpeg would fill what is missing with grey.
        facts = await _probed(raw)
        if facts.seconds is not None:
            raise _unreadable()
        with replacing(target) as part:
            await ff.run(
                [
                    *ff.untrusted(raw, suffix=facts.suffix),
                    *("-frames:v", "1", "-vf", _covering(size), *_KINDS[suffix]),
                    *("-map_metadata", "-1", "-f", "image2", "-update", "1", f"file:{part}"),
                ],
                timeout=_PICTURE_TIMEOUT,
            )
    finally:
        raw.unlink(missing_ok=True)


async def fit_clip(  # noqa: PLR0913  # what a clip is
    source: Path,
    target: Path,
    *,
    size: tuple[int, int],
    seconds: int,
    is_silent: bool,
    progress: Progress | None = None,
) -> None:
    """Make the clip H.264 and AAC, cut to `size` at its middle and to `seconds`.

    What is right already is only packed anew. A second may be missing: the last frame is
    held. A clip without sound, and any that shall be silent, gets silence.
    Raises OutputRejected (problem unreadable, wrong_duration), StorageFull.
    """
    facts = await _probed(source)
    if facts.seconds is None or not facts.is_video:
        raise _unreadable()
    if facts.seconds < seconds - _MOST_HELD:
        # Sound would be made as long as asked for, and nobody would see the picture stop.
        raise OutputRejected(
            "The clip is too short.",
            problem="wrong_duration",
            found=facts.seconds,
            wanted=seconds,
        )
    with replacing(target) as part:
        made = (
            ("-map", "0:v:0", "-map", "0:a:0", "-c", "copy")
            if not is_silent and _is_right(facts, size, seconds)
            else _encoded(size, seconds, is_silent=is_silent or not facts.audio_codec)
        )
        await ff.run(
            [*ff.untrusted(source, suffix=magic.CLIP), *made, *_MP4, f"file:{part}"],
            timeout=120 + 20 * seconds,
            progress=progress,
            seconds=seconds,
        )


async def _probed(path: Path) -> MediaFacts:
    try:
        return await probe(path)
    except InvalidMedia:
        raise _unreadable() from None


def _is_right(facts: MediaFacts, size: tuple[int, int], seconds: int) -> bool:
    is_codec = (facts.video_codec, facts.audio_codec) == ("h264", "aac")
    is_long = facts.seconds is not None and abs(facts.seconds - seconds) <= TOLERANCE
    return is_codec and is_long and (facts.width, facts.height) == size


def _encoded(size: tuple[int, int], seconds: int, *, is_silent: bool) -> Sequence[str]:
    picture = f"[0:v:0]{_covering(size)},tpad=stop_mode=clone:stop_duration={_MOST_HELD}[v]"
    silence = "anullsrc=r=48000:cl=stereo[a]"
    sound = silence if is_silent else "[0:a:0]aresample=48000,apad[a]"
    return [
        *("-filter_complex", f"{picture};{sound}", "-map", "[v]", "-map", "[a]"),
        *("-t", str(seconds), *_X264, *_AAC),
    ]


def _covering(size: tuple[int, int]) -> str:
    """The filter that scales to cover and cuts what stands out."""
    width, height = size
    grown = f"scale={width}:{height}:force_original_aspect_ratio=increase:flags=lanczos"
    return f"{grown},crop={width}:{height},setsar=1"


def _unreadable() -> OutputRejected:
    return OutputRejected("The file that was made is not complete.", problem="unreadable")
