"""Speech that is a little too long becomes a little faster, at the same pitch."""

import asyncio
import json
import wave
from pathlib import Path

from vidgenie.domain.craft import FASTEST_STRETCH, Source
from vidgenie.errors import InvalidMedia, RenderFailed
from vidgenie.media import ff
from vidgenie.media.part import replacing
from vidgenie.media.probe import was_killed

_TIMEOUT = 300  # s
# Formants stay where they are, so that the voice does; the other is in every ffmpeg.
_CHAINS = ("rubberband=tempo={tempo:.6f}:pitchq=quality:formant=preserved", "atempo={tempo:.6f}")
_PAD = 0.5  # s of silence that rubberband may keep to itself at the end; else it is speech
_WAV = ("-c:a", "pcm_s16le", "-map_metadata", "-1", "-fflags", "+bitexact", "-f", "wav")


async def stretch(source: Source, target: Path, *, suffix: str, tempo: float) -> None:
    """Write the speech, `tempo` times faster, to `target` as a WAV.

    suffix: what the source is. tempo: 1.0 to FASTEST_STRETCH.
    Raises InvalidMedia (problem unreadable) for a damaged file, RenderFailed, StorageFull.
    """
    if not 1.0 <= tempo <= FASTEST_STRETCH:
        raise ValueError(f"speech is made 1.0 to {FASTEST_STRETCH} times faster, not {tempo}")
    plain = target.with_name(f"{target.name}.plain")
    try:
        await _plain(source.path, plain, suffix)
        with replacing(target) as part:
            await _stretch(plain, part, tempo)
    finally:
        plain.unlink(missing_ok=True)


def scaled(words: str, tempo: float) -> str:
    """The times of words once their speech is `tempo` times faster.

    words: JSON [[text, start, end]...], as in the origin of speech.
    """
    return json.dumps(
        [
            [text, round(start / tempo, 3), round(end / tempo, 3)]
            for text, start, end in json.loads(words)
        ],
        ensure_ascii=False,
    )


async def _plain(source: Path, plain: Path, suffix: str) -> None:
    """The speech as a WAV, whose samples can be counted."""
    # Whole numbers: a hostile file of floating point may hold what is no number.
    sound = ("-map", "0:a:0", "-vn", "-af", "aformat=sample_fmts=s16:cl=mono|stereo")
    try:
        await ff.run(
            [*ff.untrusted(source, suffix=suffix), *sound, *_WAV, f"file:{plain}"],
            timeout=_TIMEOUT,
        )
    except RenderFailed as error:
        if was_killed(error) or error.params.get("reason") == "timeout":
            raise
        raise InvalidMedia("This sound is damaged.", problem="unreadable") from None


async def _stretch(plain: Path, part: Path, tempo: float) -> None:
    samples = round(await asyncio.to_thread(_samples, plain) / tempo)
    if samples == 0:
        raise InvalidMedia("This sound is damaged.", problem="unreadable")
    for chain in _CHAINS:
        exact = f"apad=pad_dur={_PAD},{chain.format(tempo=tempo)},atrim=end_sample={samples}"
        read = ("-f", "wav", "-i", f"file:{plain}")
        try:
            await ff.run([*read, "-af", exact, *_WAV, f"file:{part}"], timeout=_TIMEOUT)
        except RenderFailed as error:
            # Not every ffmpeg was built with the first one.
            if chain == _CHAINS[-1] or was_killed(error):
                raise
        else:
            return


def _samples(path: Path) -> int:
    """Samples of each channel."""
    try:
        with wave.open(str(path), "rb") as file:
            return file.getnframes()
    except (wave.Error, EOFError):
        return 0
