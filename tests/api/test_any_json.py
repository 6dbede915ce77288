"""Whatever JSON comes in, the answer is one of ours and never a crash."""

import copy
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.requests import CONFIG, CUT, DRAWN

SIGNS = st.text(alphabet=st.characters(exclude_categories=()), max_size=12)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | SIGNS
ANY_JSON = st.recursive(
    LEAVES,
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(SIGNS, parts, max_size=3),
    max_leaves=8,
)
VALID = {
    "/api/brand-kits": [{"name": "mine", "logoWidth": 0.2, "colour": "#FFFFFF"}],
    "/api/cuts": [CUT],
    "/api/graphs": [{"name": "mine", "graph": DRAWN}],
    "/api/graphs/import": [{"data": {"vidgenie": {"graph": 1}, "name": "mine", "graph": DRAWN}}],
    "/api/cuts/quote": [CUT],
    "/api/projects/batch/check": [
        {"csv": "theme,duration\nTides,15\n"},
        {"rows": [{"theme": "Tides", "seconds": 15}], "choices": {"voice": None}},
    ],
    "/api/captions/preview": [{"text": "Bonjour", "look": {"style": "boxed"}, "at": 0.1}],
    "/api/voices/say": [{"text": "Bonjour", "voice": "made_up", "language": "fr"}],
    "/api/workflow/execute": [{"config": CONFIG}, DRAWN],
    "/api/workflow/quote": [{"config": CONFIG}, DRAWN],
    "/api/workflow/cheaper": [{"config": CONFIG}, DRAWN, {"graphId": "0" * 32, "scope": "all"}],
    "/api/generate": [{"prompt": "a fox"}],
    "/api/credits/deduct": [{"amount": 1, "reason": "x", "metadata": {"a": [1, "b"]}}],
    "/api/auth/login": [{"email": "nobody@example.com", "password": "wrong wrong"}],
    "/api/auth/tokens": [{"name": "mine", "scopes": ["read"], "days": 1}],
    "/api/auth/confirm": [{"password": "wrong wrong", "code": "123456"}],
    "/api/auth/password/forgot": [{"email": "nobody@example.com"}],
    "/api/auth/password/reset": [{"token": "made-up", "password": "wrong wrong"}],
    "/api/auth/email/confirm": [{"token": "made-up"}],
    "/api/account/password": [{"current": "wrong wrong", "password": "another horse"}],
    "/api/account/email": [{"email": "new@example.com"}],
    "/api/account/totp/enable": [{"code": "123456"}],
}


def places(value, path=()):
    """The path to every part of a JSON value."""
    yield path
    if isinstance(value, dict | list):
        for name, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(part, (*path, name))


def replaced(body, path, value):
    """The body with one part replaced."""
    if not path:
        return value
    body = copy.deepcopy(body)
    place = body
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value
    return body


@pytest.mark.parametrize("path", VALID)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
async def test_no_json_makes_us_fail(at_home, path, data):
    body = data.draw(st.sampled_from(VALID[path]))
    place = data.draw(st.sampled_from(list(places(body))))
    body = replaced(body, place, data.draw(ANY_JSON))

    response = await at_home.post(
        path, content=json.dumps(body), headers={"content-type": "application/json"}
    )

    assert response.status_code in {200, 201, 202, 401, 402, 404, 410, 422, 429}
    if response.status_code >= 400:
        assert {"error", "code"} <= response.json().keys()
