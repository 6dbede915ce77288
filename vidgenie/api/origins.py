"""Which origins a browser may talk to us from."""

import ipaddress
from urllib.parse import SplitResult, urlsplit

from vidgenie.settings import Settings

_DEFAULT_PORTS = {"http": 80, "https": 443}
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def allowed_origins(settings: Settings) -> frozenset[str]:
    """The public origin; on this machine alone, every name the machine has for itself."""
    parts = urlsplit(settings.origin)
    hosts = {_host(parts)}
    if _is_this_machine(parts.hostname or ""):
        hosts |= set(_LOOPBACK)
    return frozenset(f"{parts.scheme}://{host}{_port(parts)}" for host in hosts)


def websocket_origins(origins: frozenset[str]) -> list[str]:
    """The same places as a content security policy names websockets, sorted.

    A policy cannot name an IPv6 address: who comes by one is covered by `self`.
    """
    return sorted(origin.replace("http", "ws", 1) for origin in origins if "[" not in origin)


def _host(parts: SplitResult) -> str:
    host = parts.hostname or ""
    return f"[{host}]" if ":" in host else host


def _port(parts: SplitResult) -> str:
    """As browsers write it: the usual port is left out."""
    port = parts.port
    return "" if port in (None, _DEFAULT_PORTS.get(parts.scheme)) else f":{port}"


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    # Nobody can type 0.0.0.0: who listens everywhere is visited from here, or sets a public URL.
    return address.is_loopback or address.is_unspecified
