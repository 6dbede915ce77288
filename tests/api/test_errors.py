"""Every error is JSON in one shape; nothing of ours leaks."""

import logging

import httpx
import pytest
from fastapi import FastAPI

from tests.api.conftest import open_client
from vidgenie.api import edge


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/nothing", "/api/workflow", "/media/a/b"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
async def test_an_unknown_address_is_told_in_json(alice, method, path):
    response = await alice.request(method, path)

    assert response.status_code == 404
    assert response.json() == {
        "error": "There is nothing at this address.",
        "code": "not_found",
    }


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/api/auth/login", "POST"),
        ("PATCH", "/api/auth/tokens", "GET, POST"),
        ("PUT", "/api/workflow/execute", "POST"),
    ],
)
async def test_a_known_address_tells_its_methods(alice, method, path, allowed):
    response = await alice.request(method, path)

    assert (response.status_code, response.json()["code"]) == (405, "method_not_allowed")
    assert response.headers["allow"] == allowed


@pytest.mark.parametrize(
    "body",
    [b"{", b"{'a': 1}", b'{"prompt": "x",}', b"\xff\xfe", b"[" * 100_000, b"1" * 10_000, b"nul"],
)
async def test_broken_json_is_told(alice, body):
    response = await alice.post(
        "/api/generate", content=body, headers={"content-type": "application/json"}
    )

    assert response.status_code == 400
    assert response.json() == {"error": "This is not valid JSON.", "code": "invalid_json"}


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", "x"])
async def test_another_kind_of_body_is_refused(alice, kind):
    response = await alice.post(
        "/api/generate", content=b'{"prompt": "a fox"}', headers={"content-type": kind}
    )

    assert (response.status_code, response.json()["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize(
    ("body", "field", "problem"),
    [
        (None, "", "missing"),
        ([], "", "model_attributes_type"),
        ("text", "", "model_attributes_type"),
        ({}, "prompt", "missing"),
        ({"prompt": 5}, "prompt", "string_type"),
        ({"prompt": ""}, "prompt", "string_too_short"),
        ({"prompt": "   "}, "prompt", "string_too_short"),
        ({"prompt": "x" * 1001}, "prompt", "string_too_long"),
        ({"prompt": "a fox", "admin": True}, "admin", "extra_forbidden"),
        ({"prompt": "a\0b"}, "prompt", "not_text"),
    ],
)
async def test_a_wrong_field_is_named(alice, body, field, problem):
    response = await alice.post("/api/generate", json=body)

    answer = response.json()
    assert response.status_code == 422
    assert (answer["code"], answer["field"], answer["problem"]) == ("invalid_input", field, problem)


async def test_half_a_character_is_refused(alice):
    response = await alice.post(
        "/api/generate",
        content=b'{"prompt": "\\ud800"}',
        headers={"content-type": "application/json"},
    )

    assert response.status_code == 422
    assert response.json()["field"] == "prompt"


async def test_what_was_sent_is_not_repeated(alice):
    response = await alice.post(
        "/api/auth/login", json={"email": ["SECRET"], "password": {"SECRET": "SECRET"}}
    )

    assert response.status_code == 422
    assert "SECRET" not in response.text


async def test_a_body_that_is_too_large_is_told_in_the_same_shape(alice):
    response = await alice.post("/api/generate", json={"prompt": "x" * 1_100_000})

    assert (response.status_code, response.json()["code"]) == (413, "too_large")


async def test_an_error_nobody_expected_has_an_id_and_tells_nothing(caplog):
    app = FastAPI()
    edge.install(app)

    @app.get("/api/broken/{secret}")
    def broken(secret: str) -> None:
        raise RuntimeError("the password of the database")

    async with open_client(app) as client:
        with caplog.at_level(logging.ERROR):
            response = await client.get("/api/broken/abc")

    answer = response.json()
    assert response.status_code == 500
    assert set(answer) == {"error", "code", "id"}
    assert answer["code"] == "internal_error"
    assert answer["id"] in caplog.text
    assert "/api/broken/{secret}" in caplog.messages[0]


async def test_an_answer_that_has_begun_is_not_overwritten():
    async def half(_scope, _receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise RuntimeError("boom")

    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(edge.Edge(half)), base_url="http://x"
    ) as client:
        with pytest.raises(RuntimeError):
            await client.get("/")


@pytest.mark.parametrize("path", ["/api/auth/me", "/api/credits/balance", "/healthz"])
async def test_answers_are_not_kept_by_anybody(alice, path):
    assert "no-" in (await alice.get(path)).headers["cache-control"]


async def test_half_a_character_in_a_name_is_refused_too(alice):
    response = await alice.post(
        "/api/generate",
        content=b'{"prompt": "a fox", "\\ud800": 1}',
        headers={"content-type": "application/json"},
    )

    assert (response.status_code, response.json()["problem"]) == (422, "not_text")
