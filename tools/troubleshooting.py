"""Write docs/troubleshooting.md and its French twin from the causes of errors; --check compares."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from vidgenie.domain.causes import CAUSES, Action, Cause, Stage
from vidgenie.ui.i18n import catalogue

_DOCS = Path(__file__).parent.parent / "docs"
PAGES = {"en": _DOCS / "troubleshooting.md", "fr": _DOCS / "troubleshooting.fr.md"}
_PLACEHOLDER = re.compile(r"{(\w+)}")
# A field or a thing that only the error knows, at the end of a sentence.
_NAMED = re.compile(r"\s*: {(?:field|what)}")


class _Words(NamedTuple):
    """What the page says itself. names: what stands for a value that only the error knows."""

    head: str
    click: str
    billed: str
    also: str
    names: dict[str, str]


_SAID = {
    "en": _Words(
        """# Troubleshooting

What can go wrong, why, and what helps; `python tools/troubleshooting.py` writes this page from
the table the error cards use. The name in code letters is `code`, or `code.problem`, of the error
as the card's `data-code` and the REST API say it. Credits are only ever taken for what was made
and passed the check; whether a service has charged your own key is said where it may have.

[En français](troubleshooting.fr.md)
""",
        "One click:",
        "The service may have charged for it.",
        "More exactly:",
        {"provider": "the service", "title": "the service"},
    ),
    "fr": _Words(
        """# En cas de problème

Ce qui peut aller de travers, pourquoi, et ce qui aide. `python tools/troubleshooting.py` écrit
cette page à partir de la table dont se servent les cartes d\u2019erreur. Le nom en lettres de code
est le `code`, ou `code.problem`, de l\u2019erreur telle que la carte (`data-code`) et
l\u2019API REST la disent. Des crédits ne sont pris que pour ce qui a été produit et vérifié. Là où
un service a peut-être débité votre propre compte, c\u2019est dit.

[In English](troubleshooting.md)
""",
        "En un clic\u202f:",
        "Le service l\u2019a peut-être facturé.",
        "Plus précisément\u202f:",
        {"provider": "le service", "title": "le service"},
    ),
}


def page(language: str) -> str:
    """The whole page."""
    said, texts = _SAID[language], _texts(language)
    parts = [said.head]
    for stage in Stage:
        parts.append(f"\n## {texts[f'cause.stage_{stage}']}\n")
        parts += [
            _section(key, cause, language) for key, cause in CAUSES.items() if cause.stage is stage
        ]
    return "".join(parts)


def _section(key: str, cause: Cause, language: str) -> str:
    said, texts = _SAID[language], _texts(language)
    lines = [f"\n### {_sentence(key, 'error', language).rstrip('.')}\n\n`{key}`\n\n"]
    lines.append(f"{_sentence(key, 'remedy', language)}\n")
    clicks = [
        texts[f"cause.act_{action}"]
        for action in cause.actions
        if action not in {Action.WAIT, Action.NONE}
    ]
    if clicks:
        lines.append(f"\n{said.click} {', '.join(clicks)}.\n")
    if cause.may_be_billed:
        lines.append(f"\n{said.billed}\n")
    if more := list(_more(key, language)):
        lines.append(f"\n{said.also}\n\n")
        lines += more
    return "".join(lines)


def _more(key: str, language: str) -> Iterator[str]:
    """Problems with words of their own that have the cause of their code."""
    for name in _texts(language):
        group, _, rest = name.partition(".")
        if group == "error" and rest.startswith(f"{key}.") and _nearest(rest) == key:
            told = _sentence(rest, "error", language)
            remedy = _sentence(rest, "remedy", language)
            yield f"- `{rest}` {told} {remedy}\n"


def _nearest(key: str) -> str:
    """The cause an error of this name has."""
    while key not in CAUSES:
        key = key.rpartition(".")[0]
    return key


def _sentence(key: str, group: str, language: str) -> str:
    """The most exact words there are, with a word for each value."""
    texts = _texts(language)
    while f"{group}.{key}" not in texts:
        key = key.rpartition(".")[0]
    names = _SAID[language].names
    text = _NAMED.sub("", texts[f"{group}.{key}"])
    text = _PLACEHOLDER.sub(lambda found: names.get(found[1], "…"), text)
    return text[:1].upper() + text[1:]


def _texts(language: str) -> dict[str, str]:
    return {key: text for key, text in catalogue.texts(language).items() if isinstance(text, str)}


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(any(path.read_text(encoding="utf-8") != page(at) for at, path in PAGES.items()))
    for at, path in PAGES.items():
        path.write_text(page(at), encoding="utf-8")
