"""Lo-fi: an electric piano, a lazy drummer, an old record."""

from vidgenie.media.sound.band.score import Part, Score
from vidgenie.media.sound.band.writing import bass, held, steps, tune

_BARS = tuple(range(12))
_CHORDS = ("Dm9", "G13", "Cmaj9", "Am9") * 2 + ("Fmaj9", "Em7", "Dm9", "G13")
_MELODY = (
    "- 1, a4 .5, c5 .5, e5 1.5, d5 .5, - 1, b4 .5, d5 .5, e5 1 .6, b4 1, - .5, g4 .5, b4 .5,"
    " d5 .5, e5 1, - 1, c5 1.5, b4 .5 .6, a4 1, - 1,"
    "- .5, e5 .5, f5 .5, e5 .5, c5 1, a4 1, - 1, b4 .5, a4 .5, g4 1.5, - .5, - .5, g4 .5, b4 .5,"
    " e5 .5, d5 2, - 1, c5 .5, b4 .5, a4 2 .6,"
    "- 1, a4 .5, c5 .5, g5 1.5, e5 .5, - 1, d5 .5, e5 .5, b4 2 .6, - .5, f5 .5, e5 .5, d5 .5,"
    " c5 1, a4 1, b4 1.5, d5 .5, g4 1 .6, - 1"
)

SCORE = Score(
    slug="lofi",
    tempo=84,
    bars=12,
    swing=0.055,
    is_fine=True,
    loose=0.009,
    hall=1.3,
    warmth=0.62,
    crackle=0.55,
    parts=(
        Part(
            "rhodes",
            (
                *held(_CHORDS, around="d4", hard=0.62),
                *(note for note in held(_CHORDS, around="d4", at=2.5, hard=0.38)),
            ),
            level=-1,
            room=0.22,
            pumps=0.25,
            pan=-0.12,
        ),
        Part("pad", tuple(held(_CHORDS, around="c4", hard=0.4)), level=-9, low_cut=200, pumps=0.4),
        Part("bassguitar", tuple(bass(_CHORDS, "r__.5_r_", above="e1")), level=0, room=0.02),
        Part("celesta", tuple(tune(_MELODY, hard=0.7)), level=-3, pan=0.2, room=0.45, echo=0.75),
        Part(
            "kick_soft",
            tuple(steps("X......x..X..... X.....o.x.X.....", bars=_BARS)),
            level=1,
            room=0.03,
        ),
        Part(
            "snare_dusty",
            tuple(steps("....X.......X... ....X..-....X.-o", bars=_BARS)),
            level=-2,
            room=0.16,
        ),
        Part("hat", tuple(steps("x-o-x-o-x-o-x-oo", bars=_BARS)), level=-9, pan=0.25, room=0.06),
        Part("rim", tuple(steps(".......-......-.", bars=_BARS)), level=-12, pan=-0.35, room=0.2),
    ),
)
