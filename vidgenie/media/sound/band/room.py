"""Rooms, tape and old records."""

import numpy as np

from vidgenie.media.sound.band.tones import Samples, count, noise, passing, times
from vidgenie.media.sound.levels import RATE

_BEFORE = 0.019  # s until the first wall answers


def answer(n: int, seconds: float, seed: int) -> Samples:
    """What a room says to a single click: `n` samples x two channels.

    seconds: until it is silent (60 dB). High tones die first, as in any room.
    """
    length = min(count(seconds * 1.1), n - count(_BEFORE) - 1)
    t = times(length)
    sides = list[Samples]()
    for side in (0, 1):
        tail = np.zeros(length, np.float32)
        for band, (low, high, part) in enumerate(
            ((120, 500, 1.05), (500, 2200, 1.0), (2200, 6500, 0.62), (6500, 13_000, 0.32))
        ):
            own = noise(length, seed * 100 + band * 2 + side, low=low, high=high)
            tail += own * np.exp(-6.9 * t / (seconds * part)) * np.float32(0.9**band)
        rng = np.random.default_rng(seed + side)
        for _ in range(9):
            at = int(rng.uniform(0.004, 0.06) * RATE)
            if at < length:
                tail[at] += rng.choice((-1, 1)) * rng.uniform(4, 9)
        whole = np.zeros(n, np.float32)
        first = count(_BEFORE)
        whole[first : first + length] = tail
        sides.append(whole / np.sqrt(np.sum(whole**2)))
    return np.stack(sides, axis=1)


def crackle(n: int, amount: float, seed: int) -> Samples:
    """Dust on a record: `n` samples x two channels."""
    rng = np.random.default_rng(seed)
    dust = np.zeros((n, 2), np.float32)
    grains = int(n / RATE * 14)
    dust[rng.integers(0, n, grains), rng.integers(0, 2, grains)] = rng.exponential(0.5, grains)
    shaped = np.fft.rfft(dust, axis=0) * passing(n, low=900, high=5500)[:, None]
    surface = np.stack([noise(n, seed + side, low=300, high=4000) for side in (1, 2)], axis=1)
    whole = np.fft.irfft(shaped, n, axis=0) * 0.10 + surface * 0.0016
    return (whole * amount).astype(np.float32)


def worn(sound: Samples, depth: float) -> Samples:
    """As from a tape that does not run quite evenly; it goes round as the sound does.

    depth: 1.0 moves the pitch by about a tenth of a semitone.
    """
    n = len(sound)
    t = np.arange(n) / n
    rounds = max(1, round(n / RATE * 0.55))
    slow = np.sin(2 * np.pi * rounds * t) / rounds
    quick = 0.12 * np.sin(2 * np.pi * (rounds * 9 + 1) * t) / (rounds * 9 + 1)
    at = np.arange(n) + (slow + quick) * n / (2 * np.pi) * 0.0055 * depth
    low = np.floor(at).astype(np.int64)
    part = (at - low).astype(np.float32)[:, None]
    return sound[low % n] * (1 - part) + sound[(low + 1) % n] * part
