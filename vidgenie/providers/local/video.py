"""Local clips: a scene from the prompt's words, or any picture, filmed by a moving camera."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from vidgenie.domain.ports.declared import VideoModel
from vidgenie.domain.ports.provider import Call, Job, JobStatus, Progress
from vidgenie.domain.ports.video import ClipRequest, VideoProvider
from vidgenie.errors import InvalidInput
from vidgenie.media import ff
from vidgenie.media.part import replacing
from vidgenie.providers.local.camera import MOTIONS

_SMALLEST_SIDE = 128
_MOST_PIXELS = 1080 * 1920


class LocalVideo(VideoProvider):
    """Clips made by this server: no key, no model, no cost."""

    slug: ClassVar[str] = "local"
    title: ClassVar[str] = "VidGenie (demo)"
    demo: ClassVar[bool] = True
    on_this_machine: ClassVar[bool] = True
    repeatable: ClassVar[bool] = True
    models: ClassVar[tuple[VideoModel, ...]] = (
        VideoModel(seconds=(5, 8, 15, 30, 60), sound="choice"),
    )

    def check(self, request: ClipRequest) -> None:
        """Raise InvalidInput for a length, size, motion or lack of a subject we cannot do."""
        model = self.model(request.mode, request.seconds)
        if request.seconds not in model.seconds:
            raise _unsupported("seconds", allowed=list(model.seconds))
        width, height = request.size
        fits = min(width, height) >= _SMALLEST_SIDE and width * height <= _MOST_PIXELS
        if not fits or width % 2 or height % 2:
            raise _unsupported("size")
        if request.motion not in MOTIONS:
            raise _unsupported("motion", allowed=list(MOTIONS))
        if not request.prompt.strip() and request.image is None:
            raise InvalidInput("Say what the clip shows.", field="prompt", problem="missing")

    async def submit(self, request: ClipRequest, call: Call) -> Job:
        """Answer at once: the work is done when the clip is delivered."""
        del call
        said = json.dumps(_order(request, Path()), sort_keys=True)
        return Job(hashlib.sha256(said.encode()).hexdigest(), JobStatus.SUCCEEDED, progress=1.0)

    async def poll(self, job: Job, call: Call) -> Job:
        """Nothing is ever waited for."""
        del call
        return job

    async def deliver(
        self, job: Job, request: ClipRequest, call: Call, *, target: Path, progress: Progress
    ) -> Mapping[str, str]:
        """Make the clip in a child process. Raises InvalidMedia, RenderFailed, StorageFull."""
        del job, call
        # Slow machines and five Runs at once: the engine's own limit is the usual one.
        timeout = 120 + 20 * request.seconds
        with replacing(target) as part:
            await ff.run_python(
                "vidgenie.providers.local.render_clip",
                _order(request, part),
                timeout=timeout,
                progress=progress,
            )
        return {
            "provider": self.slug,
            "prompt": request.prompt,
            "seed": str(request.seed),
            "demo": "true",
        }


def _order(request: ClipRequest, target: Path) -> dict[str, object]:
    """The fields of `render_clip.Order`."""
    return {
        "target": str(target),
        "prompt": request.prompt,
        "seconds": request.seconds,
        "size": list(request.size),
        "motion": request.motion,
        "audio": request.audio,
        "seed": request.seed,
        "image": str(request.image) if request.image else "",
        "origin": dict(request.image_origin),
    }


def _unsupported(field: str, **params: object) -> InvalidInput:
    return InvalidInput(
        f"The demo provider cannot do this {field}.", field=field, problem="unsupported", **params
    )
