"""Local pictures: scenes drawn from the prompt's words."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from vidgenie.domain.ports.image import ImageProvider, ImageRequest
from vidgenie.domain.ports.provider import Call, Job, JobStatus, Progress
from vidgenie.errors import InvalidInput
from vidgenie.media import ff
from vidgenie.media.part import replacing

_SMALLEST_SIDE = 256
_TIMEOUT = 120  # s; a picture takes two, a loaded machine is allowed more


class LocalImage(ImageProvider):
    """Pictures made by this server: no key, no model, no cost."""

    slug: ClassVar[str] = "local"
    title: ClassVar[str] = "VidGenie (demo)"
    demo: ClassVar[bool] = True
    on_this_machine: ClassVar[bool] = True
    repeatable: ClassVar[bool] = True

    def check(self, request: ImageRequest) -> None:
        """Raise InvalidInput for a size we do not draw."""
        largest = self.model(request).max_side
        if any(side % 2 or not _SMALLEST_SIDE <= side <= largest for side in request.size):
            raise InvalidInput(
                "The demo provider cannot do this size.",
                field="size",
                problem="unsupported",
                smallest=_SMALLEST_SIDE,
                largest=largest,
            )

    async def submit(self, request: ImageRequest, call: Call) -> Job:
        """Answer at once: the work is done when the picture is delivered."""
        del call
        said = json.dumps(_order(request, Path()), sort_keys=True)
        return Job(hashlib.sha256(said.encode()).hexdigest(), JobStatus.SUCCEEDED, progress=1.0)

    async def poll(self, job: Job, call: Call) -> Job:
        """Nothing is ever waited for."""
        del call
        return job

    async def deliver(
        self, job: Job, request: ImageRequest, call: Call, *, target: Path, progress: Progress
    ) -> Mapping[str, str]:
        """Draw the picture in a child process: PNG, or JPEG for "standard" quality.

        Raises RenderFailed and StorageFull.
        """
        del job, call
        with replacing(target) as part:
            await ff.run_python(
                "vidgenie.providers.local.render_picture",
                _order(request, part),
                timeout=_TIMEOUT,
                progress=progress,
            )
        return {
            "provider": self.slug,
            "prompt": request.prompt,
            "seed": str(request.seed),
            "demo": "true",
        }


def _order(request: ImageRequest, target: Path) -> dict[str, object]:
    """What `render_picture` is asked."""
    return {
        "prompt": request.prompt,
        "seed": request.seed,
        "size": list(request.size),
        "style": request.style,
        "quality": request.quality,
        "target": str(target),
    }
