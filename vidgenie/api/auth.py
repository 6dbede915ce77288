"""Accounts: register, sign in and out, API tokens."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Cookie, Request, Response
from pydantic import Field

from vidgenie import bootstrap
from vidgenie.api.models import Answer, Body, Done, Id, problems
from vidgenie.api.session import Me, client_ip
from vidgenie.domain.account import Account
from vidgenie.services.accounts import COOKIE, SignedIn
from vidgenie.services.tokens import DAYS, LONGEST_DAYS

router = APIRouter(prefix="/api/auth", tags=["accounts"], responses=problems(403))

# The service says more about addresses and passwords; these bounds keep its work small.
Email = Annotated[str, Field(max_length=320)]
Password = Annotated[str, Field(max_length=1000)]


class Registration(Body):
    """Who wants an Account."""

    email: Email
    password: Password
    name: Annotated[str, Field(max_length=200)] = ""


class Credentials(Body):
    """Who wants in."""

    email: Email
    password: Password


class User(Answer):
    """Who is signed in."""

    id: str
    email: str
    name: str
    plan: str
    role: str


class UserAnswer(Answer):
    """The Account."""

    user: User


class TokenRequest(Body):
    """What the token is for, what it may do, and for how many days."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    scopes: Annotated[list[Literal["read", "run", "keys"]], Field(min_length=1, max_length=3)] = [
        "read",
        "run",
        "keys",
    ]
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


@router.post("/register", responses=problems(400, 409, 413, 415, 429))
def register(body: Registration, request: Request, response: Response) -> UserAnswer:
    """Make an Account and sign it in; the first one runs the installation."""
    signed_in = bootstrap.services().accounts.register(
        body.email,
        body.password,
        body.name,
        ip=client_ip(request),
        user_agent=request.headers.get("user-agent", ""),
    )
    _set_cookie(response, signed_in)
    return _user(signed_in.account)


@router.post("/login", responses=problems(400, 401, 413, 415, 429))
def login(body: Credentials, request: Request, response: Response) -> UserAnswer:
    """Sign in: sets the session cookie."""
    signed_in = bootstrap.services().accounts.login(
        body.email,
        body.password,
        ip=client_ip(request),
        user_agent=request.headers.get("user-agent", ""),
    )
    _set_cookie(response, signed_in)
    return _user(signed_in.account)


@router.post("/logout")
def logout(
    response: Response, session: Annotated[str, Cookie(alias=COOKIE, include_in_schema=False)] = ""
) -> Done:
    """End this session; without one, nothing happens."""
    if session:
        bootstrap.services().accounts.logout(session)
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax", secure=_is_https())
    return Done()


@router.get("/me", responses=problems(401))
def me(account: Me) -> UserAnswer:
    """Who is signed in."""
    return _user(account)


@router.post("/tokens", responses=problems(400, 401, 413, 415))
def create_token(body: TokenRequest, account: Me) -> TokenAnswer:
    """Make an API token."""
    made = bootstrap.services().tokens.create(
        account, body.name, scopes=body.scopes, days=body.days
    )
    return TokenAnswer.model_validate(made)


@router.get("/tokens", responses=problems(401))
def tokens(account: Me) -> TokensAnswer:
    """The Account's API tokens."""
    found = bootstrap.services().tokens.all(account)
    return TokensAnswer(tokens=[TokenItem.model_validate(token) for token in found])


@router.delete("/tokens/{token_id}", responses=problems(401, 404))
def revoke_token(token_id: Id, account: Me) -> Done:
    """Make an API token useless."""
    bootstrap.services().tokens.revoke(account, token_id)
    return Done()


def _user(account: Account) -> UserAnswer:
    return UserAnswer(user=User.model_validate(account))


def _set_cookie(response: Response, signed_in: SignedIn) -> None:
    response.set_cookie(
        COOKIE,
        signed_in.session_token,
        expires=signed_in.expires_at,
        path="/",
        httponly=True,
        samesite="lax",
        secure=_is_https(),
    )


def _is_https() -> bool:
    return bootstrap.services().settings.origin.startswith("https:")
