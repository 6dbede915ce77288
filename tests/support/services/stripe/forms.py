"""Forms as Stripe takes them: a[b][0][c]=text."""

import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Asked = dict[str, Any]


def read_query(path: str) -> Asked:
    """What stands behind the question mark."""
    return read_form(urlsplit(path).query)


def read_form(text: str) -> Asked:
    """The form as nested dicts and lists; values are texts."""
    found: Asked = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        head, *rest = re.findall(r"[^\[\]]+", name)
        place = found
        for part in rest:
            place, head = place.setdefault(head, {}), part
        place[head] = value
    return _lists(found)


def _lists(value: Any) -> Any:
    """Members that are named 0, 1, 2... as the list they mean."""
    if not isinstance(value, dict):
        return value
    made = {name: _lists(member) for name, member in value.items()}
    if made and all(name.isdecimal() for name in made):
        return [made[name] for name in sorted(made, key=int)]
    return made
