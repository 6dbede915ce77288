"""Accounts: register, sign in and out, say again who you are."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Cookie, Request, Response
from pydantic import Field

from vidgenie import bootstrap
from vidgenie.api.models import Answer, Body, Done, problems
from vidgenie.api.session import Me, Visiting, client_ip
from vidgenie.domain.account import Account
from vidgenie.services.accounts import COOKIE, SignedIn

router = APIRouter(prefix="/api/auth", tags=["accounts"], responses=problems(403))

# The service says more about addresses, passwords and codes; these bounds keep its work small.
Email = Annotated[str, Field(max_length=320)]
Password = Annotated[str, Field(max_length=1000)]
Code = Annotated[str, Field(max_length=64)]


class Registration(Body):
    """Who wants an Account."""

    email: Email
    password: Password
    name: Annotated[str, Field(max_length=200)] = ""


class Credentials(Body):
    """Who wants in. code: of the authenticator app, or a recovery code."""

    email: Email
    password: Password
    code: Code = ""


class Confirmation(Body):
    """Who says again who it is."""

    password: Password
    code: Code = ""


class User(Answer):
    """Who is signed in. mustEnrol: an admin who lacks the authenticator app asked for here."""

    id: str
    email: str
    name: str
    plan: str
    role: str
    locale: str
    has_totp: bool
    must_enrol: bool


class UserAnswer(Answer):
    """The Account."""

    user: User


class ConfirmedAnswer(Answer):
    """Until when sensitive changes may be made in this session."""

    success: bool = True
    until: datetime


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
    return user_answer(signed_in.account)


@router.post("/login", responses=problems(400, 401, 413, 415, 429))
def login(body: Credentials, request: Request, response: Response) -> UserAnswer:
    """Sign in: sets the session cookie. `second_factor_needed`: repeat with `code`."""
    signed_in = bootstrap.services().accounts.login(
        body.email,
        body.password,
        code=body.code,
        ip=client_ip(request),
        user_agent=request.headers.get("user-agent", ""),
    )
    _set_cookie(response, signed_in)
    return user_answer(signed_in.account)


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
    return user_answer(account)


@router.post("/confirm", responses=problems(400, 401, 413, 415, 429))
def confirm(body: Confirmation, visit: Visiting, request: Request) -> ConfirmedAnswer:
    """Say again who you are: for ten minutes this session may make sensitive changes."""
    until = bootstrap.services().accounts.confirm(
        visit, body.password, body.code, ip=client_ip(request)
    )
    return ConfirmedAnswer(until=until)


def user_answer(account: Account) -> UserAnswer:
    """The Account as it is told to its owner."""
    about = bootstrap.services().profile.about(account)
    return UserAnswer(
        user=User(
            id=account.id,
            email=account.email,
            name=account.name,
            plan=account.plan,
            role=account.role,
            locale=about.locale,
            has_totp=about.has_totp,
            must_enrol=about.must_enrol,
        )
    )


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
