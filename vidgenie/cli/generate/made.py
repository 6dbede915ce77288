"""A video that was made, and how people and programs are told about it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from vidgenie.errors import OutputRejected
from vidgenie.services.views import RunView
from vidgenie.studio.files import fetch, write
from vidgenie.studio.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Receipt:
    """How a video was made: as JSON, and as bytes that follow those of the video."""

    data: Mapping[str, Any]
    tail: bytes


@dataclass(frozen=True, slots=True)
class Made:
    """A finished video.

    stored: where this installation keeps it. credits: charged. notes: what people should know.
    receipt: how it was made, None when nobody wants to know.
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
    receipt: Receipt | None = None

    def noting(self, note: str) -> "Made":
        """The same, with something people should know."""
        return replace(self, notes=(*self.notes, note))

    def telling(self, *, has_receipt: bool) -> "Made":
        """The same; without its receipt it is saved as it is stored, and nothing beside it."""
        return self if has_receipt else replace(self, receipt=None)

    def save(self, target: Path) -> None:
        """Put a copy at `target` and its receipt beside it, as TARGET.json.

        Raises StorageFull, and OutputRejected for a broken copy.
        """
        fetch(self.stored, target, self.receipt.tail if self.receipt else b"")
        if self.receipt:
            text = json.dumps(self.receipt.data, ensure_ascii=False, indent=2) + "\n"
            write([text.encode()], _beside(target))

    def told(self, target: Path, *, as_json: bool) -> str:
        """What is said about it on standard output."""
        if as_json:
            return json.dumps(self.facts(target), ensure_ascii=False)
        return (
            f"{target}: {self.seconds:.1f} s, {self.width}x{self.height},"
            f" {self._size / 1e6:.1f} MB, {self.credits} credits"
        )

    def facts(self, target: Path) -> dict[str, object]:
        """The same for programs."""
        facts: dict[str, object] = {
            "file": str(target),
            "seconds": self.seconds,
            "width": self.width,
            "height": self.height,
            "bytes": self._size,
            "credits": self.credits,
            "runId": self.run_id,
        }
        if self.receipt:
            facts["receipt"] = str(_beside(target))
        return facts | ({"projectId": self.project_id, "title": self.title} if self.title else {})

    @property
    def _size(self) -> int:
        return self.bytes + (len(self.receipt.tail) if self.receipt else 0)


def _beside(target: Path) -> Path:
    return target.with_name(f"{target.name}.json")


def of_run(
    place: Workplace, view: RunView, *, project_id: str = "", title: str = "", spent: int = 0
) -> Made:
    """What the Run made. spent: credits that were charged before it."""
    made = view.result
    if made is None or made.seconds is None:
        raise OutputRejected("The run made no video.", problem="no_video")
    receipts = place.services.receipts
    stored = place.services.assets.file(place.account, made.asset_id)
    return Made(
        stored=stored,
        run_id=view.id,
        seconds=made.seconds,
        width=made.width,
        height=made.height,
        bytes=stored.stat().st_size,
        credits=view.charged + spent,
        project_id=project_id,
        title=title,
        receipt=Receipt(
            receipts.receipt(place.account, view.id), receipts.tail(view.id, made.asset_id)
        ),
    )
