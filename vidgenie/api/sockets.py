"""Websockets on their way through the guard: bounded frames, at a bounded pace."""

import asyncio
from dataclasses import dataclass

from starlette.datastructures import MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import Message, Receive, Scope, Send

from vidgenie.api.headers import Policy
from vidgenie.errors import Forbidden, VidGenieError
from vidgenie.services.limits import FRAMES
from vidgenie.services.meter import Meter

MAX_FRAME = 65_536  # bytes
_TOO_BIG = 1009  # RFC 6455, section 7.4.1


@dataclass(slots=True)
class Conversation:
    """One websocket: what the browser sends, and what the application answers.

    pace: whoever sends faster is not read any faster, and soon has to wait.
    is_answered: the application has accepted or refused it.
    is_over: a frame was too long; the application sees the browser gone.
    """

    policy: Policy
    scope: Scope
    receive: Receive
    send: Send
    pace: Meter
    is_answered: bool = False
    is_over: bool = False

    @classmethod
    def open(cls, policy: Policy, scope: Scope, receive: Receive, send: Send) -> "Conversation":
        """A websocket at the pace that people and their browsers have."""
        return cls(policy, scope, receive, send, Meter(FRAMES))

    async def take(self) -> Message:
        """The next message of the browser, once it is its time."""
        if self.is_over:
            return {"type": "websocket.disconnect", "code": _TOO_BIG}
        message = await self.receive()
        if message["type"] != "websocket.receive":
            return message
        if _size(message) > MAX_FRAME:
            self.is_over = True
            await self.send({"type": "websocket.close", "code": _TOO_BIG})
            return {"type": "websocket.disconnect", "code": _TOO_BIG}
        while wait := self.pace.wait(""):  # noqa: ASYNC110  # it is time that is waited for
            await asyncio.sleep(wait)
        return message

    async def give(self, message: Message) -> None:
        """Pass on what the application says; nothing after the end, and headers with a refusal."""
        if self.is_over:
            return
        if message["type"] == "websocket.close" and not self.is_answered:
            await self.refuse(Forbidden("There is no websocket here.", problem="origin"))
            return
        self.is_answered = True
        await self.send(message)

    async def refuse(self, error: VidGenieError) -> None:
        """Say no before the websocket begins; in HTTP where the server can."""
        self.is_answered = True
        if "websocket.http.response" not in self.scope.get("extensions", {}):
            await self.send({"type": "websocket.close", "code": 1008})
            return
        answer = JSONResponse(error.to_dict(), status_code=error.status)
        # Starlette answers in the websocket's own messages when the scope is one.
        await answer(self.scope, self.receive, self._with_headers)

    async def _with_headers(self, message: Message) -> None:
        if message["type"] == "websocket.http.response.start":
            self.policy.apply(
                MutableHeaders(scope=message), path=self.scope["path"], status=403, origin=""
            )
        await self.send(message)


def _size(message: Message) -> int:
    """Bytes of a frame; a text is looked at as characters first, which is cheaper."""
    text: str | None = message.get("text")
    if text is None:
        return len(message.get("bytes") or b"")
    return len(text) if len(text) > MAX_FRAME else len(text.encode(errors="surrogatepass"))
