"""Quick generation: a prompt and nothing else."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import StringConstraints

from vidgenie.api.models import Body, problems
from vidgenie.api.session import Me
from vidgenie.api.submission import Accepted, IdempotencyKey, Submission, start
from vidgenie.services.config import WorkflowConfig

router = APIRouter(prefix="/api/generate", tags=["workflows"], responses=problems(401))


class QuickRequest(Body):
    """The idea, 1 to 1000 characters."""

    prompt: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]


@router.post("", status_code=202, responses=problems(400, 402, 403, 409, 413, 415, 507))
def generate(body: QuickRequest, account: Me, idempotency_key: IdempotencyKey = "") -> Accepted:
    """Make a video of a prompt, with every choice left to the server."""
    submission = Submission(config=WorkflowConfig(initial_prompt=body.prompt))
    return start(account, submission, idempotency_key=idempotency_key)
