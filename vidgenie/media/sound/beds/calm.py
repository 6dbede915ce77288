"""Calm: breath, a piano with much time, a harp."""

from vidgenie.media.sound.band.score import Part, Score
from vidgenie.media.sound.band.writing import bass, broken, held, tune

_CHORDS = ("Ebmaj9", "Cm9", "Abmaj9", "Bbsus4", "Ebmaj9", "Gm7", "Abmaj9", "Bbsus4")
_MELODY = (
    "- 1, g5 1.5, f5 .5, eb5 1, - .5, d5 1, eb5 .5, g4 2, - 1, c5 1, eb5 1, g5 1, f5 3, - 1,"
    "- 1, bb5 1.5, g5 .5, f5 1, - .5, d5 1, f5 .5, bb4 2, - 1, eb5 1, c5 1, g4 1, f5 2, eb5 1,"
    " d5 1"
)

SCORE = Score(
    slug="calm",
    tempo=62,
    bars=8,
    loose=0.016,
    hall=4.5,
    warmth=0.3,
    parts=(
        Part("glass", tuple(held(_CHORDS, around="eb4", hard=0.6)), level=-2, room=0.4),
        Part("pad", tuple(held(_CHORDS, around="bb3", hard=0.5)), level=-5, room=0.3, low_cut=120),
        Part("piano", tuple(tune(_MELODY, hard=0.5)), level=0, pan=0.1, room=0.5),
        Part(
            "piano",
            tuple(held(_CHORDS, around="eb3", beats=4, hard=0.35)),
            level=-5,
            pan=-0.12,
            room=0.45,
        ),
        Part(
            "harp",
            tuple(broken(_CHORDS, "..01.2.3", around="g4", ring=2.5, hard=0.34)),
            level=-6,
            pan=0.4,
            room=0.55,
            echo=1.5,
        ),
        Part("sub", tuple(bass(_CHORDS, "r_______", above="c2", hard=0.6)), level=-7, room=0.02),
        Part(
            "violins",
            tuple(held(_CHORDS[4:], around="bb4", at=16, hard=0.35)),
            level=-9,
            pan=-0.2,
            room=0.5,
        ),
    ),
)
