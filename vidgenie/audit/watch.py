"""Whether the log is whole, for pages that ask often."""

import threading
from datetime import datetime, timedelta

from vidgenie.audit.anchors import AnchorFile
from vidgenie.audit.chain import Chain
from vidgenie.audit.line import Anchor
from vidgenie.db import Transaction

AGAIN = timedelta(hours=1)
"""How long lines that were found right are trusted."""


class Watch:
    """Reads the whole log once an hour, and in between only the lines that came since.

    So a change to an older line is told within the hour; `Chain.verify` tells it at once.
    """

    def __init__(self, chain: Chain, anchors: AnchorFile, reading: Transaction) -> None:
        self._chain = chain
        self._anchors = anchors
        self._reading = reading
        self._lock = threading.Lock()
        self._is_whole = True
        self._last: Anchor | None = None
        self._read_at: datetime | None = None

    def is_whole(self, now: datetime) -> bool:
        """Whether nothing was found. Who asks while it is being read waits for the answer."""
        with self._lock:
            # A clock that was set back must not make the trust last longer.
            if self._read_at is None or not timedelta() <= now - self._read_at < AGAIN:
                self._last, self._read_at, self._is_whole = None, now, True
            if self._is_whole:
                anchors = self._anchors.recent() if self._last else self._anchors.read()
                with self._reading() as session:
                    head = self._chain.head(session)
                    self._is_whole = not self._chain.verify(session, anchors, since=self._last)
                self._last = head
            return self._is_whole
