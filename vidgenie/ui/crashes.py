"""What browsers say of themselves when a page crashes: one line, in no more words than it needs."""

import logging

_log = logging.getLogger(__name__)
_LONGEST = 500  # characters; anybody can say anything here
# Browsers report by this that sizes are told a frame later: nothing is wrong.
_HARMLESS = "ResizeObserver loop"


def told_by_browser(exception: Exception) -> None:
    """Log what went wrong in a page; for `rx.App(frontend_exception_handler=...)`."""
    if _HARMLESS not in str(exception):
        _log.warning("a page crashed: %.*s", _LONGEST, str(exception))
