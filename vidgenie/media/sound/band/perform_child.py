"""Plays one bed, in a process of its own: numpy takes memory that a server needs."""

import wave
from collections.abc import Mapping
from typing import cast

import numpy as np

from vidgenie.media import child
from vidgenie.media.sound.band.performance import perform
from vidgenie.media.sound.beds import BEDS
from vidgenie.media.sound.levels import RATE


def play(request: Mapping[str, object], _report: child.Report) -> Mapping[str, object]:
    """Write the bed `bed`, `rounds` times, to `target` as a WAV; how long it is."""
    sound = perform(BEDS[str(request["bed"])])
    # Noise of half a step, always the same, hides the steps.
    rng = np.random.default_rng(1)
    fine = (
        sound * 32_767 + rng.uniform(-0.5, 0.5, sound.shape) + rng.uniform(-0.5, 0.5, sound.shape)
    )
    data = np.clip(np.round(fine), -32_768, 32_767).astype("<i2").tobytes()
    rounds = cast("int", request["rounds"])
    with wave.open(str(request["target"]), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(data * rounds)
    return {"seconds": len(sound) * rounds / RATE}


if __name__ == "__main__":
    child.serve(play)
