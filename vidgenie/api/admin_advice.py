"""Advice to admins: what they should know about how this installation is set."""

from typing import Annotated

from fastapi import APIRouter, Path

from vidgenie import bootstrap
from vidgenie.api.models import Answer, Done, problems
from vidgenie.api.session import Admin

router = APIRouter(prefix="/api/admin/advice", tags=["admin"], responses=problems(401, 403))


class AdviceAnswer(Answer):
    """What has not been dismissed.

    free_credits: more than one person has an account here, and purchases are a rehearsal
    (VIDGENIE_PAYMENTS=local): everybody can take credits without paying.
    """

    items: list[str]


@router.get("")
def advice(_admin: Admin) -> AdviceAnswer:
    """What an admin should know."""
    return AdviceAnswer(items=bootstrap.services().advice.needed())


@router.delete("/{slug}", responses=problems(404))
def dismiss(slug: Annotated[str, Path(max_length=40)], admin: Admin) -> Done:
    """Never give this advice again, to any admin."""
    bootstrap.services().advice.dismiss(admin, slug)
    return Done()
