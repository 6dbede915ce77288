"""The services' own SDKs, set to be strict, take our fakes for the real thing."""

import asyncio
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.providers.fulfilled import CASES, PROVIDERS

JUDGED = sorted(place for place, case in CASES.items() if case.referee)


@pytest.mark.parametrize("place", JUDGED, ids="-".join)
async def test_the_services_own_sdk_understands_the_fake(place, services):
    case = CASES[place]
    service = case.played_by(PROVIDERS[place])

    # It waits for answers, which must not hold up the event loop of other fixtures.
    await asyncio.to_thread(case.referee, services.base_url(service), services.key(service))

    assert services.traffic


@pytest.mark.parametrize("place", JUDGED, ids="-".join)
async def test_the_services_own_sdk_does_not_take_just_anything(place, services):
    """The referee sees: what is no answer makes it raise."""
    case = CASES[place]
    service = case.played_by(PROVIDERS[place])

    with pytest.raises(Exception):  # noqa: B017, PT011  # each SDK has its own
        await asyncio.to_thread(
            case.referee, services.base_url(service), services.key(service, "garbage")
        )


class Mangler(BaseHTTPRequestHandler):
    """Answers every request with an object of the wrong shape, as JSON."""

    def log_message(self, format: str, *args: object) -> None: ...

    def answer(self) -> None:
        self.rfile.read(int(self.headers.get("content-length") or 0))
        body = b'{"id": {"not": "a text"}, "data": 7, "created": "x", "object": [], "status": 1}'
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        self.answer()

    def do_POST(self) -> None:
        self.answer()


@pytest.fixture
def mangler():
    """The address of a server whose answers all have the wrong shape."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Mangler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def openai(url: str) -> object:
    from openai import OpenAI  # noqa: PLC0415  # slow to load

    client = OpenAI(api_key="x", base_url=url, max_retries=0, _strict_response_validation=True)
    return client.images.generate(model="gpt-image-2.5-flare", prompt="x")


def anthropic(url: str) -> object:
    from anthropic import Anthropic  # noqa: PLC0415  # slow to load

    client = Anthropic(api_key="x", base_url=url, max_retries=0, _strict_response_validation=True)
    said = [{"role": "user", "content": "x"}]
    return client.messages.create(model="claude-haiku-5-5", max_tokens=9, messages=said)


def runway(url: str) -> object:
    from runwayml import RunwayML  # noqa: PLC0415  # slow to load

    client = RunwayML(api_key="x", base_url=url, max_retries=0, _strict_response_validation=True)
    return client.organization.retrieve()


def luma(url: str) -> object:
    from luma_agents import Luma  # noqa: PLC0415  # slow to load

    client = Luma(auth_token="x", base_url=url, max_retries=0, _strict_response_validation=True)
    return client.generations.get("x")


def luma_legacy(url: str) -> object:
    from lumaai import LumaAI  # noqa: PLC0415  # slow to load

    client = LumaAI(auth_token="x", base_url=url, max_retries=0, _strict_response_validation=True)
    return client.generations.get("x")


@pytest.mark.parametrize("ask", [openai, anthropic, runway, luma, luma_legacy])
async def test_a_strict_sdk_sees_a_wrong_shape(ask: Callable[[str], object], mangler):
    with pytest.raises(Exception) as caught:  # noqa: PT011  # each SDK has its own
        await asyncio.to_thread(ask, mangler)

    assert type(caught.value).__name__ == "APIResponseValidationError"
