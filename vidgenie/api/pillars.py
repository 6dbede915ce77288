"""Pillars: the kinds of content somebody makes often."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from vidgenie import bootstrap
from vidgenie.api.models import Answer, Body, Done, Text, problems
from vidgenie.api.session import Me
from vidgenie.services.pillars import LONGEST_NAME, LONGEST_NOTE

router = APIRouter(prefix="/api/pillars", tags=["projects"], responses=problems(401, 403))


class PillarBody(Body):
    """A pillar. note: what it is about, for who writes."""

    name: Annotated[str, Field(min_length=1, max_length=LONGEST_NAME * 2)]
    note: Annotated[str, Field(max_length=LONGEST_NOTE * 2)] = ""


class PillarAnswer(Answer):
    """A pillar; those that everybody has are named by their slug: tips, education, story."""

    name: str
    note: str
    is_own: bool


class PillarsAnswer(Answer):
    """Those that everybody has, then the Account's own."""

    items: list[PillarAnswer]


@router.get("")
def pillars(account: Me) -> PillarsAnswer:
    """What a script can be about."""
    found = bootstrap.services().pillars.all(account)
    return PillarsAnswer(items=[PillarAnswer.model_validate(one) for one in found])


@router.put("", responses=problems(400, 409, 413, 415, 422))
def keep_pillar(body: PillarBody, account: Me) -> PillarAnswer:
    """Add a pillar, or change what it is about; an Account has at most twenty."""
    kept = bootstrap.services().pillars.keep(account, body.name, body.note)
    return PillarAnswer.model_validate(kept)


@router.delete("", responses=problems(404))
def delete_pillar(name: Annotated[Text, Query(max_length=LONGEST_NAME)], account: Me) -> Done:
    """Forget one of your own, as `?name=`; Projects keep its name."""
    bootstrap.services().pillars.delete(account, name)
    return Done()
