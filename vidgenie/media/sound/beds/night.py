"""Night: bells in the dark, hats in a hurry, a bass below everything."""

from vidgenie.media.sound.band.score import Part, Score
from vidgenie.media.sound.band.writing import bass, broken, held, steps, tune

_CHORDS = ("Fm9", "Dbmaj7", "Abmaj7", "Eb6", "Fm9", "Dbmaj7", "Bbm7", "C7")
_MELODY = (
    "c5 .75, ab4 .75, f4 1.5, g4 .5, ab4 .5, - .75, f4 .75, c5 1.5, bb4 1, - 1, c5 .5, eb5 .5,"
    " c5 1, ab4 1, bb4 1.5, g4 .5, - 2,"
    "c5 .75, ab4 .75, f4 1.5, g4 .5, ab4 .5, - .75, f5 .75, eb5 1.5, c5 1, - 1, db5 .5, c5 .5,"
    " bb4 1, f4 1, e4 1.5, g4 .5, - 2"
)

SCORE = Score(
    slug="night",
    tempo=66,
    bars=8,
    loose=0.003,
    hall=2.6,
    warmth=0.4,
    crackle=0.12,
    parts=(
        Part(
            "celesta",
            tuple(tune(_MELODY, hard=0.65)),
            level=0,
            pan=0.12,
            room=0.5,
            echo=0.75,
        ),
        Part(
            "rhodes",
            tuple(held(_CHORDS, around="ab3", hard=0.5)),
            level=-3,
            pan=-0.15,
            room=0.3,
            high_cut=2600,
            pumps=0.35,
        ),
        Part("pad", tuple(held(_CHORDS, around="c4", hard=0.5)), level=-6, room=0.35, pumps=0.5),
        Part(
            "harp",
            tuple(broken(_CHORDS, "0.2.1.3.", around="f4", step=0.5, ring=1.5, hard=0.35)),
            level=-7,
            pan=0.45,
            room=0.5,
        ),
        Part("sub", tuple(bass(_CHORDS, "r_.r__.5", above="c1", hard=0.9)), level=1, room=0.0),
        Part("kick", tuple(steps("X.....x...X..... X.....x..xX...o.", bars=range(8))), level=1),
        Part("clap", tuple(steps("........X.......", bars=range(8))), level=-3, room=0.25),
        Part("snare", tuple(steps("........x......-", bars=range(8))), level=-6, room=0.2),
        Part(
            "hat",
            tuple(
                steps(
                    "x.o.x.o.x.o.x.o.x.o.x.o.x.o.xoxo x.o.x.o.xoxox.o.x.o.x.o.xxxxx.o.",
                    bars=range(8),
                    per_bar=32,
                )
            ),
            level=-8,
            pan=0.22,
            room=0.08,
        ),
        Part("hat_open", tuple(steps("......o.......o.", bars=range(8))), level=-11, pan=-0.2),
    ),
)
