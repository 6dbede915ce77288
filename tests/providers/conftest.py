"""The services that Providers call, on 127.0.0.1, and what their own SDKs send them."""

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.fake_services import FakeServices
from vidgenie.domain.ports.provider import Call
from vidgenie.media.ff import ffmpeg


@pytest.fixture
def services() -> Iterator[FakeServices]:
    """They answer until the test ends."""
    with FakeServices(polls=1, pause=0.3) as fake:
        yield fake


@pytest.fixture
def call(services: FakeServices) -> Callable[..., Call]:
    """`call("veo", "invalid")`: what comes with a call to a service, with a key of that kind."""

    def make(slug: str, behaviour: str = "") -> Call:
        return Call(
            key=services.key(slug, behaviour),
            idempotency_key="run:node:1",
            base_url=services.base_url(slug),
        )

    return make


@pytest.fixture(scope="session")
def recorded() -> dict[str, dict[str, Any]]:
    """Requests of the services' own SDKs, by name."""
    text = Path(__file__).with_name("recorded_requests.json").read_text(encoding="utf-8")
    return json.loads(text)["requests"]


@pytest.fixture(scope="session")
def loudness() -> Callable[[Path], float]:
    """The loudest moment of a clip, in decibels below the loudest possible."""

    def measure(clip: Path) -> float:
        command = [ffmpeg(), "-i", str(clip), "-af", "volumedetect", "-vn", "-f", "null", "-"]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stderr
        found = re.search(r"max_volume: (-?[\d.]+) dB", said)
        assert found
        return float(found[1])

    return measure
