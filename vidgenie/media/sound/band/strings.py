"""Plucked and bowed strings."""

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

_PLAYERS = 5


def guitar(pitch: int, held: float, velocity: float) -> Samples:
    """Steel strings, picked near the hole; the body answers at two tones of its own."""
    return _plucked(pitch, held, velocity, where=5.3, bright=1.15, damp=0.32)


def nylon(pitch: int, held: float, velocity: float) -> Samples:
    """Softer strings, picked with the finger."""
    return _plucked(pitch, held, velocity, where=3.6, bright=1.75, damp=0.6)


def harp(pitch: int, held: float, velocity: float) -> Samples:
    """It rings on."""
    return _plucked(pitch, max(held, 1.5), velocity, where=2.6, bright=2.1, damp=0.35)


def muted(pitch: int, held: float, velocity: float) -> Samples:
    """A guitar under the palm."""
    del held
    return _plucked(pitch, 0.22, velocity, where=6.0, bright=1.35, damp=3.2) * np.float32(1.4)


def pizzicato(pitch: int, held: float, velocity: float) -> Samples:
    """Some violins, with the finger."""
    del held
    return _plucked(pitch, 0.4, velocity, where=4.0, bright=1.7, damp=2.4) * np.float32(1.3)


def bassguitar(pitch: int, held: float, velocity: float) -> Samples:
    """Thick strings, with the finger."""
    n = count(held + 0.12)
    k = np.arange(1, 15)
    levels = np.abs(np.sin(np.pi * k / 4.5)) / k ** (1.9 - 0.5 * velocity)
    tone = ringing(hertz(pitch) * k * np.sqrt(1 + 0.00008 * k**2), levels, 0.9 + 0.55 * k, n)
    touch = noise(n, pitch, low=60, high=700) * np.exp(-times(n) * 120) * np.float32(0.06)
    shaped = np.tanh(1.6 * (tone + touch)) * gate(n, held, attack=0.006, release=0.09)
    return (shaped * np.float32(0.55 * velocity)).astype(np.float32)


def violins(pitch: int, held: float, velocity: float) -> Samples:
    """A section of strings, slow to come and to go."""
    return _section(pitch, held, velocity, attack=0.35, release=0.9)


def spiccato(pitch: int, held: float, velocity: float) -> Samples:
    """The same section, the bow thrown at the string."""
    del held
    tone = _section(pitch, 0.10, velocity, attack=0.012, release=0.22)
    bow = noise(len(tone), pitch, low=1200, high=6000) * np.exp(-times(len(tone)) * 60)
    return (tone * 1.5 + bow[:, None] * np.float32(0.02 * velocity)).astype(np.float32)


def _plucked(  # noqa: PLR0913  # a string is that many numbers
    pitch: int, held: float, velocity: float, *, where: float, bright: float, damp: float
) -> Samples:
    base = hertz(pitch)
    n = count(min(held + 0.6, 4.5))
    k = np.arange(1, 31)
    stiff = k * np.sqrt(1 + 0.00006 * k**2)
    levels = np.abs(np.sin(np.pi * k / where)) / k ** (bright + 0.5 * (1 - velocity))
    decays = damp * (base / 165) ** 0.5 + 0.075 * damp**0.5 * k**1.55
    tone = ringing(base * stiff, levels, decays, n, phases=0.35 * k)
    # The string pulls the top with it at first: both of its tones are in every note.
    body = ringing(np.array([104.0, 208.0]), np.array([0.10, 0.07]), np.array([11.0, 16.0]), n)
    nail = noise(n, pitch, low=1500, high=6500) * np.exp(-times(n) * 300)
    whole = tone + body + nail * np.float32(0.035 * velocity)
    return whole * gate(n, held, attack=0.002, release=0.3) * np.float32(0.4 * velocity)


def _section(pitch: int, held: float, velocity: float, *, attack: float, release: float) -> Samples:
    n = count(held + release)
    base = hertz(pitch)
    k = np.arange(1, 22)
    # A saw, as every bowed string is, through a body that likes 300 to 1500 Hz.
    body = 1 / (1 + (base * k / (1300 + 1600 * velocity)) ** 2) + 0.04
    levels = body / k
    envelope = gate(n, held, attack=attack, release=release)
    t = times(n)

    def side(channel: int) -> Samples:
        rng = np.random.default_rng(pitch * 2 + channel)
        whole = np.zeros(n, np.float32)
        for _ in range(_PLAYERS):
            detune = 2 ** (rng.normal(0, 6) / 1200)
            voice = ringing(
                base * detune * k, levels, np.full(21, 0.02), n, phases=rng.uniform(0, 6.3, 21)
            )
            # No player keeps the same pressure.
            sway = 1 + 0.18 * np.sin(2 * np.pi * rng.uniform(3.8, 6.2) * t + rng.uniform(0, 6.3))
            whole += voice * sway.astype(np.float32)
        return whole * envelope * np.float32(0.16 * velocity)

    return spread(side, width=1.0)
