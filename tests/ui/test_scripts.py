"""What holds for the scripts of all components."""

import re

import pytest

from vidgenie.api.app import build
from vidgenie.ui import modules

MOST_LINES = 150
_ADDRESS = re.compile(r"[\"`](/api/[\w/-]*\w)")
SCRIPTS = {str(path): text for path, text in modules.files() if path.suffix in {".js", ".jsx"}}


def test_every_address_the_pages_call_exists():
    served = build().openapi()["paths"]
    called = {address for text in SCRIPTS.values() for address in _ADDRESS.findall(text)}

    unknown = {
        address
        for address in called
        if not any(path == address or path.startswith(f"{address}/") for path in served)
    }

    assert len(called) > 40
    assert unknown == set()


@pytest.mark.parametrize(
    "name",
    [
        name
        for name in SCRIPTS
        if name.split("/")[-2]
        in {"board", "causes", "cut", "flow", "projects", "runs", "templates"}
    ],
)
def test_each_script_is_one_idea(name):
    assert len(SCRIPTS[name].splitlines()) <= MOST_LINES
