"""From a prompt to a scene in layers, and to its finished colours."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from vidgenie.providers.local.cast import cast
from vidgenie.providers.local.city import city, skyline
from vidgenie.providers.local.colour import Array
from vidgenie.providers.local.desert import desert
from vidgenie.providers.local.field import field
from vidgenie.providers.local.forest import forest
from vidgenie.providers.local.grade import grade
from vidgenie.providers.local.interior import interior
from vidgenie.providers.local.layers import Layer, Scene, flattened
from vidgenie.providers.local.lexicon import Reading, read
from vidgenie.providers.local.mountain import mountain
from vidgenie.providers.local.noise import resized
from vidgenie.providers.local.nouns import noun
from vidgenie.providers.local.painting import Painting
from vidgenie.providers.local.scenery import balloons
from vidgenie.providers.local.sea import lake, sea
from vidgenie.providers.local.sky import aurora
from vidgenie.providers.local.space import space
from vidgenie.providers.local.stage import Stage, set_stage
from vidgenie.providers.local.studio import studio
from vidgenie.providers.local.subjects import SUBJECTS, Subject
from vidgenie.providers.local.synthwave import synthwave
from vidgenie.providers.local.undersea import underwater
from vidgenie.providers.local.weather import overlays

__all__ = ["OVERSCAN", "Layer", "Scene", "build", "grade"]

OVERSCAN = 1.12
"""The canvas's usual width, in views: pictures are cut from it, so that a clip starts on them."""

_PLACES: Mapping[str, Callable[[Stage], Painting]] = {
    "mountain": mountain,
    "snow": mountain,
    "lake": lake,
    "sea": sea,
    "city": city,
    "forest": forest,
    "desert": desert,
    "field": field,
    "space": space,
    "underwater": underwater,
    "synthwave": synthwave,
    "studio": studio,
}
_ANYWHERE = ("mountain", "sea", "lake", "field", "studio", "forest")


def build(prompt: str, *, seed: int, size: tuple[int, int], overscan: float = OVERSCAN) -> Scene:
    """The scene that a prompt describes, in French or English.

    size: (width, height) of the view. Equal arguments give equal scenes, and the
    same scene at another size has the same shapes.
    """
    reading = read(prompt)
    wanted = _wanted(reading)
    place = _place(reading, wanted, seed)
    reading = replace(reading, place=place)
    stage = set_stage(reading, place=place, seed=seed, size=size, overscan=overscan)
    painting = _painted(stage, place)
    behind, near, particles = overlays(stage, place, painting)
    layers = [painting.layers[0], *_aloft(stage, reading), *behind, *painting.layers[1:]]
    layers += [*cast(stage, painting, wanted), *painting.front, *near]
    return Scene(
        size=size,
        canvas=stage.canvas,
        layers=tuple(layers),
        light=stage.palette.light,
        accent=stage.palette.accent,
        particles=particles,
        seed=seed,
    )


def _wanted(reading: Reading) -> Mapping[str, Subject]:
    """The things to show by name; the emoji dictionary is asked when we know none."""
    if reading.subjects:
        return {name: SUBJECTS[name] for name in reading.subjects}
    found = noun(reading.words, sure=bool(reading.place))
    return {found.english: found} if found else {}


def _place(reading: Reading, wanted: Mapping[str, Subject], seed: int) -> str:
    """The prompt's place; a thing without one gets a studio; else the seed chooses."""
    if reading.place:
        return reading.place
    if any(subject.kind not in {"scenery", "figure", "flier"} for subject in wanted.values()):
        return "studio"
    if reading.mood == "cyber":
        return "synthwave"
    choices = _ANYWHERE[:4] if wanted else _ANYWHERE
    return choices[seed % len(choices)]


def _painted(stage: Stage, place: str) -> Painting:
    if place == "interior":
        return interior(stage, _outside(stage))
    return _PLACES[place](stage)


def _outside(stage: Stage) -> Array:
    """What an interior's window shows: painted small, because it is out of focus."""
    width, height = stage.canvas
    view = stage.reading.view or ("city" if stage.palette.night else "field")
    half = (max(2, stage.size[0] // 2), max(2, stage.size[1] // 2))
    reading = replace(stage.reading, place=view, subjects=())
    small = set_stage(
        reading, place=view, seed=stage.seed, size=half, overscan=width / stage.size[0]
    )
    small = replace(small, palette=stage.palette, moment=stage.moment)
    if view == "city":
        layers = skyline(small, half[1] * 0.68)
    else:
        layers = _PLACES[view](replace(small, horizon=half[1] * 0.47)).layers
    return resized(flattened(layers), (width, height))


def _aloft(stage: Stage, reading: Reading) -> list[Layer]:
    """What the prompt puts in the sky."""
    layers: list[Layer] = []
    if "aurora" in reading.subjects:
        layers.append(aurora(stage))
    if "balloons" in reading.subjects and reading.place != "interior":
        layers += balloons(stage, count=4)
    return layers
