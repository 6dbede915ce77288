"""Voices of an ambience, made from noise and sines: owed to nobody.

A voice is a function of a generator and a number of samples at RATE.
"""

import math
from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

RATE = 48_000  # samples a second
_LOOP = 20  # s of noise that are made; it repeats without a seam

Samples = npt.NDArray[np.floating]
"""(N, 2) stereo, -1.0 to 1.0."""

_Rng = np.random.Generator
_Voice = Callable[[_Rng, int], Samples]


def _noise(rng: _Rng, count: int, low: float, high: float, *, slope: float = 0.5) -> Samples:
    """Stereo noise between two frequencies (Hz); `slope` 0 is white, 0.5 pink, 1 brown."""
    length = min(count, _LOOP * RATE)
    hertz = np.fft.rfftfreq(length, 1 / RATE)
    safe = np.maximum(hertz, 1)
    strength = safe**-slope / (1 + (low / safe) ** 4) / (1 + (safe / high) ** 4)
    sides = [
        np.fft.irfft(strength * np.exp(2j * np.pi * rng.random(len(hertz))), length)
        for _ in range(2)
    ]
    noise = np.stack(sides, axis=1).astype(np.float32)
    return np.resize(noise / np.float32(noise.std() + 1e-12), (count, 2))


def _swell(rng: _Rng, count: int, period: float, low: float) -> Samples:
    """A curve (N, 1) that wanders between `low` and 1.0, about once in `period` seconds."""
    points = max(4, math.ceil(count / RATE / period * 2) + 2)
    at = np.linspace(0, points - 1.001, count)
    left = at.astype(int)
    part = (1 - np.cos(np.pi * (at - left))) / 2
    values = rng.uniform(low, 1, points)
    curve = values[left] * (1 - part) + values[left + 1] * part
    return curve.astype(np.float32)[:, None]


def _time(count: int) -> npt.NDArray[np.float64]:
    return np.arange(count) / RATE


def _panned(mono: npt.NDArray[np.float64], side: float) -> Samples:
    """A sound at `side`, 0.0 left to 1.0 right."""
    left, right = math.cos(side * math.pi / 2), math.sin(side * math.pi / 2)
    return np.stack([mono * left, mono * right], axis=1).astype(np.float32)


def _wind(rng: _Rng, count: int) -> Samples:
    body = _noise(rng, count, 90, 420) * _swell(rng, count, 5.0, 0.35)
    return body + _noise(rng, count, 380, 900) * _swell(rng, count, 3.0, 0.0) * 0.35


def _leaves(rng: _Rng, count: int) -> Samples:
    rustle = _noise(rng, count, 1500, 6000, slope=0.3) * _swell(rng, count, 2.5, 0.05) ** 2
    return _wind(rng, count) * 0.6 + rustle * 0.5


def _waves(rng: _Rng, count: int) -> Samples:
    seconds = _time(count)
    level = np.full(count, 0.16)
    start = -rng.uniform(1.0, 2.5)
    while start < seconds[-1]:
        age = seconds - start
        rise, fall = rng.uniform(1.4, 2.0), rng.uniform(1.2, 1.8)
        shape = np.where(age < rise, np.sin(np.clip(age / rise, 0, 1) * np.pi / 2) ** 2, 0.0)
        shape += np.where(age >= rise, np.exp(-(age - rise) / fall), 0.0)
        level += shape * rng.uniform(0.6, 1.0)
        start += rng.uniform(4.0, 6.5)
    swell = level.astype(np.float32)[:, None]
    wash = _noise(rng, count, 350, 3500) * swell**2
    return wash + _noise(rng, count, 60, 220) * swell * 0.8


def _lapping(rng: _Rng, count: int) -> Samples:
    water = _noise(rng, count, 250, 1400) * _swell(rng, count, 1.6, 0.05) ** 2
    return water + _noise(rng, count, 80, 250) * 0.4


def _rain(rng: _Rng, count: int) -> Samples:
    hiss = _noise(rng, count, 900, 9000, slope=0.35) * _swell(rng, count, 6.0, 0.7)
    length = min(count, _LOOP * RATE)
    drops = np.zeros((length, 2))
    hits = rng.integers(0, length, max(1, length // 1600))
    drops[hits, rng.integers(0, 2, len(hits))] = rng.uniform(0.2, 1.0, len(hits))
    hertz = np.fft.rfftfreq(length, 1 / RATE)[:, None]
    ring = np.exp(-(((hertz - 2600) / 1500) ** 2))
    heard = np.fft.irfft(np.fft.rfft(drops, axis=0) * ring, length, axis=0).astype(np.float32)
    return hiss + np.resize(heard * np.float32(0.4 / (heard.std() + 1e-12)), (count, 2))


def _thunder(rng: _Rng, count: int) -> Samples:
    seconds = _time(count)
    level = np.full(count, 0.03)
    start = rng.uniform(0.6, 2.0)
    while start < seconds[-1]:
        age = np.maximum(seconds - start, 0)
        level += age * np.exp(-age / rng.uniform(0.7, 1.3)) * rng.uniform(0.5, 1.2)
        start += rng.uniform(7.0, 13.0)
    return _noise(rng, count, 28, 110) * level.astype(np.float32)[:, None]


def _crickets(rng: _Rng, count: int) -> Samples:
    seconds = _time(count)
    total = np.zeros((count, 2), np.float32)
    for _ in range(5):
        every, pulses = rng.uniform(0.55, 0.95), int(rng.integers(3, 6))
        age = (seconds + rng.uniform(0, every)) % every
        beat = np.where(age < pulses * 0.042, np.sin(np.pi * (age % 0.042) / 0.042) ** 2, 0.0)
        tone = np.sin(2 * np.pi * rng.uniform(3900, 4700) * seconds)
        total += _panned(beat * tone * rng.uniform(0.2, 1.0), float(rng.uniform(0, 1)))
    return total * _swell(rng, count, 8.0, 0.6)


def _city(rng: _Rng, count: int) -> Samples:
    total = _noise(rng, count, 45, 220) * _swell(rng, count, 7.0, 0.7)
    seconds = _time(count)
    start = rng.uniform(0.0, 2.0)
    while start < seconds[-1]:
        near = np.exp(-(((seconds - start - 2.0) / rng.uniform(0.9, 1.4)) ** 2))
        side = float(rng.uniform(0.2, 0.8))
        passing = _noise(rng, count, 250, 1100) * _panned(near, side)
        total += passing * np.float32(rng.uniform(0.2, 0.5))
        start += rng.uniform(5.0, 9.0)
    return total


def _chord(rng: _Rng, count: int, tones: tuple[float, ...]) -> Samples:
    seconds = _time(count)
    total = np.zeros((count, 2), np.float32)
    for number, tone in enumerate(tones):
        for detune in (-0.12, 0.13):
            phase, side = rng.uniform(0, 2 * np.pi), float(rng.uniform(0.25, 0.75))
            sine = np.sin(2 * np.pi * (tone + detune) * seconds + phase) / (1 + number * 0.6)
            total += _panned(sine, side) * _swell(rng, count, 4.0, 0.3)
    return total


def _drone(rng: _Rng, count: int) -> Samples:
    tones = _chord(rng, count, (55.0, 82.4, 110.0, 164.8, 220.0))
    return tones + _noise(rng, count, 200, 900) * _swell(rng, count, 6.0, 0.1) * 0.12


def _pad(rng: _Rng, count: int) -> Samples:
    return _chord(rng, count, (110.0, 164.8, 220.0, 277.2, 329.6, 493.9))


def _bubbles(rng: _Rng, count: int) -> Samples:
    total = _noise(rng, count, 35, 240) * _swell(rng, count, 5.0, 0.6)
    length = min(count, RATE // 8)
    age = _time(length)
    for _ in range(round(count / RATE * 4)):
        tone = rng.uniform(260, 800)
        pitch = 2 * np.pi * (tone * age + tone * 3 * age**2)
        bubble = np.sin(pitch) * np.exp(-age * rng.uniform(28, 60)) * np.minimum(1, age * 400)
        start = int(rng.integers(0, count - length + 1))
        total[start : start + length] += _panned(bubble * rng.uniform(0.2, 0.9), rng.uniform(0, 1))
    return total


VOICES: Mapping[str, _Voice] = {
    "wind": _wind,
    "leaves": _leaves,
    "waves": _waves,
    "lapping": _lapping,
    "rain": _rain,
    "thunder": _thunder,
    "crickets": _crickets,
    "city": _city,
    "drone": _drone,
    "pad": _pad,
    "bubbles": _bubbles,
}
