"""The Segments of a Project, and their Takes."""

from fastapi import APIRouter

from vidgenie import bootstrap
from vidgenie.api.models import Answer, Id, problems
from vidgenie.api.project_answers import (
    ChangedAnswer,
    ProjectAnswer,
    SegmentAnswer,
    TakesAnswer,
    project_of,
    segment_of,
)
from vidgenie.api.project_models import (
    NewSegmentBody,
    OrderBody,
    SegmentChanges,
    SplitBody,
    TakeChoice,
)
from vidgenie.api.projects import telling
from vidgenie.api.session import Me
from vidgenie.errors import NotFound

router = APIRouter(prefix="/api/projects", tags=["projects"], responses=problems(401, 404))

_CHANGES = problems(400, 403, 409, 413, 415)


@router.post("/{project_id}/segments", responses=_CHANGES)
def add(project_id: Id, body: NewSegmentBody, account: Me) -> ProjectAnswer:
    """Add a Segment; a Project has sixty at most."""
    with telling(lambda: _project(account, project_id)):
        changed = bootstrap.services().segments.add(
            account, project_id, body.new, after=body.after, version=body.version
        )
    return project_of(changed)


@router.put("/{project_id}/segments/order", responses=_CHANGES)
def reorder(project_id: Id, body: OrderBody, account: Me) -> ProjectAnswer:
    """Put the Segments in this order.

    409 edited_elsewhere: somebody has added, removed or moved one since `version`, or these
    are not exactly its Segments; `current` is the Project now.
    """
    with telling(lambda: _project(account, project_id)):
        changed = bootstrap.services().segments.reorder(
            account, project_id, body.ids, version=body.version
        )
    return project_of(changed)


@router.patch("/{project_id}/segments/{segment_id}", responses=_CHANGES)
def change(project_id: Id, segment_id: Id, body: SegmentChanges, account: Me) -> ChangedAnswer:
    """Change what is sent; the rest stays.

    409 edited_elsewhere: somebody has changed the same field since `version`; `current` is
    the Segment now. What only one of both has changed is kept.
    """
    with telling(lambda: _segment(account, project_id, segment_id)):
        changed = bootstrap.services().segments.update(
            account, project_id, segment_id, body.changes, version=body.version
        )
    return ChangedAnswer(segment=segment_of(changed.segment), project_version=changed.version)


@router.delete("/{project_id}/segments/{segment_id}", responses=problems(403, 409))
def remove(project_id: Id, segment_id: Id, account: Me) -> ProjectAnswer:
    """Take a Segment out; undoing brings it back with its Takes."""
    return project_of(bootstrap.services().segments.remove(account, project_id, segment_id))


@router.post("/{project_id}/segments/{segment_id}/split", responses=_CHANGES)
def split(project_id: Id, segment_id: Id, body: SplitBody, account: Me) -> ProjectAnswer:
    """Cut its text in two Segments; Takes stay with the first."""
    segments = bootstrap.services().segments
    return project_of(segments.split(account, project_id, segment_id, at=body.at))


@router.post("/{project_id}/segments/{segment_id}/merge", responses=problems(403, 409))
def merge(project_id: Id, segment_id: Id, account: Me) -> ProjectAnswer:
    """Make one of it and the next; Takes and choices of the first stay."""
    return project_of(bootstrap.services().segments.merge(account, project_id, segment_id))


@router.get("/{project_id}/segments/{segment_id}/takes")
def takes(project_id: Id, segment_id: Id, account: Me) -> TakesAnswer:
    """Every clip that was made for it, the oldest first."""
    found = bootstrap.services().segments.takes(account, project_id, segment_id)
    return TakesAnswer.model_validate({"takes": found})


@router.put("/{project_id}/segments/{segment_id}/take", responses=_CHANGES)
def choose(project_id: Id, segment_id: Id, body: TakeChoice, account: Me) -> ProjectAnswer:
    """Have this Take in the video. 409 not_made: there is nothing to see of it."""
    segments = bootstrap.services().segments
    chosen = segments.choose(account, project_id, segment_id, body.take_id or "")
    return project_of(chosen)


@router.delete("/{project_id}/takes/{take_id}", responses=problems(403))
def remove_take(project_id: Id, take_id: Id, account: Me) -> ProjectAnswer:
    """Do not show a Take any more; undoing brings it back."""
    return project_of(bootstrap.services().segments.remove_take(account, project_id, take_id))


def _project(account: Me, project_id: str) -> Answer:
    return project_of(bootstrap.services().projects.get(account, project_id))


def _segment(account: Me, project_id: str, segment_id: str) -> SegmentAnswer:
    found = bootstrap.services().projects.get(account, project_id).segments
    for segment in found:
        if segment.id == segment_id:
            return segment_of(segment)
    raise NotFound("segment")
