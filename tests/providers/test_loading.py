"""Adapters speak HTTP themselves: no service's SDK is loaded, at the start or by the work."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SDKS = (
    *("openai", "anthropic", "google.genai", "google.auth", "runwayml", "lumaai", "luma_agents"),
    *("elevenlabs", "fal_client", "replicate"),
)


def loaded(code: str, home: Path) -> list[str]:
    """Which of them a process has loaded after this code."""
    said = f"{code}\nimport json, sys\nprint(json.dumps([m for m in {SDKS} if m in sys.modules]))"
    done = subprocess.run(
        [sys.executable, "-c", said],
        cwd=ROOT,
        env={"VIDGENIE_HOME": str(home), "PATH": os.environ.get("PATH", "")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize(
    "code",
    [
        "import vidgenie.vidgenie",
        "import vidgenie.bootstrap as b; b.all_providers()",
    ],
)
def test_no_sdk_is_loaded_at_the_start(code, tmp_path):
    assert loaded(code, tmp_path) == []


def test_what_is_loaded_is_seen(tmp_path):
    assert loaded("import anthropic", tmp_path) == ["anthropic"]


def test_no_sdk_is_loaded_by_the_work(tmp_path):
    """Every Provider's key is asked about, in one process. No key is a service account's."""
    code = """
import asyncio
from tests.providers.fulfilled import CASES, PROVIDERS, address
from tests.support.fake_services import FakeServices
async def main():
    with FakeServices() as services:
        for place in CASES:
            await PROVIDERS[place].validate(address(place, services))
asyncio.run(main())
"""

    # Some fakes read keys as Google does: that comes with them.
    fakes = loaded("from tests.providers.fulfilled import CASES", tmp_path)
    assert loaded(code, tmp_path) == fakes
    assert set(fakes) <= {"google.auth"}
