"""Where each word of a group stands: measured, broken into lines, inside the box."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from vidgenie.domain.word_units import is_unspaced
from vidgenie.media.captions.fonts import font
from vidgenie.media.captions.glyphs import Run, drawable, runs
from vidgenie.media.captions.groups import visual
from vidgenie.media.captions.styles import CaptionStyle
from vidgenie.media.captions.zones import Stage

_GAP = 0.25  # em between two words, besides the edge of one
_SMALLEST = 0.6  # times its size that a word may become before it is broken
_MOST_LINES = 3
_ASCENT, _DESCENT = 0.24, 0.3  # em above capitals (accents) and below the baseline
_PLATE = 0.34  # em around the text of a plate


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, or the part of it that is in one line.

    word: its place in the group. x: the middle; baseline: the y of it; width: all in pixels.
    """

    word: int
    runs: tuple[Run, ...]
    width: float
    x: float = 0.0
    baseline: float = 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """Pieces from left to right; left, right: of the text, in pixels."""

    pieces: tuple[Piece, ...]
    left: float
    right: float
    baseline: float


@dataclass(frozen=True, slots=True)
class Block:
    """A group in its place. em: of its letters, pixels, after shrinking. capital: pixels."""

    lines: tuple[Line, ...]
    em: float
    capital: float


class Setter:
    """Sets groups of words in one style on one stage; words are measured once.

    centre: as in CaptionLook.
    """

    def __init__(self, style: CaptionStyle, stage: Stage, centre: float, language: str) -> None:
        self.style = style
        self.stage = stage
        self.centre = centre
        self.language = language
        self.font = font(style.font)
        self.em = style.em * stage.unit
        self._known: dict[str, tuple[Run, ...]] = {}

    def fits(self, texts: Sequence[str]) -> bool:
        """Whether the words stand in two lines at their full size."""
        pieces = [self._piece(place, text) for place, text in enumerate(texts)]
        return self._widest(self._best(pieces, 2)) <= self._room(1.0)

    def block(self, texts: Sequence[str]) -> Block:
        """The words in as many lines as they need, two if they can; never outside the box."""
        pieces = [
            part
            for place, text in enumerate(texts)
            for part in self._broken(self._piece(place, text))
        ]
        one = [pieces]
        lines = one if self._widest(one) <= self._room(1.0) else self._best(pieces, 2)
        for count in range(2, _MOST_LINES + 1):
            lines = lines if len(lines) == 1 else self._best(pieces, count)
            if self._widest(lines) * _SMALLEST <= self._room(_SMALLEST):
                break
        scale = min(1.0, self._room(1.0) / max(1.0, self._widest(lines)))
        return self._placed(lines, scale)

    def _placed(self, lines: Sequence[Sequence[Piece]], scale: float) -> Block:
        em = self.em * scale
        capital = self.font.metrics.capital * em
        pitch = self.style.leading * em * max(1.0, capital / em / 0.72)
        edge = self._edge() + (_PLATE * em if self.style.box else 0.0)
        tall = pitch * (max(2, len(lines)) - 1) + capital + (_ASCENT + _DESCENT) * em + 2 * edge
        middle = self.stage.middle(self.centre, tall)
        found = list[Line]()
        for index, line in enumerate(lines):
            baseline = middle + (index - (len(lines) - 1) / 2) * pitch + capital / 2
            found.append(self._line(line, baseline, scale))
        return Block(tuple(found), em, capital)

    def _line(self, line: Sequence[Piece], baseline: float, scale: float) -> Line:
        order = visual([_text(piece) for piece in line], self.language)
        pieces = [line[place] for place in order]
        width = self._width(pieces) * scale
        x = left = self.stage.centre - width / 2
        found = list[Piece]()
        for index, piece in enumerate(pieces):
            if index:
                x += self._gap(pieces[index - 1], piece) * scale
            wide = piece.width * scale
            smaller = tuple(
                replace(run, em=run.em * scale, width=run.width * scale) for run in piece.runs
            )
            found.append(Piece(piece.word, smaller, wide, x + wide / 2, baseline))
            x += wide
        return Line(tuple(found), left, left + width, baseline)

    def _piece(self, place: int, text: str) -> Piece:
        found = self._known.get(text)
        if found is None:
            shown = drawable(text, caps=self.style.caps)
            found = self._known[text] = tuple(runs(shown, self.font, self.em))
        return Piece(place, found, sum(run.width for run in found))

    def _broken(self, piece: Piece) -> list[Piece]:
        """The piece, or parts of equal length of one too long for a line; its end may be lost."""
        room = self._room(_SMALLEST) / _SMALLEST
        if piece.width <= room:
            return [piece]
        count = min(_MOST_LINES, int(piece.width / room) + 1)
        most = 2 * room  # a line of one that is longer still becomes smaller yet
        wide = min(piece.width / count * 1.04, most)
        parts, part, width = list[str](), "", 0.0
        for sign in _text(piece):
            step = sum(run.width for run in runs(sign, self.font, self.em))
            is_last = len(parts) == count - 1
            if part and width + step > (most if is_last else wide):
                if is_last:
                    part = f"{part[:-1]}…"
                    break
                parts.append(part)
                part, width = "", 0.0
            part += sign
            width += step
        return [self._piece(piece.word, text) for text in (*parts, part) if text.strip()]

    def _best(self, pieces: Sequence[Piece], count: int) -> list[list[Piece]]:
        """The pieces in at most `count` lines, the longest as short as can be."""
        if count == 1 or len(pieces) < 2:
            return [list(pieces)]
        options = [
            [list(pieces[:cut]), *self._best(pieces[cut:], count - 1)]
            for cut in range(1, len(pieces))
        ]
        return min(options, key=self._widest)

    def _widest(self, lines: Sequence[Sequence[Piece]]) -> float:
        return max(map(self._width, lines))

    def _width(self, line: Sequence[Piece]) -> float:
        gaps = (self._gap(one, other) for one, other in pairwise(line))
        return sum(piece.width for piece in line) + sum(gaps)

    def _gap(self, one: Piece, other: Piece) -> float:
        if one.word == other.word:
            return 0.0
        if is_unspaced(_text(one)[-1:]) and is_unspaced(_text(other)[:1]):
            return 0.0
        # Letters of other scripts may be larger, and reach below their neighbours.
        em = max([self.em, *(run.em for run in (*one.runs, *other.runs))])
        pill = 0.1 * self.em if self.style.has_pill else 0.0
        return _GAP * em + self.style.outline * self.stage.unit + pill

    def _room(self, scale: float) -> float:
        """How wide a line of letters may be, edge, growth and plate left out."""
        style = self.style
        grown = max(size for _, size in (*style.enters, *style.rises)) / 100
        spare = self.stage.room - 2 * self._edge()
        if self.style.box:
            spare -= 2 * _PLATE * self.em * scale
        # The word that grows may be the whole line.
        return spare / grown

    def _edge(self) -> float:
        style = self.style
        return (style.outline + max(style.shadow, style.fog * 2)) * self.stage.unit


def _text(piece: Piece) -> str:
    return "".join(run.text for run in piece.runs)
