"""Keyboards and mallets."""

import numpy as np

from vidgenie.media.sound.band.tones import Samples, count, gate, hertz, noise, ringing, times


def piano(pitch: int, held: float, velocity: float) -> Samples:
    """A felt piano: two strings a tone, a soft hammer."""
    base = hertz(pitch)
    n = count(min(held + 0.5, 6.0))
    k = np.arange(1, 25)
    stiff = k * np.sqrt(1 + 0.00025 * (pitch / 60) ** 3 * k**2)
    # A hammer at an eighth of the string leaves the eighth partial out.
    levels = np.abs(np.sin(np.pi * k / 8.3)) / k ** (2.1 - 0.9 * velocity)
    decays = 0.55 * (base / 220) ** 0.45 + 0.16 * k**1.35
    strings = [
        ringing(base * detune * stiff, levels, decays * hold, n)
        for detune, hold in ((1.0, 1.0), (1.0007, 0.55))
    ]
    knock = noise(n, pitch, low=90, high=900) * np.exp(-times(n) * 90) * np.float32(0.05)
    tone = strings[0] + np.float32(0.7) * strings[1] + knock
    return tone * gate(n, held, attack=0.004, release=0.35) * np.float32(0.5 * velocity)


def rhodes(pitch: int, held: float, velocity: float) -> Samples:
    """An electric piano: a tone bar with a bark when it is hit hard, a tine above."""
    base = hertz(pitch)
    n = count(min(held + 0.6, 5.0))
    t = times(n)
    angle = (2 * np.pi * base * t).astype(np.float32)
    bark = (0.35 + 1.5 * velocity**2) * np.exp(-t * 3.2) + 0.12
    bar = np.sin(angle + bark * np.sin(angle))
    tine = np.sin(angle * np.float32(7.02)) * np.exp(-t * 14) * np.float32(0.10 * velocity)
    body = np.exp(-t * np.float32(0.55 + base / 900))
    knock = noise(n, pitch, low=200, high=1500) * np.exp(-t * 160) * np.float32(0.03)
    tone = (bar * body + tine + knock) * gate(n, held, attack=0.003, release=0.28)
    return (tone * np.float32(0.42 * velocity)).astype(np.float32)


def glockenspiel(pitch: int, held: float, velocity: float) -> Samples:
    """Steel bars."""
    return _struck(
        pitch, max(held, 1.6), velocity, ratios=(1, 2.76, 5.4, 8.93), decays=(2.2, 5, 11, 24)
    )


def marimba(pitch: int, held: float, velocity: float) -> Samples:
    """Wooden bars, tuned to their double octave."""
    del held
    wood = _struck(pitch, 0.9, velocity, ratios=(1, 3.93, 9.6), decays=(5.5, 16, 40))
    knock = noise(len(wood), pitch, low=300, high=2500) * np.exp(-times(len(wood)) * 220)
    return (wood * 1.5 + knock * np.float32(0.04 * velocity)).astype(np.float32)


def celesta(pitch: int, held: float, velocity: float) -> Samples:
    """Small plates over boxes of wood."""
    return _struck(
        pitch, max(held, 1.4), velocity, ratios=(1, 2.0, 4.02, 6.9), decays=(2.6, 4, 9, 22)
    )


def _struck(
    pitch: int,
    seconds: float,
    velocity: float,
    *,
    ratios: tuple[float, ...],
    decays: tuple[float, ...],
) -> Samples:
    n = count(seconds)
    levels = np.array([1.0, 0.32, 0.16, 0.07])[: len(ratios)] * np.linspace(
        1, velocity, len(ratios)
    )
    tone = ringing(hertz(pitch) * np.array(ratios), levels, np.array(decays), n)
    return (
        tone
        * gate(n, seconds * 0.7, attack=0.002, release=seconds * 0.3)
        * np.float32(0.4 * velocity)
    )
