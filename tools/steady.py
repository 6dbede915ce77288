"""Install steady, which judges requests by a service's own specification. Prints its path.

It comes from the npm registry with the Node of this environment, into .venv/steady;
tools/steady/package-lock.json says which version, and its checksum.
"""

import os
import platform
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
LOCKED = ROOT / "tools" / "steady"
HOME = ROOT / ".venv" / "steady"
_FILES = ("package.json", "package-lock.json")
_MACHINES = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "arm64": "arm64"}


def find() -> Path | None:
    """The program, if the locked version is installed."""
    machine = _MACHINES.get(platform.machine().lower(), "")
    program = HOME / f"node_modules/@stdy/cli-{sys.platform}-{machine}/bin/steady"
    same = all(
        (HOME / name).exists() and (HOME / name).read_bytes() == (LOCKED / name).read_bytes()
        for name in _FILES
    )
    return program if same and program.exists() else None


def install() -> str:
    """Let npm do it; what went wrong, "" when nothing did."""
    HOME.mkdir(parents=True, exist_ok=True)
    (HOME / _FILES[1]).unlink(missing_ok=True)  # its presence says that all went well
    (HOME / _FILES[0]).write_bytes((LOCKED / _FILES[0]).read_bytes())
    lock = (LOCKED / _FILES[1]).read_bytes()
    bin_folder = str(Path(sys.executable).parent)
    try:
        (HOME / _FILES[1]).write_bytes(lock)
        done = subprocess.run(
            [f"{bin_folder}/npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=HOME,
            env={**os.environ, "PATH": f"{bin_folder}{os.pathsep}{os.environ.get('PATH', '')}"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        said = [line for line in done.stderr.splitlines() if line.startswith("npm error")]
        problem = (" ".join(said[:3]) or "npm failed") if done.returncode else ""
    except (OSError, subprocess.TimeoutExpired) as error:
        problem = str(error)
    if problem:
        (HOME / _FILES[1]).unlink(missing_ok=True)
    return problem


def main() -> int:
    """Print the path. Without it the tests that need it are skipped, so this is no failure."""
    problem = install() if find() is None else ""
    path = find()
    print(
        path or f"steady could not be installed; tests by specification will be skipped.{problem}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
