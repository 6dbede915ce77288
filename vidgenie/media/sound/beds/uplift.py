"""Uplift: piano, muted guitars, claps and a melody of bells; for what goes well."""

from vidgenie.media.sound.band.score import Note, Part, Score
from vidgenie.media.sound.band.writing import bass, broken, held, steps, tune

_CHORDS = ("D", "A/C#", "Bm7", "Gadd9") * 4
_MELODY = (
    "f#5 1.5, e5 .5, d5 1, a4 1, e5 1.5, c#5 .5, a4 2, d5 1.5, c#5 .5, b4 1, d5 1, b4 1, a4 1,"
    " g4 2 .6,"
    "f#5 1.5, e5 .5, d5 1, f#5 1, e5 1, a5 1, e5 2, f#5 1.5, e5 .5, d5 1, f#5 1, g5 1, f#5 .5,"
    " e5 .5, d5 2 .6"
)

SCORE = Score(
    slug="uplift",
    tempo=120,
    bars=16,
    loose=0.005,
    hall=1.8,
    warmth=0.18,
    parts=(
        Part(
            "piano",
            (
                *held(_CHORDS, around="f#4", hard=0.72),
                *broken(_CHORDS, ".2.1.2.3", around="f#4", ring=0.5, hard=0.42),
            ),
            level=0,
            room=0.2,
            pumps=0.15,
        ),
        Part(
            "muted",
            tuple(broken(_CHORDS, "02121212", around="d4", ring=0.4, hard=0.6)),
            level=-4,
            pan=-0.5,
            room=0.12,
        ),
        Part(
            "muted",
            tuple(broken(_CHORDS, ".3.2.3.1", around="a4", ring=0.4, hard=0.5)),
            level=-5,
            pan=0.5,
            room=0.15,
            echo=0.75,
        ),
        Part(
            "violins",
            tuple(held(_CHORDS[8:], around="d5", at=32, hard=0.6)),
            level=-6,
            room=0.35,
            pumps=0.3,
            low_cut=250,
        ),
        Part("pad", tuple(held(_CHORDS, around="d4", hard=0.5)), level=-8, pumps=0.45, low_cut=180),
        Part(
            "bassguitar",
            (
                *bass(_CHORDS[:4], "r___r_r_", above="e1"),
                *bass(_CHORDS[4:], "rrrrrr8r", above="e1", at=16),
            ),
            level=-1,
            room=0.02,
        ),
        Part(
            "glockenspiel",
            tuple(tune(_MELODY, at=32, hard=0.62)),
            level=-4,
            pan=0.15,
            room=0.4,
            echo=0.75,
        ),
        Part("kick", tuple(steps("X...X...X...X...", bars=range(16))), level=1, room=0.04),
        Part("clap", tuple(steps("....X.......X...", bars=range(4, 16))), level=-3, room=0.28),
        Part(
            "shaker",
            tuple(steps("x-o-x-o-x-o-x-o-", bars=range(2, 16))),
            level=-9,
            pan=0.4,
            room=0.1,
        ),
        Part(
            "snare",
            tuple(steps("........x.xxXxXX", bars=(7, 15))),
            level=-7,
            room=0.3,
        ),
        Part(
            "swell",
            (Note(28, 4, 60, 0.7), Note(60, 4, 60, 0.8)),
            level=-8,
            room=0.3,
        ),
    ),
)
