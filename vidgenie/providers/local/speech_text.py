# ruff: noqa: RUF001  # marks that look like others
"""A text to say becomes clauses, each with the mark that ends it."""

import unicodedata
from dataclasses import dataclass

from vidgenie.domain.spoken import SAID_SIGNS, spoken_words

# What the voice makes a pause for, and what stands for it in its alphabet.
_MARKS = {
    **{mark: mark for mark in ".!?;:,—…"},
    "–": "—",
    "।": ".",
    "。": ".",
    "！": "!",
    "？": "?",
    "，": ",",
    "；": ";",
    "：": ":",
}
_FINAL = frozenset(".!?…")
_PLAIN = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "\u202f": " ", "\xa0": " "})
_EMOJI_STYLE = "\ufe0f"
_PICTURES = frozenset({"So", "Sk", "Cc", "Co", "Cn", "Cs"})


@dataclass(frozen=True, slots=True)
class Clause:
    """Words without a pause between them.

    words: which of the text's spoken words, first and one past the last.
    said: what is to be pronounced, word by word, without marks.
    mark: of the pause after it, in the voice's alphabet; "" for none.
    """

    words: tuple[int, int]
    said: tuple[str, ...]
    mark: str

    @property
    def is_final(self) -> bool:
        """Whether a sentence ends here."""
        return self.mark in _FINAL


def clauses(text: str) -> list[Clause]:
    """The text, cut wherever a mark or the end of a line makes a pause."""
    words = spoken_words(text)
    found: list[Clause] = []
    first, said = 0, list[str]()
    for number, word in enumerate(words):
        said.append(_bare(word.text))
        following = words[number + 1].start if number + 1 < len(words) else len(text)
        mark = _mark(word.text) or ("." if "\n" in text[word.end : following] else "")
        if mark or number + 1 == len(words):
            found.append(Clause((first, number + 1), tuple(said), mark))
            first, said = number + 1, []
    return found


def plain(text: str) -> str:
    """The text with nothing in it that would be read out though nobody says it.

    Every sign stays in its place.
    """
    return "".join(
        " " if unicodedata.category(sign) in _PICTURES else sign for sign in text.translate(_PLAIN)
    )


def _bare(word: str) -> str:
    """The word without the marks around it."""
    kept = unicodedata.normalize("NFC", word).translate(_PLAIN)
    start, end = 0, len(kept)
    while start < end and _is_mark(kept[start]):
        start += 1
    while end > start and _is_mark(kept[end - 1]):
        end -= 1
    return kept[start:end]


def _mark(word: str) -> str:
    """The strongest of the marks at its end."""
    marks = list[str]()
    for sign in reversed(word):
        if not _is_mark(sign):
            break
        marks.append(_MARKS.get(sign, ""))
    known = [mark for mark in marks if mark]
    return next((mark for mark in known if mark in _FINAL), known[0] if known else "")


def _is_mark(sign: str) -> bool:
    """Whether it is silent: a separator, a mark, a picture."""
    category = unicodedata.category(sign)
    is_silent = category[0] in "ZPC" or category in ("So", "Sk") or sign == _EMOJI_STYLE
    return is_silent and sign not in SAID_SIGNS
