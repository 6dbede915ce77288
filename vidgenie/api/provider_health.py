"""How the Providers have answered lately."""

from datetime import datetime

from fastapi import APIRouter

from vidgenie import bootstrap
from vidgenie.api.models import Answer, problems
from vidgenie.api.session import Me

router = APIRouter(
    prefix="/api/user/provider-health", tags=["preferences"], responses=problems(401)
)


class Health(Answer):
    """A Provider; `state`: fine, troubled, paused (until `pausedUntil`) or untried.

    `holder`: the service it is set up under; `whose`: own, installation or none (it takes
    no key); `seconds`: how long it takes on average; `problem`: of the last failure;
    `checkedAt`: when its key was tested last.
    """

    kind: str
    provider: str
    title: str
    holder: str
    is_ready: bool
    whose: str
    state: str
    paused_until: datetime | None
    last_success_at: datetime | None
    last_failure_at: datetime | None
    problem: str
    seconds: float | None
    successes: int
    failures: int
    checked_at: datetime | None


class HealthAnswer(Answer):
    """Every Provider that the Account can use or has used."""

    providers: list[Health]


@router.get("")
def provider_health(account: Me) -> HealthAnswer:
    """How each Provider has answered the calls of this Account's Runs."""
    found = bootstrap.services().board.view(account)
    return HealthAnswer(providers=[Health.model_validate(each) for each in found])
