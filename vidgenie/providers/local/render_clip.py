"""Makes one clip in a process of its own; see `LocalVideo.deliver`."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np
from PIL import Image, ImageOps

from vidgenie.errors import InvalidMedia
from vidgenie.media import child
from vidgenie.media.magic import MAX_PIXELS
from vidgenie.providers.local import encode, motion, sound
from vidgenie.providers.local.aside import Aside, Told
from vidgenie.providers.local.colour import Array
from vidgenie.providers.local.grade import grade
from vidgenie.providers.local.layers import Layer, Scene, flattened
from vidgenie.providers.local.lexicon import own_words, read
from vidgenie.providers.local.noise import resized
from vidgenie.providers.local.relief import covering
from vidgenie.providers.local.scene import build

_PREPARED = 0.12  # share of the work that is done before the first frame
_ALIKE = 0.045  # mean difference, of 1.0, up to which two pictures show the same
_SAME_SHAPE = 0.03  # difference of proportions, of 1.0
_QUIETER = 0.95  # a picture's colours, of its scene's, under which they were toned down
_TITLE = 100  # characters


@dataclass(frozen=True, slots=True)
class Order:
    """What to make; see ClipRequest. JSON values only.

    image, origin: the first frame and how it was made; "" and {} for none.
    """

    target: str
    prompt: str
    seconds: float
    size: tuple[int, int]
    motion: str
    audio: bool
    seed: int
    image: str = ""
    origin: Mapping[str, str] | None = None


def render(order: Order, report: child.Report) -> Mapping[str, object]:
    """Write the clip; {"frames": how many, "scene": whether it has true layers}.

    Raises InvalidMedia for a picture that cannot be read, StorageFull and RenderFailed.
    """
    picture = _opened(Path(order.image)) if order.image else None
    source = _source(order, picture)
    words = source.prompt if source else ""
    title = " ".join(own_words(order.prompt or words).split())[:_TITLE] or "VidGenie"
    scene, layers = _built(order, source) if source else (None, [])
    particles = scene.particles if scene else ""

    def write_sound(file: BinaryIO, _told: Told) -> None:
        encode.write_sound(file, _sound(order, words, particles))

    with closing(Aside(write_sound)) as heard:
        if source and scene:
            film = motion.scene_frames(
                scene,
                layers,
                seconds=order.seconds,
                motion=order.motion,
                vividness=source.vividness,
            )
        else:
            film = _moved(order, cast("Array", picture))
        encode.encode(
            film,
            heard,
            Path(order.target),
            made=encode.Format(order.size, motion.FPS, title),
            report=lambda done: report(_PREPARED + (1 - _PREPARED) * done),
        )
    return {"frames": film.count, "scene": source is not None}


@dataclass(frozen=True, slots=True)
class _Source:
    """The scene to film. vividness: strength of its colours."""

    prompt: str
    seed: int
    vividness: float = 1.0


def _source(order: Order, picture: Array | None) -> _Source | None:
    """The scene to film; None when the picture itself must be."""
    if picture is None:
        return _Source(order.prompt, order.seed)
    origin = order.origin or {}
    if origin.get("provider") != "local" or not origin.get("prompt"):
        return None
    return _recognised(picture, origin["prompt"], int(origin.get("seed") or 0), size=order.size)


def _recognised(picture: Array, prompt: str, seed: int, *, size: tuple[int, int]) -> _Source | None:
    """The scene of a prompt when it is, drawn today, the one in the picture."""
    shape = picture.shape[1] / picture.shape[0] * size[1] / size[0]
    if abs(shape - 1) > _SAME_SHAPE:
        return None
    small = (size[0] // 8 * 2, size[1] // 8 * 2)
    scene = build(prompt, seed=seed, size=small)
    left = (scene.canvas[0] - small[0]) // 2
    still = _glanced(grade(scene, flattened(scene.layers))[:, left : left + small[0]])
    shown = _glanced(covering(picture, small, widest=1.0))
    vividness = round(min(1.0, _colour_strength(shown) / max(_colour_strength(still), 0.01)), 2)
    still = motion.toned(still, vividness)
    if float(np.abs(still - shown).mean()) > _ALIKE:
        return None
    return _Source(prompt, seed, vividness if vividness < _QUIETER else 1.0)


def _glanced(picture: Array) -> Array:
    """The picture without its details, which depend on the size it was drawn at."""
    small = (picture.shape[1] // 5, picture.shape[0] // 5)
    return resized(np.ascontiguousarray(picture), small)


def _colour_strength(picture: Array) -> float:
    return float(np.abs(picture - motion.toned(picture, 0)).mean())


def _built(order: Order, source: _Source) -> tuple[Scene, list[Layer]]:
    """The scene and its layers, which nothing else holds."""
    scene = build(source.prompt, seed=source.seed, size=order.size)
    return replace(scene, layers=()), list(scene.layers)


def _moved(order: Order, picture: Array) -> motion.Film:
    """A film of a picture nobody knows the layers of."""
    return motion.picture_frames(
        picture, size=order.size, seconds=order.seconds, motion=order.motion, seed=order.seed
    )


def _sound(order: Order, words: str, particles: str) -> sound.Samples:
    if not order.audio:
        return sound.silence(order.seconds)
    said = f"{words}. {order.prompt}" if order.prompt else words
    return sound.ambience(read(said), particles, seconds=order.seconds, seed=order.seed)


def _opened(path: Path) -> Array:
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS // 2  # Pillow refuses at twice this
    try:
        with Image.open(path, formats=("PNG", "JPEG", "WEBP")) as image:
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise InvalidMedia("This picture cannot be read.", problem="unreadable") from None
    return np.asarray(upright).astype(np.float32) / 255.0


def _serve(request: Mapping[str, object], report: child.Report) -> Mapping[str, object]:
    fields = dict(cast("dict[str, str]", request))
    fields["size"] = cast("str", tuple(cast("list[int]", request["size"])))
    return render(Order(**fields), report)  # pyright: ignore[reportArgumentType]  # written by asdict on the other side


if __name__ == "__main__":
    child.serve(_serve)
