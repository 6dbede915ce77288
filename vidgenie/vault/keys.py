"""What people paste as a key: cleaned, or refused with the reason."""

import base64
import binascii
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import cast

from vidgenie.domain.ports.declared import KeyForm
from vidgenie.errors import InvalidInput

SHORTEST = 8  # characters
LONGEST = 2000  # characters
LONGEST_FILE = 16_000  # characters; Google's are about 2,400
# What is used of a service account's file; the rest is not kept.
_NEEDED = ("type", "project_id", "private_key_id", "private_key", "client_email")
_PEM = "-----BEGIN "


def clean_key(
    text: str, *, field: str, form: KeyForm, others: Iterable[tuple[str, KeyForm]]
) -> str:
    """The key without the blanks around it; a JSON file as base64 of what is needed of it.

    field: where it was typed. form: what keys of its service look like.
    others: titles of the other services, and what their keys look like; not those whose
        keys will do here too (`KeyForm.accepts`).
    What comes back is printable ASCII without blanks, and cleaning it again changes nothing.
    Raises InvalidInput (empty, too_short, too_long, not_ascii, has_space,
    control_character, malformed, other_service with the title of that service); it never
    quotes the key.
    """
    key = text.strip(" \t\r\n")
    if form.is_json and _is_file(key):
        return _packed(key, field=field)
    problem = _problem(key)
    if problem:
        raise _refused(problem, field)
    if not _matches(form, key):
        for title, other in others:
            if _matches(other, key):
                message = f"This looks like a key for {title}."
                raise InvalidInput(message, field=field, problem="other_service", service=title)
    return key


_MESSAGES = {
    "empty": "Paste the key here.",
    "too_long": f"A key has at most {LONGEST} characters.",
    "control_character": "There is a line break or an invisible character in the key.",
    "not_ascii": "There is a letter in the key that no key has; copy it again.",
    "has_space": "There is a blank in the key; copy it again, alone.",
    "too_short": f"A key has at least {SHORTEST} characters.",
    "malformed": "This is not the whole JSON file of a service account.",
}


def _refused(problem: str, field: str) -> InvalidInput:
    return InvalidInput(_MESSAGES[problem], field=field, problem=problem)


def _problem(key: str) -> str:
    checks = {
        "empty": not key,
        "too_long": len(key) > LONGEST,
        "control_character": any(unicodedata.category(char) == "Cc" for char in key),
        "not_ascii": not key.isascii(),
        "has_space": " " in key,
        "too_short": len(key) < SHORTEST,
    }
    return next((problem for problem, is_so in checks.items() if is_so), "")


def _matches(form: KeyForm, key: str) -> bool:
    return bool(form.pattern) and re.fullmatch(form.pattern, key) is not None


def _is_file(key: str) -> bool:
    """Whether this was meant to be a JSON file: as it is, or as we keep it."""
    # Some editors begin files with a mark.
    return key.lstrip("\ufeff").startswith("{") or key.startswith("eyJ")


def _packed(key: str, *, field: str) -> str:
    if len(key) > LONGEST_FILE:
        raise _refused("too_long", field)
    account = _account(key.lstrip("\ufeff"))
    if account is None:
        raise _refused("malformed", field)
    kept = {name: account[name] for name in _NEEDED}
    return base64.b64encode(json.dumps(kept, separators=(",", ":")).encode()).decode()


def _account(text: str) -> Mapping[str, str] | None:
    """The service account, None when it is none or not all of it."""
    try:
        if not text.startswith("{"):
            text = base64.b64decode(text, validate=True).decode()
        read: object = json.loads(text)
    except (binascii.Error, ValueError, RecursionError):
        return None
    if not isinstance(read, dict):
        return None
    said = cast("dict[str, object]", read)
    if any(not isinstance(said.get(name), str) or not said[name] for name in _NEEDED):
        return None
    account = cast("dict[str, str]", said)
    is_whole = account["private_key"].startswith(_PEM) and "-----END " in account["private_key"]
    return account if account["type"] == "service_account" and is_whole else None
