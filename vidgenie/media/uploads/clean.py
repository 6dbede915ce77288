"""Uploaded clips and sounds: never kept as they came, always encoded anew."""

from collections.abc import Sequence
from pathlib import Path

from vidgenie.domain.asset import MediaFacts
from vidgenie.errors import InvalidMedia, RenderFailed
from vidgenie.media import ff
from vidgenie.media.part import replacing
from vidgenie.media.probe import probe, was_killed
from vidgenie.media.uploads import rules
from vidgenie.media.uploads.formats import FORMATS
from vidgenie.media.uploads.look import Look

VERSION = 1
"""Raised when the same upload would become another file."""

_DAMAGED = "0.1"  # part of the frames that may be broken
_MISSING = (0.5, 0.03)  # s, and part of the length, that may be missing of what was seen
_X264 = (
    *("-c:v", "libx264", "-preset", "veryfast", "-crf", "18", "-pix_fmt", "yuv420p", "-g", "60"),
    # Ten minutes stay under the largest file a child may write.
    *("-maxrate", "12M", "-bufsize", "24M"),
    # A look-ahead in a thread of its own now and then makes another file of the same frames.
    *("-x264-params", "sync-lookahead=0", "-a53cc", "0", "-udu_sei", "0"),
    *("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"),
    *("-color_range", "tv", "-flags:v", "+bitexact"),
)
_AAC = ("-c:a", "aac", "-b:a", "192k", "-ar", "48000", "-ac", "2", "-flags:a", "+bitexact")
# Names, places, dates, chapters and the name of the encoder stay behind.
_BARE = (
    *("-sn", "-dn", "-map_metadata", "-1", "-map_metadata:s", "-1", "-map_chapters", "-1"),
    *("-fflags", "+bitexact", "-movflags", "+faststart"),
)


async def clean_clip(source: Path, target: Path, *, look: Look) -> MediaFacts:
    """Encode an uploaded clip anew into `target`: MP4, H.264, AAC where it has sound.

    Upright, constant frame rate, BT.709, its long side 1920 pixels at most; nothing but
    one picture and one sound is left of it.
    look: what `look` found in it.
    Raises InvalidMedia (unreadable), StorageFull, and RenderFailed when it took too long or
    was ended from outside.
    """
    audio = (
        ("-map", f"0:{look.audio}", "-af", f"{_sound(look)},apad", *_AAC)
        if look.audio is not None
        else ("-an",)
    )
    args = [
        *_input(source, look),
        *("-map", f"0:{look.video}", "-vf", ",".join(_picture(look)), *_X264, *audio, *_BARE),
        *("-t", f"{look.seconds:.6f}", "-f", "mp4"),
    ]
    return await _encoded(args, target, look=look, timeout=120 + 4 * look.seconds)


async def clean_sound(source: Path, target: Path, *, look: Look) -> MediaFacts:
    """Encode uploaded sound anew into `target`: M4A, AAC, 48 kHz, stereo. Raises as `clean_clip`.

    What is longer than we take, although nothing in the file says so, is refused as well.
    """
    args = [
        *_input(source, look),
        *("-map", f"0:{look.audio}", "-vn", "-af", _sound(look), *_AAC, *_BARE),
        *("-t", f"{rules.MAX_SECONDS + 2 * rules.SLACK}", "-f", "ipod"),
    ]
    return await _encoded(args, target, look=look, timeout=120 + look.seconds)


def fitted(width: int, height: int) -> tuple[int, int]:
    """(width, height) a clip is kept with: even, not enlarged, LONG_SIDE at most."""
    scale = min(1.0, rules.LONG_SIDE / max(width, height))
    return _even(width * scale), _even(height * scale)


def _even(side: float) -> int:
    return max(2, int(side / 2 + 1e-6) * 2)


def _input(source: Path, look: Look) -> list[str]:
    demuxer = FORMATS[look.format].demuxer
    no_others = ("-enable_drefs", "0", "-use_absolute_path", "0") if demuxer == "mov" else ()
    return [
        *("-max_error_rate", _DAMAGED),
        *("-protocol_whitelist", "file", "-format_whitelist", demuxer, *no_others),
        *("-codec_whitelist", rules.DECODERS, "-max_streams", "100"),
        *("-max_pixels", str(rules.MAX_SIDE**2), "-err_detect:v", "explode", "-threads", "2"),
        *("-f", demuxer, "-i", f"file:{source}"),
    ]


def _sound(look: Look) -> str:
    """The filter of the sound: gaps become silence, so that it stays with the picture."""
    # Left to itself ffmpeg makes one channel quieter when it becomes two.
    twice = "pan=stereo|c0=c0|c1=c0," if look.is_mono else ""
    return f"{twice}aresample=48000:async=1:first_pts=0"


def _picture(look: Look) -> Sequence[str]:
    width, height = fitted(look.width, look.height)
    if look.is_hdr:
        scaled = (
            f"zscale=w={width}:h={height}:f=bicubic:t=linear:npl=203",
            "format=gbrpf32le",
            "zscale=p=bt709",
            "tonemap=tonemap=hable:desat=0",
            "zscale=t=bt709:m=bt709:r=tv",
        )
    else:
        said = f"in_color_matrix={look.matrix}:" if look.matrix else ""
        scaled = (
            f"scale={width}:{height}:flags=bicubic:{said}out_color_matrix=bt709:out_range=tv",
        )
    return [
        *scaled,
        "setsar=1",
        f"fps={look.rate}:start_time=0",
        "format=yuv420p",
        "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709",
        # Captions, thumbnails and the like travel with frames.
        "sidedata=mode=delete",
    ]


async def _encoded(
    args: Sequence[str],
    target: Path,
    *,
    look: Look,
    timeout: float,  # noqa: ASYNC109  # the limit is the child's
) -> MediaFacts:
    """What was written, once it is known to be whole."""
    try:
        with replacing(target) as part:
            await ff.run([*args, f"file:{part}"], timeout=timeout)
            facts = await probe(part)
            seconds = facts.seconds or 0.0
            if seconds > rules.MAX_SECONDS + 1.5 * rules.SLACK:
                raise rules.too_long()
            if seconds < look.seconds - max(_MISSING[0], _MISSING[1] * look.seconds):
                raise rules.unreadable()
    except RenderFailed as error:
        # A machine that is too slow, or out of memory, is no fault of the file.
        if was_killed(error) or error.params.get("reason") == "timeout":
            raise
        raise rules.unreadable() from None
    except InvalidMedia as error:
        if error.params.get("problem") == "too_long":
            raise
        raise rules.unreadable() from None
    return facts
