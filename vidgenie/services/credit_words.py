"""What people see in the history of credits, so that they find it by the words they see.

The texts are those of the pages: they are read as data, in the reader's language and in English.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from vidgenie.ledger.history import EntryRow
from vidgenie.library.tables import fold

LANGUAGES = ("en", "fr")
_GROUPS = ("reason", "credits_word", "credits", "node", "plan", "admin_word")
# What a Node of this type does, as the price table calls it.
_KINDS = {
    "enhance": "text",
    "script": "text",
    "image": "image",
    "video": "video",
    "speech": "speech",
}
# Words people use for what the pages say otherwise.
_ALSO = {
    "en": {"refund": "refund", "platform_failure": "refund", "payment_returned": "refund"},
    "fr": {
        "refund": "remboursement remboursés",
        "platform_failure": "remboursement remboursés",
        "payment_returned": "remboursement remboursé",
        "pack": "achat",
    },
}


@dataclass(frozen=True, slots=True)
class Found:
    """One word that is looked for, and the codes whose words contain it."""

    word: str
    reasons: frozenset[str]
    types: frozenset[str]
    nodes: frozenset[str]
    providers: frozenset[str]
    plans: frozenset[str]

    @property
    def asks_nodes(self) -> bool:
        """Whether what was charged has to be known."""
        return bool(self.nodes or self.providers)

    def is_in(self, row: EntryRow, text: str, made: tuple[str, str] | None) -> bool:
        """Whether an entry has it. text: folded; made: type and Provider of the Node."""
        if self.word in text or row.type in self.types or row.reason in self.reasons:
            return True
        # Twin of `storyOf` of the page: whoever gave the words, it was one of these.
        if "adjust" in self.reasons and "adjusted" in row.metadata:
            return True
        if "refund" in self.reasons and row.type == "credit" and row.run_id:
            return True
        if self.plans and row.reason == "plan" and row.metadata.get("product") in self.plans:
            return True
        return made is not None and (made[0] in self.nodes or made[1] in self.providers)


def meanings(
    words: str,
    *,
    language: str,
    providers: Mapping[str, str],
    plans: Iterable[tuple[str, str]] = (),
) -> list[Found]:
    """Each word with what it may stand for; neither case nor accents count.

    providers: slug -> title. plans: slug and name of Plans that are in no catalogue.
    """
    spoken = {"en", language if language in LANGUAGES else "en"}
    seen = [pair for one in sorted(spoken) for pair in _labels(one)]
    seen += [("provider", slug, fold(title)) for slug, title in providers.items()]
    seen += [("plan", slug, fold(name)) for slug, name in plans]
    return [_found(word, seen) for word in fold(words).split()]


def _found(word: str, seen: Iterable[tuple[str, str, str]]) -> Found:
    codes = dict[str, set[str]]()
    for sort, code, label in seen:
        if word in label:
            codes.setdefault(sort, set()).add(code)
    sorts = ("reason", "type", "node", "provider", "plan")
    return Found(word, *(frozenset(codes.get(sort, ())) for sort in sorts))


@cache
def _labels(language: str) -> tuple[tuple[str, str, str], ...]:
    """(sort, code, folded words) of everything that is written on an entry."""
    texts = {group: _texts(language, group) for group in _GROUPS}
    found = [("reason", code, text) for code, text in texts["reason"].items()]
    found += [("reason", code, text) for code, text in _ALSO[language].items()]
    for code in ("credit", "debit", "hold", "release"):
        found.append(("type", code, texts["credits_word"][f"type_{code}"]))
    found.append(("type", "hold", texts["credits"]["set_aside"]))
    found.append(("type", "release", texts["credits"]["given_back"]))
    found += [("node", code, text) for code, text in texts["node"].items()]
    for node, kind in _KINDS.items():
        found.append(("node", node, texts["admin_word"][f"kind_{kind}"]))
    for name, text in texts["admin_word"].items():
        action = name.removeprefix("action_").partition(".")[0]
        if name.startswith("action_") and action in _KINDS:
            found.append(("node", action, text))
    found += [("plan", code.removesuffix("_name"), text) for code, text in texts["plan"].items()]
    return tuple((sort, code, fold(text)) for sort, code, text in found)


def _texts(language: str, group: str) -> dict[str, str]:
    path = files("vidgenie") / "ui" / "i18n" / language / f"{group}.json"
    return {
        key: text
        for key, text in json.loads(path.read_text(encoding="utf-8")).items()
        if isinstance(text, str)
    }
