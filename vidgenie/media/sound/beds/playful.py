"""Playful: marimba, plucked violins, hands."""

from vidgenie.media.sound.band.score import Part, Score
from vidgenie.media.sound.band.writing import bass, broken, held, steps, tune

_CHORDS = ("C", "Am7", "F", "G7") * 2 + ("F", "C/E", "Dm7", "G7") + ("C", "Am7", "F", "G7")
_MELODY = (
    "e5 .5, g5 .5, - .5, e5 .5, d5 .5, c5 .5, - 1, c5 .5, e5 .5, - .5, d5 .5, c5 .5, a4 .5, - 1,"
    " a4 .5, c5 .5, f5 .5, e5 .5, - .5, c5 .5, a4 1, b4 .5, d5 .5, g5 .5, f5 .5, d5 1, - 1,"
    "e5 .5, g5 .5, - .5, e5 .5, d5 .5, c5 .5, - 1, c5 .5, e5 .5, - .5, g5 .5, a5 .5, g5 .5, - 1,"
    " a5 .5, g5 .5, f5 .5, e5 .5, - .5, c5 .5, d5 1, g5 .5, f5 .5, d5 .5, b4 .5, c5 1, - 1"
)

SCORE = Score(
    slug="playful",
    tempo=116,
    bars=16,
    swing=0.05,
    loose=0.006,
    hall=1.0,
    warmth=0.15,
    parts=(
        Part(
            "marimba",
            tuple(broken(_CHORDS, "0.12.13.", around="e4", ring=0.5, hard=0.65)),
            level=0,
            pan=-0.3,
            room=0.18,
        ),
        Part(
            "pizzicato",
            (*tune(_MELODY, hard=0.75), *tune(_MELODY, at=32, hard=0.7)),
            level=0,
            pan=0.2,
            room=0.22,
        ),
        Part(
            "muted",
            tuple(
                note
                for at in (0.5, 1.5, 2.5, 3.5)
                for note in held(_CHORDS, around="g4", at=at, hard=0.5)
            ),
            level=-5,
            pan=0.45,
            room=0.12,
        ),
        Part(
            "glockenspiel",
            tuple(tune("- 32, " + _MELODY, hard=0.5)),
            level=-8,
            pan=0.1,
            room=0.3,
        ),
        Part("bassguitar", tuple(bass(_CHORDS, "r.5.r.5.", above="e1")), level=-2, room=0.03),
        Part("kick_soft", tuple(steps("X.......X.....o.", bars=range(16))), level=0, room=0.05),
        Part("clap", tuple(steps("....x.......x...", bars=range(16))), level=-6, room=0.2),
        Part("rim", tuple(steps("..o...o.-.o...ox", bars=range(16))), level=-11, pan=-0.4),
        Part("shaker", tuple(steps("o-x-o-x-o-x-o-x-", bars=range(16))), level=-10, pan=0.3),
    ),
)
