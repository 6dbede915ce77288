"""Who is asking: each handler finds the Account by the session cookie, never by what a State holds.

A State lives as long as a browser tab and its token can be guessed or reused,
so it is bound to one session cookie: when the cookie changes, every State of
the tab is emptied before anything is sent (`SameSession`).
"""

import asyncio
import functools
import inspect
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import asdict
from hashlib import sha256
from http.cookies import CookieError, SimpleCookie
from typing import Any, Concatenate, ParamSpec, TypeVar, get_type_hints
from urllib.parse import quote

import reflex as rx
from pydantic import BaseModel, ConfigDict, ValidationError, create_model
from reflex.app import App
from reflex.event import Event, EventType
from reflex.middleware.middleware import Middleware
from reflex.state import BaseState, StateUpdate

from vidgenie import bootstrap
from vidgenie.domain.account import Account
from vidgenie.errors import InvalidInput, NotSignedIn, VidGenieError
from vidgenie.services.accounts import COOKIE
from vidgenie.services.live import Standing
from vidgenie.services.views import RunView
from vidgenie.ui.toast import tell_problem

HOME = "/dashboard"
LOGIN = "/login"
SETTINGS = "/settings"

S = TypeVar("S", bound=rx.State)
P = ParamSpec("P")
# Types of handler arguments that Reflex may compare with what a trigger sends.
_PLAIN = (str, int, float, bool)


class SessionState(rx.State):
    """Who is signed in, as the header shows it. credits, held, unread: see `Standing`.

    news: rises when any of that, or something else a page may show, has changed.
    must_enrol: an admin who has to set up an authenticator app before anything else.
    sealed: the Account has a sealed vault, whose keys its browsers grant to Runs.
    """

    known: rx.Field[bool] = rx.field(False)
    name: rx.Field[str] = rx.field("")
    email: rx.Field[str] = rx.field("")
    plan: rx.Field[str] = rx.field("")
    role: rx.Field[str] = rx.field("")
    must_enrol: rx.Field[bool] = rx.field(False)
    sealed: rx.Field[bool] = rx.field(False)
    credits: rx.Field[int] = rx.field(0)
    held: rx.Field[int] = rx.field(0)
    unlimited: rx.Field[bool] = rx.field(False)
    unread: rx.Field[int] = rx.field(0)
    news: rx.Field[int] = rx.field(0)
    _told: int = 0
    _bound: str = ""

    @rx.event
    async def enter(self) -> EventType[()] | None:
        """Guard of every page that needs an Account; fills the header, and keeps it right."""
        if away := await self._come_in():
            return away
        return SessionState.watch

    @rx.event
    async def refresh(self) -> EventType[()] | None:
        """Show the Account as it is now: something about it was changed on the page."""
        return await self._come_in()

    # Only pages that are loaded may start it: from elsewhere nobody would end it.
    @rx.event(background=True, supersedes=True)
    async def watch(self) -> None:
        """Show what changes elsewhere; Reflex ends this when the page is left."""
        account = await watching_account(self)
        if account is None:
            return
        async with aclosing(bootstrap.services().live.account_changes(account)) as changes:
            async for standing in changes:
                async with self:
                    if not await is_still(self, account):
                        return
                    self._stand(standing)

    @rx.event
    async def skip_when_signed_in(self) -> EventType[()] | None:
        """Landing, log-in and registration are for guests."""
        try:
            await account_of(self)
        except NotSignedIn:
            await same_session(self)
            return None
        return rx.redirect(HOME)

    async def _come_in(self) -> EventType[()] | None:
        """Show who is signed in; where to go instead, None to stay."""
        try:
            account = await account_of(self)
        except NotSignedIn:
            return to_login(self)
        await same_session(self)
        await self._show(account)
        if self.must_enrol and not self.router.url.path.startswith(SETTINGS):
            return rx.redirect(f"{SETTINGS}#second-factor")
        return None

    async def _show(self, account: Account) -> None:
        standing, must_enrol, is_sealed = await asyncio.to_thread(_read, account)
        self.name = account.name or account.email.partition("@")[0]
        self.email = account.email
        self.role = account.role
        self.must_enrol = must_enrol
        self.sealed = is_sealed
        self._stand(standing)
        self.known = True

    def _stand(self, standing: Standing) -> None:
        """Take over what is another; what is written is sent, so the rest is not."""
        shown = {name: value for name, value in asdict(standing).items() if name != "told"}
        changed = {name: value for name, value in shown.items() if getattr(self, name) != value}
        if not changed and self._told == standing.told:
            return
        for name, value in changed.items():
            setattr(self, name, value)
        self._told = standing.told
        if self.known:  # what a page is first filled with is no news to it
            self.news += 1


class SameSession(Middleware):
    """Empties a tab's States when its session cookie is another one than before."""

    async def preprocess(self, app: App, state: BaseState, event: Event) -> StateUpdate | None:
        """Runs before every event, the first one of a connection too."""
        del app, event
        await same_session(state)
        return None


def signed_in(
    handler: Callable[Concatenate[S, Account, P], Awaitable[EventType[()] | None]],
) -> Callable[Concatenate[S, P], Awaitable[EventType[()] | None]]:
    """A handler that is only for Accounts: `async def move(self, account, items: list[Move])`.

    The Account comes from the cookie; the other arguments are validated against
    their annotations, because Reflex hands on whatever the browser sends. Errors
    of ours are shown on the page; without a session it goes to the log-in page.
    """
    payload = _payload(handler)
    names = list(payload.model_fields)

    async def guarded(self: S, *args: P.args, **kwargs: P.kwargs) -> EventType[()] | None:
        try:
            account = await account_of(self)
            await same_session(self)
            values = _validated(payload, dict(zip(names, args, strict=False)) | kwargs)
            return await handler(self, account, **values)  # pyright: ignore[reportCallIssue]  # validated
        except NotSignedIn:
            return to_login(self)
        except VidGenieError as error:
            await tell_problem(self, error)
            return None

    functools.update_wrapper(guarded, handler)
    parameters = list(inspect.signature(handler).parameters.values())
    kept = [parameters[0], *parameters[2:]]
    loose = {p.name: p.annotation if p.annotation in _PLAIN else Any for p in kept[1:]}
    guarded.__signature__ = inspect.Signature(kept)  # read by Reflex
    guarded.__annotations__ = loose
    return guarded


async def account_of(state: BaseState) -> Account:
    """The Account whose session cookie came with the connection. Raises NotSignedIn."""
    return await asyncio.to_thread(
        bootstrap.services().accounts.authenticate, cookie=session_cookie(state)
    )


async def watching_account(state: BaseState) -> Account | None:
    """The Account, for a background event that does not hold the State; None without a session."""
    async with state:  # a StateProxy
        cookie = session_cookie(state)
    try:
        return await asyncio.to_thread(bootstrap.services().accounts.authenticate, cookie=cookie)
    except NotSignedIn:
        return None


async def followed(state: BaseState) -> AsyncGenerator[tuple[Account, RunView], None]:
    """The Account and its latest Run, now and after every change.

    For background events, which stop at the first change that `is_still` says no to.
    """
    account = await watching_account(state)
    if account is None:
        return
    async with aclosing(bootstrap.services().runs.changes(account)) as changes:
        async for view in changes:
            yield account, view


async def is_still(state: BaseState, account: Account) -> bool:
    """Whether what belongs to this Account may be written to the State, which the caller holds.

    The session may have ended in another tab, and whoever knows the token of a tab
    may have connected with it since: then the State is somebody else's.
    """
    try:
        return (await account_of(state)).id == account.id
    except NotSignedIn:
        return False


async def same_session(state: BaseState) -> None:
    """Bind the tab's States to its session cookie; empty them all when it is a new one."""
    session = await state.get_state(SessionState)
    bound = sha256(session_cookie(state).encode()).hexdigest()
    if session._bound == bound:  # noqa: SLF001  # same module
        return
    for part in state._get_root_state().substates.values():  # noqa: SLF001  # Reflex has no public way
        part.reset()
    session._bound = bound  # noqa: SLF001  # same module


def session_cookie(state: BaseState) -> str:
    """Value of the session cookie the connection was opened with, "" when there was none."""
    try:
        sent = SimpleCookie(state.router.headers.cookie or "")
    except CookieError:
        return ""
    return sent[COOKIE].value if COOKIE in sent else ""


def to_login(state: BaseState) -> EventType[()]:
    """To the log-in page, and back here afterwards."""
    path = state.router.url.path or HOME
    return rx.redirect(f"{LOGIN}?next={quote(path, safe='/')}")


def _read(account: Account) -> tuple[Standing, bool, bool]:
    """What the header shows, whether it must set up a second factor, has a sealed vault."""
    services = bootstrap.services()
    services.credits.standing(account)  # which grants the month's credits, if that is due
    standing = services.live.standing(account)
    if standing is None:
        raise NotSignedIn
    return standing, services.second_factor.must_enrol(account), services.sealed.exists(account)


def _payload(handler: Callable[..., object]) -> type[BaseModel]:
    hints = get_type_hints(handler, include_extras=True)
    fields: dict[str, Any] = {
        p.name: (hints[p.name], ... if p.default is inspect.Parameter.empty else p.default)
        for p in list(inspect.signature(handler).parameters.values())[2:]
    }
    config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)
    return create_model(handler.__name__, __config__=config, **fields)


def _validated(payload: type[BaseModel], given: dict[str, object]) -> dict[str, object]:
    try:
        values = payload.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        raise InvalidInput(f"{field}: {first['msg']}", field=field, problem=first["type"]) from None
    return {name: getattr(values, name) for name in payload.model_fields}
