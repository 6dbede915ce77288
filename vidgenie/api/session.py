"""Who is asking."""

from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer

from vidgenie import bootstrap
from vidgenie.domain.account import Account
from vidgenie.services.accounts import COOKIE

_cookie = APIKeyCookie(name=COOKIE, auto_error=False, description="Set by POST /api/auth/login.")
_bearer = HTTPBearer(auto_error=False, description="An API token, made in the settings.")


def current_account(
    cookie: Annotated[str | None, Depends(_cookie)],
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> Account:
    """The Account of the API token, else of the session cookie. Raises NotSignedIn."""
    return bootstrap.services().accounts.authenticate(
        cookie=cookie or "", bearer=bearer.credentials if bearer else ""
    )


Me = Annotated[Account, Depends(current_account)]
"""The Account that asks; answers 401 when there is none."""


def client_ip(request: Request) -> str:
    """Address of the other end of the socket; headers that claim another are not believed."""
    return request.client.host if request.client else ""
