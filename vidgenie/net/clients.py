"""HTTP clients for Providers' services."""

from dataclasses import replace

import httpcore
import httpx

from vidgenie.net.addresses import FetchRules, is_reachable
from vidgenie.net.dialling import VettedBackend
from vidgenie.net.tls import certificates


def client(*, is_guarded: bool = False, may_be_inside: bool = False) -> httpx.AsyncClient:
    """A client for Providers: no redirects, no proxies from the environment, bounded waits.

    is_guarded: the address was typed in by somebody who is not the operator, so only
    public places are dialled; others raise InvalidInput, problem not_public.
    may_be_inside: then those of this network will do too, where the operator says so.
    """
    return httpx.AsyncClient(
        transport=_Guarded(may_be_inside=may_be_inside) if is_guarded else None,
        verify=certificates(),
        timeout=httpx.Timeout(30.0, connect=5.0),
        follow_redirects=False,
        trust_env=False,
    )


class _Guarded(httpx.AsyncHTTPTransport):
    """Looks names up itself, and dials only what it has checked."""

    def __init__(self, *, may_be_inside: bool) -> None:
        super().__init__(verify=certificates(), trust_env=False)
        rules = FetchRules(about="address")
        if may_be_inside:
            rules = replace(rules, public=is_reachable)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=certificates(), network_backend=VettedBackend(rules)
        )
