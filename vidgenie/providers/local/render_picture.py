"""Makes one picture in a process of its own; see `LocalImage.deliver`."""

from collections.abc import Mapping
from pathlib import Path
from typing import cast

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from vidgenie.domain.ports.image import ImageRequest
from vidgenie.media import child
from vidgenie.providers.local.picture import picture

_MARK = "Made by VidGenie's demo provider: drawn by a program, not photographed"
_SOFTWARE = "VidGenie (demo)"


def render(request: ImageRequest, target: Path) -> None:
    """Write the picture to `target`: PNG for "hd", JPEG for "standard"; marked as a demo."""
    pixels = picture(request.prompt, seed=request.seed, size=request.size, style=request.style)
    image = Image.fromarray(pixels)
    with target.open("wb") as file:
        if request.quality == "standard":
            image.save(file, "JPEG", quality=95, subsampling=0, comment=_MARK.encode())
            return
        notes = PngInfo()
        notes.add_text("Software", _SOFTWARE)
        notes.add_text("Comment", _MARK)
        notes.add_text("Demo", "true")
        image.save(file, "PNG", pnginfo=notes, compress_level=3)


def _serve(request: Mapping[str, object], report: child.Report) -> Mapping[str, object]:
    report(0.05)
    width, height = cast("list[int]", request["size"])
    wanted = ImageRequest(
        prompt=str(request["prompt"]),
        size=(width, height),
        style=str(request["style"]),
        quality=str(request["quality"]),
        seed=cast("int", request["seed"]),
    )
    render(wanted, Path(str(request["target"])))
    return {"width": width, "height": height}


if __name__ == "__main__":
    child.serve(_serve)
