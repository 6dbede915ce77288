"""Use case: build the pages people load, when they are missing or older than the sources."""

import fcntl
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import cast

ROOT = Path(__file__).parent.parent.parent
WEB = ROOT / ".web"
LOCK = ROOT / "reflex.lock"
SOURCES = (
    "vidgenie/ui",
    "vidgenie/pages",
    "vidgenie/domain",
    "vidgenie/providers",
    "assets",
    "reflex.lock",
)
SINGLE = ("rxconfig.py", "vidgenie/vidgenie.py", "requirements.lock")


def is_stale() -> bool:
    """Whether the build is missing or was made of other sources."""
    stamp = WEB / "build" / "vidgenie.sources"
    return not stamp.exists() or stamp.read_text() != _digest()


def ensure(say: Callable[[str], None]) -> None:
    """Build the pages unless they are as new as their sources; `say` is told when it does.

    Who starts meanwhile waits for the one that builds, instead of building over it.
    """
    if not is_stale():
        return
    with (ROOT / ".web.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if is_stale():
            say("Building the pages; this takes about a minute the first time.")
            build()


def build() -> None:
    """Export the pages; needs the Node of this environment, and the npm registry the first time.

    Raises RuntimeError with the end of what the build said.
    """
    bin_folder = str(Path(sys.executable).parent)
    environment = {
        **os.environ,
        "REFLEX_USE_NPM": "true",
        "PATH": f"{bin_folder}{os.pathsep}{os.environ.get('PATH', '')}",
        "REFLEX_TELEMETRY_ENABLED": "false",
    }
    before = {path: path.read_text() for path in LOCK.glob("*.json")}
    done = subprocess.run(  # our own interpreter
        [sys.executable, "-m", "reflex", "export", "--no-zip", "--frontend-only", "--env", "prod"],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0 or not (WEB / "build" / "client" / "index.html").exists():
        for path, text in before.items():
            path.write_text(text)
        raise RuntimeError(f"The pages could not be built:\n{done.stdout[-4000:]}")
    for path in LOCK.glob("*.json"):
        _restore(path, before.get(path, ""))
    (WEB / "build" / "vidgenie.sources").write_text(_digest())


def _restore(path: Path, before: str) -> None:
    """Undo what a build does to a lock file beyond its meaning: key order, download addresses."""
    built = _without_addresses(json.loads(path.read_text()))
    if before and _without_addresses(json.loads(before)) == built:
        path.write_text(before)
    else:
        path.write_text(json.dumps(built, indent=2) + "\n")


def _without_addresses(value: object) -> object:
    if isinstance(value, dict):
        pairs = cast("dict[str, object]", value).items()
        return {key: _without_addresses(item) for key, item in pairs if key != "resolved"}
    if isinstance(value, list):
        return [_without_addresses(item) for item in cast("list[object]", value)]
    return value


def _digest() -> str:
    files = [ROOT / name for name in SINGLE]
    for folder in SOURCES:
        files += (path for path in (ROOT / folder).rglob("*") if path.is_file())
    digest = hashlib.sha256()
    for path in sorted(files):
        name = path.relative_to(ROOT).as_posix()
        if "__pycache__" in name or name.startswith("assets/external/"):
            continue
        digest.update(name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
