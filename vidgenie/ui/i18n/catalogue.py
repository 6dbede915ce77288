"""The texts, read from en/*.json and fr/*.json: the file's name is the first part of the key."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "fr")
_PLACEHOLDER = re.compile(r"{(\w+)}")

Text = str | dict[str, str]
"""One text, or its plural forms ("one", "other"), chosen by the value of `n`."""


@cache
def texts(language: str) -> Mapping[str, Text]:
    """Key -> text in one language."""
    found: dict[str, Text] = {}
    for path in sorted((Path(__file__).parent / language).glob("*.json")):
        entries = json.loads(path.read_text(encoding="utf-8"))
        found.update({f"{path.stem}.{key}": text for key, text in entries.items()})
    return found


def placeholders(text: Text) -> frozenset[str]:
    """Names in braces, of all plural forms together."""
    return frozenset(name for form in forms(text) for name in _PLACEHOLDER.findall(form))


def forms(text: Text) -> Iterator[str]:
    """The text itself, or each of its plural forms."""
    if isinstance(text, str):
        yield text
    else:
        yield from text.values()


def javascript() -> str:
    """A module whose default export maps each key to its texts, in the order of LANGUAGES."""
    table = {key: [texts(language)[key] for language in LANGUAGES] for key in texts("en")}
    return f"export default {json.dumps(table, ensure_ascii=False, separators=(',', ':'))};\n"
