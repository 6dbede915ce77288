"""Ambience for a clip: wind, waves, rain, crickets... made from noise and sines, owed to nobody."""

from collections.abc import Mapping

import numpy as np

from vidgenie.providers.local.lexicon import Reading
from vidgenie.providers.local.voices import RATE, VOICES, Samples

_PEAK = 0.4  # -8 dBFS: soft, and far enough from -3 dBFS for what AAC adds
_LOUDNESS = 0.075  # -22 dBFS on average
_FADE_IN, _FADE_OUT = 0.5, 1.2  # s
_PLACES: Mapping[str, tuple[tuple[str, float], ...]] = {
    "mountain": (("wind", 1.0),),
    "snow": (("wind", 1.0),),
    "desert": (("wind", 1.0),),
    "lake": (("lapping", 1.0), ("wind", 0.4)),
    "sea": (("waves", 1.0),),
    "forest": (("leaves", 1.0),),
    "field": (("leaves", 0.8),),
    "city": (("city", 1.0),),
    "space": (("drone", 1.0),),
    "synthwave": (("drone", 1.0),),
    "underwater": (("bubbles", 1.0), ("drone", 0.25)),
    "interior": (("pad", 1.0),),
}


def ambience(reading: Reading, particles: str, *, seconds: float, seed: int) -> Samples:
    """What the place of a prompt sounds like, faded in and out; at most -8 dBFS.

    particles: of the scene, "" when there is none. Equal arguments give equal sound.
    """
    rng = np.random.default_rng([seed & (2**63 - 1), 0x50])
    count = round(seconds * RATE)
    mixed = np.zeros((count, 2), np.float32)
    for voice, gain in _mix(reading, particles):
        part = VOICES[voice](rng, count)
        mixed += part * np.float32(gain / max(float(np.sqrt(np.mean(part**2))), 1e-6))
    mixed *= np.float32(_LOUDNESS / _PEAK / max(float(mixed.std()), 1e-6))
    return np.tanh(mixed) * np.float32(_PEAK) * _fades(count)[:, None]


def silence(seconds: float) -> Samples:
    """No sound at all."""
    return np.zeros((round(seconds * RATE), 2), np.float32)


def _mix(reading: Reading, particles: str) -> list[tuple[str, float]]:
    """The voices of a place and how loud each is."""
    voices = list(_PLACES.get(reading.place, (("pad", 1.0), ("wind", 0.3))))
    outdoors = reading.place not in {"space", "underwater", "interior", "synthwave"}
    if outdoors and (particles == "rain" or reading.weather in {"rain", "storm"}):
        voices = [(name, gain * 0.4) for name, gain in voices] + [("rain", 1.0)]
        if reading.weather == "storm":
            voices.append(("thunder", 0.9))
    elif reading.time == "night" and reading.place in {"forest", "field", "lake"}:
        voices.append(("crickets", 0.5))
    return voices


def _fades(count: int) -> Samples:
    seconds, length = np.arange(count) / RATE, count / RATE
    shorter = min(1.0, length / 4)
    start = np.clip(seconds / (_FADE_IN * shorter), 0, 1)
    end = np.clip((length - seconds) / (_FADE_OUT * shorter), 0, 1)
    return (np.sin(start * np.pi / 2) * np.sin(end * np.pi / 2)).astype(np.float32)
