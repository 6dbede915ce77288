"""Captions as an ASS script: one event for every state of every word, on whole frames.

Every word stands where it was measured to stand, so that one that grows moves no other.
Source: the tags of libass 0.17, and media facts 2.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from vidgenie.domain.captions import Captions, TimedWord
from vidgenie.domain.timeline import FPS, TAIL
from vidgenie.media.captions.drawing import Event, Spell, drawn
from vidgenie.media.captions.groups import groups
from vidgenie.media.captions.layout import Setter
from vidgenie.media.captions.styles import Keys, style_of
from vidgenie.media.captions.zones import stage

VERSION = 1
"""Raised when equal Captions would be drawn in another way."""

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
    return [
        event
        for group, spell in _spells(found, at)
        for event in drawn(
            setter.block([word.text for word in group]), spell, style, setter.stage.unit
        )
    ]


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
) -> Iterator[tuple[Sequence[TimedWord], Spell]]:
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
        yield group, Spell(int(first), last, (int(first), *words[1:]))


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
