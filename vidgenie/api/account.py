"""One's own Account: profile, password, e-mail address, sessions. For browser sessions only."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Request
from pydantic import Field

from vidgenie import bootstrap
from vidgenie.api.auth import Email, Password, UserAnswer, user_answer
from vidgenie.api.models import Answer, Body, Done, Id, problems
from vidgenie.api.session import Confirmed, Me, Visiting, client_ip, language

router = APIRouter(prefix="/api/account", tags=["accounts"], responses=problems(401, 403))


class ProfileChange(Body):
    """What is given is changed. locale: "" = the browser's language."""

    name: Annotated[str, Field(max_length=200)] | None = None
    locale: Literal["", "en", "fr"] | None = None


class PasswordChange(Body):
    """current: the password until now."""

    current: Password
    password: Password


class EmailChange(Body):
    """The new address."""

    email: Email


class SessionItem(Answer):
    """A browser somebody is signed in with; `current` is the one that asks."""

    id: str
    current: bool
    user_agent: str
    ip: str
    created_at: datetime
    last_seen_at: datetime


class SessionsAnswer(Answer):
    """Where the Account is signed in, the last used first."""

    sessions: list[SessionItem]


@router.patch("", responses=problems(400, 413, 415))
def update(body: ProfileChange, account: Me) -> UserAnswer:
    """Change name or language."""
    changed = bootstrap.services().profile.update(account, name=body.name, locale=body.locale)
    return user_answer(changed)


@router.post("/password", responses=problems(400, 413, 415, 429))
def change_password(body: PasswordChange, visit: Visiting, request: Request) -> Done:
    """Take another password; the other sessions end."""
    bootstrap.services().profile.change_password(
        visit, current=body.current, password=body.password, ip=client_ip(request)
    )
    return Done()


@router.post("/email", responses=problems(400, 413, 415, 429))
def change_email(body: EmailChange, account: Confirmed, visit: Visiting, request: Request) -> Done:
    """Mail a link to another address, which counts once the link is used."""
    del account
    bootstrap.services().profile.ask_email(visit, body.email, language=language(request))
    return Done()


@router.get("/sessions")
def sessions(visit: Visiting) -> SessionsAnswer:
    """Where the Account is signed in."""
    found = bootstrap.services().sessions.all(visit)
    return SessionsAnswer(sessions=[SessionItem.model_validate(one) for one in found])


@router.post("/sessions/revoke-others")
def revoke_others(visit: Visiting) -> Done:
    """End every session but this one."""
    bootstrap.services().sessions.revoke_others(visit)
    return Done()


@router.delete("/sessions/{session_id}", responses=problems(404))
def revoke(session_id: Id, visit: Visiting) -> Done:
    """End one session."""
    bootstrap.services().sessions.revoke(visit, session_id)
    return Done()
