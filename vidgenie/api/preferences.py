"""Preferences: which Providers come first, kind by kind, and what they may charge."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from vidgenie import bootstrap
from vidgenie.api.models import Answer, Body, problems
from vidgenie.api.session import Me

router = APIRouter(prefix="/api/user/preferences", tags=["preferences"], responses=problems(401))

Slugs = Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=50)]
Kind = Annotated[str, Field(max_length=20)]
Kinds = Annotated[dict[Kind, Slugs], Field(max_length=10)]
Limits = Annotated[dict[Kind, Annotated[int, Field(strict=True)] | None], Field(max_length=10)]


class Choice(Answer):
    """A Provider of a kind; `lacks`: empty when it is `ready`, else setup, key or good_key.

    `holder`: the service it is set up under; `microUsd`: its usual price for one `unit`.
    """

    slug: str
    title: str
    demo: bool
    ready: bool
    lacks: str
    holder: str
    micro_usd: int | None
    unit: str


class Preferences(Answer):
    """Kind -> Providers, best first; `chosen`: the Account has said so itself.

    `maxMicroUsd`: kind -> what one Node may cost at the Provider, by estimate, in millionths
    of a US dollar; a kind that is not in it has no limit.
    """

    providers: dict[str, list[str]]
    choices: dict[str, list[Choice]]
    fallback: bool
    chosen: bool
    max_micro_usd: dict[str, int]


class PreferencesBody(Body):
    """A new order for some kinds; Providers left out follow. What is left out stays.

    `maxMicroUsd`: kind -> limit, null lifts it.
    """

    providers: Kinds = {}
    fallback: bool | None = None
    max_micro_usd: Limits = {}


@router.get("")
def preferences(account: Me) -> Preferences:
    """The Account's order."""
    return Preferences.model_validate(bootstrap.services().preferences.view(account))


@router.put("", responses=problems(400, 413, 415))
def save(body: PreferencesBody, account: Me) -> Preferences:
    """Keep an order, or limits."""
    saved = bootstrap.services().preferences.save(
        account, body.providers, fallback=body.fallback, max_micro_usd=body.max_micro_usd
    )
    return Preferences.model_validate(saved)
