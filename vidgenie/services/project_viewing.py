"""Turns what is known of Projects into what people see."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from vidgenie.domain.account import Account
from vidgenie.domain.project import Purpose
from vidgenie.domain.run import RunStatus
from vidgenie.domain.value import FileValue
from vidgenie.library import assets
from vidgenie.projects import history
from vidgenie.projects.tables import ProjectRow
from vidgenie.services.progress_viewing import percent_of, progress_view, runs_under_way
from vidgenie.services.progress_views import ProgressView
from vidgenie.services.project_files import Files, files_of, thumbnail_url
from vidgenie.services.project_reading import Facts, ProjectRun, facts, results
from vidgenie.services.project_views import (
    CostView,
    Error,
    FilmView,
    ProjectRowView,
    ProjectView,
    SegmentView,
    TakeView,
)
from vidgenie.services.segment_viewing import SegmentViewer
from vidgenie.services.stages import Stage, stage_of
from vidgenie.services.views import Link

_LOCAL = "local"


@dataclass(frozen=True, slots=True)
class ProjectViewer:
    """Makes views of Projects, in as many queries for one Segment as for sixty.

    link: signed URL of (Asset, suffix, download=False). available: credits an Account has.
    to_come: credits that making what is missing would take, None when nobody can say.
    """

    link: Link
    available: Callable[[Account], int]
    to_come: Callable[[Account, Stage], int | None] = lambda _account, _stage: None

    def project(
        self, session: Session, account: Account, row: ProjectRow
    ) -> Callable[[], ProjectView]:
        """The Project; the view is made once the session is closed, for it asks for money."""
        (found,) = facts(session, [row])
        files = files_of(session, account.id, [found])
        reach = history.reach(session, row)
        stage = stage_of(session, row, segments=found.rows)
        return lambda: self._project(found, files, reach, self._cost(account, found, stage))

    def segment(self, session: Session, account: Account, row: ProjectRow, id_: str) -> SegmentView:
        """One Segment of a Project, which it has."""
        (found,) = facts(session, [row])
        files = files_of(session, account.id, [found])
        at, segment = next(each for each in enumerate(found.project.segments) if each[1].id == id_)
        return SegmentViewer(self.link, found, files).segment(segment, at + 1)

    def progress(self, session: Session, row: ProjectRow) -> ProgressView:
        """How far a Project is."""
        (found,) = facts(session, [row])
        return progress_view(found, self.link)

    def takes(
        self, session: Session, account: Account, row: ProjectRow, segment_id: str
    ) -> list[TakeView]:
        """The Takes of a Segment, oldest first."""
        (found,) = facts(session, [row])
        made = found.takes.get(segment_id, [])
        ids = {each.file.asset_id for each in made if each.file}
        files = Files(assets.assets(session, account.id, ids))
        segment = next(each for each in found.project.segments if each.id == segment_id)
        viewer = SegmentViewer(self.link, found, files)
        return [viewer.take(segment, each) for each in made]

    def rows(self, session: Session, found: Sequence[Facts]) -> list[ProjectRowView]:
        """Projects as a list shows them."""
        runs = [film.id for each in found if (film := each.film)]
        shown = dict(results(session, runs))
        return [self._row(each, shown) for each in found]

    def _project(
        self, found: Facts, files: Files, reach: history.Reach, cost: CostView
    ) -> ProjectView:
        row, project = found.row, found.project
        viewer = SegmentViewer(self.link, found, files)
        return ProjectView(
            id=row.id,
            version=row.version,
            title=row.title,
            theme=row.theme,
            pillar=row.pillar,
            language=row.language,
            total_seconds=sum(segment.seconds for segment in project.included),
            hook=row.hook,
            call_to_action=row.call_to_action,
            script_by=row.script_by,
            is_draft_script=row.script_by == _LOCAL,
            status=found.status,
            choices=project.choices,
            template_slug=row.template,
            batch_id=row.batch_id,
            created_at=row.created_at,
            updated_at=row.updated_at,
            can_undo=bool(reach.undo),
            can_redo=bool(reach.redo),
            undo_label=reach.undo,
            redo_label=reach.redo,
            segments=tuple(
                viewer.segment(segment, index)
                for index, segment in enumerate(project.segments, start=1)
            ),
            progress=progress_view(found, self.link),
            cost=cost,
            film=self._film(found.film, files, is_stale=bool(found.is_film_stale)),
            animatic=self._film(found.animatic, files, is_stale=found.is_animatic_stale),
            script_error=_script_error(found),
        )

    def _cost(self, account: Account, found: Facts, stage: Stage) -> CostView:
        return CostView(found.spent, self.to_come(account, stage), self.available(account))

    def _film(self, run: ProjectRun | None, files: Files, *, is_stale: bool) -> FilmView | None:
        made = files.results.get(run.id) if run else None
        if run is None or made is None:
            return None
        content_id = files.contents.get(run.id, "")
        has_captions = bool(content_id) and json.loads(made.origin.get("words") or "[]") != []
        return FilmView(
            run_id=run.id,
            content_id=content_id,
            video_url=self.link(made.asset_id, made.suffix, run=run.id),
            thumbnail_url=thumbnail_url(self.link, made),
            download_url=self.link(made.asset_id, made.suffix, download=True, run=run.id),
            captions_url=f"/api/video-generations/{content_id}/captions.vtt"
            if has_captions
            else "",
            seconds=made.seconds,
            width=made.width,
            height=made.height,
            bytes=made.bytes,
            is_stale=is_stale,
            warnings=tuple(json.loads(made.origin.get("findings", "[]"))),
            created_at=run.created_at,
        )

    def _row(self, found: Facts, shown: Mapping[str, FileValue]) -> ProjectRowView:
        row, project = found.row, found.project
        film = shown.get(found.film.id) if found.film else None
        clips = (take.file for each in project.included if (take := found.shown(each)))
        picture = film or next((file for file in clips if file), None)
        return ProjectRowView(
            id=row.id,
            title=row.title,
            theme=row.theme,
            pillar=row.pillar,
            status=found.status,
            segments=len(project.segments),
            seconds=sum(segment.seconds for segment in project.included),
            completed=found.completed,
            total=len(project.included),
            percent=percent_of(found, runs_under_way(found)),
            provider=project.choices.provider,
            thumbnail_url=thumbnail_url(self.link, picture),
            video_url=self.link(film.asset_id, film.suffix, run=found.film.id)
            if film and found.film
            else "",
            spent=found.spent,
            created_at=row.created_at,
            updated_at=row.updated_at,
            batch_id=row.batch_id,
        )


def _script_error(found: Facts) -> Error | None:
    """Why the newest script was not written, until another one was."""
    run = found.newest(Purpose.SCRIPT, Purpose.QUICK)
    is_script = run is not None and run.purpose is Purpose.SCRIPT
    failed = run is not None and run.status in (RunStatus.FAILED, RunStatus.UNKNOWN)
    return run.error if run and is_script and failed else None
