"""A small scene whose parts are easy to find again in a frame."""

import numpy as np

from vidgenie.providers.local.layers import Scene, backdrop, sheet

SIZE = (136, 240)
CANVAS = (152, 240)


def small_scene(particles: str = "", seed: int = 3) -> Scene:
    """A grey sky with a red square far away, a green hill and a blue pole close by."""
    sky = np.full((CANVAS[1], CANVAS[0], 3), 0.55, np.float32)
    sky[60:72, 50:62] = (0.9, 0.1, 0.1)
    hill = np.ones((60, CANVAS[0], 4), np.float32) * np.float32([0.1, 0.5, 0.1, 1.0])
    pole = np.ones((120, 8, 4), np.float32) * np.float32([0.1, 0.1, 0.9, 1.0])
    return Scene(
        size=SIZE,
        canvas=CANVAS,
        layers=(
            backdrop(sky),
            sheet(CANVAS, hill, (0, 180), 0.5),
            sheet(CANVAS, pole, (80, 100), 1.0),
        ),
        light=np.float32([1.0, 0.9, 0.7]),
        accent=np.float32([0.4, 1.0, 0.6]),
        particles=particles,
        seed=seed,
    )
