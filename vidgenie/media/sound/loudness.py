"""How loud sound is, by EBU R 128."""

import asyncio
import math
import secrets
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from vidgenie.errors import InvalidMedia, RenderFailed
from vidgenie.media import ff
from vidgenie.media.probe import was_killed

SILENCE = -70.0
"""LUFS of what nobody hears: EBU R 128 counts nothing below it."""
_NO_PEAK = -120.0  # dBTP of digital silence
_STEP = 0.1  # s between two values of the meter
_TIMEOUT = 300  # s


@dataclass(frozen=True, slots=True)
class Loudness:
    """lufs: of the whole, SILENCE at least. range: in LU. seconds: that were measured.

    true_peak: dBTP; the highest sample when the meter looked at samples only.
    """

    lufs: float
    true_peak: float
    range: float
    seconds: float

    @property
    def is_silent(self) -> bool:
        """Whether nobody hears it."""
        return self.lufs <= SILENCE


async def measure(path: Path, *, suffix: str) -> Loudness:
    """How loud the sound of a file is; silence when it has none.

    suffix: what the file is, a key of `media.magic.DEMUXERS`.
    Raises InvalidMedia (problem unreadable) for a damaged file, RenderFailed, StorageFull.
    """
    folder = Path(await asyncio.to_thread(tempfile.gettempdir))
    notes = folder / f"vidgenie-{secrets.token_hex(8)}.txt"
    meter = meter_of(notes, peak="true")
    try:
        await ff.run(
            [
                *ff.untrusted(path, suffix=suffix),
                *NOTHING,
                *("-map", "0:a:0?", "-map", "1:a", "-filter:a:0", meter, "-f", "null", "-"),
            ],
            timeout=_TIMEOUT,
        )
        return await asyncio.to_thread(read, notes)
    except RenderFailed as error:
        if was_killed(error) or error.params.get("reason") == "timeout":
            raise
        raise InvalidMedia("This sound is damaged.", problem="unreadable") from None
    finally:
        notes.unlink(missing_ok=True)


# A second input, so that a file without any sound is no error.
NOTHING = ("-f", "lavfi", "-t", "0.01", "-i", "anullsrc=r=48000:cl=stereo")


def meter_of(notes: Path, *, peak: Literal["none", "sample", "true"] = "none") -> str:
    """The filters that write what they measure to `notes`, for `read`.

    peak: which ones; true peaks take twice as long.
    """
    meter = f"ebur128=metadata=1:framelog=quiet:peak={peak}"
    return f"{meter},ametadata=mode=print:file={escaped(notes)}"


def escaped(path: Path) -> str:
    """The path as a value in a filter graph: escaped for the filter, then for the graph."""
    text = str(path)
    for sign in "\\':":
        text = text.replace(sign, f"\\{sign}")
    for sign in "\\'[],;":
        text = text.replace(sign, f"\\{sign}")
    return text


def read(notes: Path) -> Loudness:
    """What a meter has written; silence of no length when it was given nothing."""
    try:
        return _parsed(notes.read_text(encoding="ascii").splitlines())
    except FileNotFoundError:
        return Loudness(SILENCE, _NO_PEAK, 0.0, 0.0)


def _parsed(lines: Iterable[str]) -> Loudness:
    last = dict[str, float]()
    seconds = 0.0
    for line in lines:
        if line.startswith("frame:"):
            seconds = float(line.rpartition("pts_time:")[2]) + _STEP
        else:
            name, _, value = line.partition("=")
            last[name] = float(value)
    lufs = last.get("lavfi.r128.I", SILENCE)
    peak = last.get("lavfi.r128.true_peak", last.get("lavfi.r128.sample_peak", 0.0))
    return Loudness(
        lufs=max(SILENCE, lufs) if math.isfinite(lufs) else SILENCE,
        true_peak=max(_NO_PEAK, 20 * math.log10(peak)) if peak > 0 else _NO_PEAK,
        range=last.get("lavfi.r128.LRA", 0.0),
        seconds=seconds,
    )
