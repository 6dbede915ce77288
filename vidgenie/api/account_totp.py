"""The second factor of one's own Account. For browser sessions only."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from vidgenie import bootstrap
from vidgenie.api.models import Answer, Body, Done, problems
from vidgenie.api.session import Confirmed, Me

router = APIRouter(prefix="/api/account/totp", tags=["accounts"], responses=problems(401, 403))


class FirstCode(Body):
    """What the authenticator app shows."""

    code: Annotated[str, Field(max_length=64)]


class TotpAnswer(Answer):
    """Whether signing in asks for a code, and how many recovery codes are left."""

    enabled: bool
    codes_left: int


class EnrolmentAnswer(Answer):
    """What an authenticator app has to learn; qr: an SVG element with `uri` in it."""

    secret: str
    uri: str
    qr: str


class CodesAnswer(Answer):
    """Recovery codes, shown this once."""

    recovery_codes: list[str]


@router.get("")
def status(account: Me) -> TotpAnswer:
    """The second factor."""
    factor = bootstrap.services().second_factor
    return TotpAnswer(enabled=factor.has_app(account), codes_left=factor.codes_left(account))


@router.post("", responses=problems(409))
def propose(account: Confirmed) -> EnrolmentAnswer:
    """Begin: a secret for an authenticator app. Nothing asks for codes before `enable`."""
    return EnrolmentAnswer.model_validate(bootstrap.services().second_factor.propose(account))


@router.post("/enable", responses=problems(400, 404, 413, 415))
def enable(body: FirstCode, account: Me) -> CodesAnswer:
    """Ask for codes from now on, with the first one as proof."""
    return CodesAnswer(recovery_codes=bootstrap.services().second_factor.enable(account, body.code))


@router.post("/recovery-codes", responses=problems(404))
def recovery_codes(account: Confirmed) -> CodesAnswer:
    """Ten new recovery codes; the old ones are worth nothing any more."""
    return CodesAnswer(recovery_codes=bootstrap.services().second_factor.new_codes(account))


@router.delete("", responses=problems(404))
def disable(account: Confirmed) -> Done:
    """Ask for no code any more."""
    bootstrap.services().second_factor.disable(account)
    return Done()
