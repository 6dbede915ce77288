"""The build of the pages leaves the checkout as it was."""

import json
from pathlib import Path

from vidgenie.services import frontend

LOCK = {"packages": {"a": {"version": "1", "integrity": "x"}}}


def test_addresses_and_order_are_taken_back(tmp_path: Path):
    path = tmp_path / "package-lock.json"
    before = json.dumps(LOCK)
    entry = {"resolved": "https://example.org/a.tgz", "integrity": "x", "version": "1"}
    path.write_text(json.dumps({"packages": {"a": entry}}, indent=4))

    frontend._restore(path, before)

    assert path.read_text() == before


def test_a_new_dependency_is_kept_without_its_address(tmp_path: Path):
    path = tmp_path / "package-lock.json"
    entry = {"resolved": "https://example.org/b.tgz", "version": "2"}
    path.write_text(json.dumps({"packages": {"b": entry}}))

    frontend._restore(path, json.dumps(LOCK))

    assert json.loads(path.read_text()) == {"packages": {"b": {"version": "2"}}}
