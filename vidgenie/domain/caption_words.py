"""The words of captions: where they come from, when each is said, how it is spelled."""

import json
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import cast

from vidgenie.domain.captions import TimedWord
from vidgenie.domain.files import FileValue
from vidgenie.domain.spoken import spoken_words
from vidgenie.domain.word_units import CLAUSE_END, SENTENCE_END, is_unspaced, syllables, units
from vidgenie.errors import InvalidInput

MOST_WORDS = 20_000
"""Words of one Captions; what a text or a Provider has beyond that is left out."""
LONGEST_WORD = 200
"""Characters of one word; the rest of it is left out."""

NBSP, NARROW, APOSTROPHE = "\u00a0", "\u202f", "\u2019"

# Seconds, as the local voices speak French and English (fitted to the times they tell):
# of a syllable, of a letter, less than nothing for beginning; no word is shorter than the last.
_SYLLABLE, _LETTER, _BEGINNING, _SHORTEST = 0.083, 0.04, -0.06, 0.05
_DRAWN_OUT = {"sentence": 0.21, "clause": 0.13, "": 0.0}  # how much longer before a mark
_SILENCE = {"sentence": 0.22, "clause": 0.11, "": 0.045}  # and what follows
_SPACES = f"[ {NBSP}{NARROW}]*"
_QUOTED = re.compile(r"(?<=\w)'(?=\w)")
_HIGH_MARKS = re.compile(rf"(?<=[^\s{NBSP}{NARROW}?!;]){_SPACES}([?!;]+)(?![\w/=&#])")
_COLON = re.compile(rf"(?<=\w){_SPACES}:(?=\s|$)")
_OPENING = re.compile(rf"«{_SPACES}")
_CLOSING = re.compile(rf"(?<=[^\s{NBSP}{NARROW}]){_SPACES}»")


@dataclass(frozen=True, slots=True)
class Edit:
    """A word put right by hand; None leaves as it is.

    word: its index. text: "" takes it out, several words share its time.
    start, end: seconds, as in TimedWord; the words beside it make room.
    """

    word: int
    text: str | None = None
    start: float | None = None
    end: float | None = None


def words_of(speech: FileValue, language: str = "") -> tuple[TimedWord, ...]:
    """The words that came with the speech, in order, no two at once; () when none did.

    What is malformed in its origin's "words" is left out: services differ.
    """
    return read_words(speech.origin.get("words", ""), language)


def read_words(text: str, language: str = "") -> tuple[TimedWord, ...]:
    """The words in JSON, [[text, start, end]...]; () for anything else."""
    try:
        found = json.loads(text or "[]")
    except (ValueError, RecursionError):
        return ()
    if not isinstance(found, list):
        return ()
    items = (_word(item) for item in cast("list[object]", found)[:MOST_WORDS])
    parts = (part for word in items if word for part in _parted(word, language))
    return _in_order(parts)


def estimate(
    text: str, seconds: float | None, language: str, at: float = 0.0
) -> tuple[TimedWord, ...]:
    """Every word of the text with the moments it is probably said at.

    The time is shared by syllables, with pauses after marks.
    seconds: how long saying it takes; None = as long as it usually would.
    at: seconds at which it begins.
    """
    words = spelled(text, language)
    weights = [_weight(word, language) for word in words]
    total = sum(said + pause for said, pause in weights) - (weights[-1][1] if weights else 0.0)
    usable = max(0.0, natural_seconds(text, language) if seconds is None else seconds)
    scale = usable / total if total else 0.0
    found = list[TimedWord]()
    now = 0.0
    for word, (said, pause) in zip(words, weights, strict=True):
        start, end = at + now * scale, at + (now + said) * scale
        found.append(TimedWord(word, round(start, 3), round(end, 3)))
        now += said + pause
    return tuple(found)


def natural_seconds(text: str, language: str) -> float:
    """How long saying the text usually takes, without a pause at its end."""
    weights = [_weight(word, language) for word in spelled(text, language)]
    return round(sum(map(sum, weights)) - (weights[-1][1] if weights else 0.0), 3)


def spelled(text: str, language: str) -> list[str]:
    """The words of a text as captions show them.

    Where words are written without spaces between them, small parts of the text.
    """
    found = (word.text for word in spoken_words(typographic(text, language)))
    parts = (part for word in found for part in units(word, language))
    return [part[:LONGEST_WORD] for part, _ in zip(parts, range(MOST_WORDS), strict=False)]


def respelled(words: Sequence[TimedWord], text: str, language: str) -> tuple[TimedWord, ...]:
    """The words in the spelling of the text, when it has as many; else as they are."""
    shown = spelled(text, language)
    if len(shown) != len(words):
        return tuple(words)
    return tuple(replace(word, text=new) for word, new in zip(words, shown, strict=True))


def typographic(text: str, language: str) -> str:
    """The text with the apostrophes and, in French, the spaces that printers use.

    French has a narrow no-break space before ; ! ? and inside « », a no-break
    space before a colon. Times (10:30) and addresses are left alone.
    """
    text = _QUOTED.sub(APOSTROPHE, text)
    if language[:2].lower() != "fr":
        return text
    text = _HIGH_MARKS.sub(rf"{NARROW}\1", text)
    text = _COLON.sub(f"{NBSP}:", text)
    text = _OPENING.sub(f"«{NARROW}", text)
    return _CLOSING.sub(f"{NARROW}»", text)


def edited(words: Sequence[TimedWord], edits: Iterable[Edit]) -> tuple[TimedWord, ...]:
    """The words with these changes; the words beside one that moved make room for it.

    Raises InvalidInput (field edits): out_of_range for a word that is not there,
    out_of_order for times in which a word would not come after the one before it.
    """
    found: list[TimedWord | None] = list(words)
    texts = dict[int, str]()
    for edit in edits:
        if not 0 <= edit.word < len(words):
            message = f"There is no word {edit.word}."
            raise InvalidInput(message, field="edits", problem="out_of_range", word=edit.word)
        if edit.text is not None:
            texts[edit.word] = edit.text
        _move(found, edit)
    for index, text in texts.items():
        if not text.strip():
            found[index] = None
    shown = list[TimedWord]()
    for index, word in enumerate(found):
        if word is not None:
            shown += _shared(word, texts[index]) if index in texts else [word]
    return tuple(shown)


def joined(texts: Iterable[str]) -> str:
    """The words as one line: spaces only where their script has some."""
    line = ""
    for text in texts:
        is_close = not line or (is_unspaced(line[-1]) and is_unspaced(text[:1]))
        line += text if is_close else f" {text}"
    return line


def _move(words: list[TimedWord | None], edit: Edit) -> None:
    word = words[edit.word]
    if word is None or (edit.start is None and edit.end is None):
        return
    start = word.start if edit.start is None else edit.start
    end = word.end if edit.end is None else edit.end
    before = words[edit.word - 1] if edit.word else None
    after = words[edit.word + 1] if edit.word + 1 < len(words) else None
    is_late = after is not None and end >= after.end > after.start
    if not 0 <= start < end or (before and start <= before.start) or is_late:
        message = "A word comes after the one before it and ends after it began."
        raise InvalidInput(message, field="edits", problem="out_of_order", word=edit.word)
    words[edit.word] = replace(word, start=start, end=end)
    if before:
        words[edit.word - 1] = replace(before, end=min(before.end, start))
    if after:
        words[edit.word + 1] = replace(after, start=max(after.start, end))


def _shared(word: TimedWord, text: str) -> list[TimedWord]:
    """The new text in the time of the word, by the length of its parts."""
    parts = [part[:LONGEST_WORD] for part in text.split(" ") if part.strip()]
    return _spread(word, parts)


def _parted(word: TimedWord, language: str) -> list[TimedWord]:
    return _spread(word, units(typographic(word.text, language), language))


def _spread(word: TimedWord, parts: Sequence[str]) -> list[TimedWord]:
    total = sum(map(len, parts))
    found = list[TimedWord]()
    start, done = word.start, 0
    for part in parts:
        done += len(part)
        end = word.start + (word.end - word.start) * done / total
        found.append(TimedWord(part, round(start, 3), round(end, 3)))
        start = end
    return found


def _word(item: object) -> TimedWord | None:
    if not isinstance(item, list):
        return None
    parts = cast("list[object]", item)
    if len(parts) != 3 or not isinstance(parts[0], str) or not parts[0].strip():
        return None
    start, end = parts[1:]
    if not isinstance(start, int | float) or not isinstance(end, int | float):
        return None
    if not math.isfinite(start) or not math.isfinite(end) or max(start, end) > 1e6:
        return None
    return TimedWord(" ".join(parts[0].split(" "))[:LONGEST_WORD], start, end)


def _in_order(words: Iterable[TimedWord]) -> tuple[TimedWord, ...]:
    """The same words, none beginning before the last one has, and none sounding on over it."""
    found = list[TimedWord]()
    for word in words:
        start = max(word.start, found[-1].start if found else 0.0)
        if found and found[-1].end > start:
            found[-1] = replace(found[-1], end=start)
        found.append(TimedWord(word.text, start, max(word.end, start)))
    return tuple(found)


def _weight(word: str, language: str) -> tuple[float, float]:
    """Seconds it usually takes to say the word, and of the silence after it."""
    letters = sum(sign.isalnum() for sign in word)
    mark = "sentence" if SENTENCE_END.search(word) else "clause" if CLAUSE_END.search(word) else ""
    said = _SYLLABLE * syllables(word, language) + _LETTER * letters + _BEGINNING
    return max(_SHORTEST, said) + _DRAWN_OUT[mark], _SILENCE[mark]
