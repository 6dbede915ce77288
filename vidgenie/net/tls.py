"""The certificates this machine trusts."""

import ssl
from functools import cache


@cache
def certificates() -> ssl.SSLContext:
    """A context for clients. Reading the certificates takes longer than most requests: once."""
    return ssl.create_default_context()
