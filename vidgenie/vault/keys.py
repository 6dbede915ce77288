"""What people paste as a key: cleaned, or refused with the reason."""

import re
import unicodedata
from collections.abc import Iterable

from vidgenie.domain.ports.declared import KeyForm
from vidgenie.errors import InvalidInput

SHORTEST = 8  # characters
LONGEST = 2000  # characters


def clean_key(
    text: str, *, field: str, form: KeyForm, others: Iterable[tuple[str, KeyForm]]
) -> str:
    """The key without the blanks around it.

    field: where it was typed. form: what keys of its service look like.
    others: titles of the other services, and what their keys look like.
    Raises InvalidInput (empty, too_short, too_long, not_ascii, has_space,
    control_character, other_service with the title of that service); it never quotes the key.
    """
    key = text.strip(" \t\r\n")
    problem = _problem(key)
    if problem:
        raise InvalidInput(_MESSAGES[problem], field=field, problem=problem)
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
}


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
