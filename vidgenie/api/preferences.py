"""Preferences: which Providers come first, kind by kind."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from vidgenie import bootstrap
from vidgenie.api.models import Answer, Body, problems
from vidgenie.api.session import Me

router = APIRouter(prefix="/api/user/preferences", tags=["preferences"], responses=problems(401))

Slugs = Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=50)]
Kinds = Annotated[dict[Annotated[str, Field(max_length=20)], Slugs], Field(max_length=10)]


class Choice(Answer):
    """A Provider of a kind; `ready`: it needs no key, or has one."""

    slug: str
    title: str
    demo: bool
    ready: bool


class Preferences(Answer):
    """Kind -> Providers, best first; `chosen`: the Account has said so itself."""

    providers: dict[str, list[str]]
    choices: dict[str, list[Choice]]
    fallback: bool
    chosen: bool


class PreferencesBody(Body):
    """A new order for some kinds; Providers left out follow."""

    providers: Kinds
    fallback: bool = True


@router.get("")
def preferences(account: Me) -> Preferences:
    """The Account's order."""
    return Preferences.model_validate(bootstrap.services().preferences.view(account))


@router.put("", responses=problems(400, 413, 415))
def save(body: PreferencesBody, account: Me) -> Preferences:
    """Keep an order."""
    saved = bootstrap.services().preferences.save(account, body.providers, fallback=body.fallback)
    return Preferences.model_validate(saved)
