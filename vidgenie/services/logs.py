"""Logging: one line an event, on stderr, with no key in it."""

import logging

from vidgenie import redact


def configure() -> None:
    """What an operator wants to read: our own news, and what went wrong elsewhere."""
    redact.install()
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    ours = logging.getLogger("vidgenie")
    # Whoever has asked for more already gets it.
    if ours.level == logging.NOTSET:
        ours.setLevel(logging.INFO)
