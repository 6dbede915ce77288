"""What instruments are made of: ringing partials, noise, envelopes, filters."""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vidgenie.media.sound.levels import RATE

Samples = NDArray[np.float32 | np.float64]
"""Samples, or samples x two channels."""
Numbers = NDArray[np.floating | np.integer]
"""One number for each partial."""
_BLOCK = 512  # samples that are calculated at once
HIGHEST = 17_000.0
"""Hz; no partial is made above it."""


def hertz(pitch: float) -> float:
    """Of a MIDI number."""
    return 440.0 * 2.0 ** ((pitch - 69) / 12)


def count(seconds: float) -> int:
    """Samples."""
    return max(1, round(seconds * RATE))


def times(n: int) -> Samples:
    """Seconds from the beginning of each sample."""
    return np.arange(n, dtype=np.float32) / np.float32(RATE)


def ringing(
    hz: Numbers,
    levels: Numbers,
    decays: Numbers,
    n: int,
    *,
    phases: Numbers | None = None,
) -> Samples:
    """The sum of partials that die away. decays: part of e each loses in a second.

    A block of each times the factor of each block is one multiplication of matrices, which
    is a hundred times faster than that many sines.
    """
    keep = hz < HIGHEST
    turn = np.asarray((2j * np.pi * hz[keep] - decays[keep]) / RATE, np.complex128)
    angle = np.zeros(len(turn)) if phases is None else phases[keep]
    start = np.asarray(levels[keep] * np.exp(1j * angle - 1j * np.pi / 2), np.complex128)
    firsts = np.arange(-(-n // _BLOCK)) * _BLOCK
    blocks: NDArray[np.complex128] = np.exp(firsts[:, None] * turn[None, :]) * start
    inner: NDArray[np.complex128] = np.exp(turn[:, None] * np.arange(_BLOCK)[None, :])
    whole: NDArray[np.float64] = blocks.real @ inner.real - blocks.imag @ inner.imag
    return whole.ravel()[:n].astype(np.float32)


def gate(n: int, held: float, *, attack: float, release: float) -> Samples:
    """1.0 while a tone is held, in seconds; it comes and goes without a click."""
    t = times(n)
    up = np.clip(t / np.float32(max(attack, 1e-4)), 0, 1)
    down = np.clip((t - np.float32(held)) / np.float32(release), 0, 1)
    return (np.sin(up * np.float32(np.pi / 2)) * np.cos(down * np.float32(np.pi / 2)) ** 2).astype(
        np.float32
    )


def noise(n: int, seed: int, *, low: float = 0.0, high: float = HIGHEST) -> Samples:
    """Noise between two frequencies in Hz, of about the same power whatever they are."""
    white = np.random.default_rng(seed).standard_normal(n).astype(np.float32)
    band = np.fft.rfft(white) * passing(n, low=low, high=high)
    found = np.fft.irfft(band, n).astype(np.float32)
    return found / max(float(np.sqrt(np.mean(found**2))), 1e-9)


@lru_cache(maxsize=64)
def passing(n: int, *, low: float = 0.0, high: float = 0.0) -> Samples:
    """How much of each frequency of `rfft` a filter leaves; 12 dB an octave, 0 = no end."""
    hz = np.fft.rfftfreq(n, 1 / RATE)
    response = np.ones_like(hz)
    if low:
        response *= (hz / low) ** 2 / np.sqrt(1 + (hz / low) ** 4)
    if high:
        response /= np.sqrt(1 + (hz / high) ** 4)
    return response.astype(np.float32)


def spread(voice: Callable[[int], Samples], *, width: float = 1.0) -> Samples:
    """Two channels of what `voice` gives for 0 and 1: not the same, as two players are not."""
    left, right = voice(0), voice(1)
    middle = (left + right) / 2
    sides = (left - right) / 2 * width
    return np.stack([middle + sides, middle - sides], axis=1)
