"""Runs that somebody waits for."""

from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager

from vidgenie.domain.run import RunStatus
from vidgenie.errors import Conflict, VidGenieError, revive
from vidgenie.services.views import RunView
from vidgenie.studio.providers import explained
from vidgenie.studio.workplace import Workplace

Told = Callable[[RunView], None]
"""Called with a Run after each of its changes, from another thread."""


@contextmanager
def starting(place: Workplace) -> Generator[None]:
    """Around what starts a Run: a key that is missing is told with where to put it."""
    try:
        yield
    except VidGenieError as error:
        raise explained(place, error) from None


def finished(place: Workplace, run_id: str, told: Told | None = None) -> RunView:
    """The Run once it is over, however it ended. Ctrl-C cancels it: nothing goes on unseen."""

    async def until_over() -> RunView:
        changes = place.services.runs.changes(place.account, run_id)
        views: list[RunView] = []
        async for view in changes:
            if told is not None:
                told(view)
            views = [view]
        return views[0]

    try:
        return place.wait(until_over)
    except KeyboardInterrupt:
        place.services.runs.cancel(place.account, run_id)
        place.wait(until_over)
        raise


def succeeded(view: RunView) -> RunView:
    """The Run, if it made what it was to make. Raises why it did not."""
    if view.status is not RunStatus.SUCCEEDED:
        raise failure(view)
    return view


def failure(view: RunView) -> VidGenieError:
    """Why the Run did not succeed."""
    if view.error:
        return revive(view.error)
    return Conflict("The Run was cancelled.", problem="cancelled")


def first_error(views: Iterable[RunView]) -> VidGenieError | None:
    """Why the first of these Runs that did not succeed ended, None when all did."""
    return next((failure(v) for v in views if v.status is not RunStatus.SUCCEEDED), None)
