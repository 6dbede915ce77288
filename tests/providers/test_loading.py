"""Adapters speak HTTP themselves: no service's SDK is loaded by the work.

Nor is one at the start: tests/test_imports.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
SDKS = (
    *("openai", "anthropic", "google.genai", "google.auth", "runwayml", "lumaai", "luma_agents"),
    *("elevenlabs", "fal_client", "replicate"),
)


def loaded(code: str, home: Path, *more: str) -> list[str]:
    """Which of them, and of `more`, a process has loaded after this code."""
    names = (*SDKS, *more)
    said = f"{code}\nimport json, sys\nprint(json.dumps([m for m in {names} if m in sys.modules]))"
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


def test_what_is_loaded_is_seen(tmp_path):
    assert loaded("import google.auth", tmp_path) == ["google.auth"]


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
