"""A video that was made, and how people and programs are told about it."""

import json
from dataclasses import dataclass, replace
from pathlib import Path

from vidgenie.errors import OutputRejected
from vidgenie.services.views import RunView
from vidgenie.studio.files import fetch
from vidgenie.studio.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Made:
    """A finished video.

    stored: where this installation keeps it. credits: charged. notes: what people should know.
    """

    stored: Path
    run_id: str
    seconds: float
    width: int
    height: int
    bytes: int
    credits: int
    project_id: str = ""
    title: str = ""
    notes: tuple[str, ...] = ()

    def noting(self, note: str) -> "Made":
        """The same, with something people should know."""
        return replace(self, notes=(*self.notes, note))

    def save(self, target: Path) -> None:
        """Put a copy at `target`. Raises StorageFull, and OutputRejected for a broken copy."""
        fetch(self.stored, target)

    def told(self, target: Path, *, as_json: bool) -> str:
        """What is said about it on standard output."""
        if as_json:
            return json.dumps(self.facts(target), ensure_ascii=False)
        return (
            f"{target}: {self.seconds:.1f} s, {self.width}x{self.height},"
            f" {self.bytes / 1e6:.1f} MB, {self.credits} credits"
        )

    def facts(self, target: Path) -> dict[str, object]:
        """The same for programs."""
        facts: dict[str, object] = {
            "file": str(target),
            "seconds": self.seconds,
            "width": self.width,
            "height": self.height,
            "bytes": self.bytes,
            "credits": self.credits,
            "runId": self.run_id,
        }
        return facts | ({"projectId": self.project_id, "title": self.title} if self.title else {})


def of_run(
    place: Workplace, view: RunView, *, project_id: str = "", title: str = "", spent: int = 0
) -> Made:
    """What the Run made. spent: credits that were charged before it."""
    made = view.result
    if made is None or made.seconds is None:
        raise OutputRejected("The run made no video.", problem="no_video")
    return Made(
        stored=place.services.assets.file(place.account, made.asset_id),
        run_id=view.id,
        seconds=made.seconds,
        width=made.width,
        height=made.height,
        bytes=made.bytes,
        credits=view.charged + spent,
        project_id=project_id,
        title=title,
    )
