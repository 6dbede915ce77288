"""`make soak`: storms on SQLite, again and again, for an hour or VIDGENIE_SOAK seconds."""

import os
import secrets
import sys
import tempfile
import time
from pathlib import Path

from tests.crash.storm import weather


def main() -> int:
    """1 as soon as a storm leaves something wrong."""
    ends = time.monotonic() + float(os.environ.get("VIDGENIE_SOAK", "3600"))
    storms = 0
    while time.monotonic() < ends:
        seed = secrets.randbelow(2**32)
        with tempfile.TemporaryDirectory() as home:
            left = weather(Path(home), "", runs=10, kills=12, seed=seed)
        storms += 1
        good = {status["status"] for status in left.statuses} == {"COMPLETED"}
        clean = not left.violations and not left.open_holds
        print(f"storm {storms} seed {seed}: {'ok' if good and clean else left}", flush=True)
        if not (good and clean):
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
