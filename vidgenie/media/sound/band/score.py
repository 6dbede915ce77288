"""A piece of music as data: who plays which notes, and when."""

from dataclasses import dataclass

BEATS = 4
"""Beats of a bar: all our music is in four."""


@dataclass(frozen=True, slots=True)
class Note:
    """beat: from the beginning, 0.0 on. length: in beats. pitch: MIDI number.

    velocity: how hard, 0.0 to 1.0.
    """

    beat: float
    length: float
    pitch: int
    velocity: float = 0.7


@dataclass(frozen=True, slots=True)
class Part:
    """What one instrument plays. instrument: name of one in `band.instruments`.

    level: LU above or below the other parts, while it plays.
    pan: -1.0 is left, 1.0 right. room: how much of it is reverberated, 0.0 to 1.0.
    low_cut, high_cut: Hz; 0 leaves that end alone.
    pumps: how far it gives way to the bass drum, 0.0 to 1.0.
    echo: beats between repetitions, 0 for none.
    """

    instrument: str
    notes: tuple[Note, ...]
    level: float = 0.0
    pan: float = 0.0
    room: float = 0.15
    low_cut: float = 0.0
    high_cut: float = 0.0
    pumps: float = 0.0
    echo: float = 0.0


@dataclass(frozen=True, slots=True)
class Score:
    """A whole bed, which goes round for ever.

    tempo: beats a minute. swing: beats the second of two eighths, or of two sixteenths
        when is_fine, comes late.
    loose: seconds a note may be off, as with people.
    hall: seconds until the room is silent. warmth: 0.0 to 1.0, how much tape there is in it.
    crackle: 0.0 to 1.0, how much of an old record.
    """

    slug: str
    tempo: float
    bars: int
    parts: tuple[Part, ...]
    swing: float = 0.0
    is_fine: bool = False
    loose: float = 0.006
    hall: float = 1.6
    warmth: float = 0.3
    crackle: float = 0.0

    @property
    def beats(self) -> int:
        """Of the loop."""
        return self.bars * BEATS

    @property
    def seconds(self) -> float:
        """Of the loop."""
        return round(self.beats * 60 / self.tempo, 1)
