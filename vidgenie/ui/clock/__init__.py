"""Times in the reader's language, counted in the browser; instants are milliseconds since 1970."""

from datetime import datetime

import reflex as rx

from vidgenie.ui.modules import module

_JSX = module(__file__, "clock.jsx")


class Elapsed(rx.Component):
    """How long something has been going on, or took, as 1:05.

    since: when it began, 0 = it has not.
    took: milliseconds it took, 0 = it goes on.
    now: the server's time when `since` was sent.
    """

    library = _JSX
    tag = "Elapsed"

    since: rx.Var[int]
    took: rx.Var[int]
    now: rx.Var[int]


class Moment(rx.Component):
    """When something was: "3 minutes ago", after a day its date."""

    library = _JSX
    tag = "Moment"

    at: rx.Var[int]


elapsed = Elapsed.create
moment = Moment.create


def milliseconds(instant: datetime | None) -> int:
    """Milliseconds since 1970, 0 for None."""
    return int(instant.timestamp() * 1000) if instant else 0
