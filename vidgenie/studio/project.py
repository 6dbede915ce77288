"""Projects and Segments as objects of a script: what is read is a moment, what is done is kept."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from vidgenie.domain.project import Mode
from vidgenie.errors import NotFound
from vidgenie.services.project_views import CostView, ProjectView, SegmentView
from vidgenie.services.segment_places import project_of
from vidgenie.studio.files import write
from vidgenie.studio.providers import starts_from_text
from vidgenie.studio.runs import Told, finished
from vidgenie.studio.workplace import Workplace, workplace

# What scripts call a field, and what it is called everywhere else.
_FIELDS = {"duration": "seconds"}


class VideoProject:
    """A Project: its Segments, where it stands, what it has cost.

    It shows how things were when it was last read: `refresh()` reads them again. What is
    changed here is seen on the web at once, and the other way round.
    """

    def __init__(self, place: Workplace, view: ProjectView) -> None:
        self.place = place
        self._view = view

    @classmethod
    def get(cls, project_id: str) -> "VideoProject":
        """A Project of before: to go on after a script ended, or was killed. Raises NotFound."""
        place = workplace()
        return cls(place, place.services.projects.get(place.account, project_id))

    def refresh(self) -> "VideoProject":
        """Read it again."""
        self._view = self.place.services.projects.get(self.place.account, self.id)
        return self

    @property
    def id(self) -> str:
        """What `get` takes."""
        return self._view.id

    @property
    def title(self) -> str:
        """Its title, "" when it has none."""
        return self._view.title

    @property
    def status(self) -> str:
        """draft, scripting, generating, ready, completed, outdated or failed."""
        return self._view.status.value

    @property
    def segments(self) -> "list[VideoSegment]":
        """All of them in order, those that are excluded too."""
        return [VideoSegment(self, segment.id) for segment in self._view.segments]

    @property
    def cost(self) -> CostView:
        """Credits: spent, to_come, available."""
        return self._view.cost

    @property
    def view(self) -> ProjectView:
        """Everything else there is to know."""
        return self._view

    def update(self, **changes: Any) -> "VideoProject":  # noqa: ANN401  # of any field
        """Change title, theme, pillar, language, hook, call_to_action or choices.

        choices: a part of them, as {"provider": "luma", "voice": None}.
        """
        self._keep(
            lambda: self.place.services.projects.update(
                self.place.account, self.id, changes, version=None
            )
        )
        return self

    def reorder(self, segments: "Sequence[VideoSegment | str]") -> "VideoProject":
        """Put the Segments, or their ids, in this order; all of them."""
        ids = [segment if isinstance(segment, str) else segment.id for segment in segments]
        self._keep(
            lambda: self.place.services.segments.reorder(
                self.place.account, self.id, ids, version=None
            )
        )
        return self

    def delete(self) -> None:
        """Delete it; Runs under way are cancelled."""
        self.place.services.projects.delete(self.place.account, self.id, cancels=True)

    def export(self, target: str | Path) -> Path:
        """The zip of everything: video, captions, clips, script, receipt. Raises Conflict."""
        parcel = self.place.services.project_export.export(self.place.account, self.id)
        return write(parcel.pieces, Path(target))

    def settle(self, told: Told | None = None) -> "VideoProject":
        """Wait for what is under way: nothing is asked for twice. Ctrl-C cancels it."""
        self.refresh()
        for run in self._view.progress.runs:
            finished(self.place, run.run_id, told)
        return self.refresh()

    def suit(self) -> "VideoProject":
        """Have a picture drawn first where a Provider makes clips of pictures only."""
        choices = self._view.choices
        for segment in self._view.segments:
            slug, model = segment.provider or choices.provider, segment.model
            if not segment.provider:
                model = choices.model
            if segment.mode is Mode.TEXT and not starts_from_text(self.place, slug, model):
                self.place.services.segments.update(
                    self.place.account, self.id, segment.id, {"mode": Mode.IMAGE.value}
                )
        return self.refresh()

    def _keep(self, work: Callable[[], object]) -> None:
        work()
        self.refresh()

    def __repr__(self) -> str:
        """For notebooks."""
        count = len(self._view.segments)
        return f"<VideoProject {self.id} {self.title!r} {self.status}, {count} segments>"


class VideoSegment:
    """A Segment of a VideoProject; it shows what the project did when it was last read."""

    def __init__(self, project: VideoProject, segment_id: str) -> None:
        self.project = project
        self.id = segment_id

    @classmethod
    def get(cls, segment_id: str) -> "VideoSegment":
        """A Segment of before, whatever its Project. Raises NotFound."""
        place = workplace()
        project_id = project_of(place.services.projects.reading, place.account, segment_id)
        return cls(VideoProject.get(project_id), segment_id)

    @property
    def view(self) -> SegmentView:
        """Everything there is to know. Raises NotFound when it was removed."""
        found = (one for one in self.project.view.segments if one.id == self.id)
        view = next(found, None)
        if view is None:
            raise NotFound("segment")
        return view

    @property
    def index(self) -> int:
        """Its place, from 1."""
        return self.view.index

    @property
    def text(self) -> str:
        """What is said."""
        return self.view.text

    @property
    def prompt(self) -> str:
        """What is filmed."""
        return self.view.prompt

    @property
    def duration(self) -> int:
        """Seconds."""
        return self.view.seconds

    @property
    def is_included(self) -> bool:
        """Whether it is in the video."""
        return self.view.is_included

    @property
    def status(self) -> str:
        """draft, pending, processing, completed, failed, or unknown: nobody knows whether."""
        return self.view.status.value

    @property
    def provider(self) -> str:
        """Who made its clip; before that, who is to make it."""
        take = self.view.take
        if take is not None:
            return take.provider
        return self.view.provider or self.project.view.choices.provider

    @property
    def error_message(self) -> str:
        """Why its newest clip was not made, "" when nothing went wrong."""
        error = self.view.error
        return str(error.get("error", "")) if error else ""

    @property
    def video_path(self) -> Path | None:
        """Where its clip is kept, to be read and never changed; None before it is made."""
        take = self.view.take
        if take is None or not take.sha256:
            return None
        suffix = Path(urlsplit(take.url).path).suffix.lstrip(".")
        return self.project.place.services.engine.storage.path(take.sha256, suffix)

    def update(self, **changes: Any) -> "VideoSegment":  # noqa: ANN401  # of any field
        """Change text, prompt, duration, is_included, mode, provider, model...

        Raises InvalidInput, and Conflict (edited_elsewhere) when the same field was changed
        on the web since this was read.
        """
        named = {_FIELDS.get(name, name): value for name, value in changes.items()}
        self._change(named)
        return self

    def include(self) -> "VideoSegment":
        """Have it in the video."""
        return self.update(is_included=True)

    def exclude(self) -> "VideoSegment":
        """Leave it out; it keeps its clip."""
        return self.update(is_included=False)

    def remove(self) -> None:
        """Delete it."""
        project = self.project
        project.place.services.segments.remove(project.place.account, project.id, self.id)
        project.refresh()

    def refresh(self) -> "VideoSegment":
        """Read it again."""
        self.project.refresh()
        return self

    def _change(self, changes: Mapping[str, object]) -> None:
        project = self.project
        project.place.services.segments.update(
            project.place.account, project.id, self.id, changes, version=self.view.version
        )
        project.refresh()

    def __repr__(self) -> str:
        """For notebooks."""
        return f"<VideoSegment {self.index} {self.status} {self.text[:40]!r}>"
