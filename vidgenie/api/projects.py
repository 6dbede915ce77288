"""Projects: made, listed, read, changed, copied, deleted, undone."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Annotated

from fastapi import APIRouter, Query

from vidgenie import bootstrap
from vidgenie.api.models import Answer, Done, Id, Text, problems
from vidgenie.api.project_answers import PageAnswer, ProjectAnswer, project_of
from vidgenie.api.project_models import ProjectBody, ProjectChanges
from vidgenie.api.session import Me
from vidgenie.errors import Conflict
from vidgenie.services.project_list import MAX_PAGE_SIZE

router = APIRouter(prefix="/api/projects", tags=["projects"], responses=problems(401))

_CHANGES = problems(400, 403, 404, 409, 413, 415)
_Filter = Annotated[Text, Query(max_length=200)]


@router.get("")
def page(  # noqa: PLR0913, PLR0917  # one for each filter
    account: Me,
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
    page_size: Annotated[int, Query(alias="pageSize", ge=1, le=MAX_PAGE_SIZE)] = 20,
    status: _Filter = "",
    q: _Filter = "",
    pillar: _Filter = "",
    provider: _Filter = "",
) -> PageAnswer:
    """The Account's Projects, the one that changed last first, and what there is in all.

    `status`: draft, generating, completed, failed as they are counted; scripting, ready and
    outdated exactly. `q`: text in title or theme; neither case nor accents count.
    """
    found = bootstrap.services().projects.page(
        account,
        page=page,
        page_size=page_size,
        status=status,
        q=q,
        pillar=pillar,
        provider=provider,
    )
    return PageAnswer.model_validate(found)


@router.post("", status_code=201, responses=problems(400, 403, 404, 413, 415))
def create(body: ProjectBody, account: Me) -> ProjectAnswer:
    """Make a Project of a theme, a script, Segments or a Template."""
    return project_of(bootstrap.services().projects.create(account, body.new))


@router.get("/{project_id}", responses=problems(404))
def get(project_id: Id, account: Me) -> ProjectAnswer:
    """One of them, with everything in it."""
    return project_of(bootstrap.services().projects.get(account, project_id))


@router.patch("/{project_id}", responses=_CHANGES)
def change(project_id: Id, body: ProjectChanges, account: Me) -> ProjectAnswer:
    """Change what is sent; the rest stays.

    409 edited_elsewhere: somebody has changed the same since `version`; `current` is the
    Project now.
    """
    with telling(lambda: get(project_id, account)):
        changed = bootstrap.services().projects.update(
            account, project_id, body.changes, version=body.version
        )
    return project_of(changed)


@router.delete("/{project_id}", responses=problems(403, 404, 409))
def delete(project_id: Id, account: Me, *, cancel: bool = False) -> Done:
    """Delete a Project and its clips; finished videos stay in the library.

    409 running: something is being made for it; `cancel=true` stops that first.
    """
    bootstrap.services().projects.delete(account, project_id, cancels=cancel)
    return Done()


@router.post("/{project_id}/duplicate", status_code=201, responses=problems(403, 404))
def duplicate(project_id: Id, account: Me) -> ProjectAnswer:
    """A copy of its texts and choices, without the clips."""
    return project_of(bootstrap.services().projects.duplicate(account, project_id))


@router.post("/{project_id}/undo", responses=problems(403, 404, 409))
def undo(project_id: Id, account: Me) -> ProjectAnswer:
    """Take the last change back, whatever it was; a hundred of them are kept."""
    return project_of(bootstrap.services().projects.undo(account, project_id))


@router.post("/{project_id}/redo", responses=problems(403, 404, 409))
def redo(project_id: Id, account: Me) -> ProjectAnswer:
    """Do again what was undone last."""
    return project_of(bootstrap.services().projects.redo(account, project_id))


@contextmanager
def telling(current: Callable[[], Answer]) -> Generator[None]:
    """Have a Conflict with what others have changed say what is there now."""
    try:
        yield
    except Conflict as error:
        if error.params.get("problem") != "edited_elsewhere":
            raise
        now = current().model_dump(mode="json", by_alias=True)
        raise Conflict(str(error), **{**error.params, "current": now}) from None  # pyright: ignore[reportArgumentType]  # problem is a text
