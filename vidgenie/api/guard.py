"""The guard: pure ASGI around everything we serve, Reflex's pages and websocket included."""

import logging
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vidgenie import bootstrap
from vidgenie.api.headers import Policy, Site
from vidgenie.api.origins import allowed_origins
from vidgenie.api.sockets import MAX_FRAME, Conversation
from vidgenie.errors import Forbidden, PlatformError, TooLarge, VidGenieError
from vidgenie.services.accounts import COOKIE
from vidgenie.services.frontend import WEB

_log = logging.getLogger(__name__)

MAX_BODY = 1_000_000  # bytes
MAX_UPLOAD = 501_000_000  # bytes: a clip of 500 MB and what multipart adds
_LONGEST_LENGTH = 15  # digits
_EVENTS = "/_event"  # where Reflex listens
_FOREIGN = Forbidden(
    "This request came from another site. If it is yours, set VIDGENIE_PUBLIC_URL"
    " to the address you opened.",
    problem="origin",
)
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN_SITE = frozenset({"same-origin", "none"})


def guard(app: ASGIApp) -> ASGIApp:
    """`app` behind the guard, as this installation is configured."""
    settings = bootstrap.services().settings
    policy = Policy(
        site=Site.read(WEB / "build" / "client"),
        origins=allowed_origins(settings),
        https=settings.origin.startswith("https:"),
    )
    return Guard(app, policy)


class Guard:
    """Refuses what other sites send with our cookie, bounds bodies, adds headers.

    An unsafe request needs our Origin; without any Origin it needs an API token, no
    cookie at all, or the browser's word that it comes from this site.
    """

    def __init__(self, app: ASGIApp, policy: Policy) -> None:
        self._app = app
        self._policy = policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] == "http":
            await self._serve(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._talk(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _talk(self, scope: Scope, receive: Receive, send: Send) -> None:
        conversation = Conversation.open(self._policy, scope, receive, send)
        if self._is_ours(Headers(scope=scope)):
            await self._app(scope, conversation.take, conversation.give)
        else:
            await conversation.refuse(_FOREIGN)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        exchange = _Exchange(
            policy=self._policy,
            path=scope["path"],
            origin=headers.get("origin", ""),
            receive=receive,
            send=send,
        )
        error = self._refusal(scope, headers, limit=exchange.limit)
        if error is None:
            try:
                await self._app(self._with_slash(scope), exchange.take, exchange.give)
            except Exception:
                # Whatever the application makes of a body that was cut off is no news.
                if not exchange.is_cut_off:
                    _log.exception("%s failed outside the API", scope["method"])
                    if exchange.is_answered:
                        raise
                    error = PlatformError("Something went wrong on our side.")
            if exchange.is_cut_off and not exchange.is_answered:
                error = TooLarge(limit=exchange.limit)
        if error is not None:
            exchange.is_cut_off = False
            answer = JSONResponse(error.to_dict(), status_code=error.status)
            await answer(scope, receive, exchange.give)

    def _refusal(self, scope: Scope, headers: Headers, *, limit: int) -> VidGenieError | None:
        if scope["method"] not in _SAFE and not self._is_ours(headers):
            return _FOREIGN
        length = headers.get("content-length", "")
        if length.isdecimal() and (len(length) > _LONGEST_LENGTH or int(length) > limit):
            return TooLarge(limit=limit)
        return None

    def _is_ours(self, headers: Headers) -> bool:
        """Whether it cannot be another site that uses our cookie."""
        if origins := headers.getlist("origin"):
            return all(origin in self._policy.origins for origin in origins)
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and token.strip():
            return True
        if headers.get("sec-fetch-site") is not None:
            return headers["sec-fetch-site"] in _OWN_SITE
        return not _has_cookie(headers)

    def _with_slash(self, scope: Scope) -> Scope:
        """A page's folder, instead of a redirect to it that forgets about TLS."""
        if scope["method"] not in _SAFE or scope["path"] not in self._policy.site.pages:
            return scope
        path = f"{scope['path']}/"
        return {**scope, "path": path, "raw_path": path.encode()}


@dataclass(slots=True)
class _Exchange:
    """One request and its answer on their way through.

    received: bytes of the body so far.
    is_cut_off: the body was longer than it may be; the application sees the client gone.
    is_answered: the answer has begun.
    """

    policy: Policy
    path: str
    origin: str
    receive: Receive
    send: Send
    received: int = 0
    is_cut_off: bool = False
    is_answered: bool = False

    @property
    def limit(self) -> int:
        """The most bytes this request may have."""
        if self.path.startswith(_EVENTS):
            return MAX_FRAME  # the websocket's poorer cousin
        return MAX_UPLOAD if self.path == "/api/assets" else MAX_BODY

    async def take(self) -> Message:
        """The next message of the client, until there were too many bytes."""
        if self.is_cut_off:
            return {"type": "http.disconnect"}
        message = await self.receive()
        self.received += len(message.get("body", b""))
        self.is_cut_off = self.received > self.limit
        return {"type": "http.disconnect"} if self.is_cut_off else message

    async def give(self, message: Message) -> None:
        """Pass the answer on, with our headers; nothing of an answer to half a body."""
        if self.is_cut_off and not self.is_answered:
            return
        if message["type"] == "http.response.start":
            self.is_answered = True
            message.setdefault("headers", [])
            self.policy.apply(
                MutableHeaders(scope=message),
                path=self.path,
                status=message["status"],
                origin=self.origin,
            )
        await self.send(message)


def _has_cookie(headers: Headers) -> bool:
    cookies = ";".join(headers.getlist("cookie")).split(";")
    return any(cookie.strip().partition("=")[0] == COOKIE for cookie in cookies)
