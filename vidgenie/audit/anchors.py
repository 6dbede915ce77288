"""Where the log ended, kept in a file: whoever cuts its end off in the database is found out."""

import json
import logging
import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from vidgenie.audit.line import Anchor

log = logging.getLogger(__name__)

_TAIL = 4096  # bytes; more than one line


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
        text = self._text(_TAIL)
        if _anchors(text)[-1:] == [anchor]:
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
        anchors, lines = _anchors(text := self._text()), text.count("\n")
        if len(anchors) < lines:
            log.warning("%d lines of %s cannot be read", lines - len(anchors), self._path)
        return anchors

    def recent(self) -> list[Anchor]:
        """The last few of them."""
        return _anchors(self._text(_TAIL))

    def _text(self, last: int | None = None) -> str:
        """What is in the file, or its last bytes: it may be long."""
        if not self._path.exists():
            return ""
        with self._path.open("rb") as file:
            if last is not None:
                size = file.seek(0, os.SEEK_END)
                file.seek(max(0, size - last))
            return file.read().decode(errors="replace")


def _anchors(text: str) -> list[Anchor]:
    found: list[Anchor] = []
    for line in text.splitlines():
        with suppress(ValueError, TypeError, KeyError):
            entry = json.loads(line)
            found.append(Anchor(int(entry["seq"]), bytes.fromhex(entry["mac"])))
    return found
