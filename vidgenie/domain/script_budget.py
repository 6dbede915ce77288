"""How much can be said in a Segment, and a pasted script cut so that each piece fits."""

import math
import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from vidgenie.domain.caption_words import natural_seconds, spelled
from vidgenie.domain.script import ScriptLine
from vidgenie.domain.script_paste import blocks_of
from vidgenie.domain.timeline import LEAD, TAIL
from vidgenie.domain.word_units import CLAUSE_END, SENTENCE_END

MOST_PIECES = 200
"""What a pasted script is cut in at most; the last piece has the rest."""

# Seconds of a word in running text, pauses included, measured by `natural_seconds`: 15 French
# words in a Segment of 5 s. Of Chinese and Japanese, of what captions show as a word.
_SECONDS = {
    "fr": 0.30, "en": 0.29, "es": 0.32, "it": 0.33, "pt": 0.31,
    "de": 0.34, "hi": 0.21, "ja": 0.58, "zh": 0.44,
}  # fmt: skip
_USUAL = 0.32
_WORDS = re.compile(r"[^ \t\r\n\f\v]+")
_SLACK = 1e-6


def room(seconds: float) -> float:
    """Seconds of speech a Segment of so many seconds has room for."""
    return max(0.0, seconds - LEAD - TAIL)


def budget(seconds: float, language: str, speed: float = 1.0) -> int:
    """How many words fit in a Segment of so many seconds, one at least. speed: of the voice."""
    word = _SECONDS.get(language[:2].lower(), _USUAL)
    return max(1, math.floor(room(seconds) * speed / word))


def words_in(text: str, language: str) -> int:
    """How many words of a budget a text has."""
    return len(spelled(text, language))


def spoken_seconds(text: str, language: str, speed: float = 1.0) -> float:
    """How long saying the text probably takes. speed: of the voice, 1.0 is normal."""
    return round(natural_seconds(text, language) / speed, 3)


def cut_in_segments(
    text: str, *, seconds: float, language: str, speed: float = 1.0, segments: int | None = None
) -> list[str]:
    """The texts of `lines_of`, without what is to be filmed."""
    found = lines_of(text, seconds=seconds, language=language, speed=speed, segments=segments)
    return [line.text for line in found]


def lines_of(
    text: str, *, seconds: float, language: str, speed: float = 1.0, segments: int | None = None
) -> list[ScriptLine]:
    """A pasted script cut in Segments, each of which can be said in so many seconds.

    A piece ends with a paragraph or a numbered line, else where a sentence does, else a
    clause, else a word; only a single word may be too long. No word is lost. What stands in
    [brackets] or after "Scene:", "Plan :", "Visuel :", "Prompt:" is to be filmed in the
    Segment it stands before or in, not said.
    segments: as many pieces as this instead, about equally long, when the text is one without
    such marks and has enough words; they may be too long or short.
    """
    blocks = blocks_of(text)
    is_plain = len(blocks) == 1 and not blocks[0].prompt
    most = room(seconds)

    def length(piece: str) -> float:
        return spoken_seconds(piece, language, speed)

    if segments and is_plain:
        return [ScriptLine(piece, "") for piece in _shared(blocks[0].text, segments, length)]
    found = list[ScriptLine]()
    for block in blocks:
        pieces = _greedy(block.text, most, length) if block.text else [""]
        found += [ScriptLine(piece, block.prompt) for piece in pieces]
    return _at_most(found, MOST_PIECES)


def _at_most(lines: list[ScriptLine], most: int) -> list[ScriptLine]:
    if len(lines) <= most:
        return lines
    rest = " ".join(line.text for line in lines[most - 1 :] if line.text)
    return [*lines[: most - 1], ScriptLine(rest, lines[most - 1].prompt)]


def _greedy(text: str, most: float, length: Callable[[str], float]) -> list[str]:
    """Pieces that fit: as many sentences as go in, else clauses, else words."""
    return _filled(_parts(text, SENTENCE_END), most, length, (CLAUSE_END, None))


def _filled(
    parts: Sequence[str],
    most: float,
    length: Callable[[str], float],
    finer: tuple[re.Pattern[str] | None, ...],
) -> list[str]:
    pieces = list[str]()
    piece = ""
    for part in parts:
        both = f"{piece} {part}" if piece else part
        if length(both) <= most + _SLACK:
            piece = both
            continue
        if piece:
            pieces.append(piece)
        piece = part
        if length(part) > most + _SLACK and finer:
            *whole, piece = _filled(_split(part, finer[0]), most, length, finer[1:]) or [part]
            pieces += whole
    return [*pieces, piece] if piece else pieces


def _split(text: str, end: re.Pattern[str] | None) -> list[str]:
    return _WORDS.findall(text) if end is None else _parts(text, end)


def _parts(text: str, end: re.Pattern[str]) -> list[str]:
    """The text after each word with such an end."""
    parts = list[list[str]]([[]])
    for word in _WORDS.findall(text):
        parts[-1].append(word)
        if end.search(word):
            parts.append([])
    return [" ".join(part) for part in parts if part]


def _shared(text: str, pieces: int, length: Callable[[str], float]) -> list[str]:
    """The text in as many pieces, about equally long, where possible after a sentence."""
    words = _WORDS.findall(text)
    pieces = min(pieces, len(words))
    if pieces <= 1:
        return [" ".join(words)] if words else []
    times = [0.0]
    for word in words:
        times.append(times[-1] + length(word) + _SLACK)
    whole = times[-1]
    cuts = [0]
    for number in range(1, pieces):
        ideal = whole * number / pieces
        last = len(words) - (pieces - number)
        cuts.append(
            min(
                range(cuts[-1] + 1, last + 1),
                key=lambda cut: abs(times[cut] - ideal) + _away(words[cut - 1], whole / pieces),
            )
        )
    return [" ".join(words[start:stop]) for start, stop in pairwise((*cuts, len(words)))]


def _away(word: str, usual: float) -> float:
    """How far a better end of a piece may be, in seconds."""
    if SENTENCE_END.search(word):
        return 0.0
    return usual * (0.3 if CLAUSE_END.search(word) else 0.8)
