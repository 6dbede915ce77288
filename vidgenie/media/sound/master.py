"""Sound as loud as it is everywhere, its peaks below the limit once it is AAC."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from vidgenie.media import ff
from vidgenie.media.sound.levels import RATE
from vidgenie.media.sound.loudness import Loudness, measure, meter_of, read

TARGET = -14.0
"""LUFS, as TikTok, YouTube and Instagram play it."""
PEAK = -1.0
"""dBTP it never goes over."""
RAW = ("-f", "f32le", "-ar", str(RATE), "-ch_layout", "stereo")
"""How sound is kept between two steps: floating point, so that nothing is cut off."""
_NEAR = 0.5  # LU it may be off without another try
_ROUNDS = 4
_LIMIT = -1.8  # dBTP before the codec, which adds about half a decibel to peaks
_OVERSAMPLED = 96_000  # peaks between samples are seen at this rate
_TRIED = (0.0, 2.5, 6.0)  # dB more, because a limiter takes some loudness
# At this rate the quick coder is nearer to the original in every octave, in a third of the time.
_AAC = ("-c:a", "aac", "-aac_coder", "fast", "-b:a", "192k", "-ar", str(RATE), "-ac", "2")
_EXACT = ("-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact")
_TIMEOUT = 600  # s


@dataclass(frozen=True, slots=True)
class _Setting:
    """gain, limit: dB."""

    gain: float
    limit: float = _LIMIT

    @property
    def limiter(self) -> str:
        """The filters of this setting."""
        ceiling = 10 ** (self.limit / 20)
        return (
            f"volume={self.gain:.3f}dB,"
            f"alimiter=limit={ceiling:.5f}:attack=5:release=60:level=0:latency=1"
        )

    def better(self, made: Loudness, loudest: float) -> "_Setting":
        """What to try after this gave `made`. loudest: dB."""
        over = made.true_peak - PEAK
        return _Setting(
            gain=self.gain if made.is_silent else min(self.gain + TARGET - made.lufs, loudest),
            limit=self.limit - over - 0.1 if over > 0 else self.limit,
        )


async def master(
    raw: Path, target: Path, *, level: Loudness, length: int, loudest: float
) -> Loudness:
    """Write sound as an .m4a of `length` samples; how loud it has become.

    raw: as RAW says. level: of it, with the peak of its samples. loudest: dB it may be
        raised: what is softer still is noise for the most part.
    Speech keeps its dynamics: there is one gain, and a limiter for the peaks.
    Raises RenderFailed, StorageFull.
    """
    setting = await _first(raw, target, level, loudest)
    made = await _encode(raw, target, setting, length)
    for _ in range(_ROUNDS - 1):
        is_off = abs(made.lufs - TARGET) > _NEAR and not made.is_silent
        if made.true_peak <= PEAK and (not is_off or setting.gain >= loudest):
            break
        setting = setting.better(made, loudest)
        made = await _encode(raw, target, setting, length)
    return made


async def encode_silence(target: Path, *, length: int) -> None:
    """Write an .m4a of `length` samples of nothing. Raises RenderFailed, StorageFull."""
    nothing = f"anullsrc=r={RATE}:cl=stereo,atrim=end_sample={length}"
    await ff.run(
        ["-f", "lavfi", "-i", nothing, *_AAC, *_EXACT, "-f", "ipod", f"file:{target}"],
        timeout=_TIMEOUT,
    )


async def _first(raw: Path, target: Path, level: Loudness, loudest: float) -> _Setting:
    """The setting that should do: tried without the codec, which takes most of the time."""
    if level.is_silent:
        return _Setting(0.0)
    gain = min(TARGET - level.lufs, loudest)
    if level.true_peak + gain <= _LIMIT:
        return _Setting(gain)
    tried = [_Setting(min(gain + more, loudest)) for more in _TRIED]
    notes = [target.with_suffix(f".{n}.txt") for n in range(len(tried))]
    split = "".join(f"[{n}]" for n in range(len(tried)))
    graph = [f"[0:a]asplit={len(tried)}{split}"]
    outputs = list[str]()
    for n, setting in enumerate(tried):
        graph.append(f"[{n}]{setting.limiter},{meter_of(notes[n])}[out{n}]")
        outputs += ["-map", f"[out{n}]", "-f", "null", "-"]
    try:
        await ff.run(
            [*RAW, "-i", f"file:{raw}", "-filter_complex", ";".join(graph), *outputs],
            timeout=_TIMEOUT,
        )
        levels = await asyncio.to_thread(lambda: [read(each).lufs for each in notes])
    finally:
        for each in notes:
            each.unlink(missing_ok=True)
    return _Setting(_between([setting.gain for setting in tried], levels))


def _between(gains: Sequence[float], levels: Sequence[float]) -> float:
    """The gain that gives TARGET; the loudest of those tried when none does."""
    for (low, soft), (high, loud) in pairwise(zip(gains, levels, strict=True)):
        if soft < TARGET <= loud:
            return low + (high - low) * (TARGET - soft) / (loud - soft)
    return gains[0] if levels[0] >= TARGET else gains[-1]


async def _encode(raw: Path, target: Path, setting: _Setting, length: int) -> Loudness:
    chain = (
        f"aresample={_OVERSAMPLED},{setting.limiter},"
        f"aresample={RATE},apad=whole_len={length},atrim=end_sample={length}"
    )
    await ff.run(
        [
            *(*RAW, "-i", f"file:{raw}", "-af", chain),
            *(*_AAC, *_EXACT, "-f", "ipod", f"file:{target}"),
        ],
        timeout=_TIMEOUT,
    )
    return await measure(target, suffix="m4a")
