"""A finished picture: the scene's middle, with particles, colours graded, and a fine grain."""

import numpy as np
import numpy.typing as npt

from vidgenie.providers.local.colour import Array
from vidgenie.providers.local.flecks import add_flecks
from vidgenie.providers.local.grade import grade
from vidgenie.providers.local.layers import flattened
from vidgenie.providers.local.scene import build

_GRAIN = 0.009
_LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)
_NATURAL = 0.86  # of the colours' strength, for the "natural" style


def picture(
    prompt: str, *, seed: int, size: tuple[int, int], style: str = "vivid"
) -> npt.NDArray[np.uint8]:
    """The picture a prompt describes, (height, width, 3) bytes of sRGB.

    style: "vivid", or "natural" for quieter colours. Equal arguments give equal bytes.
    """
    scene = build(prompt, seed=seed, size=size)
    image = flattened(scene.layers)
    add_flecks(scene, image)
    left = (scene.canvas[0] - size[0]) // 2
    image = grade(scene, image)[:, left : left + size[0]]
    if style == "natural":
        grey = (image @ _LUMA)[..., None]
        image = grey + (image - grey) * np.float32(_NATURAL)
    return _bytes(image, seed)


def _bytes(image: Array, seed: int) -> npt.NDArray[np.uint8]:
    """Bytes with a grain that also keeps wide gradients from showing steps."""
    rng = np.random.default_rng([seed & (2**63 - 1), 7])
    noise = rng.standard_normal(image.shape[:2], dtype=np.float32) * np.float32(_GRAIN)
    return (np.clip(image + noise[..., None], 0, 1) * 255 + 0.5).astype(np.uint8)
