"""Words that are shown together, and the order they stand in."""

import unicodedata
from collections.abc import Callable, Sequence

from vidgenie.domain.captions import TimedWord
from vidgenie.domain.word_units import SENTENCE_END, is_unspaced, is_wide

PAUSE = 0.6
"""Seconds of silence that end a group."""

_RIGHT_LANGUAGES = ("ar", "he", "fa", "ur", "yi")


def groups(
    words: Sequence[TimedWord],
    *,
    most: int,
    chars: int,
    fits: Callable[[Sequence[TimedWord]], bool] = lambda _words: True,
) -> list[list[TimedWord]]:
    """The words in groups that are shown together; every word is in one, in order.

    A group ends with a sentence, before a PAUSE, and where it is full.
    most: words of a group. chars: of its text, wide ones count twice; a single word may
        have more. fits: whether words may stand together.
    """
    found: list[list[TimedWord]] = []
    is_new = True
    for word in words:
        group = found[-1] if found else []
        if (
            is_new
            or is_full([*group, word], most=_most(most, word), chars=chars)
            or word.start - group[-1].end > PAUSE
            or not fits([*group, word])
        ):
            if not is_new and word.start - group[-1].end <= PAUSE:
                _even(found, word, fits)
            else:
                found.append([word])
        else:
            group.append(word)
        is_new = bool(SENTENCE_END.search(word.text))
    return found


def is_full(words: Sequence[TimedWord], *, most: int, chars: int) -> bool:
    """Whether these are too many for one group."""
    return len(words) > max(1, most) or (len(words) > 1 and _length(words) > chars)


def _most(most: int, word: TimedWord) -> int:
    """Parts of Japanese are shorter than words."""
    return most + 2 if most > 1 and is_unspaced(word.text[:1]) else most


def _even(
    found: list[list[TimedWord]],
    word: TimedWord,
    fits: Callable[[Sequence[TimedWord]], bool],
) -> None:
    """Begin a group because the last one is full; a sentence's last word is not left alone."""
    last = found[-1]
    is_end = bool(SENTENCE_END.search(word.text))
    if is_end and len(last) > 2 and fits([last[-1], word]):
        found.append([last.pop(), word])
    else:
        found.append([word])


def visual(texts: Sequence[str], language: str) -> list[int]:
    """The places of the words from left to right, for words that follow each other in a line.

    Words read from the right stand so: a rule of the Unicode bidirectional algorithm for
    whole words; the letters of each are the renderer's.
    """
    base = direction("".join(texts), language)
    order = list(range(len(texts)))
    ways = [_strong(text) or base for text in texts]
    if base == "R":
        order.reverse()
    found: list[int] = []
    waiting: list[int] = []
    for place in order:
        if ways[place] != base:
            waiting.insert(0, place)
            continue
        found += [*waiting, place]
        waiting = []
    return found + waiting


def direction(text: str, language: str = "") -> str:
    """L or R: how a line of this text runs.

    As its first letter does; where the language is written from the right, so does every
    text with a letter that is.
    """
    is_right = language[:2].lower() in _RIGHT_LANGUAGES
    kinds = {_kind(sign) for sign in text} if is_right else set[str]()
    if is_right and ("R" in kinds or "L" not in kinds):
        return "R"
    return _strong(text) or "L"


def _strong(text: str) -> str:
    return next((kind for sign in text if (kind := _kind(sign))), "")


def _kind(sign: str) -> str:
    kind = unicodedata.bidirectional(sign)
    return "L" if kind == "L" else "R" if kind in ("R", "AL") else ""


def _length(words: Sequence[TimedWord]) -> int:
    signs = sum(2 if is_wide(sign) else 1 for word in words for sign in word.text)
    return signs + sum(1 for word in words[1:] if not is_unspaced(word.text[:1]))
