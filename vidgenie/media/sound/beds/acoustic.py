"""Acoustic: two guitars by a window."""

from vidgenie.media.sound.band.score import Part, Score
from vidgenie.media.sound.band.writing import bass, broken, steps, tune

_CHORDS = ("G", "D/F#", "Em7", "Cadd9") * 2 + ("C", "G/B", "Am7", "D")
_MELODY = (
    "- 2, b4 .5, d5 .5, g5 1, f#5 1.5, e5 .5, d5 2, - 1, b4 .5, d5 .5, e5 1, d5 1, d5 1, c5 .5,"
    " b4 .5, g4 2 .6,"
    "- 2, b4 .5, d5 .5, g5 1, a5 1.5, g5 .5, f#5 2, - 1, g5 .5, f#5 .5, e5 1, d5 1, e5 1, d5 .5,"
    " c5 .5, d5 2 .6,"
    "- 1, e5 .5, g5 .5, g5 1, e5 1, d5 1.5, b4 .5, g4 2, - 1, c5 .5, e5 .5, e5 1, c5 1, d5 1.5,"
    " c5 .5, a4 2 .6"
)

SCORE = Score(
    slug="acoustic",
    tempo=96,
    bars=12,
    swing=0.03,
    is_fine=True,
    loose=0.009,
    hall=1.2,
    warmth=0.2,
    parts=(
        Part(
            "guitar",
            tuple(broken(_CHORDS, "b2132312", around="b3", ring=1.6, hard=0.62)),
            level=0,
            pan=-0.38,
            room=0.14,
        ),
        Part(
            "nylon",
            tuple(broken(_CHORDS, "..0.2.1...3.2.1.", around="g4", step=0.25, ring=1.2, hard=0.5)),
            level=-3,
            pan=0.42,
            room=0.18,
        ),
        Part("bassguitar", tuple(bass(_CHORDS, "r__.r_5_", above="e1")), level=-3, room=0.03),
        Part(
            "glockenspiel",
            tuple(tune(_MELODY, hard=0.5)),
            level=-6,
            pan=0.1,
            room=0.35,
        ),
        Part("kick_soft", tuple(steps("X.......x.x.....", bars=range(12))), level=-2, room=0.06),
        Part(
            "rim",
            tuple(steps("....x.......x..-", bars=range(4, 12))),
            level=-11,
            pan=0.15,
            room=0.2,
        ),
        Part(
            "shaker",
            tuple(steps("x-o-x-o-x-o-x-oo", bars=range(12))),
            level=-10,
            pan=-0.15,
            room=0.12,
        ),
    ),
)
