"""Says texts that are pronounced already, in a process that stays; see `LocalSpeech.deliver`.

Answers {"times": [[start, end]...]}: seconds of each word, in order.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np

from vidgenie.media import child, warm_child
from vidgenie.providers.local import speech_model
from vidgenie.providers.local.speech_moments import settled
from vidgenie.providers.local.speech_network import Samples, Speaker
from vidgenie.providers.local.speech_voices import PIPER
from vidgenie.providers.local.speech_wav import wav

_ENOUGH = 250  # signs said in one breath; melody goes over several sentences
_LEAD = 0.1  # s of silence before the first sound
_PAUSE = 0.3  # s between two breaths, at normal speed
_LONGEST = 500  # signs
_PEAK = 0.95
_FINAL = frozenset(".!?…")
_MARK = "demo: said by VidGenie's local voice, "


@dataclass(frozen=True, slots=True)
class Breath:
    """What is said in one go.

    words: number of the word, and its part of the sounds. pauses: places in `words` that a
    pause follows.
    """

    sounds: str
    words: Sequence[tuple[int, int, int]]
    pauses: frozenset[int] = frozenset()


def breaths(clauses: Sequence[Sequence[Any]]) -> Iterator[Breath]:
    """Clauses as `speech_g2p` answers them, put together."""
    sounds, words, pauses = "", list[tuple[int, int, int]](), set[int]()
    for number, (first, spans, said, mark) in enumerate(clauses):
        offset = len(sounds)
        words += [
            (first + place, start + offset, end + offset)
            for place, (start, end) in enumerate(spans)
        ]
        sounds += f"{said}{mark} "
        if mark and words:
            pauses.add(len(words) - 1)
        following = clauses[number + 1][2] if number + 1 < len(clauses) else ""
        is_full = len(sounds) + len(following) + 2 > _LONGEST
        is_end = mark in _FINAL and len(sounds) + len(following) > _ENOUGH
        if is_full or (mark and is_end) or number + 1 == len(clauses):
            # A voice that is not told that it ends is cut off.
            said_whole = sounds.rstrip() if mark else f"{sounds.rstrip()}."
            yield Breath(said_whole, words, frozenset(pauses))
            sounds, words, pauses = "", [], set()


def render(  # noqa: PLR0913  # what a request says
    clauses: Sequence[Sequence[Any]],
    target: Path,
    *,
    speaker: Speaker,
    speed: float,
    mark: str,
    report: child.Report,
) -> list[list[float]]:
    """Write the WAV file; seconds of each word."""
    parts, times, at = list[Samples](), dict[int, list[float]](), 0
    found = list(breaths(clauses))
    whole, done = sum(len(breath.sounds) for breath in found) or 1, 0
    rate = speaker.rate
    for breath in found:
        samples, ends = speaker.say(breath.sounds, speed=speed)
        # What a network means to begin at a moment is heard a little before.
        heard = [max(0.0, end - speaker.early) for end in ends]
        skipped = max(0, round((heard[0] - (_PAUSE / speed if parts else _LEAD)) * rate))
        shift = (at - skipped) / rate
        meant = [
            (heard[min(first, len(heard) - 1)], heard[last]) for _, first, last in breath.words
        ]
        moments = settled(meant, samples, rate=rate, pauses=breath.pauses)
        for (word, _, _), (start, end) in zip(breath.words, moments, strict=True):
            times[word] = [round(max(0.0, start + shift), 3), round(max(0.0, end + shift), 3)]
        parts.append(samples[skipped:])
        at += len(parts[-1])
        done += len(breath.sounds)
        report(done / whole)
    target.write_bytes(wav(_pcm(np.concatenate(parts)), rate=rate, mark=mark))
    return [times[word] for word in sorted(times)]


def _pcm(samples: Samples) -> bytes:
    """As 16 bit numbers; what is too loud is made softer."""
    loudest = float(np.abs(samples).max(initial=0.0))
    return (
        (samples * (min(1.0, _PEAK / loudest if loudest else 1.0) * 32767)).astype("<i2").tobytes()
    )


def _serve(request: Mapping[str, object], report: child.Report) -> Mapping[str, object]:
    report(0.02)
    voice = str(request["voice"])
    times = render(
        cast("Sequence[Sequence[Any]]", request["clauses"]),
        Path(str(request["target"])),
        speaker=_speaker(voice, seed=int(cast("int", request["seed"]))),
        speed=float(cast("float", request["speed"])),
        mark=_MARK + ("Piper" if voice == PIPER else "Kokoro-82M"),
        report=report,
    )
    return {"times": times}


def _speaker(voice: str, *, seed: int) -> Speaker:
    if voice == PIPER:
        from vidgenie.providers.local.speech_piper import Piper  # noqa: PLC0415  # of another extra

        return Piper(seed)
    return speech_model.Kokoro(voice)


if __name__ == "__main__":
    warm_child.serve(_serve, prepare=speech_model.network)
