"""HTTP to the outside: our errors for its answers, and a guard for addresses people give us."""

from vidgenie.net.addresses import FetchRules, Resolve, check_url, is_public, origin_of
from vidgenie.net.answers import checked, retry_after
from vidgenie.net.clients import client
from vidgenie.net.fetch import fetch_public, fetch_public_image, fetch_result

__all__ = [
    "FetchRules",
    "Resolve",
    "check_url",
    "checked",
    "client",
    "fetch_public",
    "fetch_public_image",
    "fetch_result",
    "is_public",
    "origin_of",
    "retry_after",
]
