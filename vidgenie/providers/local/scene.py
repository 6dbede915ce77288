"""From a prompt to a scene in layers, and to its finished colours."""

from vidgenie.providers.local.grade import grade
from vidgenie.providers.local.layers import Layer, Scene
from vidgenie.providers.local.lexicon import Reading
from vidgenie.providers.local.mountain import mountain
from vidgenie.providers.local.stage import set_stage

__all__ = ["OVERSCAN", "Layer", "Scene", "build", "grade"]

OVERSCAN = 1.12
"""The canvas's usual width, in views: pictures are cut from it, so that a clip starts on them."""


def build(prompt: str, *, seed: int, size: tuple[int, int], overscan: float = OVERSCAN) -> Scene:
    """The scene that a prompt describes, in French or English.

    size: (width, height) of the view. Equal arguments give equal scenes, and the
    same scene at another size or on a wider canvas has the same shapes.
    """
    reading = Reading()
    stage = set_stage(reading, place="mountain", seed=seed, size=size, overscan=overscan)
    layers = mountain(stage)
    pal = stage.palette
    return Scene(
        size=size,
        canvas=stage.canvas,
        layers=tuple(layers),
        light=pal.light,
        accent=pal.accent,
        particles="dust",
        seed=seed,
    )
