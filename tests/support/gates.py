"""Requests that stop on their way, so that a test can act at exactly that moment."""

import re
import threading
from dataclasses import dataclass, field
from enum import StrEnum


class Stage(StrEnum):
    """How far a request gets."""

    ASKED = "asked"  # it has come in, and nothing was done about it
    TAKEN = "taken"  # it was done, and not answered
    HALF = "half"  # half of the answer was sent
    WHOLE = "whole"  # all of it was sent: such a request is only noticed, not stopped


@dataclass(eq=False)
class Gate:
    """Stops the first request to a service that looks like `request`.

    request: regular expression of "METHOD /path", without the service's BASE.
    reached: it stands there; opened: it may go, without more of an answer.
    """

    service: str
    request: str
    stage: Stage
    is_used: bool = False
    reached: threading.Event = field(default_factory=threading.Event)
    opened: threading.Event = field(default_factory=threading.Event)

    def takes(self, service: str, request: str) -> bool:
        """Whether this request is the one to stop."""
        is_it = service == self.service and re.fullmatch(self.request, request) is not None
        return is_it and not self.is_used

    def hold(self) -> None:
        """Tell the test; wait until it lets go."""
        self.reached.set()
        self.opened.wait()
