"""Captions as an ASS script: one event for every state of every word, on whole frames.

Every word stands where it was measured to stand, so that one that grows moves no other.
Source: the tags of libass 0.17, and media facts 2.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from vidgenie.domain.captions import Captions, TimedWord
from vidgenie.domain.timeline import FPS, TAIL
from vidgenie.media.captions.groups import groups
from vidgenie.media.captions.layout import Block, Line, Piece, Setter
from vidgenie.media.captions.shapes import rounded
from vidgenie.media.captions.styles import CaptionStyle, Keys, on, style_of
from vidgenie.media.captions.zones import stage

VERSION = 1
"""Raised when equal Captions would be drawn in another way."""

_PLATE, _PILL, _WORD, _SAID = range(4)  # layers, the lowest first
_STILL: Keys = ((0.0, 100.0),)
_FALL = 0.1  # seconds in which a word that was said becomes small again
_HEAD = """[Script Info]
ScriptType: v4.00+
PlayResX: {width}
PlayResY: {height}
WrapStyle: 2
ScaledBorderAndShadow: yes
YCbCr Matrix: None

[V4+ Styles]
Format: Name,Fontname,Fontsize,PrimaryColour,SecondaryColour,OutlineColour,BackColour,Bold,Italic,\
Underline,StrikeOut,ScaleX,ScaleY,Spacing,Angle,BorderStyle,Outline,Shadow,Alignment,MarginL,\
MarginR,MarginV,Encoding
Style: W,{font},60,&H00FFFFFF,&H00FFFFFF,&H00000000,&H00000000,0,0,0,0,100,100,0,0,1,0,0,5,0,0,0,-1

[Events]
Format: Layer,Start,End,Style,Name,MarginL,MarginR,MarginV,Effect,Text
"""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that is drawn for a while.

    start, end: seconds of the video, both on a frame; it is not on the frame of `end`.
    layer: what is higher lies above. x, y: of its middle, pixels.
    tags, text: of ASS; keys: how its size moves from its start on.
    font: the family its text begins with, "" for a shape.
    """

    start: float
    end: float
    layer: int
    x: float
    y: float
    tags: str
    text: str
    keys: Keys = _STILL
    font: str = ""


@dataclass(frozen=True, slots=True)
class _Spell:
    """Frames a group is shown: from first until before last, and when its words begin."""

    first: int
    last: int
    words: tuple[int, ...]


def events(captions: Captions, *, size: tuple[int, int], at: float = 0.0) -> list[Event]:
    """Everything that is drawn of the Captions.

    size: (width, height) of the frame. at: seconds of the video their times count from.
    A group shorter than a frame is not drawn, so that there are never more than a few
    events a frame, however many words there are.
    Raises RenderFailed when a font is not installed.
    """
    style = style_of(captions.look)
    setter = Setter(style, stage(size), captions.look.centre, captions.language)
    found = groups(
        captions.words,
        most=style.words,
        chars=style.chars,
        fits=lambda words: setter.fits([word.text for word in words]),
    )
    drawn = list[Event]()
    for group, spell in _spells(found, at):
        block = setter.block([word.text for word in group])
        drawn += _drawn(block, spell, style, setter.stage.unit)
    return drawn


def ass(events: Iterable[Event], *, size: tuple[int, int], first: float, last: float) -> str:
    """The script of one window, its times from `first` on; "" when nothing is shown in it.

    first, last: seconds of the video; what is cut by them goes on moving as it did.
    """
    begin, end = _frame(first), _frame(last)
    lines = list[str]()
    font = ""
    for event in events:
        start, stop = max(_frame(event.start), begin), min(_frame(event.end), end)
        if start >= stop:
            continue
        font = font or event.font
        moved = _moved(event.keys, start / FPS - event.start)
        lines.append(
            f"Dialogue: {event.layer},{_time(start - begin)},{_time(stop - begin)},W,,0,0,0,,"
            f"{{\\pos({event.x:.1f},{event.y:.1f}){event.tags}{moved}}}{event.text}"
        )
    if not lines:
        return ""
    head = _HEAD.format(width=size[0], height=size[1], font=font or "Poppins SemiBold")
    return head + "\n".join(lines) + "\n"


def _spells(
    found: Sequence[Sequence[TimedWord]], at: float
) -> Iterator[tuple[Sequence[TimedWord], _Spell]]:
    """The groups that are seen, with their frames; no two at once."""
    earliest = 0
    begins = list[int]()
    for group in found:
        earliest = max(earliest, _frame(at + group[0].start))
        begins.append(earliest)
    for group, (first, following) in zip(found, pairwise([*begins, math.inf]), strict=True):
        wanted = max(_frame(at + group[-1].end + TAIL), int(first) + 1)
        last = int(min(wanted, following))
        if last <= first:
            continue
        words, earliest = list[int](), int(first)
        for word in group:
            earliest = min(max(earliest, _frame(at + word.start)), last)
            words.append(earliest)
        yield group, _Spell(int(first), last, (int(first), *words[1:]))


def _drawn(block: Block, spell: _Spell, style: CaptionStyle, unit: float) -> Iterator[Event]:
    """One group: its plate, then every word before, while and after it is said."""
    if style.box:
        yield _plate(block, spell, style)
    for line in block.lines:
        for place, piece in enumerate(line.pieces):
            if not piece.runs:
                continue
            ends = (*spell.words[1:], spell.last)
            begin, end = spell.words[piece.word], ends[piece.word]
            tilt = style.tilt * (-1 if (piece.word + place) % 2 else 1)
            look = _Look(style, block, unit, tilt)
            if spell.first < begin:
                yield look.word(piece, line, (spell.first, begin), style.enters)
            if begin < end:
                is_new = begin == spell.first
                keys = _times(style.enters, style.grown) if is_new else style.rises
                if style.words == 1:
                    keys = style.rises
                if style.has_pill:
                    yield look.pill(piece, line, (begin, end), style.rises)
                    keys = style.enters if is_new else _STILL
                yield look.word(piece, line, (begin, end), keys, is_said=True)
            if end < spell.last:
                falls = ((0.0, style.grown), (_FALL, 100.0)) if style.grown > 100 else _STILL
                yield look.word(piece, line, (end, spell.last), falls, was_said=True)


@dataclass(frozen=True, slots=True)
class _Look:
    """How the words of one group are drawn. tilt: degrees."""

    style: CaptionStyle
    block: Block
    unit: float
    tilt: float

    def word(  # noqa: PLR0913  # its state is what differs
        self,
        piece: Piece,
        line: Line,
        frames: tuple[int, int],
        keys: Keys,
        *,
        is_said: bool = False,
        was_said: bool = False,
    ) -> Event:
        """A word in one of its states."""
        style, unit = self.style, self.unit
        colour = style.active if is_said else style.colour
        if is_said and style.has_pill:
            colour = on(style.active)
        outline = style.outline * unit * min(1.0, self.block.em / (style.em * unit))
        tags = (
            f"\\1c{_colour(colour)}\\3c{_colour(style.edge)}\\4c{_colour(style.edge)}"
            f"\\bord{outline:.1f}\\xshad0\\yshad{style.shadow * unit:.1f}"
        )
        tags += f"\\blur{style.fog * unit:.1f}" if style.fog else ""
        tags += f"\\frz{self.tilt:.1f}" if self.tilt else ""
        if style.veil and not (is_said or was_said):
            share = round(255 * style.veil)
            tags += f"\\1a{_alpha(share)}\\3a{_alpha(share)}\\4a{_alpha((share + 255) // 2)}"
        else:
            tags += f"\\4a{_alpha(0x60)}"
        above = max(run.font.metrics.ascent * run.em for run in piece.runs)
        below = max(run.font.metrics.descent * run.em for run in piece.runs)
        return Event(
            start=frames[0] / FPS,
            end=frames[1] / FPS,
            layer=_SAID if is_said else _WORD,
            x=piece.x,
            y=line.baseline - (above - below) / 2,
            tags=tags,
            text="".join(
                f"{{\\fn{run.font.family}\\fs{run.font.metrics.height * run.em:.1f}"
                f"\\b{int(run.font.is_light)}}}{_escaped(run.text)}"
                for run in piece.runs
            ),
            keys=keys,
            font=piece.runs[0].font.family,
        )

    def pill(self, piece: Piece, line: Line, frames: tuple[int, int], keys: Keys) -> Event:
        """The box of the word that is said."""
        em, capital = self.block.em, self.block.capital
        wide, tall = piece.width + 0.36 * em, capital + 0.56 * em
        return Event(
            start=frames[0] / FPS,
            end=frames[1] / FPS,
            layer=_PILL,
            x=piece.x,
            y=line.baseline - capital / 2,
            tags=f"\\1c{_colour(self.style.active)}\\bord0\\shad0\\p1",
            text=rounded(wide, tall, 0.24 * em),
            keys=keys,
        )


def _plate(block: Block, spell: _Spell, style: CaptionStyle) -> Event:
    """The box behind a whole group."""
    left = min(line.left for line in block.lines)
    right = max(line.right for line in block.lines)
    top = block.lines[0].baseline - block.capital - 0.44 * block.em
    bottom = block.lines[-1].baseline + 0.44 * block.em
    return Event(
        start=spell.first / FPS,
        end=spell.last / FPS,
        layer=_PLATE,
        x=(left + right) / 2,
        y=(top + bottom) / 2,
        tags=f"\\1c{_colour(style.box)}\\1a{_alpha(0x24)}\\bord0\\shad0\\p1",
        text=rounded(right - left + 0.68 * block.em, bottom - top, 0.36 * block.em),
        keys=style.enters,
    )


def _times(keys: Keys, percent: float) -> Keys:
    return tuple((moment, size * percent / 100) for moment, size in keys)


def _moved(keys: Keys, elapsed: float) -> str:
    """The tags of a movement of which `elapsed` seconds are over."""
    size = keys[0][1]
    rest = list[tuple[float, float, float]]()
    for (start, before), (end, after) in pairwise(keys):
        if end <= elapsed:
            size = after
        elif start < elapsed:
            size = before + (after - before) * (elapsed - start) / (end - start)
            rest.append((0.0, end - elapsed, after))
        else:
            rest.append((start - elapsed, end - elapsed, after))
    tags = "" if size == 100 and not rest else f"\\fscx{size:.0f}\\fscy{size:.0f}"
    for start, end, after in rest:
        span = f"{start * 1000:.0f},{end * 1000:.0f}"
        tags += f"\\t({span},\\fscx{after:.0f}\\fscy{after:.0f})"
    return tags


def _frame(seconds: float) -> int:
    return math.floor(seconds * FPS + 0.5)


def _time(frame: int) -> str:
    """When a frame begins, in hundredths, a little early: libass compares whole milliseconds."""
    hundredths = max(0, (frame * 1000 // FPS - 5) // 10)
    minutes, rest = divmod(hundredths, 6000)
    return f"{minutes // 60}:{minutes % 60:02d}:{rest // 100:02d}.{rest % 100:02d}"


def _colour(rgb: str) -> str:
    return f"&H{rgb[5:7]}{rgb[3:5]}{rgb[1:3]}&"


def _alpha(share: int) -> str:
    return f"&H{share:02X}&"


def _escaped(text: str) -> str:
    r"""Nothing in it is a tag: a joiner parts a backslash from what follows, {} are letters."""
    text = text.replace("\\", "\\\u2060").replace("{", "\\{").replace("}", "\\}")
    return text.replace("\u00a0", "\\h")
