"""The build of the pages leaves the checkout as it was."""

import json
import sys
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner

from vidgenie.cli import build
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


def test_a_build_that_fails_leaves_the_lock_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    lock = tmp_path / "package.json"
    lock.write_text("{}")
    half_way = f"""
import pathlib, sys
pathlib.Path({str(lock)!r}).write_text('{{"half": "way"}}')
sys.exit("no network")
"""
    program = tmp_path / "python"
    program.write_text(f"#!{sys.executable}\n{half_way}")
    program.chmod(0o755)
    monkeypatch.setattr(frontend, "LOCK", tmp_path)
    monkeypatch.setattr(frontend, "ROOT", tmp_path)
    monkeypatch.setattr(frontend.sys, "executable", str(program))

    with pytest.raises(RuntimeError, match="no network"):
        frontend.build()

    assert lock.read_text() == "{}"


def test_two_that_start_together_build_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The second one waits, and finds the pages there."""
    built: list[str] = []
    both = threading.Barrier(2)
    looked = threading.local()

    def is_stale() -> bool:
        if not getattr(looked, "before", False):
            looked.before = True
            both.wait(timeout=10)
            return True
        return not built

    monkeypatch.setattr(frontend, "ROOT", tmp_path)
    monkeypatch.setattr(frontend, "is_stale", is_stale)
    monkeypatch.setattr(frontend, "build", lambda: built.append("once"))
    starts = [threading.Thread(target=frontend.ensure, args=(lambda _: None,)) for _ in range(2)]
    for start in starts:
        start.start()
    for start in starts:
        start.join(timeout=20)

    assert built == ["once"]


def test_fresh_pages_are_not_built_again(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(frontend, "is_stale", lambda: False)
    monkeypatch.setattr(frontend, "build", lambda: pytest.fail("they were fresh"))

    done = CliRunner().invoke(build.command)

    assert (done.exit_code, done.output) == (0, "")
