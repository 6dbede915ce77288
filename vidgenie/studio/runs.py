"""Runs that somebody waits for."""

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from functools import partial

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
    try:
        return place.wait(partial(_until_over, place, run_id, told))
    except KeyboardInterrupt:
        cancelled(place, [run_id])
        raise


def cancelled(place: Workplace, run_ids: Sequence[str]) -> None:
    """Cancel these Runs and wait until they are over."""
    for run_id in run_ids:
        place.services.runs.cancel(place.account, run_id)
    for run_id in run_ids:
        place.wait(partial(_until_over, place, run_id, None))


async def _until_over(place: Workplace, run_id: str, told: Told | None) -> RunView:
    views: list[RunView] = []
    async for view in place.services.runs.changes(place.account, run_id):
        if told is not None:
            told(view)
        views = [view]
    return views[0]


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
