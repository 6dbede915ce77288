"""The guard around everything we serve."""

import asyncio
import base64
import hashlib
import time

import httpx
import pytest
from fastapi import FastAPI, Request
from starlette.applications import Starlette
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request as StarletteRequest
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles

from vidgenie.api import guard as guards
from vidgenie.api.account_data import Parcel
from vidgenie.api.guard import MAX_BODY, MAX_UPLOAD, Guard
from vidgenie.api.headers import Policy, Site
from vidgenie.api.origins import allowed_origins
from vidgenie.api.sockets import MAX_FRAME
from vidgenie.services.limits import FRAMES
from vidgenie.settings import Settings

OURS = "http://127.0.0.1:3000"
EVIL = "https://evil.example"
COOKIE = {"cookie": "a=1; vg_session=abc"}
SCRIPT = "console.log('hé')"


@pytest.fixture
def web(tmp_path):
    """An exported front end."""
    folder = tmp_path / "client"
    page = f"<html><script>{SCRIPT}</script><script src='/assets/a.js'></script></html>"
    for place in ("index.html", "create/index.html", "projects/new/index.html", "404.html"):
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8")
    (folder / "assets").mkdir()
    (folder / "assets" / "a-1234.js").write_text("1")
    return folder


async def echo(request: StarletteRequest):
    """How many bytes came."""
    return PlainTextResponse(str(len(await request.body())))


async def talk(websocket):
    await websocket.accept()
    await websocket.send_text("hello")
    await websocket.close()


def application(web):
    app = Starlette(
        routes=[
            Route("/api/echo", echo, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
            Route("/api/assets", echo, methods=["POST"]),
            Route("/api/own", lambda _: HTMLResponse("x", headers={"cache-control": "max-age=5"})),
            Route("/api/away", lambda _: RedirectResponse("/")),
            WebSocketRoute("/_event", talk),
            Mount("/", StaticFiles(directory=web, html=True)),
        ]
    )
    app.add_middleware(
        CORSMiddleware, allow_origins=["*"], allow_credentials=True, allow_methods=["*"]
    )
    return app


def policy(web, settings=None):
    settings = settings or Settings()
    return Policy(Site.read(web), allowed_origins(settings), settings.origin.startswith("https:"))


@pytest.fixture
async def client(web):
    transport = httpx.ASGITransport(Guard(application(web), policy(web)))
    async with httpx.AsyncClient(transport=transport, base_url=OURS) as client:
        yield client


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize(
    "origin",
    [EVIL, "null", f"{OURS}.evil.example", "http://127.0.0.1:3001", "https://127.0.0.1:3000"],
)
async def test_another_site_changes_nothing(client, method, origin):
    response = await client.request(method, "/api/echo", headers={"origin": origin, **COOKIE})

    assert response.status_code == 403
    assert response.json()["code"] == "forbidden"


@pytest.mark.parametrize("origin", [OURS, "http://localhost:3000", "http://[::1]:3000"])
async def test_our_own_pages_may(client, origin):
    response = await client.post("/api/echo", headers={"origin": origin, **COOKIE}, content=b"abc")

    assert response.text == "3"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        (COOKIE, 403),
        ({**COOKIE, "sec-fetch-site": "same-origin"}, 200),
        ({**COOKIE, "sec-fetch-site": "none"}, 200),
        ({**COOKIE, "sec-fetch-site": "same-site"}, 403),
        ({**COOKIE, "sec-fetch-site": "cross-site"}, 403),
        ({**COOKIE, "authorization": "Bearer vg_live_x"}, 200),
        ({**COOKIE, "authorization": "Basic x"}, 403),
        ({"cookie": "not_vg_session=1"}, 200),
        ({"authorization": "Bearer vg_live_x", "origin": EVIL}, 403),
    ],
)
async def test_without_an_origin_the_cookie_must_not_be_what_counts(client, headers, status):
    assert (await client.post("/api/echo", headers=headers)).status_code == status


async def test_reading_needs_no_origin(client):
    assert (await client.get("/api/echo", headers={**COOKIE, "origin": EVIL})).status_code == 200


async def test_two_origins_are_not_one_of_ours(client):
    headers = [("origin", OURS), ("origin", EVIL), ("cookie", "vg_session=a")]

    assert (await client.post("/api/echo", headers=headers)).status_code == 403


async def speak(app, headers, *, frames=(), path="/_event", extensions=()):
    """What the guard or the application says to a websocket, message by message."""
    said = []
    coming = [{"type": "websocket.connect"}, *frames]

    async def receive():
        return coming.pop(0) if coming else {"type": "websocket.disconnect", "code": 1005}

    async def send(message):
        said.append(message)

    scope = {
        "type": "websocket",
        "path": path,
        "raw_path": path.encode(),
        "extensions": {name: {} for name in extensions},
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "subprotocols": [],
        "root_path": "",
    }
    await app(scope, receive, send)
    return said


@pytest.mark.parametrize(
    ("headers", "answer"),
    [
        ({"origin": OURS, **COOKIE}, "websocket.accept"),
        ({"origin": EVIL, **COOKIE}, "websocket.close"),
        ({"origin": EVIL}, "websocket.close"),
        ({"origin": "null"}, "websocket.close"),
        (COOKIE, "websocket.close"),
        ({}, "websocket.accept"),
    ],
)
async def test_a_websocket_is_for_our_own_pages(web, headers, answer):
    said = await speak(Guard(application(web), policy(web)), headers)

    assert said[0]["type"] == answer


@pytest.mark.parametrize(("origin", "path"), [(EVIL, "/_event"), (OURS, "/_nothing")])
async def test_a_websocket_is_refused_in_http_with_the_security_headers(web, origin, path):
    said = await speak(
        Guard(application(web), policy(web)),
        {"origin": origin},
        path=path,
        extensions=["websocket.http.response"],
    )

    assert [message["type"].rpartition(".")[2] for message in said] == ["start", "body"]
    assert said[0]["status"] == 403
    assert not lacking({name.decode(): value.decode() for name, value in said[0]["headers"]})
    assert b'"forbidden"' in said[1]["body"]


async def parrot(scope, receive, send):
    """Accepts a websocket and says how long each frame is, until the browser is gone."""
    assert (await receive())["type"] == "websocket.connect"
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] == "websocket.receive":
        size = len(message.get("text") or message.get("bytes"))
        await send({"type": "websocket.send", "text": str(size)})
    await send({"type": "websocket.send", "text": "too late"})


def text(length, char="x"):
    return {"type": "websocket.receive", "text": char * length}


def data(length):
    return {"type": "websocket.receive", "text": None, "bytes": b"x" * length}


async def test_frames_pass_up_to_the_limit(web):
    said = await speak(
        Guard(parrot, policy(web)), {}, frames=[text(MAX_FRAME), data(MAX_FRAME), text(1)]
    )

    assert [message.get("text") for message in said[1:4]] == [str(MAX_FRAME), str(MAX_FRAME), "1"]


@pytest.mark.parametrize(
    "frame", [text(MAX_FRAME + 1), data(MAX_FRAME + 1), text(MAX_FRAME - 1, "é"), text(999_999)]
)
async def test_a_longer_frame_ends_the_connection(web, frame):
    said = await speak(Guard(parrot, policy(web)), {}, frames=[text(5), frame, text(7)])

    assert [message.get("text", message.get("code")) for message in said[1:]] == ["5", 1009]


async def test_who_sends_too_fast_is_read_at_the_usual_pace(web):
    """Nothing is lost: what was not read yet waits in the network, then the sender does."""
    begun = time.monotonic()

    said = await speak(Guard(parrot, policy(web)), {}, frames=[text(1)] * (FRAMES.burst + 30))

    assert [message.get("text") for message in said].count("1") == FRAMES.burst + 30
    assert time.monotonic() - begun > 30 * FRAMES.interval * 0.9


async def test_events_by_post_are_no_longer_than_frames(client):
    response = await client.post("/_event/", content=b"x" * (MAX_FRAME + 1))

    assert (response.status_code, response.json()["limit"]) == (413, MAX_FRAME)


SMALL_UPLOAD = 2 * MAX_BODY  # half a gigabyte is not sent through memory


@pytest.fixture
def small_uploads(monkeypatch):
    assert MAX_UPLOAD > SMALL_UPLOAD
    monkeypatch.setattr(guards, "MAX_UPLOAD", SMALL_UPLOAD)


LIMITS = pytest.mark.parametrize(
    ("path", "limit"), [("/api/echo", MAX_BODY), ("/api/assets", SMALL_UPLOAD)]
)


@LIMITS
async def test_a_body_may_be_as_long_as_the_limit(client, small_uploads, path, limit):
    assert (await client.post(path, content=b"x" * limit)).text == str(limit)


@LIMITS
async def test_a_longer_body_is_refused_in_our_words(client, small_uploads, path, limit):
    response = await client.post(path, content=b"x" * (limit + 1))

    assert response.status_code == 413
    assert response.json()["code"] == "too_large"
    assert response.json()["limit"] == limit


async def test_a_longer_body_in_chunks_is_refused_too(client):
    async def chunks():
        for _ in range(20):
            yield b"x" * 100_000

    response = await client.post("/api/echo", content=chunks())

    assert (response.status_code, response.json()["code"]) == (413, "too_large")
    assert response.headers["x-content-type-options"] == "nosniff"


async def test_a_framework_that_swallows_the_cut_still_answers_413(web):
    api = FastAPI()

    @api.post("/api/echo")
    async def swallow(request: Request) -> dict[str, int]:
        return {"bytes": len(await request.body())}

    transport = httpx.ASGITransport(Guard(api, policy(web)))

    async def chunks():
        for _ in range(20):
            yield b"x" * 100_000

    async with httpx.AsyncClient(transport=transport, base_url=OURS) as client:
        assert (await client.post("/api/echo", content=chunks())).status_code == 413


@pytest.mark.parametrize("length", ["999999999999", "9" * 5000])
async def test_a_body_announced_too_long_is_refused_unread(web, length):
    said = []

    async def receive():
        pytest.fail("the body was read")

    async def send(message):
        said.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/api/echo",
        "headers": [(b"content-length", length.encode())],
    }
    await Guard(application(web), policy(web))(scope, receive, send)

    assert said[0]["status"] == 413


async def test_an_error_of_the_application_is_logged_and_told_without_details(web, caplog):
    async def broken(_scope, _receive, _send):
        raise RuntimeError("boom")

    transport = httpx.ASGITransport(Guard(broken, policy(web)))
    async with httpx.AsyncClient(transport=transport, base_url=OURS) as client:
        response = await client.get("/")

    assert (response.status_code, response.json()["code"]) == (500, "platform_error")
    assert "boom" not in response.text
    assert "boom" in caplog.text
    assert not lacking(response.headers)


async def test_an_answer_that_breaks_off_breaks_off(web):
    async def broken(_scope, _receive, send):
        await send({"type": "http.response.start", "status": 200})
        raise RuntimeError("boom")

    transport = httpx.ASGITransport(Guard(broken, policy(web)))
    async with httpx.AsyncClient(transport=transport, base_url=OURS) as client:
        with pytest.raises(RuntimeError):
            await client.get("/")


WANTED = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def lacking(headers):
    """Security headers that are missing, wrong, or there twice."""
    wrong = [name for name, value in WANTED.items() if headers.get(name) != value]
    policies = headers.get("content-security-policy", "")
    told = ("default-src", "base-uri 'none'", "frame-ancestors 'none'", "form-action")
    wrong += [word for word in told if policies.count(word) != 1]
    return wrong + ([] if headers.get("cache-control") else ["cache-control"])


@pytest.mark.parametrize(
    ("method", "path", "sent", "status"),
    [
        ("GET", "/", {}, 200),
        ("HEAD", "/create/", {}, 200),
        ("GET", "/create", {}, 200),
        ("GET", "/nothing", {}, 404),
        ("GET", "/api/away", {}, 307),
        ("POST", "/", {"headers": {"origin": OURS}}, 405),
        ("GET", "/assets/a-1234.js", {}, 200),
        ("GET", "/assets/a-1234.js", {"headers": {"range": "bytes=0-0"}}, 206),
        ("GET", "/assets/gone.js", {}, 404),
        ("GET", "/api/echo", {}, 200),
        ("GET", "/api/own", {}, 200),
        ("POST", "/api/echo", {"headers": {"origin": EVIL}}, 403),
        ("POST", "/api/echo", {"content": b"x" * (MAX_BODY + 1)}, 413),
        ("OPTIONS", "/api/echo", {"headers": {"origin": OURS}}, 405),
        (
            "OPTIONS",
            "/api/echo",
            {"headers": {"origin": EVIL, "access-control-request-method": "POST"}},
            200,
        ),
        ("GET", "/api/echo%00", {}, 404),
    ],
)
async def test_every_answer_has_the_security_headers(client, method, path, sent, status):
    response = await client.request(method, path, **sent)

    assert response.status_code == status
    assert not lacking(response.headers)


async def test_a_page_the_browser_still_has_keeps_its_policy(client):
    """The headers of a 304 replace those of the page in the browser's cache."""
    page = await client.get("/create/")
    again = await client.get("/create/", headers={"if-none-match": page.headers["etag"]})

    assert again.status_code == 304
    name = "content-security-policy"
    assert again.headers[name] == page.headers[name]
    assert not lacking(again.headers)


async def test_a_refusal_is_not_kept(client):
    response = await client.post("/api/echo", headers={"origin": EVIL})

    assert response.headers["cache-control"] == "no-store"


async def test_only_a_worker_may_compile_and_it_may_talk_to_nobody(client):
    """Argon2 runs in a worker: its policy is that of its script, not of the page."""
    page = (await client.get("/")).headers["content-security-policy"]
    script = (await client.get("/assets/a-1234.js")).headers["content-security-policy"]

    assert "wasm" not in page
    assert "script-src 'self' 'wasm-unsafe-eval';" in script
    assert script.startswith("default-src 'none';")
    assert "connect-src" not in script


async def test_a_page_may_run_its_own_scripts_and_no_others(client):
    csp = (await client.get("/")).headers["content-security-policy"]

    digest = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
    assert f"script-src 'self' 'sha256-{digest}';" in csp
    assert "unsafe-eval" not in csp
    assert "connect-src 'self' ws://127.0.0.1:3000 ws://localhost:3000;" in csp


async def test_an_answer_of_the_api_may_run_nothing(client):
    csp = (await client.get("/api/echo")).headers["content-security-policy"]

    assert csp.startswith("default-src 'none'")


@pytest.mark.parametrize(
    ("path", "cache"),
    [
        ("/assets/a-1234.js", "public, max-age=31536000, immutable"),
        ("/assets/gone.js", "no-cache"),
        ("/", "no-cache"),
        ("/api/echo", "no-store"),
        ("/api/own", "max-age=5"),
    ],
)
async def test_only_what_never_changes_is_kept(client, path, cache):
    assert (await client.get(path)).headers["cache-control"] == cache


@pytest.mark.parametrize("path", ["/create", "/create/", "/projects/new", "/create?n=5"])
async def test_a_deep_link_is_the_page_and_no_redirect(client, path):
    assert (await client.get(path)).status_code == 200


async def test_what_is_no_page_is_left_alone(client):
    assert (await client.get("/projects")).status_code in (307, 404)


async def test_another_site_reads_nothing(client):
    response = await client.get("/api/echo", headers={"origin": EVIL})

    assert not [name for name in response.headers if name.startswith("access-control-")]


async def test_a_page_of_ours_under_another_name_may_read(client):
    response = await client.get("/api/echo", headers={"origin": "http://localhost:3000"})

    assert response.headers["access-control-allow-origin"]


async def test_behind_tls_browsers_are_told_to_stay_there(web):
    settings = Settings(public_url="https://video.example")
    transport = httpx.ASGITransport(Guard(application(web), policy(web, settings)))
    async with httpx.AsyncClient(transport=transport, base_url="https://video.example") as client:
        headers = (await client.get("/")).headers

    assert headers["strict-transport-security"] == "max-age=31536000"
    assert "wss://video.example" in headers["content-security-policy"]


@pytest.mark.parametrize(
    ("settings", "origins"),
    [
        (Settings(public_url="https://video.example"), {"https://video.example"}),
        (Settings(public_url="https://video.example:443/"), {"https://video.example"}),
        (Settings(public_url="https://Video.Example:8443"), {"https://video.example:8443"}),
        (
            Settings(port=80),
            {"http://127.0.0.1", "http://localhost", "http://[::1]"},
        ),
        (
            Settings(host="0.0.0.0", port=99),  # noqa: S104  # who listens everywhere is visited from here
            {"http://0.0.0.0:99", "http://127.0.0.1:99", "http://localhost:99", "http://[::1]:99"},
        ),
        (Settings(host="192.168.1.5"), {"http://192.168.1.5:3000"}),
    ],
)
def test_the_public_address_is_ours_and_on_one_machine_all_its_names(settings, origins):
    assert allowed_origins(settings) == origins


def test_a_site_that_was_not_built_yet_is_empty(tmp_path):
    assert Site.read(tmp_path / "nothing") == Site(pages=frozenset(), scripts=())


async def test_a_file_that_is_deleted_once_sent_is_not_left_to_the_server_to_open(tmp_path):
    """Servers that take paths open them after the application has returned, and deleted it."""
    path = tmp_path / "export.zip"
    path.write_bytes(b"PK")
    said = []

    async def receive():
        await asyncio.Event().wait()

    async def send(message):
        said.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/api/account/export",
        "headers": [],
        "extensions": {"http.response.pathsend": {}},
    }
    await Parcel(path)(scope, receive, send)

    assert [message["type"] for message in said] == ["http.response.start", "http.response.body"]
    assert said[1]["body"] == b"PK"
    assert not path.exists()
