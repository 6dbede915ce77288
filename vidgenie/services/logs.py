"""Logging: one line an event, on stderr."""

import logging


def configure() -> None:
    """What an operator wants to read: our own news, and what went wrong elsewhere."""
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    logging.getLogger("vidgenie").setLevel(logging.INFO)
    logging.getLogger("httpx").setLevel(logging.WARNING)
