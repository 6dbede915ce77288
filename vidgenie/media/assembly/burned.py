"""The captions of every Piece: what libass draws, or phrases where there is none."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from vidgenie.domain.caption_words import joined
from vidgenie.domain.captions import Captions
from vidgenie.domain.timeline import FPS, Timeline
from vidgenie.media.assembly.plan import Piece
from vidgenie.media.assembly.work import Phrase, Words
from vidgenie.media.captions import fonts
from vidgenie.media.captions.drawing import Event
from vidgenie.media.captions.groups import groups
from vidgenie.media.captions.script import ass, events
from vidgenie.media.captions.styles import style_of
from vidgenie.media.captions.zones import stage


async def burned(
    timeline: Timeline, pieces: Sequence[Piece], *, root: Path, has_ass: bool
) -> list[Words]:
    """What is drawn into each of the Pieces.

    root: the folder where the fonts are laid out. Raises RenderFailed, StorageFull.
    """
    shown = [(at, captions) for at, captions in timeline.captioned() if captions.look.is_burned]
    if not shown:
        return [Words()] * len(pieces)
    if not has_ass:
        phrases = await asyncio.to_thread(lambda: list(_phrases(shown, timeline.size)))
        return [Words(phrases=tuple(_inside(phrases, piece))) for piece in pieces]
    scripts = await asyncio.to_thread(_scripts, shown, pieces, timeline.size)
    return [
        Words(script, await fonts.folder(root, script)) if script else Words() for script in scripts
    ]


_Shown = Sequence[tuple[float, Captions]]


def _scripts(shown: _Shown, pieces: Sequence[Piece], size: tuple[int, int]) -> list[str]:
    """The ASS file of every Piece; "" where nothing is said."""
    found = list[Event]()
    for at, captions in shown:
        found += events(captions, size=size, at=at)
    return [
        ass(found, size=size, first=piece.first / FPS, last=(piece.first + piece.frames) / FPS)
        for piece in pieces
    ]


def _phrases(shown: _Shown, size: tuple[int, int]) -> Iterator[Phrase]:
    """Words that belong together; times of the video."""
    for at, captions in shown:
        style = style_of(captions.look)
        for words in groups(captions.words, most=style.words, chars=style.chars):
            text = joined(word.text for word in words)
            yield Phrase(
                text=text.upper() if style.caps else text,
                start=at + words[0].start,
                end=at + max(words[-1].end, words[0].start),
                font=str(fonts.face(style.font)),
                em=style.em * stage(size).unit,
                colour=style.colour,
                edge=style.edge,
                middle=captions.look.centre,
            )


def _inside(phrases: Sequence[Phrase], piece: Piece) -> Iterator[Phrase]:
    """The phrases that are seen in a Piece, in its own time."""
    first, length = piece.first / FPS, piece.frames / FPS
    for phrase in phrases:
        start, end = max(phrase.start - first, 0.0), min(phrase.end - first, length)
        if start < end:
            yield replace(phrase, start=round(start, 3), end=round(end, 3))
