"""What ComfyUI runs, with holes for what is asked for.

"Workflow" is ComfyUI's own word, and here it means its API format: node id -> class_type
and inputs, as its menu exports it. A hole is `{{name}}` inside a text of it.
"""

import json
import re
from collections.abc import Mapping
from typing import Any, TypeGuard

from vidgenie.errors import InvalidInput
from vidgenie.wire import at

Workflow = dict[str, Any]

_MOST_BYTES = 200_000
_DEEPEST = 50
_HOLE = re.compile(r"\{\{(\w+)\}\}")


def _shipped(latent: Workflow, *, seen: list[object], denoise: float) -> str:
    """A workflow for a Stable Diffusion checkpoint, as people may go on to edit it."""
    made: Workflow = {
        "1": _node("CheckpointLoaderSimple", ckpt_name="{{model}}"),
        "2": _node("CLIPTextEncode", text="{{prompt}}", clip=["1", 1]),
        "3": _node("CLIPTextEncode", text="{{negative}}", clip=["1", 1]),
        **latent,
        "7": _node(
            "KSampler",
            model=["1", 0],
            positive=["2", 0],
            negative=["3", 0],
            latent_image=seen,
            seed="{{seed}}",
            steps=25,
            cfg=7.0,
            sampler_name="dpmpp_2m",
            scheduler="karras",
            denoise=denoise,
        ),
        "8": _node("VAEDecode", samples=["7", 0], vae=["1", 2]),
        "9": _node("SaveImage", images=["8", 0], filename_prefix="vidgenie"),
    }
    return json.dumps(made, indent=2)


def _node(class_type: str, **inputs: object) -> Workflow:
    return {"class_type": class_type, "inputs": inputs}


FROM_TEXT = _shipped(
    {"4": _node("EmptyLatentImage", width="{{width}}", height="{{height}}", batch_size=1)},
    seen=["4", 0],
    denoise=1.0,
)
FROM_PICTURE = _shipped(
    {
        "4": _node("LoadImage", image="{{image}}"),
        "5": _node(
            "ImageScale",
            image=["4", 0],
            upscale_method="lanczos",
            width="{{width}}",
            height="{{height}}",
            crop="center",
        ),
        "6": _node("VAEEncode", pixels=["5", 0], vae=["1", 2]),
    },
    seen=["6", 0],
    denoise=0.6,
)


def read(text: str, *, field: str) -> Workflow:
    """The workflow that somebody typed in.

    field: the option it is in. Raises InvalidInput (problem too_long or malformed).
    """
    if len(text.encode("utf-8", "replace")) > _MOST_BYTES:
        raise InvalidInput(
            "This workflow is too long.", field=field, problem="too_long", most=_MOST_BYTES
        )
    try:
        said = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        said = None
    if not _is_workflow(said) or _is_deeper(said, _DEEPEST):
        raise InvalidInput(
            "This is no workflow in ComfyUI's API format.", field=field, problem="malformed"
        )
    return said


def holes(workflow: Workflow) -> frozenset[str]:
    """The names of its holes."""
    return frozenset(_HOLE.findall(json.dumps(workflow)))


def filled(workflow: Workflow, values: Mapping[str, str | int]) -> Workflow:
    """The workflow with the holes filled.

    A text that is a hole and nothing else becomes the value, a number too. Holes are
    looked for in the workflow only, never in what goes into them, and the result is
    still the same structure: no value can break out of its place.
    """
    return {name: _filled(node, values) for name, node in workflow.items()}


def _filled(value: object, values: Mapping[str, str | int]) -> object:
    if isinstance(value, dict):
        return {name: _filled(inner, values) for name, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, values) for inner in value]
    if not isinstance(value, str):
        return value
    whole = _HOLE.fullmatch(value)
    if whole and whole[1] in values:
        return values[whole[1]]
    return _HOLE.sub(lambda hole: str(values.get(hole[1], hole[0])), value)


def _is_workflow(said: object) -> TypeGuard[Workflow]:
    """What is drawn in the browser is saved in another format, which the server does not take."""
    return (
        isinstance(said, dict)
        and bool(said)
        and all(isinstance(at(node, "class_type"), str) for node in said.values())
        and all(isinstance(at(node, "inputs"), dict) for node in said.values())
    )


def _is_deeper(said: object, most: int) -> bool:
    level = [said]
    for _ in range(most):
        inner = [v for v in level if isinstance(v, dict | list)]
        if not inner:
            return False
        level = [v for one in inner for v in (one.values() if isinstance(one, dict) else one)]
    return any(isinstance(value, dict | list) for value in level)


def _no_number(name: str) -> float:
    """Python reads NaN and Infinity, JSON has neither."""
    raise ValueError(name)
