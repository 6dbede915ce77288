"""Whatever JSON comes in about a Project, the answer is one of ours and never a crash."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.test_any_json import ANY_JSON, places, replaced

SEGMENT = {
    "text": "one",
    "prompt": "a boat",
    "seconds": 5,
    "mode": "text",
    "referenceAssetId": None,
    "isIncluded": True,
    "provider": "",
    "focusX": 0.5,
    "transition": "fade",
}
CHOICES = {
    "aspect": "9:16",
    "voice": {"provider": "local", "speed": 1.0},
    "captions": {"style": "boxed"},
    "music": {"bed": "calm"},
    "provider": "local",
}
NEW = {"title": "Sea", "theme": "x", "totalSeconds": 10, "segments": [SEGMENT], "choices": CHOICES}
SENT = [
    ("POST", "/api/projects", NEW),
    ("PATCH", "/api/projects/{id}", {"version": 1, "hook": "Oh", "choices": CHOICES}),
    ("POST", "/api/projects/{id}/segments", {**SEGMENT, "after": "", "version": 1}),
    ("PATCH", "/api/projects/{id}/segments/{segment}", {**SEGMENT, "version": 1}),
    ("PUT", "/api/projects/{id}/segments/order", {"ids": ["0" * 32], "version": 1}),
    ("POST", "/api/projects/{id}/segments/{segment}/split", {"at": 1}),
    ("PUT", "/api/projects/{id}/segments/{segment}/take", {"takeId": None}),
]


@pytest.mark.parametrize(("method", "path", "body"), SENT)
@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
async def test_no_json_makes_us_fail(at_home, method, path, body, data):
    made = (await at_home.post("/api/projects", json={"segments": [SEGMENT]})).json()
    place = data.draw(st.sampled_from(list(places(body))))
    sent = replaced(body, place, data.draw(ANY_JSON))

    response = await at_home.request(
        method,
        path.format(id=made["id"], segment=made["segments"][0]["id"]),
        content=json.dumps(sent),
        headers={"content-type": "application/json"},
    )

    assert response.status_code in {200, 201, 404, 409, 422}, response.text
    if response.status_code >= 400:
        assert {"error", "code"} <= response.json().keys()
