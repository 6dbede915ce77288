"""Only our own pages change something or read along."""

import pytest

from tests.api.guard.guarded import COOKIE, EVIL, OURS
from vidgenie.api.origins import allowed_origins
from vidgenie.settings import Settings


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


async def test_another_site_reads_nothing(client):
    response = await client.get("/api/echo", headers={"origin": EVIL})

    assert not [name for name in response.headers if name.startswith("access-control-")]


async def test_a_page_of_ours_under_another_name_may_read(client):
    response = await client.get("/api/echo", headers={"origin": "http://localhost:3000"})

    assert response.headers["access-control-allow-origin"]


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
