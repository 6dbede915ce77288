"""Quick videos: a theme becomes a finished short in one request."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field, StringConstraints

from vidgenie import bootstrap
from vidgenie.api.models import Body, Id, problems
from vidgenie.api.production import accepted
from vidgenie.api.project_models import ChoicesBody
from vidgenie.api.session import Me
from vidgenie.api.submission import Accepted, IdempotencyKey, MaxCredits
from vidgenie.services.project_making import NewProject

router = APIRouter(prefix="/api/projects", tags=["projects"], responses=problems(401))


class QuickBody(Body):
    """What it is about. totalSeconds: a multiple of 5. provider: who makes the clips.

    choices: those that are not as usual.
    """

    theme: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
    total_seconds: int = 30
    pillar: Annotated[str, Field(max_length=40)] = "tips"
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")] = "fr"
    provider: Annotated[str, Field(max_length=40)] | None = None
    choices: ChoicesBody | None = None
    max_credits: MaxCredits = None


class QuickAccepted(Accepted):
    """A Run that is queued, and the Project it makes."""

    project_id: Id


@router.post(
    "/quick", status_code=202, responses=problems(400, 402, 403, 409, 413, 415, 422, 429, 507)
)
def make(body: QuickBody, account: Me, idempotency_key: IdempotencyKey = "") -> QuickAccepted:
    """Script, clips, voice, captions and film in one Run; a Project that cannot start is none."""
    given = body.choices.changes if body.choices else {}
    new = NewProject(
        theme=body.theme,
        pillar=body.pillar,
        language=body.language,
        seconds=body.total_seconds,
        choices={**given, **({"provider": body.provider} if body.provider else {})},
    )
    quick = bootstrap.services().quick
    project_id, started = quick.make(
        account, new, idempotency_key=idempotency_key, most=body.max_credits
    )
    return QuickAccepted(**accepted(started).model_dump(), project_id=project_id)
