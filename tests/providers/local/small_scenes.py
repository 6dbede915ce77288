"""A small scene whose parts are easy to find again in a frame."""

import numpy as np

from vidgenie.providers.local.colour import Array
from vidgenie.providers.local.layers import Layer, Scene

SIZE = (136, 240)
CANVAS = (152, 240)


def small_scene(particles: str = "", seed: int = 3) -> Scene:
    """A grey sky with a red square far away, a green hill and a blue pole close by."""
    sky = _area((0, 0, *CANVAS), (0.55, 0.55, 0.55))
    sky[60:72, 50:62, :3] = (0.9, 0.1, 0.1)
    return Scene(
        size=SIZE,
        canvas=CANVAS,
        layers=(
            Layer(sky, 0.0),
            Layer(_area((0, 180, 152, 240), (0.1, 0.5, 0.1)), 0.5),
            Layer(_area((80, 100, 88, 220), (0.1, 0.1, 0.9)), 1.0),
        ),
        light=np.float32([1.0, 0.9, 0.7]),
        accent=np.float32([0.4, 1.0, 0.6]),
        particles=particles,
        seed=seed,
    )


def _area(box: tuple[int, int, int, int], colour: tuple[float, float, float]) -> Array:
    """A layer of one colour inside a box (left, top, right, bottom)."""
    rgba = np.zeros((CANVAS[1], CANVAS[0], 4), np.float32)
    rgba[box[1] : box[3], box[0] : box[2]] = (*colour, 1.0)
    return rgba
