"""The services that Providers call, as one small server on 127.0.0.1, for tests.

How it behaves is told by the key: one that ends in "-invalid" is refused, "-nocredit" has
no credit left, and so on (`BEHAVIOURS`); a test can also say `services.behave("veo", "lost")`,
or POST {"service", "behaviour", "times", "isWork"} to /control from another process. Every
other key of the right shape works. Nothing is answered that the services would not answer:
bodies follow their documentation, pictures and clips are real ones.
"""

import json
import secrets
import string
import sys
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from tests.support import services as all_services
from tests.support.gates import Gate, Stage
from tests.support.services import Refusal

BEHAVIOURS = (
    "ok",
    "invalid",  # the key is refused, and quoted in the answer
    "nocredit",
    "forbidden",
    "moderated",
    "busy",  # 429 with Retry-After: 1
    "down",  # 503
    "slow",  # the answer takes `pause` seconds
    "lost",  # the request is accepted, the connection closed without an answer
    "garbage",  # 200, and something that is not JSON
    "redirect",  # to another host
    "failed",  # the job is taken and fails later
    "inline",  # the clip is in the answer, not behind an address
    "blocking",  # the job is done when the request is answered
    "expired",  # the first link to the result is dead, the next one works
)
SERVICES = all_services.found()


@dataclass(frozen=True, slots=True)
class Submission:
    """One paid request that a service accepted.

    body: JSON, or the form's fields; key: what came with it.
    """

    service: str
    path: str
    key: str
    prompt: str
    body: Mapping[str, Any]
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Received:
    """One request as it came in, whatever was answered.

    path: with the query, and with the service's name in front (see `FakeServices.base_url`).
    headers: names in small letters.
    """

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass
class FakeServices:
    """The server, from `with FakeServices() as services` until the end of the block.

    polls: how often a clip's job is asked before it is done.
    traffic: every request but those to /control, in the order they came in.
    jobs: id -> a job in the making, whatever its service makes of it.
    pause: seconds that "slow" takes. retry_after: seconds that "busy" asks to wait.
    gates: requests to stop on their way; see `stop`.
    """

    polls: int = 2
    pause: float = 3.0
    retry_after: int = 1
    submissions: list[Submission] = field(default_factory=list)
    requests: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    traffic: list[Received] = field(default_factory=list)
    jobs: dict[str, Any] = field(default_factory=dict)
    told: dict[tuple[str, bool], list[str]] = field(default_factory=dict)
    gates: list[Gate] = field(default_factory=list[Gate])
    closing: threading.Event = field(default_factory=threading.Event)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def __enter__(self) -> Self:
        """Start to answer."""
        fake = self

        class Bound(Handler):
            services = fake

        self._server = _Server(("127.0.0.1", 0), Bound)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()
        self._keys = {slug: _new_key(slug, "") for slug in SERVICES}
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop; whoever still waits for an answer gets none."""
        self.closing.set()
        for gate in self.gates:
            gate.opened.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def origin(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def base_url(self, slug: str) -> str:
        """Where one service answers."""
        return self.origin + SERVICES[slug].BASE

    def env(self) -> dict[str, str]:
        """What to start VidGenie with, so that it calls these services and no others."""
        return {f"VIDGENIE_{slug.upper()}_BASE_URL": self.base_url(slug) for slug in SERVICES}

    def key(self, slug: str, behaviour: str = "") -> str:
        """A key of the right shape: the same each time when it works, else a new one."""
        return _new_key(slug, behaviour) if behaviour else self._keys[slug]

    def behave(self, service: str, behaviour: str, *, times: int = 1, is_work: bool = True) -> None:
        """What the next requests for paid work (or the others) meet, whatever their key."""
        assert behaviour in BEHAVIOURS, behaviour
        with self.lock:
            self.told.setdefault((service, is_work), []).extend([behaviour] * times)

    def stop(self, service: str, request: str, stage: Stage) -> Gate:
        """Stop the next request like this one at `stage`; see Gate."""
        gate = Gate(service, request, stage)
        with self.lock:
            self.gates.append(gate)
        return gate

    def gate(self, service: str, request: str) -> Gate | None:
        """What a request that has come in is stopped by."""
        with self.lock:
            found = next((gate for gate in self.gates if gate.takes(service, request)), None)
            if found:
                found.is_used = True
        return found

    def count(self, *, service: str = "", prompt: str = "") -> int:
        """How many paid requests were accepted, of those that hold `prompt`."""
        with self.lock:
            return sum(
                service in ("", made.service) and prompt in made.prompt for made in self.submissions
            )

    def by_prompt(self) -> Counter[str]:
        """Prompt -> how many paid requests it made."""
        with self.lock:
            return Counter(made.prompt for made in self.submissions)

    def behaviour(self, service: str, key: str, *, is_work: bool) -> str:
        """How a request is met."""
        with self.lock:
            if self.told.get((service, is_work)):
                return self.told[service, is_work].pop(0)
        suffix = key.rpartition("-")[2]
        if suffix in BEHAVIOURS:
            return suffix
        return "ok" if SERVICES[service].SHAPE.fullmatch(key) else "invalid"


def _new_key(slug: str, behaviour: str) -> str:
    own = getattr(SERVICES[slug], "new_key", None)
    if own is not None:
        return own(behaviour)
    head, length = SERVICES[slug].KEY_HEAD, SERVICES[slug].KEY_LENGTH
    tail = f"-{behaviour}" if behaviour else ""
    signs = string.ascii_letters + string.digits
    return head + "".join(secrets.choice(signs) for _ in range(length - len(tail))) + tail


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever stops waiting for an answer is no error; the rest is a bug of ours."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    services: FakeServices
    gate: Gate | None = None
    protocol_version = "HTTP/1.1"
    timeout = 30

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent: keys are in the requests."""

    def do_GET(self) -> None:
        """Questions."""
        self._answer()

    def do_POST(self) -> None:
        """Work, and questions that Google wants posted."""
        self._answer()

    def do_PUT(self) -> None:
        """Files, and fal's way to cancel."""
        self._answer()

    def do_DELETE(self) -> None:
        """Cancelling."""
        self._answer()

    def _answer(self) -> None:
        self.raw = self.rfile.read(int(self.headers.get("content-length") or 0))
        with self.services.lock:
            self.services.requests.append((self.command, self.path, dict(self.headers.items())))
        path = urlsplit(self.path).path
        if path == "/control":
            told = json.loads(self.raw)
            self.services.behave(
                told["service"],
                told["behaviour"],
                times=told.get("times", 1),
                is_work=told.get("isWork", True),
            )
            self.reply(200, {"success": True})
            return
        names = {name.lower(): text for name, text in self.headers.items()}
        with self.services.lock:
            self.services.traffic.append(Received(self.command, self.path, names, self.raw))
        service = path.split("/")[1]
        if service not in SERVICES:
            self.reply(404, {"error": "unknown"})
            return
        self.gate = self.services.gate(
            service, f"{self.command} {path.removeprefix(SERVICES[service].BASE)}"
        )
        if self._is_stopped(Stage.ASKED):
            return
        try:
            SERVICES[service].answer(self, path.removeprefix(SERVICES[service].BASE))
        except Refusal as refusal:
            headers = dict(refusal.headers)
            if "retry_after" in headers:
                headers["retry_after"] = str(self.services.retry_after)
            self.reply(refusal.status, refusal.body, **headers)

    def _is_stopped(self, stage: Stage) -> bool:
        """Whether the request got no further; its connection is of no more use then."""
        if self.gate is None or self.gate.stage is not stage:
            return False
        self.close_connection = stage is not Stage.WHOLE
        if stage is Stage.WHOLE:
            self.gate.reached.set()
        else:
            self.gate.hold()
        return self.close_connection

    def bearer(self) -> str:
        """The key of OpenAI and Stability."""
        scheme, _, key = self.headers.get("authorization", "").partition(" ")
        return key if scheme == "Bearer" else ""

    def accept(self, service: str, key: str, prompt: str, body: Mapping[str, Any]) -> None:
        """From here on the work is paid."""
        headers = {name.lower(): value for name, value in self.headers.items()}
        made = Submission(service, urlsplit(self.path).path, key, prompt, body, headers)
        with self.services.lock:
            self.services.submissions.append(made)

    def misbehave(self, behaviour: str) -> bool:
        """Answer in a way that has nothing to do with the request; whether that was done."""
        if behaviour == "slow":
            self.services.closing.wait(self.services.pause)
        elif behaviour == "lost":
            self.close_connection = True
            self.connection.shutdown(2)
            return True
        elif behaviour == "garbage":
            self.reply(200, b"<html>\xff\x00 not what you asked for", content_type="text/html")
            return True
        elif behaviour == "redirect":
            self.reply(302, b"", location="https://elsewhere.example/")
            return True
        return False

    def reply(
        self, status: int, body: object, *, content_type: str = "application/json", **headers: str
    ) -> None:
        """Send the answer. body: bytes, or a JSON value."""
        if self._is_stopped(Stage.TAKEN):
            return
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", content_type)
        self.send_header("content-length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        half = len(data) // 2
        self.wfile.write(data[:half])
        if self._is_stopped(Stage.HALF):
            return
        self.wfile.write(data[half:])
        self._is_stopped(Stage.WHOLE)
