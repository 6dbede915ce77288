"""Find a Chromium for the browser tests, or install one. Prints its path."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def find() -> str | None:
    """VIDGENIE_CHROMIUM, one on the PATH, or the one Playwright installed."""
    named = os.environ.get("VIDGENIE_CHROMIUM")
    for name in [named, *NAMES] if named else NAMES:
        if path := shutil.which(name):
            return path
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache/ms-playwright"))
    return next((str(path) for path in sorted(cache.glob("chromium-*/chrome-linux*/chrome"))), None)


def install() -> None:
    """With the system's packages when we may, else with Playwright's own download."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "update", "-qq"], check=True, **quiet)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
            check=True,
            stdout=subprocess.DEVNULL,
            **quiet,
        )
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


def main() -> int:
    """Print the path; 1 when there is none and none can be installed."""
    if find() is None:
        install()
    path = find()
    print(path or "No Chromium was found, and none could be installed.")
    return 0 if path else 1


if __name__ == "__main__":
    sys.exit(main())
