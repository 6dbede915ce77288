"""What is made of a Project: its clips, one of them anew, the finished video."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from vidgenie.domain.captions import CaptionLook
from vidgenie.domain.cut import CutVoice
from vidgenie.domain.ports.provider import Kind
from vidgenie.domain.project import Mode, Purpose
from vidgenie.domain.run import NodeStatus
from vidgenie.domain.take import order_for
from vidgenie.errors import InvalidInput, NotFound
from vidgenie.services.production import Plan
from vidgenie.services.project_export import file_name
from vidgenie.studio.files import check_folder, fetch
from vidgenie.studio.project import VideoProject, VideoSegment
from vidgenie.studio.providers import slug_of
from vidgenie.studio.runs import Told, finished, starting, succeeded


class VideoSegmentProcessor:
    """Makes the clips of a Project.

    provider_name: who makes them from now on: Segments whose clip is somebody else's get one
    of this one, and keep the other to choose from; those that name a Provider of their own
    keep it. None = as the Project says, whoever made what is there. Raises InvalidInput for
    one there is not.
    """

    def __init__(self, project: VideoProject, provider_name: str | None = None) -> None:
        self.project = project
        self.provider = slug_of(project.place, Kind.VIDEO, provider_name) if provider_name else ""

    def generate_all_segments(
        self,
        parallel: bool = True,  # noqa: FBT001, FBT002  # source document 2
        *,
        told: Told | None = None,
    ) -> list[VideoSegment]:
        """Make what is missing: clips that are not there, or not of what is asked for now.

        What is there is not made again, and what is under way is waited for: a script that
        was killed goes on by calling this again. A Segment in doubt (status unknown: the
        Provider may have taken the order) is left alone until somebody decides about it.
        parallel: all at once; False = one after the other, in a Run each.
        Gives the included Segments: what failed says so in status and error_message.
        Raises MissingKey, InsufficientCredits and whatever else keeps a Run from starting.
        """
        project = self.project.settle(told)
        if self.provider and project.view.choices.provider != self.provider:
            project.update(choices={"provider": self.provider})
        project.suit()
        ids = _due(project, self.provider)
        for batch in [ids] if parallel and ids else [[one] for one in ids]:
            with starting(project.place):
                started = project.place.services.production.produce(
                    project.place.account, project.id, Plan(Purpose.TAKES, batch)
                )
            finished(project.place, started.run_id, told)
        project.refresh()
        return [segment for segment in project.segments if segment.is_included]

    def check_progress(self) -> dict[str, int]:
        """{"completed": 4, "total": 6, "progress": 67}, of the included Segments, now."""
        progress = self.project.refresh().view.progress
        done, total = progress.completed, progress.total
        percent = round(100 * done / total) if total else 0
        return {"completed": done, "total": total, "progress": percent}


def regenerate_segment(
    segment: VideoSegment,
    new_prompt: str | None = None,
    *,
    provider: str | None = None,
    assemble: bool = False,
    told: Told | None = None,
) -> VideoSegment:
    """Make one clip anew: one submission; the others stay as they are.

    new_prompt, provider: kept in the Segment. assemble: the finished video, too.
    Raises why it was not made.
    """
    project = segment.project.settle(told)
    place = project.place
    changes: dict[str, object] = {}
    if new_prompt is not None:
        changes["prompt"] = new_prompt
    if provider:
        changes["provider"] = slug_of(place, Kind.VIDEO, provider)
    if changes:
        segment.update(**changes)
    project.suit()
    with starting(place):
        started = place.services.production.remake(
            place.account, project.id, segment.id, assembles=assemble
        )
    succeeded(finished(place, started.run_id, told))
    return segment.refresh()


class VideoAssembler:
    """Makes the finished video of a Project's clips."""

    def __init__(self, project: VideoProject) -> None:
        self.project = project

    def assemble(
        self,
        add_voiceover: bool = True,  # noqa: FBT001, FBT002  # source document 2
        add_subtitles: bool = True,  # noqa: FBT001, FBT002  # as above
        output: str | Path | None = None,
        *,
        told: Told | None = None,
    ) -> Path:
        """The finished video, verified, at `output` (usually <title>.mp4 in this folder).

        No clip is made here. One that is finished already, and up to date, is not made
        again. Raises InvalidInput (no_clip) for a Segment that has no clip, and why the
        video could not be made.
        """
        project = self.project.settle(told)
        place = project.place
        target = Path(output) if output else Path(f"{file_name(project.title)}.mp4")
        check_folder(target)
        self._choose(has_voice=add_voiceover, has_captions=add_subtitles)
        _check_clips(project)
        film = project.view.film
        if film is None or film.is_stale or not film.content_id:
            plan = Plan(Purpose.FILM, ())
            with starting(place):
                started = place.services.production.produce(place.account, project.id, plan)
            run_id = succeeded(finished(place, started.run_id, told)).id
            project.refresh()
        else:
            run_id = film.run_id
        made = place.services.runs.view(place.account, run_id).result
        if made is None:
            raise NotFound("video")
        stored = place.services.assets.file(place.account, made.asset_id)
        return fetch(stored, target, place.services.receipts.tail(run_id, made.asset_id))

    def _choose(self, *, has_voice: bool, has_captions: bool) -> None:
        """Have voice and captions as wanted; those the Project has stay as they are."""
        choices = self.project.view.choices
        changes: dict[str, object] = {}
        if has_voice != (choices.voice is not None):
            changes["voice"] = asdict(CutVoice()) if has_voice else None
        if has_captions != (choices.look is not None):
            changes["look"] = asdict(CaptionLook()) if has_captions else None
        if changes:
            self.project.update(choices=changes)


def _due(project: VideoProject, provider: str) -> list[str]:
    """Ids of the Segments that need a clip, in order.

    provider: who is to have made it, "" = anybody. Where that one has made a clip before
    that is still what is asked for, it is shown, and not paid for again.
    """
    place = project.place
    stage = place.services.stages.read(place.account, project.id)
    due = set(stage.due)
    for segment in stage.project.included:
        takes = stage.takes.get(segment.id, [])
        if provider and segment.mode is not Mode.OWN and not segment.provider:
            recipe = order_for(stage.project, segment).recipe
            known = [
                take
                for take in takes
                if take.file and take.order.provider == provider and take.recipe == recipe
            ]
            if not known:
                due.add(segment.id)
            elif stage.shown[segment.id] not in {take.id for take in known}:
                place.services.segments.choose(place.account, project.id, segment.id, known[-1].id)
        if takes and takes[-1].status is NodeStatus.UNKNOWN:
            due.discard(segment.id)
    return [segment.id for segment in stage.project.included if segment.id in due]


def _check_clips(project: VideoProject) -> None:
    missing: Sequence[int] = [
        one.index
        for one in project.view.segments
        if one.is_included and one.take is None and one.mode is not Mode.OWN
    ]
    if missing:
        raise InvalidInput(
            f"Segment {missing[0]} has no clip yet: generate it, or exclude it.",
            field=f"segments.{missing[0]}",
            problem="no_clip",
            segment=missing[0],
        )
