"""Alive, ready, figures; and the documentation of the API."""

import re
from dataclasses import replace

import pytest

from vidgenie import bootstrap
from vidgenie.api.app import routers


async def test_a_process_that_answers_is_alive(browser):
    response = await browser.get("/healthz")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})


async def test_an_installation_that_executes_nothing_is_not_ready(browser):
    response = await browser.get("/readyz")

    answer = response.json()
    assert response.status_code == 503
    assert (answer["code"], answer["status"]) == ("unavailable", "not_ready")
    assert answer["reasons"] == {"engine": "not_started"}


async def test_a_full_disk_is_a_reason(browser, services, monkeypatch):
    class Full:
        def free_bytes(self):
            return 0

    full = replace(services, health=replace(services.health, storage=Full()))
    monkeypatch.setattr(bootstrap, "services", lambda: full)

    assert (await browser.get("/readyz")).json()["reasons"]["storage"] == "full"


async def test_with_its_engine_it_is_ready(browser, working):
    response = await browser.get("/readyz")

    assert (response.status_code, response.json()) == (200, {"status": "ready"})


async def test_prometheus_reads_the_figures(browser):
    response = await browser.get("/metrics")

    assert response.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = response.text.splitlines()
    assert "vidgenie_ready 0" in lines
    assert 'vidgenie_part_ready{part="database"} 1' in lines
    assert all(
        re.fullmatch(r'# (HELP|TYPE) \w+ .+|\w+(\{part="\w+"\})? \d+', line) for line in lines
    )


async def test_the_documentation_is_a_page_of_ours(browser):
    response = await browser.get("/api/docs")

    assert response.headers["content-type"].startswith("text/html")
    assert "/api/workflow/execute" in response.text
    assert "<script" not in response.text
    assert not re.findall(r"(?:src|href)=\"?https?:", response.text)


async def test_the_description_names_every_route(browser, application):
    described = (await browser.get("/api/openapi.json")).json()["paths"]

    routes = {
        (method, route.path)
        for router in routers()
        for route in router.routes
        for method in route.methods
        if route.include_in_schema
    }
    assert routes == {
        (method.upper(), path) for path, methods in described.items() for method in methods
    }


# Design 5.3: what must be there.
CONTRACT = [
    ("post", "/api/auth/register"),
    ("post", "/api/auth/login"),
    ("post", "/api/auth/logout"),
    ("get", "/api/auth/me"),
    ("post", "/api/auth/tokens"),
    ("get", "/api/auth/tokens"),
    ("delete", "/api/auth/tokens/{token_id}"),
    ("post", "/api/workflow/execute"),
    ("post", "/api/workflow/quote"),
    ("get", "/api/workflow/status/{workflow_id}"),
    ("get", "/api/workflow/events/{workflow_id}"),
    ("post", "/api/workflow/cancel/{workflow_id}"),
    ("get", "/api/credits/balance"),
    ("post", "/api/credits/deduct"),
    ("get", "/api/credits/history"),
    ("get", "/api/video-generations"),
    ("get", "/api/video-generations/{content_id}"),
    ("delete", "/api/video-generations/{content_id}"),
    ("post", "/api/generate"),
    ("post", "/api/assets"),
    ("get", "/media/{name}"),
    ("get", "/healthz"),
    ("get", "/readyz"),
    ("get", "/metrics"),
]


@pytest.mark.parametrize(("method", "path"), CONTRACT)
async def test_the_routes_others_count_on_are_there(application, method, path):
    assert method in application.openapi()["paths"].get(path, {})


def operations(application):
    """(name, route) of every documented route."""
    for path, methods in application.openapi()["paths"].items():
        for method, route in methods.items():
            yield f"{method.upper()} {path}", route


def test_every_error_has_our_shape(application):
    wrong = [
        (name, status)
        for name, route in operations(application)
        for status, answer in route["responses"].items()
        if status[0] in "45" and status != "416"
        if answer.get("content", {}).get("application/json", {}).get("schema", {}).get("$ref")
        != "#/components/schemas/Problem"
    ]

    assert wrong == []


def test_every_route_with_a_body_tells_what_can_be_wrong_with_it(application):
    wrong = [
        name
        for name, route in operations(application)
        if "requestBody" in route and not {"400", "413", "415", "422"} <= set(route["responses"])
    ]

    assert wrong == []


def test_every_route_for_people_with_an_account_says_so(application):
    wrong = [
        name
        for name, route in operations(application)
        if ("security" in route) != ("401" in route["responses"]) and name != "POST /api/auth/login"
    ]

    assert wrong == []


def test_every_route_and_field_says_what_it_is(application):
    silent = [name for name, route in operations(application) if not route.get("description")]

    assert silent == []
