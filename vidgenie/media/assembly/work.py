"""The work one Piece is: everything it is made of, and its name in the cache."""

from dataclasses import astuple, dataclass
from pathlib import Path

from vidgenie.domain.timeline import Placed, Profile, TransitionKind
from vidgenie.media.assembly.facts import Clip, Scenery, resolved
from vidgenie.media.assembly.features import Features
from vidgenie.media.assembly.plan import Layer, Piece
from vidgenie.media.assembly.profiles import preset_of
from vidgenie.media.cache import key_of

VERSION = 1
"""Of how pieces are made; another number makes all of them anew."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that are drawn where there is no libass.

    start, end: seconds of the Piece. font: a file. em: size of the letters, in pixels.
    colour, edge: "#RRGGBB". middle: part of the frame's height.
    """

    text: str
    start: float
    end: float
    font: str
    em: float
    colour: str
    edge: str
    middle: float


@dataclass(frozen=True, slots=True)
class Words:
    """The captions of a Piece: the text of an ASS file and the folder of its fonts, or phrases."""

    script: str = ""
    fonts: Path | None = None
    phrases: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """A Piece with everything it is made of.

    placed: the Shots of its layers, in their order. tools: what ffmpeg can do.
    """

    piece: Piece
    placed: tuple[Placed, ...]
    scenery: Scenery
    size: tuple[int, int]
    profile: Profile
    words: Words
    tools: Features

    @property
    def key(self) -> str:
        """Its name in the cache: what it looks like, not where it comes in the video."""
        layers = zip(self.piece.layers, self.placed, strict=True)
        stamp = self.scenery.stamp
        return key_of(
            VERSION,
            self.tools.version,
            [self._layer(layer, placed) for layer, placed in layers],
            *(self.piece.kind.value, self.piece.frames, self.size, preset_of(self.profile)),
            stamp and (stamp.key, stamp.x, stamp.y),
            (self.words.script, self.words.fonts and self.words.fonts.name),
            [(*astuple(phrase)[:3], *astuple(phrase)[4:]) for phrase in self.words.phrases],
            self.needs_frames,
        )

    @property
    def needs_frames(self) -> bool:
        """Whether its frames are made by MoviePy and not by filters."""
        is_joint = len(self.piece.layers) > 1
        is_zoom = self.piece.kind is TransitionKind.ZOOM
        return bool(self.words.phrases) or (is_joint and (is_zoom or not self.tools.has_xfade))

    def _layer(self, layer: Layer, placed: Placed) -> object:
        picture = self.scenery.pictures[layer.shot]
        if isinstance(picture, Clip):
            look = resolved(placed.shot.fit, placed.shot.focus)
            return "clip", picture.sha256, look, layer.first
        # One that does not move looks the same at any moment.
        moment = (layer.first, placed.frames) if placed.shot.moves else ()
        return "still", picture.key, moment
