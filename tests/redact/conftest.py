"""Logging as `redact.install` leaves it, put back after the test."""

import io
import logging
import sys
import threading

import pytest

from vidgenie import redact


@pytest.fixture
def hooks():
    """What `install` changes in the process, put back after the test."""
    make, warn = logging.getLogRecordFactory(), logging._warnings_showwarning
    kept = sys.excepthook, threading.excepthook, sys.unraisablehook
    yield
    logging.setLogRecordFactory(make)
    if warn is None:
        logging.captureWarnings(capture=False)
    sys.excepthook, threading.excepthook, sys.unraisablehook = kept


@pytest.fixture
def lines(hooks):
    """What a handler that was there before, and one of the root's, write."""
    old, root = io.StringIO(), io.StringIO()
    logger = logging.getLogger("somebody.else")
    handlers = logging.StreamHandler(old), logging.StreamHandler(root)
    logger.addHandler(handlers[0])
    logging.getLogger().addHandler(handlers[1])
    redact.install()
    yield lambda: old.getvalue() + root.getvalue()
    logger.removeHandler(handlers[0])
    logging.getLogger().removeHandler(handlers[1])
