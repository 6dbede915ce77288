"""A Runway key: Veo 3.1 among Runway's models."""

from pathlib import Path
from typing import Any, ClassVar

from vidgenie.domain.ports.declared import VideoModel
from vidgenie.domain.ports.provider import Call, Job, Progress
from vidgenie.providers.veo.models import RUNWAY
from vidgenie.providers.veo.route import SLUG, TITLE, Order, Route, mime
from vidgenie.wire import Service, runway


class RunwayRoute(Route):
    """Runway says itself what a clip cost."""

    name: ClassVar[str] = "runway"
    models: ClassVar[tuple[VideoModel, ...]] = RUNWAY
    service: ClassVar[Service] = runway.service(SLUG, TITLE)

    async def validate(self, call: Call) -> None:
        """Ask for the organization and its credits."""
        await runway.validate(self.service, call)

    async def submit(self, order: Order, call: Call) -> Job:
        """Create the task."""
        request = order.request
        if runway.length_of(order.text) > runway.PROMPT_LIMIT:
            # What was let through for another route.
            raise self.service.rejected("unsupported", field="prompt")
        body: dict[str, Any] = {
            "model": order.model.name,
            "promptText": order.text,
            "ratio": f"{order.size[0]}:{order.size[1]}",
            "duration": order.seconds,
            "audio": request.audio,
        }
        if request.seed:
            body["seed"] = request.seed
        if request.image is None:
            return await runway.submit(self.service, call, "text_to_video", body)
        body["promptImage"] = request.image_url or await runway.picture(
            self.service, call, request.image, mime=mime(request.image)
        )
        return await runway.submit(self.service, call, "image_to_video", body)

    async def poll(self, job: Job, call: Call) -> Job:
        """Ask for the task."""
        return await runway.poll(self.service, job, call)

    async def fetch(self, job: Job, call: Call, target: Path, *, progress: Progress) -> None:
        """From the address in the task."""
        await runway.fetch_clip(self.service, job, call, target, progress=progress)

    async def cancel(self, job: Job, call: Call) -> None:
        """Drop the task."""
        await runway.cancel(self.service, job, call)
