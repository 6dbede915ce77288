"""Cinematic: a bow that never rests, drums from afar, horns."""

from vidgenie.media.sound.band.score import Note, Part, Score
from vidgenie.media.sound.band.writing import bass, broken, held, steps, tune

_CHORDS = ("Dm", "Bb", "F", "C", "Dm", "Bb", "Gm", "A", "Dm", "Bb", "F/A", "A")
_MELODY = (
    "a4 3, d5 1, d5 2, c5 1, bb4 1, a4 3, c5 1, g4 3, - 1,"
    "a4 2, d5 1, e5 1, f5 3, d5 1, d5 2, bb4 2, c#5 3, - 1,"
    "f5 2, e5 1, d5 1, d5 2, f5 2, c5 3, a4 1, e5 2, c#5 2"
)

SCORE = Score(
    slug="cinematic",
    tempo=90,
    bars=12,
    loose=0.007,
    hall=3.0,
    warmth=0.2,
    parts=(
        Part(
            "spiccato",
            tuple(broken(_CHORDS, "0121012102120121", around="a3", step=0.25, hard=0.55)),
            level=-3,
            pan=-0.25,
            room=0.3,
        ),
        Part(
            "spiccato",
            tuple(broken(_CHORDS[4:], "0.2.1.2.", around="d3", at=16, step=0.25, hard=0.6)),
            level=-4,
            pan=0.35,
            room=0.3,
        ),
        Part("violins", tuple(tune(_MELODY, hard=0.75)), level=0, pan=-0.1, room=0.45),
        Part("violins", tuple(held(_CHORDS, around="d4", hard=0.55)), level=-6, room=0.4),
        Part(
            "brass",
            tuple(held(_CHORDS[4:], around="f3", at=16, hard=0.7)),
            level=-4,
            pan=0.15,
            room=0.5,
        ),
        Part("violins", tuple(bass(_CHORDS, "r_______", above="c2")), level=-3, room=0.2),
        Part("sub", tuple(bass(_CHORDS, "r_______", above="c1")), level=-9, room=0),
        Part(
            "harp",
            tuple(broken(_CHORDS[:4], "01234543", around="d4", ring=2.0, hard=0.45)),
            level=-4,
            pan=0.4,
            room=0.45,
        ),
        Part(
            "taiko",
            (
                *steps("X.......x.......", bars=range(4)),
                *steps("X.....x.x...x.o. X...x.x.X..ox.xx", bars=range(4, 12)),
            ),
            level=1,
            room=0.4,
        ),
        Part(
            "shaker",
            tuple(steps("o-x-o-x-o-x-o-x-", bars=range(4, 12))),
            level=-12,
            pan=-0.4,
            room=0.25,
        ),
        Part("swell", (Note(12, 4, 60, 0.6), Note(44, 4, 60, 0.8)), level=-7, room=0.4),
    ),
)
