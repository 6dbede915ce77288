"""API tokens: made and revoked in a browser session, used by programs."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import Field

from vidgenie import bootstrap
from vidgenie.api.models import Answer, Body, Done, Id, problems
from vidgenie.api.session import Confirmed, Me
from vidgenie.services.tokens import DAYS, LONGEST_DAYS

router = APIRouter(prefix="/api/auth/tokens", tags=["accounts"], responses=problems(403))

Scope = Literal["read", "run", "keys"]


class TokenRequest(Body):
    """What the token is for, what it may do, and for how many days."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=3)] = ["read", "run", "keys"]
    days: Annotated[int, Field(ge=1, le=LONGEST_DAYS)] = DAYS


class TokenAnswer(Answer):
    """A new API token: `token` is shown this once."""

    id: str
    name: str
    token: str
    scopes: list[str]
    expires_at: datetime


class TokenItem(Answer):
    """An API token; `prefix` are the characters after vg_live_.

    Without `expiresAt` it never ends.
    """

    id: str
    name: str
    prefix: str
    created_at: datetime
    last_used_at: datetime | None
    scopes: list[str]
    expires_at: datetime | None


class TokensAnswer(Answer):
    """The Account's API tokens, newest first."""

    tokens: list[TokenItem]


@router.post("", responses=problems(400, 401, 413, 415))
def create_token(body: TokenRequest, account: Confirmed) -> TokenAnswer:
    """Make an API token."""
    made = bootstrap.services().tokens.create(
        account, body.name, scopes=body.scopes, days=body.days
    )
    return TokenAnswer.model_validate(made)


@router.get("", responses=problems(401))
def tokens(account: Me) -> TokensAnswer:
    """The Account's API tokens."""
    found = bootstrap.services().tokens.all(account)
    return TokensAnswer(tokens=[TokenItem.model_validate(token) for token in found])


@router.delete("/{token_id}", responses=problems(401, 404))
def revoke_token(token_id: Id, account: Me) -> Done:
    """Make an API token useless."""
    bootstrap.services().tokens.revoke(account, token_id)
    return Done()
