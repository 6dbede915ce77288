"""How scores are written: chords by their names, rhythms as rows of steps, tunes as text."""

import re
from collections.abc import Iterator, Sequence

from vidgenie.media.sound.band.score import BEATS, Note

_NAMES = {"c": 0, "d": 2, "e": 4, "f": 5, "g": 7, "a": 9, "b": 11}
_SIGNS = {"#": 1, "b": -1, "": 0}
_KINDS = {
    "": (0, 4, 7),
    "m": (0, 3, 7),
    "5": (0, 7, 12),
    "6": (0, 4, 7, 9),
    "7": (0, 4, 7, 10),
    "maj7": (0, 4, 7, 11),
    "m7": (0, 3, 7, 10),
    "9": (0, 4, 10, 14),
    "maj9": (4, 7, 11, 14),
    "m9": (3, 7, 10, 14),
    "13": (4, 10, 14, 21),
    "add9": (0, 2, 4, 7),
    "madd9": (0, 2, 3, 7),
    "sus2": (0, 2, 7),
    "sus4": (0, 5, 7),
}
_CHORD = re.compile(
    r"([A-G])([#b]?)(maj9|maj7|madd9|m9|m7|m|13|add9|sus2|sus4|9|7|6|5|)(?:/([A-G][#b]?))?"
)
_TONE = re.compile(r"([a-g])([#b]?)(\d)")
_HARD = {"X": 1.0, "x": 0.75, "o": 0.45, "-": 0.25}


def pitch(name: str) -> int:
    """The MIDI number of a tone, as "c4" or "f#3"; c4 is 60."""
    found = _TONE.fullmatch(name)
    if not found:
        raise ValueError(f"{name} is no tone")
    return _NAMES[found[1]] + _SIGNS[found[2]] + 12 * (int(found[3]) + 1)


def chord(name: str, *, around: str) -> tuple[int, ...]:
    """The tones of a chord, as "Dm9", each in the octave where it is nearest to `around`.

    Chords that follow each other so keep the tones they share and move the others little.
    """
    root, kind, _ = _parsed(name)
    middle = pitch(around)
    return tuple(sorted({_near(root + step, middle) for step in _KINDS[kind]}))


def root(name: str, *, above: str) -> int:
    """The bass of a chord: its first tone from `above` on."""
    base = _parsed(name)[2]
    low = pitch(above)
    return low + (base - low) % 12


def tune(text: str, *, at: float = 0.0, hard: float = 0.7) -> Iterator[Note]:
    """Notes of a tune, as "e5 1, g5 .5, - 2": tone and beats, "-" for a rest.

    A tone may be louder or softer, as "e5 1 .9".
    """
    for word in text.split(","):
        name, beats, *force = word.split()
        if name != "-":
            yield Note(at, float(beats), pitch(name), float(force[0]) if force else hard)
        at += float(beats)


def steps(row: str, *, bars: Sequence[int], tone: int = 60, per_bar: int = 16) -> Iterator[Note]:
    """One drum in these bars. row: "X..x..o." for one bar or more, repeated, hard to soft."""
    row = row.replace(" ", "")
    length = BEATS / per_bar
    rows = len(row) // per_bar
    for n, bar in enumerate(bars):
        first = n % rows * per_bar
        for step, sign in enumerate(row[first : first + per_bar]):
            if sign in _HARD:
                yield Note(bar * BEATS + step * length, length, tone, _HARD[sign])


def held(
    chords: Sequence[str], *, around: str, beats: float = BEATS, at: float = 0.0, hard: float = 0.6
) -> Iterator[Note]:
    """Chords that are held, one after the other."""
    for n, name in enumerate(chords):
        for tone in chord(name, around=around):
            yield Note(at + n * beats, beats, tone, hard)


def broken(  # noqa: PLR0913  # how it is played, by names
    chords: Sequence[str],
    pattern: str,
    *,
    around: str,
    at: float = 0.0,
    step: float = 0.5,
    beats: float = BEATS,
    ring: float = 1.0,
    hard: float = 0.6,
) -> Iterator[Note]:
    """Chords tone by tone.

    pattern: which tone at each step, from the beginning for each chord: "0" is the lowest,
        "3" of a chord of three its first an octave higher, "b" the bass, "." nothing.
    step, beats: between two tones and for a chord. ring: beats a tone lasts.
    """
    for n, name in enumerate(chords):
        tones = chord(name, around=around)
        for k in range(round(beats / step)):
            sign = pattern[k % len(pattern)]
            if sign == ".":
                continue
            if sign == "b":
                tone = root(name, above=_octave_below(around))
            else:
                turn, place = divmod(int(sign), len(tones))
                tone = tones[place] + 12 * turn
            accent = 0.12 if k % 4 == 0 else 0.0
            yield Note(at + n * beats + k * step, ring, tone, min(1.0, hard + accent))


def bass(  # noqa: PLR0913  # how it is played, by names
    chords: Sequence[str],
    row: str,
    *,
    above: str,
    at: float = 0.0,
    beats: float = BEATS,
    hard: float = 0.8,
) -> Iterator[Note]:
    """The bass below chords.

    row: a sign for each eighth: "r" the lowest tone, "8" its octave, "5" its fifth,
        "." nothing, "_" what was before goes on.
    """
    for n, name in enumerate(chords):
        low = root(name, above=above)
        first, _, lowest = _parsed(name)
        # Of a chord whose bass is not its root, the root goes better with it than a fifth.
        fifth = 7 if first == lowest else (first - lowest) % 12
        steps_of = {"r": 0, "5": fifth, "8": 12}
        count = round(beats * 2)
        signs = [row[k % len(row)] for k in range(count)]
        for k, sign in enumerate(signs):
            if sign in steps_of:
                length = 1
                while k + length < count and signs[k + length] == "_":
                    length += 1
                yield Note(at + n * beats + k / 2, length / 2, low + steps_of[sign], hard)


def _parsed(name: str) -> tuple[int, str, int]:
    found = _CHORD.fullmatch(name)
    if not found:
        raise ValueError(f"{name} is no chord")
    first = (_NAMES[found[1].lower()] + _SIGNS[found[2]]) % 12
    other = found[4]
    low = (_NAMES[other[0].lower()] + _SIGNS[other[1:]]) % 12 if other else first
    return first, found[3], low


def _near(tone: int, middle: int) -> int:
    """The same tone, in the octave that begins half an octave below the middle."""
    return middle - 6 + (tone - middle + 6) % 12


def _octave_below(name: str) -> str:
    return f"{name[:-1]}{int(name[-1]) - 2}"
