"""How one group is drawn: its plate, and every word before, while and after it is said."""

from collections.abc import Iterator
from dataclasses import dataclass

from vidgenie.domain.timeline import FPS
from vidgenie.media.captions.glyphs import Run
from vidgenie.media.captions.groups import direction
from vidgenie.media.captions.layout import Block, Line, Piece
from vidgenie.media.captions.shapes import rounded
from vidgenie.media.captions.styles import CaptionStyle, Keys, on

# Layers, the lowest first. The edges of words lie under the letters of all, but for the word
# that is said, which lies above.
_PLATE, _PILL, _WORD, _SAID = 0, 1, 2, 4
_STILL: Keys = ((0.0, 100.0),)
_FALL = 0.1  # seconds in which a word that was said becomes small again
_SHADE = 0x60  # how transparent a shadow is, of 255
_GLASS = 0x24  # and a plate
_AROUND, _ABOVE = 0.68, 0.44  # em a plate is wider than its text, and higher on each side
_PILL_AROUND, _PILL_ABOVE = 0.36, 0.28


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
class Spell:
    """Frames a group is shown: from first until before last, and when its words begin."""

    first: int
    last: int
    words: tuple[int, ...]


def drawn(block: Block, spell: Spell, style: CaptionStyle, unit: float) -> Iterator[Event]:
    """Every event of one group. unit: as in Stage."""
    if style.box:
        yield _plate(block, spell, style)
    for line in block.lines:
        for place, piece in enumerate(line.pieces):
            if piece.runs:
                tilt = style.tilt * (-1 if (piece.word + place) % 2 else 1)
                yield from _Look(style, block, unit, tilt).states(piece, line, spell)


@dataclass(frozen=True, slots=True)
class _Look:
    """How the words of one group are drawn. tilt: degrees."""

    style: CaptionStyle
    block: Block
    unit: float
    tilt: float

    def states(self, piece: Piece, line: Line, spell: Spell) -> Iterator[Event]:
        """A word before, while and after it is said."""
        style = self.style
        begin, end = spell.words[piece.word], (*spell.words[1:], spell.last)[piece.word]
        if spell.first < begin:
            yield from self._word(piece, line, (spell.first, begin), style.enters, "waits")
        if begin < end:
            yield from self._said(piece, line, (begin, end), is_first=begin == spell.first)
        if end < spell.last:
            falls = ((0.0, style.grown), (_FALL, 100.0)) if style.grown > 100 else _STILL
            yield from self._word(piece, line, (end, spell.last), falls, "was said")

    def _said(
        self, piece: Piece, line: Line, frames: tuple[int, int], *, is_first: bool
    ) -> Iterator[Event]:
        style = self.style
        keys = style.rises
        if is_first and style.words > 1:
            # It comes with its group, larger than the others but never than it would grow.
            most = max(size for _, size in style.rises)
            keys = tuple(
                (moment, min(size * style.grown / 100, most)) for moment, size in style.enters
            )
        if style.has_pill:
            yield self._pill(piece, line, frames, style.rises)
            keys = style.enters if is_first else _STILL
        yield from self._word(piece, line, frames, keys, "is said")

    def _word(
        self, piece: Piece, line: Line, frames: tuple[int, int], keys: Keys, state: str
    ) -> Iterator[Event]:
        """The word in one state; letters drawn thin get a stroke of their own colour."""
        style, em = self.style, self.block.em
        colour = style.active if state == "is said" else style.colour
        if state == "is said" and style.has_pill:
            colour = on(style.active)
        veil = style.veil if state == "waits" else 0.0
        layer = _SAID if state == "is said" else _WORD
        outline = style.outline * em / style.em
        edged = f"\\3c{_colour(style.edge)}\\4c{_colour(style.edge)}"
        edged += f"\\xshad0\\yshad{style.shadow * em / style.em:.1f}"
        edged += f"\\blur{style.fog * self.unit:.1f}" if style.fog else ""
        edged += _veiled(veil) if veil else f"\\4a{_alpha(_SHADE)}"
        paint = f"\\1c{_colour(colour)}"
        place = self._event(piece, line, frames, keys)
        yield place(layer, paint + edged, _text(piece.runs, outline))
        if any(run.font.strengthening for run in piece.runs):
            core = f"{paint}\\3c{_colour(colour)}\\shad0" + (_veiled(veil) if veil else "")
            yield place(layer + 1, core, _text(piece.runs, 0.0))

    def _event(self, piece: Piece, line: Line, frames: tuple[int, int], keys: Keys) -> "_Place":
        above = max(run.font.metrics.ascent * run.em for run in piece.runs)
        below = max(run.font.metrics.descent * run.em for run in piece.runs)
        # libass centres the line as high as its fonts are; the baseline is what must agree.
        y = line.baseline - (above - below) / 2
        return _Place(frames, (piece.x, y), keys, self.tilt, piece.runs[0].font.family)

    def _pill(self, piece: Piece, line: Line, frames: tuple[int, int], keys: Keys) -> Event:
        """The box of the word that is said."""
        em, capital = self.block.em, self.block.capital
        wide, tall = piece.width + _PILL_AROUND * em, capital + 2 * _PILL_ABOVE * em
        place = _Place(frames, (piece.x, line.baseline - capital / 2), keys, 0.0, "")
        tags = f"\\1c{_colour(self.style.active)}\\bord0\\shad0\\p1"
        return place(_PILL, tags, rounded(wide, tall, 0.24 * em))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where and when something is drawn; called with the layer, tags and text of it."""

    frames: tuple[int, int]
    middle: tuple[float, float]
    keys: Keys
    tilt: float
    font: str

    def __call__(self, layer: int, tags: str, text: str) -> Event:
        return Event(
            start=self.frames[0] / FPS,
            end=self.frames[1] / FPS,
            layer=layer,
            x=self.middle[0],
            y=self.middle[1],
            tags=tags + (f"\\frz{self.tilt:.1f}" if self.tilt else ""),
            text=text,
            keys=self.keys,
            font=self.font,
        )


def _plate(block: Block, spell: Spell, style: CaptionStyle) -> Event:
    """The box behind a whole group."""
    left = min(line.left for line in block.lines)
    right = max(line.right for line in block.lines)
    top = block.lines[0].baseline - block.capital - _ABOVE * block.em
    bottom = block.lines[-1].baseline + _ABOVE * block.em
    # Letters of other scripts may be larger, and reach lower.
    largest = max([block.em, *(run.em for piece in block.lines[-1].pieces for run in piece.runs)])
    bottom += 0.6 * (largest - block.em)
    middle = ((left + right) / 2, (top + bottom) / 2)
    place = _Place((spell.first, spell.last), middle, style.enters, 0.0, "")
    tags = f"\\1c{_colour(style.box)}\\1a{_alpha(_GLASS)}\\bord0\\shad0\\p1"
    wide = right - left + _AROUND * block.em
    return place(_PLATE, tags, rounded(wide, bottom - top, 0.36 * block.em))


def _text(runs: tuple[Run, ...], outline: float) -> str:
    shown = "".join(
        f"{{\\fn{run.font.family}\\fs{run.font.metrics.height * run.em:.1f}"
        f"\\bord{outline + run.font.strengthening * run.em:.1f}}}{_escaped(run.text)}"
        for run in runs
    )
    # libass finds the left end of a line by the place of its first sign, which is beside its
    # letter when it is a dot of Arabic; a space of two pixels at that end has its own place.
    is_right = direction("".join(run.text for run in runs)) == "R"
    return f"{shown}{{\\fs2}}\\h" if is_right else shown


def _veiled(veil: float) -> str:
    share = round(255 * veil)
    return f"\\1a{_alpha(share)}\\3a{_alpha(share)}\\4a{_alpha((share + 255) // 2)}"


def _colour(rgb: str) -> str:
    return f"&H{rgb[5:7]}{rgb[3:5]}{rgb[1:3]}&"


def _alpha(share: int) -> str:
    return f"&H{share:02X}&"


def _escaped(text: str) -> str:
    r"""Nothing in it is a tag: a joiner parts a backslash from what follows, {} are letters."""
    text = text.replace("\\", "\\\u2060").replace("{", "\\{").replace("}", "\\}")
    return text.replace("\u00a0", "\\h")
