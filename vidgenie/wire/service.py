"""A service as its Providers see it: questions, paid orders, files; our errors for its noes."""

import base64
import json
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.parse import urljoin

import httpx

from vidgenie import net
from vidgenie.domain.ports.provider import Call, Progress
from vidgenie.errors import (
    ProviderRejected,
    ProviderUnavailable,
    ProviderUnknown,
    RateLimited,
)
from vidgenie.wire.answers import read_json
from vidgenie.wire.exchange import Exchange, KeyHeader, Silence

MAX_ANSWER = 2_000_000  # bytes of an answer that is only JSON
_QUESTION = 30.0  # s
_DOWNLOAD = 600.0  # s
# What the answer to a free question may say for good.
_ABOUT_KEYS = frozenset({"key_refused", "no_credit", "forbidden", "not_public"})
# What a link to a result answers once it is too old.
_EXPIRED = frozenset({401, 403, 404, 410})
# What the address of an upload may not set.
_OURS_TO_SAY = frozenset({"host", "connection", "content-length", "transfer-encoding"})
_NONE: Mapping[str, str] = MappingProxyType({})


class File(NamedTuple):
    """A file to send. mime: its media type."""

    name: str
    data: bytes
    mime: str


@dataclass(frozen=True, slots=True)
class Service:
    """One service: where it is, how it wants its key, how it says no.

    slug, title: of its Providers.
    url: its own address, with the version, without a slash at the end; "" when only the
        operator or the Account knows it.
    header, scheme: the header its key goes into, and what stands before the key.
    is_basic: the key is "name:password", sent as HTTP basic authentication.
    is_open: it can do without a key.
    headers: that every request carries.
    problem: what a refusal is about, read from its body: key_refused, no_credit,
        forbidden, moderated, unknown_model; "" leaves it to the status.
    pause: seconds a refusal asks to wait, where no usual header says so.

    The key is in a header of the request and nowhere else: not in an address, not in
    an error, nor in what an error drags along. Answers are never quoted either:
    services echo keys and prompts.
    """

    slug: str
    title: str
    url: str
    header: str = "authorization"
    scheme: str = "Bearer "
    is_basic: bool = False
    is_open: bool = False
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    problem: Callable[[httpx.Response], str] = field(default=lambda _: "")
    pause: Callable[[httpx.Response], float | None] = field(default=lambda _: None)

    async def ask(  # noqa: PLR0913  # the parts of one request
        self,
        call: Call,
        path: str,
        *,
        method: str = "GET",
        body: Mapping[str, Any] | None = None,
        wait: float = _QUESTION,
        max_bytes: int = MAX_ANSWER,
    ) -> httpx.Response:
        """The answer to a request that costs nothing.

        path: what comes after the service's address, or a whole address that the service
        named, when it is on the same origin. body: sent as JSON.
        Raises ProviderUnavailable, for silence too, and ProviderRejected.
        """
        sent = {} if body is None else {"content": _json(body)}
        answer = await self._exchange(
            call, method, path, wait=wait, max_bytes=max_bytes, sent=sent
        ).answer()
        return self._checked(self._heard(answer, is_paid=False), is_paid=False)

    async def order(  # noqa: PLR0913  # the parts of one request
        self,
        call: Call,
        path: str,
        *,
        body: Mapping[str, Any] | None = None,
        form: Mapping[str, str] | None = None,
        files: Sequence[tuple[str, File]] = (),
        accept: str = "application/json",
        wait: float,
        max_bytes: int = MAX_ANSWER,
    ) -> httpx.Response:
        """The answer to a request that may cost money: it is sent once.

        body: sent as JSON; form: sent as multipart fields, with files (field, file).
        wait: seconds for everything. Raises ProviderUnavailable when it was surely not
        accepted, ProviderUnknown when it may have been (no answer, one without end,
        5xx), ProviderRejected.
        """
        sent: dict[str, Any] = {}
        if body is not None:
            sent["content"] = _json(body)
        if form is not None:
            sent["data"] = {name: _encodable(text) for name, text in form.items()}
            # Without a file httpx would not send multipart.
            sent["files"] = [(name, tuple(file)) for name, file in files] or {"none": ""}
        answer = await self._exchange(
            call, "POST", path, wait=wait, max_bytes=max_bytes, accept=accept, sent=sent
        ).answer()
        return self._checked(self._heard(answer, is_paid=True), is_paid=True)

    async def upload(
        self,
        call: Call,
        url: str,
        file: File,
        *,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] = _NONE,
    ) -> None:
        """Bring a file to where the service wants it, without the key.

        url: as the service answered it. form: PUT without one, else POST as multipart
        with these fields before the file, which is called "file". headers: more of them.
        Raises ProviderUnavailable and ProviderRejected; never for a reason of the key's,
        which is not sent.
        """
        base = self._base(call)
        is_own = bool(base) and net.origin_of(url) == net.origin_of(base)
        if not is_own and not url.startswith("https://"):
            raise self.rejected("refused")
        asked = {name.lower(): _ascii(text) for name, text in headers.items() if name.isascii()}
        sent: dict[str, Any] = {"content": file.data}
        ours = {"content-type": file.mime}
        if form is not None:
            fields = {name: _encodable(str(text)) for name, text in form.items()}
            sent = {"data": fields, "files": {"file": tuple(file)}}
            ours.clear()  # httpx makes one with the boundary
            asked.pop("content-type", None)
        ours |= {name: text for name, text in asked.items() if name not in _OURS_TO_SAY}
        exchange = Exchange(
            "PUT" if form is None else "POST",
            url,
            KeyHeader("", ""),
            _DOWNLOAD,
            MAX_ANSWER,
            accept="*/*",
            sent=sent,
            headers=ours,
            is_guarded=call.is_guarded or not is_own,
            may_be_inside=call.may_be_inside and is_own,
        )
        answer = self._heard(await exchange.answer(), is_paid=False)
        if answer.status_code in _EXPIRED | {402}:
            raise self.rejected("refused", status=answer.status_code)
        self._checked(answer, is_paid=False)

    async def check_key(self, call: Call, path: str) -> dict[str, Any]:
        """What the service answers to a question that needs a key and costs nothing.

        Raises ProviderRejected with problem key_refused, no_credit or forbidden, and
        ProviderUnavailable for whatever else goes wrong: it says nothing of the key.
        """
        try:
            said = read_json(await self.ask(call, path))
        except ProviderRejected as error:
            if error.params.get("problem") in _ABOUT_KEYS:
                raise
            said = {}
        if not said:
            raise self.unavailable()
        return said

    async def fetch(
        self, call: Call, url: str, target: Path, *, max_bytes: int, progress: Progress
    ) -> None:
        """Write the file at `url`, where the service says its result is, to `target`.

        The key goes to the service's own origin and nowhere else: not to another place
        its answer names, nor where a redirect leads; those are fetched with `net`'s guard.
        Raises ProviderUnavailable, StorageFull and ProviderRejected (problem
        too_large, not_found, refused...).
        """
        until = time.monotonic() + _DOWNLOAD
        own = net.origin_of(self._base(call))
        if own and net.origin_of(url) == own:
            exchange = self._exchange(
                call, "GET", url, wait=_DOWNLOAD, max_bytes=max_bytes, accept="*/*"
            )
            answer = self._heard(
                await exchange.answer(target=target, progress=progress), is_paid=False
            )
            if not answer.has_redirect_location:
                if answer.status_code in _EXPIRED:
                    raise self.rejected("expired", status=answer.status_code)
                self._checked(answer, is_paid=False)
                return
            url = urljoin(url, answer.headers["location"])
        await net.fetch_result(
            url,
            target,
            provider=self.slug,
            base_url="" if call.is_guarded else call.base_url,
            max_bytes=max_bytes,
            deadline=max(0.0, until - time.monotonic()),
            progress=progress,
        )

    def rejected(self, problem: str, **params: object) -> ProviderRejected:
        """The service has answered, and that is the end of it."""
        message = f"{self.title} refused the request."
        return ProviderRejected(message, provider=self.slug, problem=problem, **params)

    def unavailable(self) -> ProviderUnavailable:
        """Surely not accepted."""
        return ProviderUnavailable(f"{self.title} does not answer.", provider=self.slug)

    def unanswered(self) -> ProviderUnknown:
        """It may have been accepted."""
        return ProviderUnknown(
            f"{self.title} did not answer: it may or may not have taken the request.",
            provider=self.slug,
        )

    def _base(self, call: Call) -> str:
        return call.base_url or self.url

    def _exchange(  # noqa: PLR0913  # the parts of one request
        self,
        call: Call,
        method: str,
        path: str,
        *,
        wait: float,
        max_bytes: int,
        accept: str = "application/json",
        sent: dict[str, Any] | None = None,
    ) -> Exchange:
        base = self._base(call)
        url = base + path
        if path.startswith(("http://", "https://")):
            # The key must not follow an answer to another place.
            if net.origin_of(path) != net.origin_of(base):
                raise self.rejected("refused")
            url = path
        return Exchange(
            method,
            url,
            self._auth(call.key),
            wait,
            max_bytes,
            accept=accept,
            sent=sent or {},
            headers=self.headers,
            is_guarded=call.is_guarded,
            may_be_inside=call.may_be_inside,
        )

    def _auth(self, key: str) -> KeyHeader:
        if not key and self.is_open:
            return KeyHeader("", "")
        # A header with such a key would fail, and the failure would quote it.
        if not key or not key.isascii() or not key.isprintable() or " " in key:
            raise self.rejected("key_refused")
        if self.is_basic:
            return KeyHeader(self.header, f"Basic {base64.b64encode(key.encode()).decode()}")
        return KeyHeader(self.header, self.scheme + key)

    def _heard(self, answer: httpx.Response | Silence, *, is_paid: bool) -> httpx.Response:
        """The answer; the error that its absence stands for."""
        if answer is Silence.BARRED:
            raise self.rejected("not_public")
        if answer is Silence.UNSENT or (answer is Silence.SENT and not is_paid):
            raise self.unavailable()
        if isinstance(answer, Silence):
            raise self.unanswered()
        return answer

    def _checked(self, answer: httpx.Response, *, is_paid: bool) -> httpx.Response:
        """The answer if it is a success, else the error it stands for."""
        if answer.is_success:
            return answer
        problem = self.problem(answer)
        if problem:
            raise self.rejected(problem, status=answer.status_code)
        if is_paid and answer.status_code >= 500:
            raise self.unanswered()
        pause = _milliseconds(answer)
        pause = self.pause(answer) if pause is None else pause
        if answer.status_code == 429 and pause is not None:
            raise RateLimited(f"{self.title} is busy.", provider=self.slug, retry_after=pause)
        return net.checked(answer, provider=self.slug)


def _json(body: Mapping[str, Any]) -> bytes:
    # Escapes let every text through, halves of surrogate pairs too.
    return json.dumps(body).encode()


def _milliseconds(answer: httpx.Response) -> float | None:
    """The pause that OpenAI and its like ask for, in seconds."""
    text = answer.headers.get("retry-after-ms", "")
    return int(text) / 1000 if re.fullmatch(r"[0-9]{1,12}", text) else None


def _ascii(text: object) -> str:
    """The text as a header can hold it, with a "?" for the rest."""
    return str(text).encode("ascii", "replace").decode()


def _encodable(text: str) -> str:
    """The text with a "?" for what UTF-8 cannot say."""
    return text.encode("utf-8", "replace").decode()
