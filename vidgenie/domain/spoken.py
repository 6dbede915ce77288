"""The words of a text as somebody says them: what captions show, and when."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

# Only these part words: "nuit ?" with a no-break space stays together.
_TOKEN = re.compile(r"[^ \t\r\n\f\v]+")
SAID_SIGNS = frozenset("%&@°§")
"""Signs with a name that people say."""

_SAID = ("L", "N", "Sc", "Sm")
_OPENING = ("Ps", "Pi")


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """A word with the marks that belong to it, as "« Bonjour »" or "nuit ?".

    start, end: where it stands in the text: `text[start:end]`.
    """

    text: str
    start: int
    end: int


def spoken_words(text: str) -> list[SpokenWord]:
    """Every word of the text, in its spelling; [] when there is nothing to say.

    A mark that stands alone goes with the word before it, an opening one, and one that
    nothing stands before, with the word after it.
    """
    spans: list[list[int]] = []
    opened: int | None = None  # where the marks begin that wait for their word
    for found in _TOKEN.finditer(text):
        if is_said(found[0]):
            spans.append([found.start() if opened is None else opened, found.end()])
            opened = None
        elif opened is None and (not spans or _opens(found[0])):
            opened = found.start()
        elif opened is None:
            spans[-1][1] = found.end()
    if opened is not None and spans:
        spans[-1][1] = len(text.rstrip())
    return [SpokenWord(text[start:end], start, end) for start, end in spans]


def is_said(text: str) -> bool:
    """Whether anything in it is spoken: a letter, a digit, "%"; not a mark, not an emoji."""
    return any(sign in SAID_SIGNS or _category(sign).startswith(_SAID) for sign in text)


def _opens(mark: str) -> bool:
    return _category(mark[-1]) in _OPENING


def _category(sign: str) -> str:
    return unicodedata.category(sign)


def timed(text: str, times: Iterable[tuple[float, float]]) -> list[tuple[str, float, float]]:
    """[text, start, end] of every word, from the times of every character of the text.

    times: (start, end) in seconds, as many as the text has characters.
    """
    known = list(times)
    if len(known) != len(text):
        raise ValueError(f"{len(known)} times for {len(text)} characters")
    return [
        (word.text, round(known[word.start][0], 3), round(known[word.end - 1][1], 3))
        for word in spoken_words(text)
    ]
