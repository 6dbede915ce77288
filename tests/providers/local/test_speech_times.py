# ruff: noqa: RUF001  # French is written so
"""Words are said when it is told: within 60 ms of the sound, in French and in English.

Measured without anything of ours: where sound begins and ends, where it pauses, and the
closures before p, t and k, which are silent.
"""

import json
import wave
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from vidgenie.domain.ports.provider import Call
from vidgenie.domain.ports.speech import SpeechRequest
from vidgenie.providers.local import LocalSpeech, speech

pytestmark = pytest.mark.skipif(not speech.is_installed(), reason="needs the extra `voice`")
NEAR = 0.06  # s
QUIET = 10 ** (-28 / 20)
PAUSE = 0.1  # s of silence that nobody takes for a closure
FEW = 3

FRENCH = (
    "Le train part bientôt : dépêchez-vous !",
    "Puis viennent les rêves, et tout recommence.",
    "Chaque matin, le boulanger ouvre sa porte à six heures.",
    "Bonjour à tous, bienvenue dans notre ville.",
    "Tu viens, ou tu restes ?",
    "La mer est calme, le ciel est clair.",
    "Quand il pleut, les enfants jouent dans la cuisine.",
    "Prenez deux œufs, du lait et un peu de farine.",
    "Paris, Lyon, Marseille : trois villes, trois histoires.",
    "Personne ne parle, tout le monde attend.",
    "Il a dit non, puis il est parti.",
    "Cette année, nous irons à la montagne.",
    "Attention, la route est glissante !",
    "Le chat dort, le chien court, l’oiseau chante.",
    "Vous avez trente secondes, pas une de plus.",
    "Autrefois, un moulin tournait près du pont.",
    "Elle peint, elle écrit, elle compose.",
    "Ce soir, la lune sera rouge.",
    "Si tu savais, tu ne poserais pas la question.",
    "Le secret, c’est la patience.",
)
ENGLISH = (
    "The train is leaving: hurry up!",
    "Then the dreams come, and all begins again.",
    "Every day, the baker opens his door at six.",
    "Good morning, and welcome to our town.",
    "Do you come, or do you stay?",
    "The sea is calm, the sky is clear.",
    "When it rains, the children play in the kitchen.",
    "Take two eggs, some milk and a little flour.",
    "London, Paris, Rome: three towns, three stories.",
    "Nobody speaks, everybody waits.",
    "He said no, then he went away.",
    "This year, we will go to the mountains.",
    "Careful, the road is icy!",
    "The cat sleeps, the dog runs, the bird sings.",
    "You have thirty seconds, not one more.",
    "Once, a mill turned close to the bridge.",
    "She paints, she writes, she composes.",
    "Tonight, the moon will be red.",
    "If you knew, you would not ask.",
    "The secret is patience, and a good map.",
)


@dataclass(frozen=True)
class Sound:
    """Where a speech is heard. words: text, start, end. begins, ends, pauses: seconds."""

    words: list[tuple[str, float, float]]
    begins: float
    ends: float
    pauses: list[tuple[float, float]]


async def heard(text: str, language: str, path: Path) -> Sound:
    """The text said, and where it is heard."""
    request, local = SpeechRequest(text, language=language), LocalSpeech()
    job = await local.submit(request, Call())
    made = await local.deliver(job, request, Call(), target=path, progress=lambda _: None)
    with wave.open(str(path)) as file:
        rate = file.getframerate()
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768
    step = rate // 250
    power = np.sqrt(np.convolve(samples**2, np.ones(3 * step) / (3 * step), "same"))[::step]
    loud = np.flatnonzero(power > np.percentile(power, 90) * QUIET) / 250
    gaps = [(float(last), float(first)) for last, first in pairwise(loud) if first - last > PAUSE]
    return Sound(json.loads(made["words"]), float(loud[0]), float(loud[-1]), gaps)


def check(sound: Sound) -> None:
    """Fail where a moment is further than 60 ms from what is heard."""
    moments = [moment for _, start, end in sound.words for moment in (start, end)]
    assert moments == sorted(moments)
    assert sound.words[0][1] == pytest.approx(sound.begins, abs=NEAR)
    assert sound.words[-1][2] == pytest.approx(sound.ends, abs=NEAR)
    for first, last in sound.pauses:
        middle = (first + last) / 2
        before = [word for word in sound.words if word[1] < middle][-1]
        after = next(word for word in sound.words if word[1] >= middle)
        assert before[2] == pytest.approx(first, abs=NEAR), before
        assert after[1] == pytest.approx(last, abs=NEAR), after


CASES = [*((text, "fr") for text in FRENCH), *((text, "en") for text in ENGLISH)]
PAUSED = (FRENCH[2], ENGLISH[2])  # where nobody could overhear the pause
USUAL = [*CASES[:FEW], *CASES[len(FRENCH) : len(FRENCH) + FEW]]


@pytest.mark.parametrize(("text", "language"), USUAL)
async def test_words_are_within_60_ms_of_the_sound(text, language, tmp_path):
    sound = await heard(text, language, tmp_path / "speech.wav")

    check(sound)
    assert sound.pauses or text not in PAUSED


@pytest.mark.soak
@pytest.mark.parametrize(("text", "language"), [case for case in CASES if case not in USUAL])
async def test_words_of_many_sentences_are_within_60_ms_of_the_sound(text, language, tmp_path):
    sound = await heard(text, language, tmp_path / "speech.wav")

    check(sound)
