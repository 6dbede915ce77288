"""Soft round spots of light, drawn at any part of a pixel."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vidgenie.providers.local.colour import Array, smooth
from vidgenie.providers.local.frame import Bytes, Frame, to_yuv

_PHASES = 4  # positions kept of a spot in each direction, in parts of a pixel
_FULL = 256  # an opacity of one
_UNSEEN = 8  # of 256: less than this is not drawn

Patch = npt.NDArray[np.int32]


class Spot:
    """A soft round spot of one colour and radius, at every part of a pixel."""

    def __init__(self, radius: float, *, core: float, opacity: float, colour: Array) -> None:
        luma, blue, red = to_yuv(colour)
        self._luma = int(luma)
        self._chroma = np.array([int(blue), int(red)], np.int32)
        whole = _Disc(radius, core, opacity)
        half = _Disc(radius / 2, core, opacity)
        parts = [(k + 0.5) / _PHASES for k in range(_PHASES)]
        self._patches = [[whole.patch(x, y) for x in parts] for y in parts]
        self._halves = [[half.patch(x, y)[..., None] for x in parts] for y in parts]

    def draw(self, frame: Frame, x: float, y: float, shine: float) -> None:
        """Add it with its middle at (x, y) of the frame, `shine` 0.0 to 1.0."""
        strength = int(shine * _FULL)
        if strength < _UNSEEN:
            return
        height, width = frame.luma.shape
        _put(frame.luma, self._patches, (x, y), self._luma, strength)
        chroma = frame.chroma_bytes.reshape(height // 2, width // 2, 2)
        _put(chroma, self._halves, (x / 2, y / 2), self._chroma, strength)


@dataclass(frozen=True, slots=True)
class _Disc:
    """A spot's shape. core: share of the radius that is solid; opacity: 0.0 to 1.0."""

    radius: float
    core: float
    opacity: float

    def patch(self, x: float, y: float) -> Patch:
        """Opacity, 0 to 256, when the middle is (x, y) past the middle pixel's corner."""
        reach = max(2, math.ceil(self.radius) + 1)
        at = np.arange(-reach, reach + 1) + 0.5
        distance = np.hypot(at[None, :] - x, at[:, None] - y).astype(np.float32) / self.radius
        return (smooth(1.0, self.core, distance) * self.opacity * _FULL + 0.5).astype(np.int32)


def _put(
    plane: Bytes,
    patches: list[list[Patch]],
    at: tuple[float, float],
    colour: int | Patch,
    strength: int,
) -> None:
    """Move the plane towards a colour where the patch says so."""
    left, top = math.floor(at[0]), math.floor(at[1])
    phase = int((at[0] - left) * _PHASES), int((at[1] - top) * _PHASES)
    patch = patches[phase[1]][phase[0]]
    reach = patch.shape[0] // 2
    left, top = left - reach, top - reach
    x0, y0 = max(0, left), max(0, top)
    x1 = min(plane.shape[1], left + patch.shape[1])
    y1 = min(plane.shape[0], top + patch.shape[0])
    if x0 >= x1 or y0 >= y1:
        return
    area = plane[y0:y1, x0:x1]
    opacity = patch[y0 - top : y1 - top, x0 - left : x1 - left]
    change = (colour - area.astype(np.int32)) * opacity
    change *= strength
    change += 1 << 15
    change >>= 16
    area += change.astype(np.uint8)
