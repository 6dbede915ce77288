"""Plays a score: every tone in its place on a loop that has no end, then the room and the level."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vidgenie.media.sound.band import room
from vidgenie.media.sound.band.instruments import DRUMS, INSTRUMENTS
from vidgenie.media.sound.band.score import Note, Part, Score
from vidgenie.media.sound.band.tones import Samples, count, passing, times
from vidgenie.media.sound.levels import RATE

LUFS = -20.0
"""How loud a bed is."""
_PEAK = 10 ** (-3.0 / 20)
_KNEE = 0.6  # of the peak; what is higher is bent
_GRAIN = 48  # samples; a loop is a whole number of these
_BLOCK = RATE * 2 // 5  # samples of 0.4 s, as a meter has it
_LOUDER = 4  # steps in which velocities are made, so that equal tones are made once
_VARIANTS = 4  # of a drum, in turn

Spectrum = NDArray[np.complex64 | np.complex128]


def perform(score: Score) -> Samples:
    """The loop, as samples x two channels; what rings at its end is heard at its beginning."""
    n = length_of(score)
    seed = int.from_bytes(hashlib.sha256(score.slug.encode()).digest()[:4])
    dry = np.zeros((n // 2 + 1, 2), np.complex64)
    wet = np.zeros_like(dry)
    pumping = _pumping(score, n)
    for number, part in enumerate(score.parts):
        played = _play(score, part, n, seed + number)
        spectrum = _shaped(np.fft.rfft(played, axis=0), score, part, n)
        spectrum *= np.float32(10 ** ((part.level - _while_it_plays(played, spectrum)) / 20))
        if part.pumps:
            moved = np.fft.irfft(spectrum, n, axis=0)
            moved *= (1 - part.pumps * pumping)[:, None]
            spectrum = np.fft.rfft(moved.astype(np.float32), axis=0)
        dry += spectrum
        wet += spectrum * np.float32(part.room)
    wall = np.fft.rfft(room.answer(n, score.hall, seed), axis=0)
    # The bass is not for the room: it would never leave it.
    whole = dry + wet * wall * passing(n, low=160)[:, None]
    return _finished(score, whole * passing(n, low=32)[:, None], n, seed)


def length_of(score: Score) -> int:
    """Samples of the loop: hardly more or less than the score says, but of small factors.

    Fourier transforms of such lengths are many times faster.
    """
    wanted = round(score.beats * 60 / score.tempo * RATE / _GRAIN)
    near = sorted(range(wanted - 300, wanted + 300), key=lambda n: abs(n - wanted))
    return next(n for n in near if n > 0 and _is_smooth(n)) * _GRAIN


def _is_smooth(n: int) -> bool:
    for factor in (2, 3, 5, 7):
        while n % factor == 0:
            n //= factor
    return n == 1


def _play(score: Score, part: Part, n: int, seed: int) -> Samples:
    """One part alone, dry."""
    rng = np.random.default_rng(seed)
    beat = n / score.beats
    track = np.zeros((n, 2), np.float32)
    made = dict[tuple[int, int, int], Samples]()
    instrument = INSTRUMENTS[part.instrument]
    for turn, note in enumerate(_swung(part.notes, score)):
        pitch = turn % _VARIANTS if part.instrument in DRUMS else note.pitch
        force = min(1.0, max(0.1, note.velocity * rng.uniform(0.92, 1.06)))
        step = max(1, round(force * _LOUDER))
        held = round(note.length * beat / RATE, 3)
        key = (pitch, step, round(held * 100))
        if key not in made:
            made[key] = _placed(instrument(pitch, held, step / _LOUDER), part)
        loose = rng.normal(0, score.loose) if score.loose else 0.0
        first = round(note.beat * beat + np.clip(loose, -0.02, 0.02) * RATE)
        _add(track, made[key], first, np.float32(force * _LOUDER / step))
    return track


def _while_it_plays(played: Samples, spectrum: Spectrum) -> float:
    """LUFS of a part, its pauses left out: a part that rests is not louder when it plays."""
    whole = len(played) // _BLOCK * _BLOCK
    blocks = (played[:whole] ** 2).reshape(-1, _BLOCK * 2).mean(axis=1)
    active = blocks[blocks > blocks.max() / 10].mean()
    return _lufs(spectrum, len(played)) + float(10 * np.log10(active / blocks.mean()))


def _swung(notes: Iterable[Note], score: Score) -> Iterable[Note]:
    """What lies between two eighths, or sixteenths, comes late."""
    grid = 4 if score.is_fine else 2
    for note in notes:
        place = note.beat * grid
        is_off = abs(place - round(place)) < 1e-6 and round(place) % 2 == 1
        yield replace(note, beat=note.beat + score.swing) if is_off else note


def _placed(tone: Samples, part: Part) -> Samples:
    """Two channels; the pan keeps the power."""
    if tone.ndim == 1:
        tone = np.stack([tone, tone], axis=1)
    angle = (part.pan + 1) * np.pi / 4
    sides = np.array([np.cos(angle), np.sin(angle)]) * np.sqrt(2)
    return (tone * sides).astype(np.float32)


def _add(track: Samples, tone: Samples, first: int, gain: np.float32) -> None:
    """What goes over the end goes on at the beginning."""
    n = len(track)
    first %= n
    done = 0
    while done < len(tone):
        length = min(n - first, len(tone) - done)
        track[first : first + length] += tone[done : done + length] * gain
        done += length
        first = 0


def _shaped(spectrum: Spectrum, score: Score, part: Part, n: int) -> Spectrum:
    """The part's filters and its echo, which goes from side to side."""
    if part.low_cut or part.high_cut:
        spectrum = spectrum * passing(n, low=part.low_cut, high=part.high_cut)[:, None]
    if not part.echo:
        return spectrum.astype(np.complex64)
    late = part.echo * n / score.beats
    hz = np.arange(n // 2 + 1) / n
    turn = np.exp(-2j * np.pi * hz * late).astype(np.complex64) * np.float32(0.42)
    turn *= passing(n, low=250, high=4200)
    left, right = spectrum[:, 0], spectrum[:, 1]
    middle = (left + right) / 2
    once = middle * turn
    twice = once * turn
    thrice = twice * turn
    return np.stack(
        [left + once + 0.3 * twice + thrice, right + 0.3 * once + twice + 0.3 * thrice], axis=1
    ).astype(np.complex64)


def _pumping(score: Score, n: int) -> Samples:
    """How far, 0.0 to 1.0, the others give way to the bass drum."""
    shape = np.exp(-times(count(0.5)) * 9)
    rise = count(0.006)
    shape[:rise] *= np.linspace(0, 1, rise, dtype=np.float32)
    found = np.zeros(n, np.float32)
    for part in score.parts:
        if not part.instrument.startswith("kick"):
            continue
        for note in part.notes:
            at = (round(note.beat * n / score.beats) + np.arange(len(shape))) % n
            found[at] = np.maximum(found[at], shape * np.float32(note.velocity))
    return found


def _finished(score: Score, spectrum: Spectrum, n: int, seed: int) -> Samples:
    """Warm, as loud as all beds are, and no peak over the limit."""
    if score.warmth:
        spectrum = spectrum * passing(n, high=18_000 - 11_000 * score.warmth)[:, None]
    sound = np.fft.irfft(spectrum * np.float32(10 ** ((LUFS - _lufs(spectrum, n)) / 20)), n, axis=0)
    if score.warmth:
        drive = 1 + 1.2 * score.warmth
        sound = np.tanh(sound * drive) / drive
        sound = room.worn(sound.astype(np.float32), score.warmth * score.crackle)
    if score.crackle:
        sound = sound + room.crackle(n, score.crackle, seed)
    level = _lufs(np.fft.rfft(sound, axis=0), n)
    return _limited(sound * 10 ** ((LUFS - level) / 20)).astype(np.float32)


def _limited(sound: Samples) -> Samples:
    """The highest peaks are bent, the rest is as it was."""
    knee = _PEAK * _KNEE
    over = np.maximum(np.abs(sound) - knee, 0) / (_PEAK - knee)
    bent = knee + (_PEAK - knee) * np.tanh(over)
    return np.where(np.abs(sound) > knee, np.sign(sound) * bent, sound)


def _lufs(spectrum: Spectrum, n: int) -> float:
    """Loudness of the loop, weighted as ITU-R BS.1770 has it; nothing is left out."""
    power = np.abs(spectrum) ** 2 * _weights(n)[:, None]
    return float(-0.691 + 10 * np.log10(2 * power.sum() / n**2 + 1e-12))


@lru_cache(maxsize=1)
def _weights(n: int) -> Samples:
    """How much of the power of each frequency counts."""
    z = np.exp(-2j * np.pi * np.arange(n // 2 + 1) / n)
    shelf = (1.53512485958697 - 2.69169618940638 * z + 1.19839281085285 * z**2) / (
        1 - 1.69065929318241 * z + 0.73248077421585 * z**2
    )
    high = (1 - 2 * z + z**2) / (1 - 1.99004745483398 * z + 0.99007225036621 * z**2)
    return (np.abs(shelf * high) ** 2).astype(np.float32)
