"""Sound as loud as it is everywhere, its peaks below the limit once it is AAC."""

from dataclasses import dataclass
from pathlib import Path

from vidgenie.media import ff
from vidgenie.media.sound.levels import RATE
from vidgenie.media.sound.loudness import SILENCE, Loudness, measure

TARGET = -14.0
"""LUFS, as TikTok, YouTube and Instagram play it."""
PEAK = -1.0
"""dBTP it never goes over."""
MOST_GAIN = 30.0
"""dB; what is softer still is noise for the most part."""
_NEAR = 0.4  # LU it may be off without another try
_ROUNDS = 4
_LIMIT = -1.8  # dBTP before the codec, which adds about half a decibel to peaks
_OVERSAMPLED = 192_000  # peaks between samples are seen at this rate
_AAC = ("-c:a", "aac", "-b:a", "192k", "-ar", str(RATE), "-ac", "2")
_EXACT = ("-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact")
_TIMEOUT = 600  # s


@dataclass(frozen=True, slots=True)
class _Setting:
    """gain, limit: dB."""

    gain: float
    limit: float

    def better(self, made: Loudness, loudest: float) -> "_Setting":
        """What to try after this gave `made`."""
        over = made.true_peak - PEAK
        return _Setting(
            gain=min(self.gain + TARGET - made.lufs, loudest),
            limit=self.limit - over - 0.1 if over > 0 else self.limit,
        )


async def master(raw: Path, target: Path, *, lufs: float, length: int) -> Loudness:
    """Write raw sound as an .m4a of `length` samples; how loud it has become.

    raw: of RATE, two channels, floating point. lufs: how loud it is.
    Speech keeps its dynamics: there is one gain, and a limiter for the peaks.
    Raises RenderFailed, StorageFull.
    """
    is_heard = lufs > SILENCE
    setting = _Setting(min(TARGET - lufs, MOST_GAIN) if is_heard else 0.0, _LIMIT)
    made = await _encode(raw, target, setting, length)
    for _ in range(_ROUNDS - 1):
        is_near = not is_heard or abs(made.lufs - TARGET) <= _NEAR or setting.gain >= MOST_GAIN
        if made.true_peak <= PEAK and is_near:
            break
        setting = setting.better(made, MOST_GAIN if is_heard else 0.0)
        made = await _encode(raw, target, setting, length)
    return made


async def encode_silence(target: Path, *, length: int) -> None:
    """Write an .m4a of `length` samples of nothing. Raises RenderFailed, StorageFull."""
    nothing = f"anullsrc=r={RATE}:cl=stereo,atrim=end_sample={length}"
    await ff.run(
        ["-f", "lavfi", "-i", nothing, *_AAC, *_EXACT, "-f", "ipod", f"file:{target}"],
        timeout=_TIMEOUT,
    )


async def _encode(raw: Path, target: Path, setting: _Setting, length: int) -> Loudness:
    ceiling = 10 ** (setting.limit / 20)
    chain = (
        f"volume={setting.gain:.3f}dB,aresample={_OVERSAMPLED},"
        f"alimiter=limit={ceiling:.5f}:attack=5:release=60:level=0:latency=1,"
        f"aresample={RATE},apad=whole_len={length},atrim=end_sample={length}"
    )
    await ff.run(
        [
            *("-f", "f32le", "-ar", str(RATE), "-ch_layout", "stereo", "-i", f"file:{raw}"),
            *("-af", chain, *_AAC, *_EXACT, "-f", "ipod", f"file:{target}"),
        ],
        timeout=_TIMEOUT,
    )
    return await measure(target, suffix="m4a")
