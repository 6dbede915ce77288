"""Pulse: a night drive; arpeggios, a bass that does not stop, four to the floor."""

from vidgenie.media.sound.band.score import Note, Part, Score
from vidgenie.media.sound.band.writing import bass, broken, held, steps, tune

_CHORDS = ("Am", "F", "C", "G") * 3 + ("Am", "F", "Dm", "E")
_MELODY = (
    "e5 1.5, d5 .5, c5 1, a4 1, - 1, c5 1, d5 1, e5 1, g5 2, e5 1, d5 1, d5 3, - 1,"
    "e5 1.5, d5 .5, c5 1, a4 1, - 1, c5 1, e5 1, f5 1, f5 1.5, e5 .5, d5 2, e5 2, b4 1, g#4 1"
)

SCORE = Score(
    slug="pulse",
    tempo=116,
    bars=16,
    loose=0.0015,
    hall=2.0,
    warmth=0.3,
    parts=(
        Part(
            "pluck",
            tuple(broken(_CHORDS, "0123210121232101", around="a4", step=0.25, ring=0.25, hard=0.6)),
            level=-2,
            pan=-0.2,
            room=0.2,
            echo=0.75,
            pumps=0.3,
        ),
        Part(
            "saws",
            tuple(held(_CHORDS, around="c4", hard=0.55)),
            level=-4,
            high_cut=3200,
            low_cut=180,
            pumps=0.75,
            room=0.25,
        ),
        Part(
            "pad",
            tuple(held(_CHORDS, around="e4", hard=0.5)),
            level=-8,
            low_cut=250,
            pumps=0.5,
            room=0.3,
        ),
        Part(
            "synthbass",
            tuple(bass(_CHORDS, "rrrrrr8r", above="e1", hard=0.75)),
            level=0,
            pumps=0.55,
            room=0.01,
        ),
        Part(
            "lead",
            tuple(tune(_MELODY, at=32, hard=0.6)),
            level=-2,
            pan=0.1,
            room=0.3,
            echo=0.75,
        ),
        Part("kick_club", tuple(steps("X...X...X...X...", bars=range(16))), level=2, room=0.02),
        Part("clap", tuple(steps("....X.......X...", bars=range(16))), level=-3, room=0.25),
        Part("hat_open", tuple(steps("..x...x...x...x.", bars=range(4, 16))), level=-8, pan=0.2),
        Part("hat", tuple(steps("x-o-x-o-x-o-x-oo", bars=range(16))), level=-11, pan=-0.25),
        Part("snare", tuple(steps("..........x.xxXX", bars=(7, 15))), level=-6, room=0.3),
        Part("swell", (Note(28, 4, 60, 0.7), Note(60, 4, 60, 0.8)), level=-8, room=0.3),
    ),
)
