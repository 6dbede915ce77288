"""Where we may go: addresses somebody gave us are looked at before they are used."""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from vidgenie.errors import InvalidInput

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""Host and port -> the addresses it has."""

# Addresses that older Pythons take for global (192.0.0.192 is a cloud's metadata), and
# those that a gateway would turn into others.
_NOT_PUBLIC = tuple(
    ipaddress.ip_network(text)
    for text in (
        *("192.0.0.0/24", "192.88.99.0/24"),
        *("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/23", "::/96", "fec0::/10"),
        *("2001:db8::/32", "3fff::/20", "5f00::/16"),
    )
)
# RFC 1918, RFC 6598 (carriers, and private networks over the Internet), RFC 4193.
_OWN = tuple(
    ipaddress.ip_network(text)
    for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7")
)
# Where clouds keep credentials on addresses that look like people's own.
_METADATA = frozenset(
    ipaddress.ip_address(text) for text in ("100.100.100.200", "fd00:ec2::254", "fd20:ce::254")
)
_INTERNAL = (".localhost", ".local", ".internal", ".home.arpa", ".onion", ".lan")
_USUAL_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class FetchRules:
    """What may be fetched from an address somebody gave us.

    ports: scheme -> ports that may be dialled.
    allowed: origins (`origin_of`) the operator vouches for: there, any port and any
        address will do. A redirect from one of them to another place of ours is refused.
    redirects: how many are followed; each hop is checked like the first.
    max_bytes: more is TooLarge.
    deadline: seconds for everything, from the look-up to the last byte.
    accept: media types we ask for.
    about: the field of a request that the address came in, for errors.
    resolve: looks a name up.
    public: tells a public address from one of ours.
    """

    ports: Mapping[str, frozenset[int]] = field(
        default_factory=lambda: {"https": frozenset({443}), "http": frozenset({80})}
    )
    allowed: frozenset[str] = frozenset()
    redirects: int = 0
    max_bytes: int = 20_000_000
    deadline: float = 20.0
    accept: str = "image/*"
    about: str = "imageUrl"
    resolve: Resolve = field(default_factory=lambda: look_up)
    public: Callable[[str], bool] = field(default_factory=lambda: is_public)

    def refused(self, problem: str) -> InvalidInput:
        """The error for an address that is not fetched."""
        message = "This address does not lead to a file we can fetch."
        return InvalidInput(message, field=self.about, problem=problem)


def check_url(url: str, rules: FetchRules) -> None:
    """Raise InvalidInput for an address we do not even look up."""
    if not url.isascii() or not url.isprintable() or any(sign in url for sign in " \\"):
        raise rules.refused("characters")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise rules.refused("malformed") from None
    if "@" in parts.netloc:
        raise rules.refused("credentials")
    if is_allowed(url, rules):
        return
    if parts.scheme not in rules.ports:
        raise rules.refused("scheme")
    if (port or _default_port(parts)) not in rules.ports[parts.scheme]:
        raise rules.refused("port")
    _check_host((parts.hostname or "").rstrip("."), rules)


def is_allowed(url: str, rules: FetchRules) -> bool:
    """Whether the operator vouches for the place."""
    return bool(rules.allowed) and origin_of(url) in rules.allowed


def origin_of(url: str) -> str:
    """Scheme, host and port, as "https://api.example:443"; "" when the address has none."""
    try:
        parts = urlsplit(url)
        port = parts.port or _default_port(parts)
    except ValueError:
        return ""
    if parts.scheme not in _USUAL_PORTS or not parts.hostname:
        return ""
    return f"{parts.scheme}://{parts.hostname.rstrip('.')}:{port}"


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public Internet.

    IPv4 addresses inside IPv6 ones are judged as what they are, or refused where a
    gateway would unpack them (NAT64, 6to4, Teredo); so are retired local ranges.
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    if any(ip in network for network in _NOT_PUBLIC):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def is_reachable(address: str) -> bool:
    """Whether an IP address is public, or one of a network of people's own.

    Link-local ones are neither: clouds answer there with their machines' credentials.
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    if ip in _METADATA or ip.is_link_local or ip.is_multicast or ip.is_unspecified:
        return False
    is_own = ip.is_loopback or any(ip in network for network in _OWN)
    return is_own or is_public(address)


async def look_up(host: str, port: int) -> Sequence[str]:
    """The addresses of a host, as this machine finds them."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


def _check_host(host: str, rules: FetchRules) -> None:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        pass
    else:
        if not rules.public(host):
            raise rules.refused("not_public")
        return
    # "127.1", "0x7f000001" and "2130706433" are addresses to the C library.
    last = host.rpartition(".")[2].lower()
    if "." not in host or host.lower().endswith(_INTERNAL):
        raise rules.refused("not_public")
    if last.isdigit() or last.startswith("0x"):
        raise rules.refused("not_public")


def _default_port(parts: SplitResult) -> int:
    return _USUAL_PORTS.get(parts.scheme, 0)
