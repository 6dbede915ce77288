"""Drums: sweeps of a sine, and noise. The pitch of a note only tells its variant."""

import numpy as np

from vidgenie.media.sound.band.tones import Samples, count, noise, ringing, times


def kick(pitch: int, held: float, velocity: float) -> Samples:
    """Round, with a click."""
    del held
    return _kick(pitch, velocity, low=49, high=165, fall=28, decay=7.5, click=0.12)


def kick_soft(pitch: int, held: float, velocity: float) -> Samples:
    """Behind a blanket."""
    del held
    return _kick(pitch, velocity, low=52, high=110, fall=22, decay=9.5, click=0.03)


def kick_club(pitch: int, held: float, velocity: float) -> Samples:
    """Four to the floor."""
    del held
    return _kick(pitch, velocity, low=46, high=230, fall=34, decay=6.5, click=0.2)


def taiko(pitch: int, held: float, velocity: float) -> Samples:
    """A large drum in a large hall."""
    del held
    n = count(1.3)
    t = times(n)
    angle = 2 * np.pi * np.cumsum(62 + 30 * np.exp(-t * 18)) / 48_000
    skin = np.sin(angle) * np.exp(-t * 4.2) + 0.35 * np.sin(1.59 * angle) * np.exp(-t * 8)
    stick = noise(n, pitch, low=120, high=1100) * np.exp(-t * 45) * (0.10 + 0.15 * velocity)
    return ((skin + stick) * 0.75 * velocity).astype(np.float32)


def snare(pitch: int, held: float, velocity: float) -> Samples:
    """Skin and wires."""
    del held
    n = count(0.32)
    t = times(n)
    skin = ringing(np.array([182.0, 287.0]), np.array([0.8, 0.4]), np.array([24.0, 34.0]), n)
    wires = noise(n, pitch, low=1300, high=9500) * (0.7 * np.exp(-t * 19) + 0.3 * np.exp(-t * 60))
    return ((0.55 * skin + 0.28 * wires) * velocity * _soft_edge(n)).astype(np.float32)


def snare_dusty(pitch: int, held: float, velocity: float) -> Samples:
    """From an old record."""
    del held
    n = count(0.26)
    t = times(n)
    skin = ringing(np.array([205.0, 331.0]), np.array([0.7, 0.3]), np.array([30.0, 42.0]), n)
    wires = noise(n, pitch, low=900, high=5200) * np.exp(-t * 26)
    return (np.tanh(1.8 * (0.5 * skin + 0.3 * wires)) * 0.6 * velocity * _soft_edge(n)).astype(
        np.float32
    )


def clap(pitch: int, held: float, velocity: float) -> Samples:
    """Some people, not quite together."""
    del held
    n = count(0.3)
    t = times(n)
    hands = sum(
        np.where(t >= late, np.exp(-(t - late) * fall), 0.0)
        for late, fall in ((0.0, 210), (0.011, 210), (0.021, 210), (0.030, 22))
    )
    return (noise(n, pitch, low=900, high=6500) * hands * 0.26 * velocity).astype(np.float32)


def rim(pitch: int, held: float, velocity: float) -> Samples:
    """The stick on the edge."""
    del held
    n = count(0.12)
    wood = ringing(np.array([480.0, 1660.0]), np.array([0.7, 0.5]), np.array([60.0, 75.0]), n)
    tick = noise(n, pitch, low=1800, high=8000) * np.exp(-times(n) * 240)
    return ((wood * 0.4 + tick * 0.1) * velocity).astype(np.float32)


def hat(pitch: int, held: float, velocity: float) -> Samples:
    """Closed."""
    del held
    return _metal(pitch, velocity, decay=55, seconds=0.11)


def hat_open(pitch: int, held: float, velocity: float) -> Samples:
    """Open, until the next."""
    del held
    return _metal(pitch, velocity, decay=9, seconds=0.42)


def shaker(pitch: int, held: float, velocity: float) -> Samples:
    """Seeds that have to come first."""
    del held
    n = count(0.13)
    t = times(n)
    shape = np.clip(t / 0.028, 0, 1) ** 2 * np.exp(-np.clip(t - 0.028, 0, None) * 55)
    return (noise(n, pitch, low=4200, high=12_500) * shape * 0.16 * velocity).astype(np.float32)


def swell(pitch: int, held: float, velocity: float) -> Samples:
    """A cymbal played backwards, into what comes next."""
    n = count(held)
    shape = np.clip(times(n) / max(held, 0.1), 0, 1) ** 3.2
    edge = np.clip((n - np.arange(n)) / 480, 0, 1)
    return (noise(n, pitch, low=2500, high=12_000) * shape * edge * 0.22 * velocity).astype(
        np.float32
    )


def _kick(  # noqa: PLR0913  # a drum is that many numbers
    pitch: int, velocity: float, *, low: float, high: float, fall: float, decay: float, click: float
) -> Samples:
    n = count(0.42)
    t = times(n)
    angle = 2 * np.pi * np.cumsum(low + (high - low) * np.exp(-t * fall)) / 48_000
    body = np.tanh(1.4 * np.sin(angle) * np.exp(-t * decay))
    beater = noise(n, pitch, low=900, high=5000) * np.exp(-t * 320) * click
    edge = np.clip((n - np.arange(n)) / 960, 0, 1)
    return ((body + beater) * edge * 0.85 * velocity).astype(np.float32)


def _metal(pitch: int, velocity: float, *, decay: float, seconds: float) -> Samples:
    n = count(seconds)
    t = times(n)
    # Six squares out of tune, as the old machines had, under the noise.
    hz = np.array([5333.0, 6521.0, 7741.0, 8913.0, 10_311.0, 12_127.0]) * (1 + 0.004 * (pitch % 5))
    metal = ringing(hz, np.full(6, 0.22), np.full(6, 12.0), n)
    hiss = noise(n, pitch, low=6200, high=14_500)
    edge = np.clip((n - np.arange(n)) / 240, 0, 1)
    return ((metal * 0.5 + hiss * 0.6) * np.exp(-t * decay) * edge * 0.2 * velocity).astype(
        np.float32
    )


def _soft_edge(n: int) -> Samples:
    return np.clip((n - np.arange(n)) / 480, 0, 1).astype(np.float32)
