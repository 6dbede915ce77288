"""Synthesizers: pads, basses, leads."""

import numpy as np

from vidgenie.media.sound.band.tones import (
    Samples,
    count,
    gate,
    hertz,
    noise,
    ringing,
    spread,
    times,
)

_VOICES = 4


def pad(pitch: int, held: float, velocity: float) -> Samples:
    """Warm, wide and slow."""
    return _wide(pitch, held, velocity, slope=1.9, attack=0.7, release=1.6, cents=6)


def glass(pitch: int, held: float, velocity: float) -> Samples:
    """A pad with air in it."""
    tone = _wide(pitch, held, velocity, slope=2.4, attack=1.2, release=2.4, cents=4)
    n = len(tone)
    breath = spread(lambda side: noise(n, pitch * 2 + side, low=900, high=4200))
    shape = gate(n, held, attack=1.4, release=2.0)[:, None]
    return (tone + breath * shape * np.float32(0.006 * velocity)).astype(np.float32)


def saws(pitch: int, held: float, velocity: float) -> Samples:
    """Bright, for chords that pump."""
    return _wide(pitch, held, velocity, slope=1.15, attack=0.02, release=0.25, cents=9)


def brass(pitch: int, held: float, velocity: float) -> Samples:
    """Horns from afar: they open while they swell."""
    base = hertz(pitch)
    n = count(held + 0.8)
    k = np.arange(1, 15)
    dull = ringing(base * k, 1 / k**2.4, np.full(14, 0.05), n, phases=0.7 * k)
    open_ = ringing(base * 1.002 * k, 1 / k**1.25, np.full(14, 0.05), n, phases=1.3 * k)
    swell = np.clip(times(n) / max(held, 0.4), 0, 1) ** 1.5
    tone = dull * (1 - 0.5 * swell) + open_ * swell * 0.6
    shape = gate(n, held, attack=min(0.5, held / 2), release=0.7)
    return (tone * shape * np.float32(0.24 * velocity)).astype(np.float32)


def lead(pitch: int, held: float, velocity: float) -> Samples:
    """Soft, with a vibrato that comes late."""
    n = count(held + 0.25)
    t = times(n)
    late = np.clip((t - 0.25) / 0.4, 0, 1)
    angle = np.cumsum(hertz(pitch) * (1 + 0.006 * late * np.sin(2 * np.pi * 5.3 * t)))
    angle = 2 * np.pi * angle / 48_000
    tone = sum(
        level * np.sin(k * angle) for k, level in ((1, 1.0), (2, 0.34), (3, 0.22), (4, 0.08))
    )
    air = noise(n, pitch, low=1500, high=6000) * np.float32(0.02)
    shape = gate(n, held, attack=0.035, release=0.2)
    return ((tone + air) * shape * np.float32(0.3 * velocity)).astype(np.float32)


def pluck(pitch: int, held: float, velocity: float) -> Samples:
    """A saw whose filter closes at once; for arpeggios."""
    n = count(max(held, 0.35) + 0.1)
    k = np.arange(1, 40)
    tone = np.zeros(n, np.float32)
    for detune in (0.997, 1.003):
        tone += ringing(
            hertz(pitch) * detune * k, 1 / k, 2.2 + (1.5 - 0.6 * velocity) * k, n, phases=detune * k
        )
    return tone * gate(n, max(held, 0.35), attack=0.003, release=0.1) * np.float32(0.22 * velocity)


def synthbass(pitch: int, held: float, velocity: float) -> Samples:
    """A saw with a sine an octave below, its filter half closed."""
    n = count(held + 0.06)
    k = np.arange(1, 22)
    base = hertz(pitch)
    tone = ringing(base * k, 1 / k**1.2, 0.4 + 1.1 * k, n, phases=0.2 * k)
    low = ringing(np.array([base, base / 2]), np.array([0.8, 0.25]), np.array([0.3, 0.3]), n)
    shaped = np.tanh(1.3 * (tone * 0.6 + low)) * gate(n, held, attack=0.004, release=0.05)
    return (shaped * np.float32(0.5 * velocity)).astype(np.float32)


def sub(pitch: int, held: float, velocity: float) -> Samples:
    """Round, below everything."""
    n = count(held + 0.1)
    base = hertz(pitch)
    tone = ringing(base * np.array([1, 2, 3]), np.array([1, 0.22, 0.07]), np.full(3, 0.5), n)
    return tone * gate(n, held, attack=0.012, release=0.09) * np.float32(0.6 * velocity)


def _wide(  # noqa: PLR0913  # a sound is that many numbers
    pitch: int,
    held: float,
    velocity: float,
    *,
    slope: float,
    attack: float,
    release: float,
    cents: float,
) -> Samples:
    n = count(held + release)
    base = hertz(pitch)
    k = np.arange(1, 19)
    shape = gate(n, held, attack=min(attack, held * 0.6), release=release)

    def side(channel: int) -> Samples:
        rng = np.random.default_rng(pitch * 2 + channel)
        hz = np.concatenate([base * 2 ** (rng.normal(0, cents) / 1200) * k for _ in range(_VOICES)])
        levels = np.tile(1 / k**slope, _VOICES)
        tone = ringing(hz, levels, np.zeros(len(hz)), n, phases=rng.uniform(0, 6.3, len(hz)))
        return tone * shape * np.float32(0.13 * velocity)

    return spread(side)
