"""A service as its Providers see it: questions, paid orders, files; our errors for its noes."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx

from vidgenie import net
from vidgenie.domain.ports.provider import Call, Progress
from vidgenie.errors import ProviderRejected, ProviderUnavailable, ProviderUnknown
from vidgenie.wire.answers import read_json
from vidgenie.wire.exchange import Exchange, KeyHeader, Silence

MAX_ANSWER = 2_000_000  # bytes of an answer that is only JSON
_QUESTION = 30.0  # s
_DOWNLOAD = 600.0  # s
_ABOUT_KEYS = frozenset({"key_refused", "no_credit", "forbidden"})


@dataclass(frozen=True, slots=True)
class Service:
    """One service: where it is, how it wants its key, how it says no.

    slug, title: of its Providers.
    url: its own address, with the version, without a slash at the end.
    header, scheme: the header its key goes into, and what stands before the key.
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
    problem: Callable[[httpx.Response], str] = field(default=lambda _: "")
    pause: Callable[[httpx.Response], float | None] = field(default=lambda _: None)

    async def ask(
        self, call: Call, path: str, *, method: str = "GET", max_bytes: int = MAX_ANSWER
    ) -> httpx.Response:
        """The answer to a request that costs nothing.

        Raises ProviderUnavailable, for silence too, and ProviderRejected.
        """
        url, auth = self._base(call) + path, self._auth(call.key)
        answer = await Exchange(method, url, auth, _QUESTION, max_bytes).answer()
        if isinstance(answer, Silence):
            raise self.unavailable()
        return self._checked(answer, is_paid=False)

    async def order(  # noqa: PLR0913  # the parts of one request
        self,
        call: Call,
        path: str,
        *,
        body: Mapping[str, Any] | None = None,
        form: Mapping[str, str] | None = None,
        accept: str = "application/json",
        wait: float,
        max_bytes: int = MAX_ANSWER,
    ) -> httpx.Response:
        """The answer to a request that may cost money: it is sent once.

        body: sent as JSON; form: sent as multipart fields. wait: seconds for everything.
        Raises ProviderUnavailable when it was surely not accepted, ProviderUnknown
        when it may have been (no answer, one without end, 5xx), ProviderRejected.
        """
        sent: dict[str, Any] = {}
        if body is not None:
            # Escapes let every text through, halves of surrogate pairs too.
            sent["content"] = json.dumps(body).encode()
        if form is not None:
            sent["data"] = {name: _encodable(text) for name, text in form.items()}
            sent["files"] = {"none": ""}  # without a file httpx would not send multipart
        url, auth = self._base(call) + path, self._auth(call.key)
        answer = await Exchange("POST", url, auth, wait, max_bytes, accept, sent).answer()
        if answer is Silence.UNSENT:
            raise self.unavailable()
        if isinstance(answer, Silence):
            raise self.unanswered()
        return self._checked(answer, is_paid=True)

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
        own = net.origin_of(self._base(call))
        if own and net.origin_of(url) == own:
            exchange = Exchange("GET", url, self._auth(call.key), _DOWNLOAD, max_bytes, "*/*")
            answer = await exchange.answer(target=target, progress=progress)
            if isinstance(answer, Silence):
                raise self.unavailable()
            if not answer.has_redirect_location:
                self._checked(answer, is_paid=False)
                return
            url = urljoin(url, answer.headers["location"])
        await net.fetch_result(
            url,
            target,
            provider=self.slug,
            base_url=call.base_url,
            max_bytes=max_bytes,
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

    def _auth(self, key: str) -> KeyHeader:
        # A header with such a key would fail, and the failure would quote it.
        if not key or not key.isascii() or not key.isprintable() or " " in key:
            raise self.rejected("key_refused")
        return KeyHeader(self.header, self.scheme + key)

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
            message = f"{self.title} is busy."
            raise ProviderUnavailable(message, provider=self.slug, retry_after=pause)
        return net.checked(answer, provider=self.slug)


def _milliseconds(answer: httpx.Response) -> float | None:
    """The pause that OpenAI and its like ask for, in seconds."""
    text = answer.headers.get("retry-after-ms", "")
    return int(text) / 1000 if text.isdigit() else None


def _encodable(text: str) -> str:
    """The text with a "?" for what UTF-8 cannot say."""
    return text.encode("utf-8", "replace").decode()
