"""What people type in for Providers: cleaned, or refused with the reason."""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import cast
from urllib.parse import urlsplit

from vidgenie import net
from vidgenie.domain.ports.declared import Option, OptionKind
from vidgenie.errors import InvalidInput

LONGEST_ADDRESS = 300  # characters
LONGEST_TEXT = 500  # characters
LARGEST_JSON = 200_000  # bytes
DEEPEST_JSON = 50
MOST_USD = 1000
_FINEST_USD = -6  # millionths of a dollar
_SCHEMES = ("http", "https")
_SWITCH = ("true", "false")


def clean_value(option: Option, text: str, *, private_addresses: bool) -> str:
    """The value as it is kept; "" takes an option back.

    private_addresses: whether addresses that are not public will do; names are not
    looked up here, whoever dials them checks what they lead to.
    Raises InvalidInput with the option's name as its field.
    """
    # JSON is kept as it was written: people come back to edit it.
    text = text.strip()
    if not text:
        return ""
    if option.kind is OptionKind.ADDRESS:
        return _address(option.name, text, private_addresses=private_addresses)
    if option.kind is OptionKind.CHOICE:
        return _one_of(option.name, text, option.allowed)
    return _CLEAN[option.kind](option.name, text)


def _address(name: str, text: str, *, private_addresses: bool) -> str:
    url = text.rstrip("/")
    if len(url) > LONGEST_ADDRESS:
        raise _refused(name, "too_long", max=LONGEST_ADDRESS)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _refused(name, "malformed") from None
    if parts.scheme not in _SCHEMES:
        raise _refused(name, "scheme")
    if not parts.hostname:
        raise _refused(name, "malformed")
    if "?" in url or "#" in url:
        raise _refused(name, "malformed")
    # Any port will do: people run servers of their own on the strangest ones.
    usual = 443 if parts.scheme == "https" else 80
    rules = net.FetchRules(
        ports={parts.scheme: frozenset({port or usual})},
        allowed=frozenset({net.origin_of(url)} if private_addresses else ()),
        about=name,
    )
    net.check_url(url, rules)
    return url


def _one_of(name: str, text: str, allowed: tuple[str, ...]) -> str:
    if text not in allowed:
        raise _refused(name, "not_allowed")
    return text


def _switch(name: str, text: str) -> str:
    return _one_of(name, text, _SWITCH)


def _text(name: str, text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise _refused(name, "too_long", max=LONGEST_TEXT)
    if not text.isprintable():
        raise _refused(name, "not_text")
    return text


def _usd(name: str, text: str) -> str:
    # 1e3 and Infinity are numbers to Python, and no price to anybody.
    if not text.isascii() or any(letter not in "0123456789." for letter in text):
        raise _refused(name, "not_a_price", max=MOST_USD)
    try:
        amount = Decimal(text)
    except InvalidOperation:
        raise _refused(name, "not_a_price", max=MOST_USD) from None
    exponent = amount.normalize().as_tuple().exponent
    if amount > MOST_USD or not isinstance(exponent, int) or exponent < _FINEST_USD:
        raise _refused(name, "not_a_price", max=MOST_USD)
    return f"{amount.normalize():f}"


def _json(name: str, text: str) -> str:
    if len(text.encode(errors="replace")) > LARGEST_JSON:
        raise _refused(name, "too_long", max=LARGEST_JSON)
    try:
        value: object = json.loads(text, parse_constant=_no_constant)
    except RecursionError:
        raise _refused(name, "too_deep", max=DEEPEST_JSON) from None
    except ValueError:
        raise _refused(name, "not_json") from None
    if _is_deep(value):
        raise _refused(name, "too_deep", max=DEEPEST_JSON)
    return text


def _no_constant(word: str) -> None:
    """NaN and Infinity are not JSON, whatever Python thinks."""
    raise ValueError(word)


def _is_deep(value: object) -> bool:
    """Whether it is nested deeper than we hand on; without recursion of our own."""
    waiting: list[tuple[object, int]] = [(value, 1)]
    while waiting:
        part, depth = waiting.pop()
        if isinstance(part, dict):
            inner = list(cast("dict[str, object]", part).values())
        elif isinstance(part, list):
            inner = cast("list[object]", part)
        else:
            continue
        if depth > DEEPEST_JSON:
            return True
        waiting += [(each, depth + 1) for each in inner]
    return False


_CLEAN: Mapping[OptionKind, Callable[[str, str], str]] = {
    OptionKind.SWITCH: _switch,
    OptionKind.CONSENT: _switch,
    OptionKind.TEXT: _text,
    OptionKind.USD: _usd,
    OptionKind.JSON: _json,
}


def _refused(name: str, problem: str, **params: object) -> InvalidInput:
    return InvalidInput("This value cannot be used.", field=name, problem=problem, **params)
