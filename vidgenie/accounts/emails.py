"""E-mail addresses: written one way, and refused when no mail could reach them."""

import re
import unicodedata

from vidgenie.errors import InvalidInput

_LONGEST = 254  # RFC 5321, 4.5.3.1.3, less the angle brackets
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_ADDRESS = re.compile(
    rf"[\w!#$%&'*+/=?^`{{|}}~-]+(?:\.[\w!#$%&'*+/=?^`{{|}}~-]+)*@(?:{_LABEL}\.)+{_LABEL}"
)
_LONGEST_LOCAL = 64


def normal(email: str) -> str:
    """The address as it is stored: trimmed, composed, lower-case."""
    return unicodedata.normalize("NFC", email.strip()).lower()


def check_email(email: str) -> str:
    """The address as it is stored. Raises InvalidInput when it is not one."""
    address = normal(email)
    if len(address) > _LONGEST:
        raise InvalidInput(
            f"An e-mail address has at most {_LONGEST} characters.",
            field="email",
            problem="too_long",
            max=_LONGEST,
        )
    local = address.partition("@")[0]
    if len(local) > _LONGEST_LOCAL or not _ADDRESS.fullmatch(address):
        raise InvalidInput(
            "Type an e-mail address, such as ana@example.org.", field="email", problem="malformed"
        )
    return address
