"""Sounds at their places become one sound; no lossy codec in between."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from vidgenie.media import ff
from vidgenie.media.sound.levels import ABREAST, CONFORMED, RATE
from vidgenie.media.sound.loudness import meter_of
from vidgenie.media.sound.master import RAW
from vidgenie.media.sound.parts import Parts, Piece, Score

_TIMEOUT = 600  # s
_EARLY = 0.12  # s the music makes room before somebody speaks
# Speech of SPEECH_LUFS is about 12 dB over this, of which a quarter is left: 9 dB softer.
_DUCKER = "sidechaincompress=threshold=0.03:ratio=5:attack=40:release=450:knee=4"

_UNSURE = 0.05  # s at the end of music that its decoder may not give
_SEAM = 1.0  # s in which the end of music becomes its beginning


@dataclass(frozen=True, slots=True)
class _Bunch:
    """Pieces that were added up before. path: raw sound. at: its first sample."""

    path: Path
    at: int

    @property
    def arguments(self) -> list[str]:
        return [*RAW, "-i", f"file:{self.path}"]

    def chain(self, *, start: int) -> str:
        return f"adelay={self.at - start}S:all=1"


_Part = Piece | _Bunch


async def mix(parts: Parts, target: Path, *, notes: Path) -> None:
    """Write everything that is heard as raw sound, measured to `notes`.

    Raises RenderFailed, StorageFull.
    """
    bunches = list[Path]()
    try:
        said = await _fewer(parts.voices, target, bunches)
        own = await _fewer(parts.clips, target, bunches)
        graph = _graph(said, own, parts.music, parts.length, meter_of(notes, peak="sample"))
        inputs = [argument for part in (*said, *own) for argument in part.arguments]
        if parts.music:
            inputs += parts.music.arguments
        await _run([*inputs, "-filter_complex", graph, "-map", "[out]"], target)
    finally:
        for path in bunches:
            path.unlink(missing_ok=True)


async def _fewer(parts: Sequence[_Part], target: Path, made: list[Path]) -> Sequence[_Part]:
    """The same sound in so few parts that one ffmpeg takes them."""
    while len(parts) > ABREAST // 2:
        fewer = list[_Part]()
        for first in range(0, len(parts), ABREAST):
            bunch = parts[first : first + ABREAST]
            start = min(part.at for part in bunch)
            path = target.with_name(f".{secrets.token_hex(8)}.f32")
            made.append(path)
            inputs = [argument for part in bunch for argument in part.arguments]
            graph = _lane(bunch, first=0, start=start, name="out")
            await _run([*inputs, "-filter_complex", graph, "-map", "[out]"], path)
            fewer.append(_Bunch(path, start))
        parts = fewer
    return parts


async def _run(arguments: Sequence[str], target: Path) -> None:
    await ff.run(
        [*arguments, "-c:a", "pcm_f32le", "-f", "f32le", f"file:{target}"], timeout=_TIMEOUT
    )


def _lane(parts: Sequence[_Part], *, first: int, start: int, name: str) -> str:
    """The graph of parts that are added up. first: number of the first one's input."""
    chains = [
        f"[{first + n}:a:0]{part.chain(start=start)}[{name}{n}]" for n, part in enumerate(parts)
    ]
    labels = "".join(f"[{name}{n}]" for n in range(len(parts)))
    return ";".join([*chains, f"{labels}{_sum(len(parts))}[{name}]"])


def _sum(count: int) -> str:
    return f"amix=inputs={count}:normalize=0:duration=longest" if count > 1 else "anull"


def _graph(
    voices: Sequence[_Part], clips: Sequence[_Part], music: Score | None, length: int, meter: str
) -> str:
    whole = f"apad=whole_len={length},atrim=end_sample={length}"
    parts, heard, ducked = list[str](), list[str](), list[str]()
    if voices:
        parts += [_lane(voices, first=0, start=0, name="voice")]
        parts += [f"[voice]{whole}[said]"]
        heard += ["[said]"]
    if clips:
        parts += [_lane(clips, first=len(voices), start=0, name="clip")]
        parts += [f"[clip]{whole}[own]"]
        (ducked if voices else heard).append("[own]")
    if music:
        parts += [*_music(music, len(voices) + len(clips), length, whole)]
        (ducked if voices and music.is_ducked else heard).append("[music]")
    if ducked:
        heard[0] = "[speech]"
        parts += [
            "[said]asplit[speech][early]",
            f"[early]atrim=start={_EARLY},asetpts=PTS-STARTPTS,{whole}[key]",
            f"{''.join(ducked)}{_sum(len(ducked))}[below]",
            f"[below][key]{_DUCKER}[soft]",
        ]
        heard += ["[soft]"]
    return ";".join([*parts, f"{''.join(heard)}{_sum(len(heard))},{whole},{meter}[out]"])


def _music(music: Score, number: int, length: int, whole: str) -> list[str]:
    """The graph of music as long as the video."""
    parts = [f"[{number}:a:0]{CONFORMED},asetpts=N/SR/TB[score]"]
    if music.samples >= length:
        parts += ["[score]anull[long]"]
    elif music.is_loop:
        parts += [f"[score]aloop=loop=-1:size={music.samples}[long]"]
    else:
        parts += _blended(music.samples)
    seconds = length / RATE
    fades = ""
    if music.fade_in:
        fades += f",afade=d={min(music.fade_in, seconds):.3f}"
    if music.fade_out:
        fade = min(music.fade_out, seconds)
        fades += f",afade=t=out:st={seconds - fade:.3f}:d={fade:.3f}"
    return [*parts, f"[long]{whole}{fades},volume={music.gain:.3f}dB[music]"]


def _blended(own: int) -> list[str]:
    """Music that goes on from its end into its beginning. own: samples it has."""
    own = max(4, own - int(_UNSURE * RATE))
    seam = min(int(_SEAM * RATE), max(1, own // 4))
    body = own - seam
    return [
        f"[score]atrim=end_sample={own},asplit=3[a][b][c]",
        f"[a]atrim=end_sample={body}[once]",
        f"[b]atrim=start_sample={body},asetpts=N/SR/TB[end]",
        f"[c]atrim=end_sample={body}[again]",
        f"[end][again]acrossfade=ns={seam}:c1=qsin:c2=qsin,aloop=loop=-1:size={body}[rest]",
        "[once][rest]concat=n=2:v=0:a=1[long]",
    ]
