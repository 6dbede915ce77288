"""What an API token may do, by its scopes; what no token may do."""

import pytest

from tests.api.conftest import bearer, open_client
from tests.api.test_ownership import PUBLIC, address, all_routes

SCOPES = ("read", "run", "keys")
KEYS = ("/api/user/api-keys", "/api/user/provider-options", "/api/vault")
SAFE = ("GET", "HEAD")


@pytest.fixture
def program(served, services, people):
    """Opens a client of a program of Alice's whose token has these scopes."""

    def open_(*scopes):
        made = services.tokens.create(people["alice"].account, "program", scopes=scopes)
        return open_client(served, headers={"authorization": f"Bearer {made.token}"})

    return open_


def needed(method, path):
    """The scope a route wants, "" when none is enough; as the interface promises it."""
    if path.startswith(("/api/account", "/api/admin", "/api/billing")):
        return ""
    if path.startswith("/api/auth") and method not in SAFE:
        return ""
    if path.startswith(KEYS):
        return "keys"
    return "read" if method in SAFE else "run"


ROUTES = sorted(
    (method, path)
    for method, path in all_routes() - PUBLIC
    if not path.startswith(("/media", "/api/workflow/events", "/api/vault/requests/events"))
)


async def ask(client, method, path):
    body = {} if method in SAFE else {"json": {}}
    if (method, path) == ("POST", "/api/assets"):
        body = {"files": {"file": ("x.png", b"x", "image/png")}}
    answer = await client.request(method, address(path, "0" * 32), **body)
    is_json = answer.headers["content-type"].startswith("application/json")
    return answer.status_code, answer.json().get("problem", "") if is_json else ""


@pytest.mark.parametrize(("method", "path"), ROUTES)
async def test_a_token_without_the_scope_may_not(program, method, path):
    wanted = needed(method, path)
    async with program(*[scope for scope in SCOPES if scope != wanted]) as client:
        status, problem = await ask(client, method, path)

    assert (status, problem) == (403, "scope" if wanted else "session_only")


@pytest.mark.parametrize(("method", "path"), [r for r in ROUTES if needed(*r)])
async def test_a_token_with_the_scope_gets_further(program, method, path):
    async with program(needed(method, path)) as client:
        _, problem = await ask(client, method, path)

    assert problem != "scope"


async def test_a_token_makes_no_other_token(program):
    async with program(*SCOPES) as client:
        answer = await client.post("/api/auth/tokens", json={"name": "more"})

    assert (answer.status_code, answer.json()["problem"]) == (403, "session_only")


async def test_an_admins_token_is_no_admin(served, people):
    async with open_client(served, headers=bearer(people["admin"])) as client:
        answer = await client.get("/api/admin/outbox")

    assert (answer.status_code, answer.json()["problem"]) == (403, "session_only")


async def test_a_token_comes_with_its_scopes_and_its_end(at_home):
    made = await at_home.post(
        "/api/auth/tokens", json={"name": "reader", "scopes": ["read"], "days": 7}
    )

    assert made.json()["scopes"] == ["read"]
    (listed, *_) = (await at_home.get("/api/auth/tokens")).json()["tokens"]
    assert (listed["scopes"], listed["expiresAt"]) == (["read"], made.json()["expiresAt"])


@pytest.mark.parametrize(
    "change",
    [{"scopes": ["admin"]}, {"scopes": []}, {"days": 0}, {"days": 366}, {"scopes": "read"}],
)
async def test_a_token_that_cannot_be_is_refused(at_home, change):
    answer = await at_home.post("/api/auth/tokens", json={"name": "x", **change})

    assert answer.status_code == 422
