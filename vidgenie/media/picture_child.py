"""Draws an uploaded picture anew, in a process of its own; see `media.pictures`."""

import io
import warnings
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import cast

from PIL import Image, ImageCms, ImageOps

from vidgenie.domain.asset import MediaFacts
from vidgenie.errors import InvalidMedia
from vidgenie.media import child, magic

_JPEG = {"quality": 95, "subsampling": 0, "optimize": True}


def clean(source: Path, target: Path, *, max_pixels: int, keep_alpha: bool = False) -> MediaFacts:
    """See `media.pictures.clean_picture`."""
    suffix = magic.suffix_of(source)
    if suffix not in magic.PICTURES:
        raise _refused(source)
    Image.MAX_IMAGE_PIXELS = max_pixels
    try:
        with Image.open(source, formats=(magic.PICTURES[suffix],)) as image:
            picture = _redrawn(image, keep_alpha=keep_alpha)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise InvalidMedia(
            "This picture has too many pixels.", problem="too_many_pixels", limit=max_pixels
        ) from None
    except (OSError, SyntaxError, ValueError):
        raise InvalidMedia("This picture is damaged.", problem="not_an_image") from None
    suffix = "png" if suffix == "png" or picture.mode == "RGBA" else "jpg"
    with target.open("wb") as file:
        if suffix == "png":
            picture.save(file, "PNG")
        else:
            picture.save(file, "JPEG", **_JPEG)
    return MediaFacts(
        suffix=suffix, width=picture.width, height=picture.height, bytes=target.stat().st_size
    )


def _refused(source: Path) -> InvalidMedia:
    if magic.is_other_picture(source):
        return InvalidMedia("Please use a JPEG, PNG or WEBP picture.", problem="unsupported")
    return InvalidMedia("This is not a picture.", problem="not_an_image")


def _redrawn(image: Image.Image, *, keep_alpha: bool) -> Image.Image:
    """The pixels alone: upright, in sRGB, on white unless what shines through is kept."""
    profile = cast("bytes | None", image.info.get("icc_profile"))
    image = ImageOps.exif_transpose(image)
    if image.mode.startswith("I"):
        # 16 bits a pixel; `convert` would clip instead of scaling.
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        if keep_alpha:
            fresh = Image.new("RGBA", image.size)
            fresh.paste(image)
            return fresh
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image)
    elif profile:
        image = _to_srgb(image, profile)
    fresh = Image.new("RGB", image.size)
    fresh.paste(image.convert("RGB"))
    return fresh


def _to_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    srgb = ImageCms.ImageCmsProfile(
        cast("str", ImageCms.createProfile("sRGB"))  # pyright: ignore[reportUnknownMemberType]  # Pillow's C core has no types
    )
    try:
        converted = ImageCms.profileToProfile(image, io.BytesIO(profile), srgb, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        # A broken profile says nothing about the pixels.
        return image
    return converted or image


def _serve(request: Mapping[str, object], _report: child.Report) -> Mapping[str, object]:
    source, target = Path(str(request["source"])), Path(str(request["target"]))
    limit = int(cast("int", request["max_pixels"]))
    keep = request.get("keep_alpha") is True
    return asdict(clean(source, target, max_pixels=limit, keep_alpha=keep))


if __name__ == "__main__":
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    child.serve(_serve)
