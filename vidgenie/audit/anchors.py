"""Where the log ended, kept in a file: whoever cuts its end off in the database is found out."""

import json
import logging
import os
from datetime import datetime
from pathlib import Path

from vidgenie.audit.line import Anchor

log = logging.getLogger(__name__)


class AnchorFile:
    """One JSON line for each time the log was longer than before: {"at", "seq", "mac"}.

    Only ever appended to. It protects as far as it is out of reach of whoever can
    write to the database: copy it to another machine, or to storage with versions.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, anchor: Anchor | None, now: datetime) -> bool:
        """Add a line if the log moved since the last one; whether it did. None: an empty log."""
        if anchor is None:
            return False
        text = self._text()
        if (known := _anchors(text)) and known[-1] == anchor:
            return False
        line = json.dumps({"at": now.isoformat(), "seq": anchor.seq, "mac": anchor.mac.hex()})
        # A line that was cut short when the power went must not swallow this one.
        start = "\n" if text and not text.endswith("\n") else ""
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "wb", buffering=0) as file:
            file.write(f"{start}{line}\n".encode())
            os.fsync(file.fileno())
        return True

    def read(self) -> list[Anchor]:
        """The anchors, the oldest first; lines that cannot be read are left out and logged."""
        return _anchors(self._text())

    def _text(self) -> str:
        if not self._path.exists():
            return ""
        return self._path.read_text(encoding="utf-8", errors="replace")


def _anchors(text: str) -> list[Anchor]:
    found: list[Anchor] = []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            entry = json.loads(line)
            found.append(Anchor(int(entry["seq"]), bytes.fromhex(entry["mac"])))
        except (ValueError, TypeError, KeyError):
            log.warning("line %d of the audit anchors cannot be read", number)
    return found
