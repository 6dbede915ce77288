"""What was sent to the wrong place is not repeated: people paste keys anywhere."""

import pytest

from tests.support.canary import make_key, search

KEYS = {service: make_key(service) for service in ("openai", "stability", "google")}


@pytest.mark.parametrize("service", KEYS)
@pytest.mark.parametrize(
    "request_",
    [
        ("POST", "/api/auth/tokens", {"KEY": "x"}),
        ("POST", "/api/auth/tokens", {"name": "x", "KEY": {"KEY": "KEY"}}),
        ("POST", "/api/auth/tokens", {"name": ["KEY"]}),
        ("POST", "/api/auth/login", {"email": "KEY", "password": "KEY"}),
        ("POST", "/api/auth/register", {"email": "KEY@KEY", "password": "KEYxx"}),
        ("POST", "/api/generate", {"prompt": {"KEY": 1}}),
        ("POST", "/api/generate", {"KEY": "a fox"}),
        ("POST", "/api/workflow/execute", {"config": {"KEY": "x", "initialPrompt": "a fox"}}),
        ("POST", "/api/workflow/execute", {"config": {"videoConfig": {"KEY": 1}}}),
        ("POST", "/api/user/api-keys", {"KEY": "x"}),
        ("POST", "/api/user/api-keys", {"KEY": 5}),
        ("POST", "/api/user/api-keys", {"openai": ["KEY"]}),
        ("POST", "/api/user/api-keys/validate", {"provider": "KEY", "key": "KEY"}),
        ("DELETE", "/api/user/api-keys/KEY", None),
        ("GET", "/api/KEY?key=KEY", None),
    ],
)
async def test_an_answer_repeats_no_key(at_home, alice, service, request_):
    method, path, body = request_
    key = KEYS[service]

    for client in (at_home, alice):
        answer = await client.request(method, path.replace("KEY", key), json=_with(body, key))

        sent = answer.content + repr(answer.headers.raw).encode()
        assert answer.status_code in range(400, 500)
        assert search([("answer", sent)], {service: key}) == []


def _with(body, key):
    if isinstance(body, dict):
        return {_with(name, key): _with(value, key) for name, value in body.items()}
    if isinstance(body, list):
        return [_with(value, key) for value in body]
    return body.replace("KEY", key) if isinstance(body, str) else body


async def test_a_name_one_could_have_meant_is_repeated(at_home):
    answer = await at_home.post("/api/auth/tokens", json={"name": "x", "scops": []})

    assert answer.json()["field"] == "scops"
