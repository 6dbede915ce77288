"""Goes through the log line by line and tells what was done to it."""

import hmac
from collections.abc import Iterable

from vidgenie.audit.line import START, Anchor, Fault, seal
from vidgenie.audit.reading import Line

_MOST = 1000  # faults worth telling


class Proof:
    """What is known of the log after the lines read so far.

    since: a line that is trusted, the first one to be read; None: from the start.
    """

    def __init__(
        self, key: bytes, anchors: Iterable[Anchor], *, since: Anchor | None = None
    ) -> None:
        self._faults: set[Fault] = set()
        self._key = key
        self._anchors: dict[int, set[bytes]] = {}
        for anchor in anchors:
            self._anchors.setdefault(anchor.seq, set()).add(anchor.mac)
        self._last = Line(0, None, mac=START)
        if since is not None:
            self._anchors.setdefault(since.seq, set()).add(since.mac)
            # What came before it was read another time.
            self._last = Line(since.seq - 1, None)

    def read(self, line: Line) -> None:
        """Take the next line, in the order of their numbers."""
        last, self._last = self._last, line
        # A line with a number far too high makes a gap as wide as somebody likes.
        gap = range(max(last.seq, 0) + 1, line.seq)[:_MOST]
        self._faults |= {Fault(seq, "missing") for seq in gap}
        if not self._is_ours(line) or self._anchors.get(line.seq, {line.mac}) != {line.mac}:
            self._faults.add(Fault(line.seq, "edited"))
        elif line.seq == last.seq + 1 and last.mac and line.prev != last.mac:
            # This line is as it was written, so the one before is not the one it was written to.
            self._faults.add(Fault(max(last.seq, 1), "edited"))

    @property
    def is_settled(self) -> bool:
        """Whether so much was found that reading on is of no use."""
        return len(self._faults) >= _MOST

    def faults(self) -> list[Fault]:
        """What was found, in the order of the lines, once the last line was read."""
        if max(self._anchors, default=0) > self._last.seq and not self.is_settled:
            self._faults.add(Fault(self._last.seq + 1, "truncated"))
        return sorted(self._faults, key=lambda fault: fault.seq)[:_MOST]

    def _is_ours(self, line: Line) -> bool:
        if line.entry is None:
            return False
        try:
            return hmac.compare_digest(seal(self._key, line.entry, line.prev), line.mac)
        except (TypeError, AttributeError):
            return False  # SQLite keeps any value in any column
