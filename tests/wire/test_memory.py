"""No answer, however large, fills the memory of a worker; measured in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.hostile import Hostile

ROOT = Path(__file__).parent.parent.parent
LARGE = ["five_gb", "endless", "endless_refusal", "gzip_bomb", "huge_header"]
DENSE = ["deep", "deep_object", "many_values", "long_number"]


@pytest.fixture(scope="module")
def hostile():
    with Hostile() as server:
        yield server


def measured(how, hostile, answer):
    """What a process says of itself: the error, bytes it grew by, seconds it took."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.wire.greedy", how, hostile.origin, answer],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("how", ["ask", "order", "fetch", "upload"])
@pytest.mark.parametrize("answer", LARGE)
def test_a_large_answer_takes_little_memory(how, answer, hostile):
    found = measured(how, hostile, answer)

    assert found["told"] in ("ProviderRejected", "ProviderUnavailable", "ProviderUnknown")
    assert found["grown"] < 50_000_000
    assert found["seconds"] < 6


@pytest.mark.parametrize("how", ["ask", "order"])
@pytest.mark.parametrize("answer", DENSE)
def test_json_of_any_shape_takes_little_memory(how, answer, hostile):
    assert measured(how, hostile, answer)["grown"] < 50_000_000
