"""Networks that speak: opened under our options, with the length of every single sound.

Imported only by what `speech_render` runs. onnxruntime comes with the extra `voice`.
"""

import importlib
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from vidgenie.errors import RenderFailed

Samples = npt.NDArray[np.float32]
"""(N,) mono, -1.0 to 1.0."""

_THREADS = 2
_FLOAT = 1


class Speaker(Protocol):
    """A network with one voice. Equal questions get equal answers.

    rate: samples a second. early: seconds that a sound is heard before its moment, as
    measured: at the closures before p, t and k, and where a clause begins.
    """

    rate: int
    early: float

    def say(self, sounds: str, *, speed: float) -> tuple[Samples, Sequence[float]]:
        """The samples, and when each sound ends, in seconds.

        sounds: 1 to 510 signs of its alphabet. The first of the moments is the end of
        the silence before them, so there is one more moment than there are sounds.
        """
        ...


def damaged(cause: Exception | None = None) -> RenderFailed:
    """The error for a voice that cannot be used as it is. cause: goes to nobody but the log."""
    error = RenderFailed("The voice of this server is damaged.", reason="damaged_model")
    error.__cause__ = cause
    return error


class Network:
    """A network that also answers the tensor `lengths`: how long each sound is.

    seed: of its noise, where it has any. Raises RenderFailed (damaged_model).
    """

    def __init__(self, network: bytes, *, lengths: str, seed: int = 0) -> None:
        try:
            ort: Any = importlib.import_module("onnxruntime")
            ort.set_seed(seed)
            options = ort.SessionOptions()
            options.intra_op_num_threads = _THREADS
            options.log_severity_level = 3
            # They would wait for each other at full speed, at the cost of everything else.
            options.add_session_config_entry("session.intra_op.allow_spinning", "0")
            # It takes longer than it saves: most of the work is in operators it leaves alone.
            options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
            self._session = ort.InferenceSession(
                telling(network, lengths), options, providers=["CPUExecutionProvider"]
            )
            self._options = ort.RunOptions()
            # A process that stays must not keep what its longest text needed.
            self._options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
        except Exception as error:  # onnxruntime's have nothing else in common
            raise damaged(error) from error

    def run(self, **inputs: npt.NDArray[Any]) -> tuple[Samples, npt.NDArray[np.float64]]:
        """The samples, and the length of each sound in the network's own unit."""
        samples, lengths = self._session.run(None, inputs, self._options)
        return (
            np.asarray(samples, np.float32).ravel(),
            np.asarray(lengths, np.float64).ravel(),
        )


def telling(network: bytes, name: str) -> bytes:
    """The network with one more output: its tensor of this name, floats.

    A protobuf message that is followed by another is the two merged (its encoding guide,
    "last one wins" and lists put together), so the output is added by appending a model
    with a graph (field 7) that has nothing but that output (12): its name (1) and its type
    (2), a tensor (1) of floats (1).
    """
    kind = _field(2, _field(1, bytes([1 << 3, _FLOAT])))
    return network + _field(7, _field(12, _field(1, name.encode()) + kind))


def _field(number: int, data: bytes) -> bytes:
    """A protobuf field of bytes, fewer than 128 of them."""
    return bytes([number << 3 | 2, len(data)]) + data
