"""Where the camera stands; no numpy, so that asking for a clip loads none."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pose:
    """Where the camera stands over a canvas.

    dx, dy: how far the view's centre is from the canvas's centre, in canvas pixels.
    zoom: view pixels per canvas pixel.
    """

    dx: float = 0.0
    dy: float = 0.0
    zoom: float = 1.0
