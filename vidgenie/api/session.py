"""Who is asking, and what that allows: every route takes its Account from here.

Me         signed in, with a browser session or an API token whose scopes allow it
Confirmed  a browser session whose password was given within ten minutes
Admin      a browser session of an admin, with a second factor where that is required
"""

import math
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer

from vidgenie import bootstrap
from vidgenie.domain.account import Account
from vidgenie.errors import ConfirmationNeeded, Forbidden, TooManyAttempts
from vidgenie.services.accounts import COOKIE, LANGUAGES, Visit
from vidgenie.services.limits import API_READS, API_TOKEN
from vidgenie.services.meter import Meter

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_KEYS = ("/api/user/api-keys", "/api/user/provider-options", "/api/vault")
_SESSION_ONLY = ("/api/account", "/api/admin", "/api/billing")
_AUTH = "/api/auth"
# Reading changes nothing, so it is not worth a write: counted in this process alone.
_reads = Meter(API_READS)

_cookie = APIKeyCookie(name=COOKIE, auto_error=False, description="Set by POST /api/auth/login.")
_bearer = HTTPBearer(auto_error=False, description="An API token, made in the settings.")


def current_visit(
    request: Request,
    cookie: Annotated[str | None, Depends(_cookie)],
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> Visit:
    """Who asks, by the API token, else by the session cookie.

    Raises NotSignedIn, Forbidden for what an API token, or this one, may not do, and
    TooManyAttempts for a token that calls too often.
    """
    visit = bootstrap.services().accounts.visit(
        cookie=cookie or "", bearer=bearer.credentials if bearer else ""
    )
    if not visit.session_id:
        _count(visit, method=request.method)
        _check_token(visit, method=request.method, path=request.url.path)
    return visit


Visiting = Annotated[Visit, Depends(current_visit)]
"""The Account that asks, and by what; answers 401 when there is none."""


async def current_account(visit: Visiting) -> Account:
    """Who asks."""
    return visit.account


async def confirmed_account(visit: Visiting) -> Account:
    """Who asks, and said lately who it is. Raises ConfirmationNeeded and Forbidden."""
    if not visit.session_id:
        raise _session_only()
    if not visit.is_confirmed:
        raise ConfirmationNeeded
    return visit.account


def current_admin(visit: Visiting) -> Account:
    """An admin. Raises Forbidden."""
    if not visit.session_id:
        raise _session_only()
    if not visit.account.is_admin:
        raise Forbidden("This is for the admins of this installation.", problem="admin_only")
    if bootstrap.services().second_factor.must_enrol(visit.account):
        raise Forbidden("Set up an authenticator app first.", problem="totp_required")
    return visit.account


Me = Annotated[Account, Depends(current_account)]
"""The Account that asks; answers 401 when there is none."""

Confirmed = Annotated[Account, Depends(confirmed_account)]
"""The Account that asks, its password given within ten minutes in this very session."""

Admin = Annotated[Account, Depends(current_admin)]
"""The admin who asks."""


def client_ip(request: Request) -> str:
    """Address of the other end of the socket; headers that claim another are not believed."""
    return request.client.host if request.client else ""


def language(request: Request) -> str:
    """The language the page is shown in: chosen there, else the browser's."""
    chosen = request.cookies.get("vg_locale", "")
    if chosen in LANGUAGES:
        return chosen
    wanted = request.headers.get("accept-language", "").strip().lower()
    return "fr" if wanted.startswith("fr") else LANGUAGES[0]


def _count(visit: Visit, *, method: str) -> None:
    """Raise TooManyAttempts when an API token is used too often."""
    if method not in _SAFE:
        bootstrap.services().limiter.take((API_TOKEN, visit.token_id))
    elif wait := _reads.wait(visit.token_id):
        raise TooManyAttempts(retry_after=math.ceil(wait))


def _check_token(visit: Visit, *, method: str, path: str) -> None:
    """Raise Forbidden unless an API token may do this."""
    is_safe = method in _SAFE
    if _is_under(path, _SESSION_ONLY) or (_is_under(path, (_AUTH,)) and not is_safe):
        raise _session_only()
    needed = "keys" if _is_under(path, _KEYS) else "read" if is_safe else "run"
    if needed not in visit.scopes:
        raise Forbidden(f"This API token lacks the scope {needed}.", problem="scope", scope=needed)


def _is_under(path: str, places: tuple[str, ...]) -> bool:
    return any(path == place or path.startswith(f"{place}/") for place in places)


def _session_only() -> Forbidden:
    return Forbidden("Sign in with a browser to do this.", problem="session_only")
