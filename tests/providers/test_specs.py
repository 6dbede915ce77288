"""What we send keeps to the services' own specifications, as steady reads them."""

import json
import re
from contextlib import ExitStack

import pytest

from tests.providers.fulfilled import CASES, PROVIDERS, address, everything
from tests.support.steady import SPECS, Steady
from tools import steady

JUDGED = sorted(place for place, case in CASES.items() if case.spec)
pytestmark = pytest.mark.skipif(
    steady.find() is None,
    reason="steady is not installed (python tools/steady.py; it needs the npm registry)",
)
# Of the payment service: tests/payments/test_stripe_specs.py.
ELSEWHERE = {"stripe", "stripe_fixtures"}
# A request each specification must refuse: (method, path, body).
WRONG = {
    "openai": ("POST", "/v1/chat/completions", b'{"model": "gpt-6-luna", "messages": "hi"}'),
    "anthropic": ("POST", "/v1/messages", b'{"model": "claude-haiku-5-5", "messages": []}'),
    "runway": (
        "POST",
        "/v1/text_to_video",
        b'{"model": "gen4.5", "promptText": "x", "ratio": "9:16", "duration": 5}',
    ),
    "elevenlabs": ("POST", "/v1/text-to-speech/v/with-timestamps", b'{"text": ["x"]}'),
    "luma_legacy": (
        "POST",
        "/dream-machine/v1/generations/video",
        b'{"model": "ray-2", "prompt": 7, "duration": "5s", "resolution": "720p"}',
    ),
}


@pytest.fixture(scope="module")
def judges():
    """`judges("openai")`: steady on that specification, started when first asked for."""
    started: dict[str, Steady] = {}
    with ExitStack() as stack:

        def judge(name: str) -> Steady:
            if name not in started:
                started[name] = stack.enter_context(Steady(name))
            return started[name]

        yield judge


@pytest.mark.parametrize("place", JUDGED, ids="-".join)
async def test_every_request_is_accepted_by_the_specification(place, services, judges, tmp_path):
    provider, case = PROVIDERS[place], CASES[place]
    call = address(place, services)

    await everything(provider, case.request, call, tmp_path / "x")
    for golden in case.golden:
        # More ways to ask: from a picture, from a clip...
        await golden.ask(provider, call)

    asked = [request for request in services.traffic if "/upload/" not in request.path]
    # The results are files, wherever the service keeps them.
    asked = [request for request in asked if not request.path.endswith((".mp4", ".png", ".mp3"))]
    assert asked
    for request in asked:
        path = "/" + request.path.split("/", 2)[2]
        verdict = judges(case.spec).judge(request.method, path, request.headers, request.body)
        assert verdict.errors == (), f"{request.method} {path}"
        assert verdict.is_valid


@pytest.mark.parametrize("name", sorted(WRONG))
def test_a_wrong_request_is_refused_by_it(name, judges):
    method, path, body = WRONG[name]

    verdict = judges(name).judge(method, path, {"content-type": "application/json"}, body)

    assert not verdict.is_valid
    assert verdict.errors
    # Not because the operation is unknown.
    assert not [error for error in verdict.errors if error.startswith("E2")]


@pytest.mark.parametrize("name", sorted(WRONG))
def test_an_operation_it_does_not_have_is_refused(name, judges):
    assert not judges(name).judge("POST", "/v1/nothing/here", {}, b"{}").is_valid


async def test_every_operation_we_kept_is_one_we_call(services, tmp_path):
    """The specifications were cut down to what the adapters use; the rest would be ballast."""
    kept = {
        (name, method.upper(), path)
        for name in WRONG
        for path, item in json.loads((SPECS / f"{name}.json").read_text())["paths"].items()
        for method in item
        if method != "parameters"
    }
    for place in JUDGED:
        provider, case = PROVIDERS[place], CASES[place]
        call = address(place, services)
        services.traffic.clear()
        await everything(provider, case.request, call, tmp_path / "x")
        for golden in case.golden:
            await golden.ask(provider, call)
        kept = {
            (name, method, path)
            for name, method, path in kept
            if name != case.spec
            or not any(
                request.method == method
                and re.fullmatch(
                    f".*{re.sub(r'{[^}]*}', '[^/]+', path)}", request.path.split("?")[0]
                )
                for request in services.traffic
            )
        }

    assert kept == set()


def test_every_specification_judges_somebody_and_is_small():
    files = {path.stem: path.stat().st_size for path in SPECS.glob("*.json")}

    assert set(files) == set(WRONG) | ELSEWHERE
    assert max(files.values()) < 400_000
    assert {case.spec for case in CASES.values()} <= {"", *files}
