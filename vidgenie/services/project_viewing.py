"""Turns what is known of Projects into what people see."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from vidgenie.domain.account import Account
from vidgenie.domain.asset import Asset
from vidgenie.domain.caption_words import natural_seconds
from vidgenie.domain.project import Purpose, Segment
from vidgenie.domain.project_status import SegmentStatus, take_status
from vidgenie.domain.run import NodeStatus, RunStatus, percent, remaining
from vidgenie.domain.take import Take
from vidgenie.domain.value import FileValue
from vidgenie.engine.store import now
from vidgenie.library import assets
from vidgenie.library.tables import ContentRow
from vidgenie.projects import history
from vidgenie.projects.tables import ProjectRow
from vidgenie.services.progress_views import ProgressView, RunProgress, TakeProgress
from vidgenie.services.project_reading import Facts, NodeMark, ProjectRun, facts, results
from vidgenie.services.project_views import (
    CostView,
    Error,
    FilmView,
    ProjectRowView,
    ProjectView,
    ReferenceView,
    SegmentView,
    TakeView,
)
from vidgenie.services.stages import Stage, stage_of
from vidgenie.services.views import Link

_LOCAL = "local"
_WORKING = (SegmentStatus.PENDING, SegmentStatus.PROCESSING)
_BROKEN = (SegmentStatus.FAILED, SegmentStatus.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Files:
    """Files of Projects, as views show them.

    assets: those of Takes. thumbnails: by Asset. results: what a Run shows. contents: Run ->
    its entry in the library.
    """

    assets: Mapping[str, Asset] = field(default_factory=dict[str, Asset])
    thumbnails: Mapping[str, Asset] = field(default_factory=dict[str, Asset])
    results: Mapping[str, FileValue] = field(default_factory=dict[str, FileValue])
    contents: Mapping[str, str] = field(default_factory=dict[str, str])


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
        files = self._files(session, account.id, [found])
        reach = history.reach(session, row)
        stage = stage_of(session, row, segments=found.rows)
        return lambda: self._project(found, files, reach, self._cost(account, found, stage))

    def segment(self, session: Session, account: Account, row: ProjectRow, id_: str) -> SegmentView:
        """One Segment of a Project, which it has."""
        (found,) = facts(session, [row])
        files = self._files(session, account.id, [found])
        at, segment = next(each for each in enumerate(found.project.segments) if each[1].id == id_)
        return self._segment(found, segment, at + 1, files)

    def progress(self, session: Session, row: ProjectRow) -> ProgressView:
        """How far a Project is."""
        (found,) = facts(session, [row])
        return self._progress(found)

    def takes(
        self, session: Session, account: Account, row: ProjectRow, segment_id: str
    ) -> list[TakeView]:
        """The Takes of a Segment, oldest first."""
        (found,) = facts(session, [row])
        made = found.takes.get(segment_id, [])
        ids = {each.file.asset_id for each in made if each.file}
        files = Files(assets.assets(session, account.id, ids))
        segment = next(each for each in found.project.segments if each.id == segment_id)
        return [self._take(found, segment, each, files) for each in made]

    def rows(self, session: Session, found: Sequence[Facts]) -> list[ProjectRowView]:
        """Projects as a list shows them."""
        runs = [film.id for each in found if (film := each.film)]
        shown = dict(results(session, runs))
        return [self._row(each, shown) for each in found]

    def _files(self, session: Session, account_id: str, found: Sequence[Facts]) -> Files:
        shown = {
            take.file.asset_id
            for each in found
            for segment in each.project.segments
            if (take := each.shown(segment)) and take.file
        }
        runs = [run.id for each in found for run in (each.film, each.animatic) if run]
        references = [file for each in found for file in each.known.values()]
        contents = select(ContentRow.run_id, ContentRow.id).where(
            col(ContentRow.run_id).in_(runs), col(ContentRow.deleted_at).is_(None)
        )
        return Files(
            assets=assets.assets(session, account_id, shown),
            thumbnails=assets.thumbnails(session, references),
            results=dict(results(session, runs)),
            contents={run_id or "": content_id for run_id, content_id in session.exec(contents)},
        )

    def _project(
        self, found: Facts, files: Files, reach: history.Reach, cost: CostView
    ) -> ProjectView:
        row, project = found.row, found.project
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
                self._segment(found, segment, index, files)
                for index, segment in enumerate(project.segments, start=1)
            ),
            progress=self._progress(found),
            cost=cost,
            film=self._film(found.film, files, is_stale=bool(found.is_film_stale)),
            animatic=self._film(found.animatic, files, is_stale=found.is_animatic_stale),
            script_error=_script_error(found),
        )

    def _cost(self, account: Account, found: Facts, stage: Stage) -> CostView:
        return CostView(found.spent, self.to_come(account, stage), self.available(account))

    def _segment(self, found: Facts, segment: Segment, index: int, files: Files) -> SegmentView:
        shown = found.shown(segment)
        takes = found.takes.get(segment.id, [])
        status = found.status_of(segment)
        voice = found.project.choices.voice
        spoken = natural_seconds(segment.text, found.project.language)
        return SegmentView(
            id=segment.id,
            version=segment.version,
            index=index,
            text=segment.text,
            prompt=segment.prompt,
            seconds=segment.seconds,
            is_included=segment.is_included,
            mode=segment.mode,
            reference=self._reference(found.known.get(segment.reference), files),
            provider=segment.provider,
            model=segment.model,
            fit=segment.fit,
            focus_x=segment.focus_x,
            focus_y=segment.focus_y,
            transition=segment.transition,
            transition_seconds=segment.transition_seconds,
            keep_sound=segment.keep_sound,
            status=status,
            progress=_progress(takes, status),
            error=takes[-1].error if takes and status in _BROKEN else None,
            is_stale=found.is_stale(segment),
            is_pinned=shown is not None and shown.id == segment.take,
            take_count=len(takes),
            spoken_seconds=round(spoken / (voice.speed if voice else 1.0), 2),
            take=None if shown is None else self._take(found, segment, shown, files),
        )

    def _reference(self, file: Asset | None, files: Files) -> ReferenceView | None:
        if file is None:
            return None
        small = files.thumbnails.get(file.id)
        return ReferenceView(
            file.id,
            file.kind,
            self.link(file.id, file.facts.suffix),
            self.link(small.id, small.facts.suffix) if small else "",
        )

    def _take(self, found: Facts, segment: Segment, take: Take, files: Files) -> TakeView:
        order, file = take.order, take.file
        is_now = found.shown(segment)
        known = files.assets.get(file.asset_id) if file else None
        return TakeView(
            id=take.id,
            segment_id=take.segment,
            status=take_status(take.status),
            progress=int(100 * take.progress),
            provider=take.provider or order.provider,
            model=order.model,
            prompt=order.prompt,
            mode=order.mode,
            seed=order.seed,
            credits=take.credits,
            error=take.error,
            kind=file.type.value if file else "",
            url=self.link(file.asset_id, file.suffix) if file else "",
            thumbnail_url=self._thumbnail(file),
            seconds=file.seconds if file else None,
            width=file.width if file else 0,
            height=file.height if file else 0,
            sha256=known.sha256 if known else "",
            created_at=take.created_at,
            is_shown=is_now is not None and is_now.id == take.id,
            is_stale=take.recipe != found.recipe(segment),
            run_id=take.run_id,
            node_id=take.node_id,
        )

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
            thumbnail_url=self._thumbnail(made),
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

    def _progress(self, found: Facts) -> ProgressView:
        runs = tuple(_run(run, found.nodes.get(run.id, [])) for run in found.working)
        newest = (takes[-1] for takes in found.takes.values())
        return ProgressView(
            status=found.status,
            completed=found.completed,
            total=len(found.project.included),
            percent=_percent(found, runs),
            runs=runs,
            takes=tuple(
                TakeProgress(
                    take.segment,
                    take.id,
                    take_status(take.status),
                    int(100 * take.progress),
                    take.error,
                    self._thumbnail(take.file),
                )
                for take in newest
            ),
            version=found.row.version,
        )

    def _row(self, found: Facts, shown: Mapping[str, FileValue]) -> ProjectRowView:
        row, project = found.row, found.project
        runs = [_run(run, found.nodes.get(run.id, [])) for run in found.working]
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
            percent=_percent(found, runs),
            provider=project.choices.provider,
            thumbnail_url=self._thumbnail(picture),
            video_url=self.link(film.asset_id, film.suffix, run=found.film.id)
            if film and found.film
            else "",
            spent=found.spent,
            created_at=row.created_at,
            updated_at=row.updated_at,
            batch_id=row.batch_id,
        )

    def _thumbnail(self, file: FileValue | None) -> str:
        return self.link(file.thumbnail_id, "jpg") if file and file.thumbnail_id else ""


def _percent(found: Facts, runs: Sequence[RunProgress]) -> int:
    """Of the Runs under way, else of the clips."""
    if runs:
        return sum(run.percent for run in runs) // len(runs)
    total = len(found.project.included)
    return 100 * found.completed // total if total else 0


def _progress(takes: Sequence[Take], status: SegmentStatus) -> int:
    if status in _WORKING:
        return int(100 * takes[-1].progress)
    return 100 if status is SegmentStatus.COMPLETED else 0


def _script_error(found: Facts) -> Error | None:
    """Why the newest script was not written, until another one was."""
    run = found.newest(Purpose.SCRIPT, Purpose.QUICK)
    is_script = run is not None and run.purpose is Purpose.SCRIPT
    failed = run is not None and run.status in (RunStatus.FAILED, RunStatus.UNKNOWN)
    return run.error if run and is_script and failed else None


def _run(run: ProjectRun, nodes: Sequence[NodeMark]) -> RunProgress:
    current = next((node.id for node in nodes if node.status is NodeStatus.RUNNING), None)
    return RunProgress(
        run_id=run.id,
        purpose=run.purpose,
        status=run.status,
        percent=percent((node.expected, node.progress) for node in nodes),
        current_step=current,
        remaining_seconds=remaining(
            (
                (node.expected, node.progress, node.started_at)
                for node in nodes
                if not node.status.is_over
            ),
            now=now(),
        ),
    )
