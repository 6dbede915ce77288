"""Draws pictures as frames can use them; only ever used in a child process, with Pillow."""

import warnings
from pathlib import Path

from PIL import Image, ImageEnhance, ImageFilter, ImageOps

from vidgenie.domain.timeline import Fit
from vidgenie.errors import InvalidMedia
from vidgenie.media import magic
from vidgenie.media.assembly.geometry import contained, is_filled

_BLUR_PART = 6  # the background is blurred at this part of its size
_BLUR = 8.0  # pixels of that size
_DIM = 0.8
# Red, green and blue to the colours of HD in the range of video (ITU-R BT.709).
_BT709 = (
    *(0.1826, 0.6142, 0.0620, 16.0),
    *(-0.1006, -0.3386, 0.4392, 128.0),
    *(0.4392, -0.3989, -0.0403, 128.0),
)


def draw_still(
    source: Path, target: Path, *, size: tuple[int, int], fit: Fit, focus: tuple[float, float]
) -> None:
    """Write the picture as planes of 4:2:0 that cover `size`, (width, height) in pixels."""
    picture = _opened(source, size)
    if is_filled(fit, picture.size, size):
        frame = ImageOps.fit(
            picture, size, Image.Resampling.LANCZOS, centering=_centring(picture.size, size, focus)
        )
        drawn = _on_black(frame)
    else:
        drawn = _before_blur(picture, size)
    luma, blue, red = drawn.convert("RGB", _BT709).split()
    half = (size[0] // 2, size[1] // 2)
    with target.open("wb") as file:
        file.write(luma.tobytes())
        for plane in (blue, red):
            file.write(plane.resize(half, Image.Resampling.BOX).tobytes())


def draw_stamp(source: Path, target: Path, *, size: tuple[int, int], opacity: float) -> None:
    """Write the logo as a PNG that fits into `size`; opacity: 0.0 to 1.0."""
    picture = _opened(source, size).convert("RGBA")
    part = contained(picture.size, size)
    picture = picture.resize((part.width, part.height), Image.Resampling.LANCZOS)
    alpha = picture.getchannel("A").point([round(value * opacity) for value in range(256)])
    picture.putalpha(alpha)
    picture.save(target, "PNG")


def _opened(source: Path, size: tuple[int, int]) -> Image.Image:
    """The picture, upright, as RGB or RGBA. Raises InvalidMedia."""
    if source.stat().st_size == 0:
        raise InvalidMedia("This file is empty.", problem="empty")
    suffix = magic.suffix_of(source)
    if suffix not in magic.PICTURES:
        raise InvalidMedia("This is not a file that we can read.", problem="unsupported")
    Image.MAX_IMAGE_PIXELS = magic.MAX_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(source, formats=(magic.PICTURES[suffix],))
        with image:
            image.draft("RGB", (2 * size[0], 2 * size[1]))
            upright = ImageOps.exif_transpose(image)
            if upright.mode.startswith("I"):
                # 16 bits a pixel; `convert` would clip instead of scaling.
                upright = upright.convert("I").point(lambda value: value / 256).convert("L")
            return upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise InvalidMedia("This picture is too large.", problem="too_many_pixels") from None
    except (OSError, SyntaxError, ValueError):
        raise InvalidMedia("This picture is damaged.", problem="unreadable") from None


def _on_black(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGBA":
        return picture
    black = Image.new("RGB", picture.size)
    black.paste(picture, mask=picture.getchannel("A"))
    return black


def _before_blur(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """All of the picture, before a blurred copy of it."""
    part = contained(picture.size, size)
    small = (size[0] // _BLUR_PART, size[1] // _BLUR_PART)
    back = ImageOps.fit(_on_black(picture), small, Image.Resampling.BILINEAR)
    back = ImageEnhance.Brightness(back.filter(ImageFilter.GaussianBlur(_BLUR))).enhance(_DIM)
    back = back.resize(size, Image.Resampling.BICUBIC)
    front = picture.resize((part.width, part.height), Image.Resampling.LANCZOS)
    back.paste(front, (part.x, part.y), front.getchannel("A") if front.mode == "RGBA" else None)
    return back


def _centring(
    picture: tuple[int, int], size: tuple[int, int], focus: tuple[float, float]
) -> tuple[float, float]:
    """What `ImageOps.fit` calls the focus: parts of what is cut off that go first."""
    wanted, shape = size[0] / size[1], picture[0] / picture[1]
    seen = (min(1.0, wanted / shape), min(1.0, shape / wanted))
    return _centred(focus[0], seen[0]), _centred(focus[1], seen[1])


def _centred(focus: float, seen: float) -> float:
    if seen >= 1:
        return 0.5
    return min(max((focus - seen / 2) / (1 - seen), 0.0), 1.0)
