"""The server dies while a Run works with a sealed key: it ends, and nothing is paid twice."""

import base64
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.fake_services import FakeServices
from tests.support.server import Client, Server
from tests.vault.browser import Browser
from vidgenie.vault.grants import KeyRequest
from vidgenie.vault.recipients import Recipient


def until(condition, *, within: float = 60.0):
    """What `condition` says once it is true."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.1)
    raise TimeoutError(condition)


def b64(value: bytes) -> str:
    return base64.b64encode(value).decode()


class Person:
    """Somebody with a sealed vault, and a browser that is open when the test says so."""

    def __init__(self, server: Server) -> None:
        self.api = Client.register(server, "sealed@example.com")
        header = self.http.get("/api/vault").json()
        self.vault = Browser(header["accountId"], header["environment"])

    @property
    def http(self):
        return self.api.http

    def seal(self, provider: str, key: str, *, strict: bool) -> None:
        """Make a vault with one key in it."""
        made = self.vault.wrapping(1)
        vault = {
            "kdf": made.kdf,
            "kdfParams": made.kdf_params,
            "salt": b64(made.salt),
            "wrappedKey": b64(made.wrapped_key),
            "wrappedKeyRecovery": b64(made.recovery),
        }
        secret_id, blob = self.vault.seal(provider, key)
        kept = {"secretId": secret_id, "generation": 1, "blob": b64(blob), "last4": key[-4:]}
        self.http.post("/api/vault", json=vault).raise_for_status()
        self.http.patch("/api/vault", json={"strict": strict}).raise_for_status()
        self.http.put(f"/api/vault/keys/{provider}", json=kept).raise_for_status()

    def requests(self) -> list[dict]:
        return self.http.get("/api/vault/requests").json()["requests"]

    def grant(self) -> None:
        """Answer the request there will be."""
        [asked] = until(self.requests)
        key = self.vault.open(
            asked["provider"],
            asked["secretId"],
            asked["generation"],
            base64.b64decode(asked["blob"]),
        )
        to = asked["recipient"]
        recipient = Recipient(to["id"], to["kind"], base64.b64decode(to["publicKey"]), None)
        request = KeyRequest(
            asked["workflowId"], "", asked["provider"], recipient, asked["expiresAt"]
        )
        body = {
            "workflowId": asked["workflowId"],
            "provider": asked["provider"],
            "recipientId": to["id"],
            "expiresAt": asked["expiresAt"],
            "blob": b64(self.vault.grant(request, key).blob),
        }
        self.http.post("/api/vault/grants", json=body).raise_for_status()


@pytest.fixture
def services() -> Iterator[FakeServices]:
    """Google, whose clips are not done before the test says so."""
    with FakeServices(polls=10**6) as running:
        yield running


@pytest.fixture
def server(services: FakeServices, tmp_path: Path) -> Iterator[Server]:
    """A server to kill."""
    running = Server(tmp_path / "home", extra=services.env())
    running.start(within=300)
    yield running
    running.stop()


@pytest.mark.crash
@pytest.mark.timeout(600)
@pytest.mark.parametrize("strict", [pytest.param(False, marks=pytest.mark.soak), True])
def test_a_run_with_a_sealed_key_survives_kill_9(
    server: Server, services: FakeServices, strict: bool
) -> None:
    person = Person(server)
    person.seal("veo", services.key("veo"), strict=strict)
    run = person.api.execute("a heron at dawn", provider="veo", duration=5, resolution="720p")
    person.grant()
    # Asked how the clip is doing, the service has told its job: the submission is written down.
    until(lambda: any("/interactions/" in path for _, path, _ in list(services.requests)))

    server.kill()
    server.start(within=300)
    if strict:
        # The grant died with the process; the browser seals the key to the next one.
        person.grant()
    for job in services.jobs.values():
        job.polls = 0

    ended = person.api.finished(run, within=120)
    assert ended["status"] == "COMPLETED", ended
    assert services.count(service="veo") == 1
    assert person.requests() == []
    assert services.key("veo") not in server.log.read_text()
