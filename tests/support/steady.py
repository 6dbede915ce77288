"""steady (@stdy/cli): says whether a request keeps to a service's own specification."""

import json
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import httpx

from tests.support.server import free_port
from tools import steady

SPECS = Path(__file__).parent.parent / "specs"
# What OpenAPI leaves open: OpenAI's own SDK sends `image[]`. No other takes lists in forms.
_SPELLING = "--validator-form-array-format=brackets"
# They are about one connection, and this is another.
_OF_THE_ROAD = {"host", "connection", "content-length", "transfer-encoding"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What steady says of one request. errors: "code path: message", [] when it is right."""

    is_valid: bool
    errors: tuple[str, ...]


class Steady:
    """One specification served on 127.0.0.1, in a `with` block.

    spelling: more of what OpenAPI leaves open, as steady's options.
    """

    def __init__(self, name: str, *spelling: str) -> None:
        self._spelling = spelling
        self._spec = SPECS / f"{name}.json"
        said = json.loads(self._spec.read_text(encoding="utf-8"))
        servers = [urlsplit(server["url"]).path.rstrip("/") for server in said["servers"]]
        # What stands before the paths of the file in a service's addresses.
        self._prefix = next(iter(servers), "")

    def __enter__(self) -> Self:
        """Start, and wait until it answers."""
        program = steady.find()
        assert program, "steady is not installed: python tools/steady.py"
        port = free_port()
        command = [str(program), "--host", "127.0.0.1", "--port", str(port), "--quiet"]
        self._log = tempfile.TemporaryFile()
        self._process = subprocess.Popen(
            [*command, "--no-color", _SPELLING, *self._spelling, str(self._spec)],
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
        )
        # It closes connections that rest for some seconds; a request that is under way on one
        # at that moment gets no answer. So each request has a connection of its own.
        self._client = httpx.Client(
            base_url=f"http://127.0.0.1:{port}",
            trust_env=False,
            limits=httpx.Limits(max_keepalive_connections=0),
        )
        until = time.monotonic() + 60
        while not self._is_up():
            if self._process.poll() is not None or time.monotonic() > until:
                self.__exit__(None, None, None)
                raise RuntimeError(f"steady did not start on {self._spec.name}")
            time.sleep(0.02)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop."""
        self._client.close()
        self._process.terminate()
        self._process.wait(10)
        self._log.close()

    def judge(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Verdict:
        """What it says of a request. path: as at the service, with the query."""
        kept = {name: text for name, text in headers.items() if name not in _OF_THE_ROAD}
        path = path.removeprefix(self._prefix)
        said = self._client.request(method, path, headers=kept, content=body).headers
        count = int(said.get("x-steady-error-count", "1"))
        told = [
            " ".join(said.get(f"x-steady-error-{n}-{part}", "") for part in ("code", "path"))
            + f": {said.get(f'x-steady-error-{n}-message', '')}"
            for n in range(1, count + 1)
        ]
        return Verdict(said.get("x-steady-request-valid") == "true" and not count, tuple(told))

    def _is_up(self) -> bool:
        try:
            return self._client.get("/_x-steady/health").is_success
        except httpx.TransportError:
            return False
