"""Every answer has the security headers, and its page may run what is its own."""

import base64
import hashlib

import httpx
import pytest

from tests.api.guard.guarded import EVIL, OURS, SCRIPT, application, lacking, policy
from vidgenie.api.guard import MAX_BODY, Guard
from vidgenie.api.headers import Site
from vidgenie.settings import Settings


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


async def test_behind_tls_browsers_are_told_to_stay_there(web):
    settings = Settings(public_url="https://video.example")
    transport = httpx.ASGITransport(Guard(application(web), policy(web, settings)))
    async with httpx.AsyncClient(transport=transport, base_url="https://video.example") as client:
        headers = (await client.get("/")).headers

    assert headers["strict-transport-security"] == "max-age=31536000"
    assert "wss://video.example" in headers["content-security-policy"]


def test_a_site_that_was_not_built_yet_is_empty(tmp_path):
    assert Site.read(tmp_path / "nothing") == Site(pages=frozenset(), scripts=())
