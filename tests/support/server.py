"""A real server process: started, watched, killed by pid."""

import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx

ROOT = Path(__file__).parent.parent.parent
# Nothing here is https: to read the certificates of the world takes longer than most requests.
_NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@dataclass
class Server:
    """`vidgenie serve` on a home and a database of its own.

    ready_after: seconds the last start took until /readyz said yes.
    """

    home: Path
    database_url: str = ""
    extra: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    ready_after: float = 0.0

    @property
    def origin(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """What it said."""
        return self.home / "server.log"

    def start(self, *, within: float = 60.0) -> "Server":
        """Start and wait until a Run can start."""
        self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        environment = {
            **os.environ,
            "VIDGENIE_HOME": str(self.home),
            "VIDGENIE_DATABASE_URL": self.database_url,
            "VIDGENIE_PORT": str(self.port),
            "VIDGENIE_REGISTRATIONS_PER_HOUR": "1000",
            "VIDGENIE_HEARTBEAT": "0.5",
            "VIDGENIE_EXECUTOR_TTL": "3",
            **self.extra,
        }
        begun = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "vidgenie", "serve"],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() - begun > within:
                raise RuntimeError(f"the server did not start:\n{self.log.read_text()[-3000:]}")
            time.sleep(0.05)
        self.ready_after = time.monotonic() - begun
        return self

    def is_ready(self) -> bool:
        """Whether /readyz says yes now."""
        try:
            return _asked(f"{self.origin}/readyz") == 200
        except httpx.TransportError:
            return False

    def kill(self) -> None:
        """kill -9, the process only: what it started is on its own."""
        assert self.process is not None
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None

    def stop(self, *, within: float = 20.0) -> None:
        """Ask it to end, as Ctrl-C does."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(within)
        finally:
            self.process.kill()
            self.process.wait()
            self.process = None


def _asked(url: str) -> int:
    """Status of an answer. Raises httpx.TransportError when there is none."""
    return httpx.get(url, timeout=2.0, verify=_NO_CERTIFICATES).status_code


def client(server: Server, **options: object) -> httpx.Client:
    """An HTTP client that leaves no connection open between requests."""
    return httpx.Client(
        base_url=server.origin,
        headers={"origin": server.origin},
        timeout=30.0,
        verify=_NO_CERTIFICATES,
        limits=httpx.Limits(max_keepalive_connections=0),
        **options,
    )


@dataclass
class Client:
    """A signed-in person who uses the REST API."""

    http: httpx.Client

    @classmethod
    def register(cls, server: Server, email: str) -> "Client":
        """Make an Account and sign in."""
        http = client(server)
        answer = http.post(
            "/api/auth/register", json={"email": email, "password": "correct horse battery"}
        )
        answer.raise_for_status()
        return cls(http)

    def execute(self, prompt: str, *, size: str = "", **video: object) -> str:
        """Start a Run; its id. size: of the picture its clip begins with, "" for the usual one."""
        image = {"size": size} if size else {}
        config = {"initialPrompt": prompt, "imageConfig": image, "videoConfig": video}
        answer = self.http.post("/api/workflow/execute", json={"config": config})
        answer.raise_for_status()
        return answer.json()["workflowId"]

    def status(self, run_id: str) -> dict:
        """Where the Run stands."""
        answer = self.http.get(f"/api/workflow/status/{run_id}")
        answer.raise_for_status()
        return answer.json()

    def finished(self, run_id: str, *, within: float = 120.0, every: float = 0.2) -> dict:
        """The Run once it is over, looked at `every` seconds."""
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            status = self.status(run_id)
            if status["status"] in ("COMPLETED", "FAILED", "CANCELLED", "UNKNOWN"):
                return status
            time.sleep(every)
        raise TimeoutError(f"run {run_id} is still {status['status']}: {status}")
