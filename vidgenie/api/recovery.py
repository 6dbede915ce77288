"""Links from e-mails: a new password, another e-mail address. Nobody needs to be signed in."""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field

from vidgenie import bootstrap
from vidgenie.api.auth import Email, Password
from vidgenie.api.models import Body, Done, problems
from vidgenie.api.session import client_ip, language

router = APIRouter(prefix="/api/auth", tags=["accounts"], responses=problems(403))

LinkToken = Annotated[str, Field(max_length=200)]


class Forgotten(Body):
    """Whose password is forgotten."""

    email: Email


class Reset(Body):
    """token: of the link; password: the new one."""

    token: LinkToken
    password: Password


class LinkUsed(Body):
    """token: of the link."""

    token: LinkToken


@router.post("/password/forgot", responses=problems(400, 413, 415, 429))
def forgot(body: Forgotten, request: Request) -> Done:
    """Mail a link that sets a new password; answers the same when nobody has this address."""
    bootstrap.services().recovery.forgot(
        body.email, language=language(request), ip=client_ip(request)
    )
    return Done()


@router.post("/password/reset", responses=problems(400, 410, 413, 415))
def reset(body: Reset) -> Done:
    """Set a new password; every session of the Account ends."""
    bootstrap.services().recovery.reset(body.token, body.password)
    return Done()


@router.post("/email/confirm", responses=problems(400, 409, 410, 413, 415))
def confirm_email(body: LinkUsed) -> Done:
    """Take the new e-mail address; the Account's other sessions end."""
    bootstrap.services().profile.confirm_email(body.token)
    return Done()
