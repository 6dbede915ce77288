"""What browsers say of themselves when a page crashes: one line, in no more words than it needs."""

import logging

_log = logging.getLogger(__name__)
_LONGEST = 500  # characters; anybody can say anything here


def told_by_browser(exception: Exception) -> None:
    """Log what went wrong in a page; for `rx.App(frontend_exception_handler=...)`."""
    _log.warning("a page crashed: %.*s", _LONGEST, str(exception))
