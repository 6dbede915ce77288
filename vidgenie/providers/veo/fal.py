"""A fal.ai key: Veo 3.1 in fal's queue."""

from pathlib import Path
from typing import Any, ClassVar

from vidgenie.domain.ports.declared import VideoModel
from vidgenie.domain.ports.provider import Call, Job, Progress
from vidgenie.providers.veo.models import FAL
from vidgenie.providers.veo.route import SLUG, TITLE, Order, Route, mime
from vidgenie.wire import Service, fal


class FalRoute(Route):
    """fal prolongs and corrects nothing for us: what is asked for is what is made."""

    name: ClassVar[str] = "fal"
    models: ClassVar[tuple[VideoModel, ...]] = FAL
    service: ClassVar[Service] = fal.service(SLUG, TITLE)

    async def validate(self, call: Call) -> None:
        """Ask for a request that nobody has made."""
        await fal.validate(self.service, call, "fal-ai/veo3.1")

    async def submit(self, order: Order, call: Call) -> Job:
        """Put the request into the queue."""
        request = order.request
        body: dict[str, Any] = {
            "prompt": order.text,
            "aspect_ratio": "9:16",
            "duration": f"{order.seconds}s",
            "resolution": order.resolution,
            "generate_audio": request.audio,
            # It would rewrite prompts that break Google's rules.
            "auto_fix": False,
        }
        if request.seed:
            body["seed"] = request.seed
        model = order.model.name
        if request.image is not None:
            is_large = request.image.stat().st_size > fal.MAX_PICTURE
            if is_large and not request.image_url:
                # Other routes take larger ones.
                raise self.service.rejected("unsupported", field="image")
            body["image_url"] = request.image_url or await fal.picture(
                request.image, mime=mime(request.image)
            )
            model = f"{model}/image-to-video"
        return await fal.submit(self.service, call, model, body)

    async def poll(self, job: Job, call: Call) -> Job:
        """Ask for the request."""
        return await fal.poll(self.service, job, call)

    async def fetch(self, job: Job, call: Call, target: Path, *, progress: Progress) -> None:
        """From the address in the answer."""
        await fal.fetch_clip(self.service, job, call, target, progress=progress)

    async def cancel(self, job: Job, call: Call) -> None:
        """Take the request out of the queue."""
        await fal.cancel(self.service, job, call)
