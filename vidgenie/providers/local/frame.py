"""Pictures as an encoder wants them.

Frames are NV12: a plane of luma, then a plane of chroma pairs at half size, in
BT.709 with video levels. A pixel costs 1.5 bytes instead of 4, and the encoder
takes frames as they are.
"""

import numpy as np
import numpy.typing as npt
from PIL import Image

from vidgenie.providers.local.colour import Array

Bytes = npt.NDArray[np.uint8]
Words = npt.NDArray[np.uint16]
Index = npt.NDArray[np.intp]

BLACK, WHITE, GREY = 16.0, 235, 128.0
# Samples kept of each pixel across and down: motion goes in these parts of a pixel.
FINE_X, FINE_Y = 4, 4
_REACH = 3  # pixels that a pixel is seen from when it is enlarged
LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)


class Frame:
    """One picture of a clip, written over for every frame.

    data: (H * 3 / 2, W) bytes, what the encoder reads.
    luma: (H, W); chroma: (H / 2, W / 2) pairs; chroma_bytes: the same, (H / 2, W).
    """

    def __init__(self, size: tuple[int, int]) -> None:
        width, height = size
        self.data = np.zeros((height * 3 // 2, width), np.uint8)
        self.luma = self.data[:height]
        self.chroma_bytes = self.data[height:]
        self.chroma = self.chroma_bytes.view(np.uint16)


def to_yuv(colour: Array, weight: Array | float = 1.0) -> tuple[Array, Array, Array]:
    """Luma and the two chromas (0..255) of colours that were multiplied by `weight`."""
    luma = colour @ LUMA
    blue = (colour[..., 2] - luma) * (224 / 1.8556)
    red = (colour[..., 0] - luma) * (224 / 1.5748)
    return (
        (luma * 219.0 + weight * BLACK).astype(np.float32, copy=False),
        (blue + weight * GREY).astype(np.float32, copy=False),
        (red + weight * GREY).astype(np.float32, copy=False),
    )


def to_bytes(values: Array) -> Bytes:
    """The values, 0 to 255, rounded."""
    return np.clip(values + np.float32(0.5), 0, 255).astype(np.uint8)


def dithered(values: Array, rng: np.random.Generator) -> Bytes:
    """As bytes, with a little grain: smooth skies must not show steps."""
    return to_bytes(values + rng.random(values.shape, dtype=np.float32) * 2 - 1)


def fine(plane: Bytes) -> Bytes:
    """The plane with FINE_X x FINE_Y samples for each of its pixels."""
    height, width = plane.shape
    size = (width * FINE_X, height * FINE_Y)
    return np.asarray(Image.fromarray(plane).resize(size, Image.Resampling.BICUBIC))


def fine_part(plane: Bytes, part: tuple[slice, slice]) -> Bytes:
    """The same samples of a part of the plane, as they are when the whole of it is enlarged."""
    rows, columns = part
    top, left = max(0, rows.start - _REACH), max(0, columns.start - _REACH)
    around = np.ascontiguousarray(plane[top : rows.stop + _REACH, left : columns.stop + _REACH])
    y, x = (rows.start - top) * FINE_Y, (columns.start - left) * FINE_X
    height, width = (rows.stop - rows.start) * FINE_Y, (columns.stop - columns.start) * FINE_X
    return fine(around)[y : y + height, x : x + width].copy()


def halved(plane: Array) -> Array:
    """Smoothed so that every second sample says enough."""
    soft = plane.copy()
    soft[:, 1:-1] = (plane[:, :-2] + 2 * plane[:, 1:-1] + plane[:, 2:]) / 4
    soft[1:] = (soft[1:] + soft[:-1]) / 2
    return soft


def pairs(blue: Array, red: Array, most: Bytes | None = None) -> Words:
    """Two chroma planes as one plane of pairs."""
    both = np.empty((*blue.shape, 2), np.uint8)
    for k, plane in enumerate((blue, red)):
        values = to_bytes(halved(plane))
        both[..., k] = values if most is None else np.minimum(values, most)
    return both.view(np.uint16)[..., 0]
