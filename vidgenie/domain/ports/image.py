"""Port: anything that makes pictures."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from vidgenie.domain.ports.declared import ImageModel, Usage
from vidgenie.domain.ports.provider import Kind, MediaProvider
from vidgenie.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class ImageRequest:
    """One picture to make.

    size: (width, height) in pixels.
    style: "vivid" or "natural".
    quality: "standard" or "hd".
    seed: equal requests with equal seeds give equal pictures where the Provider can.
    image: a picture to start from, for image-to-image; a PNG or JPEG on this machine.
    model: the Provider's model, "" for its default.
    """

    prompt: str
    size: tuple[int, int] = (1024, 1792)
    style: str = "vivid"
    quality: str = "hd"
    seed: int = 0
    image: Path | None = None
    model: str = ""


class ImageProvider(MediaProvider[ImageRequest]):
    """Makes one PNG or JPEG.

    models: what it draws with, the default one first; at least one.
    """

    kind: ClassVar[Kind] = Kind.IMAGE
    models: ClassVar[tuple[ImageModel, ...]] = (ImageModel(),)

    def model(self, request: ImageRequest) -> ImageModel:
        """The model the request names, else the first that can start from what it has.

        Raises InvalidInput (field model or image).
        """
        if request.model:
            found = next((known for known in self.models if known.name == request.model), None)
            if found is None:
                raise InvalidInput(
                    f"{self.title} has no such model.",
                    field="model",
                    problem="unsupported",
                    allowed=[known.name for known in self.models],
                )
        else:
            suits = (known for known in self.models if known.takes_image or request.image is None)
            found = next(suits, self.models[0])
        if request.image is not None and not found.takes_image:
            raise InvalidInput(
                f"{self.title} cannot start from a picture.", field="image", problem="unsupported"
            )
        return found

    def usage(self, request: ImageRequest) -> Usage | None:
        """One picture by the default model; Providers with several prices say more."""
        del request
        return Usage(self.models[0].name) if self.costs else None
