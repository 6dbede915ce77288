"""Captions as files that players read: SubRip (.srt) and WebVTT (.vtt)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vidgenie.domain.caption_words import joined
from vidgenie.domain.captions import TimedWord
from vidgenie.domain.word_units import is_wide
from vidgenie.media.captions.groups import direction, groups

LINE = 42
"""Characters of a line; Chinese, Japanese and Korean ones count twice."""

_LINES = 2
_MOST_WORDS = 16
_LINGER = 0.2  # seconds a text stays when nothing follows
_SHORTEST = 1  # milliseconds
_LONGEST = 7_000  # milliseconds before a text is taken away though nothing follows
# No-break spaces are none of these.
_BREAKS = re.compile(r"[ \x00-\x1f\x7f-\x9f\u2028\u2029]+")
_RIGHT_MARK = "\u200f"
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\u200e": "&lrm;", "\u200f": "&rlm;"}


@dataclass(frozen=True, slots=True)
class Cue:
    """One text; start, end: milliseconds."""

    start: int
    end: int
    lines: tuple[str, ...]


def srt(words: Sequence[TimedWord], language: str) -> str:
    """The words as SubRip; "" when there are none."""
    blocks = (
        f"{number}\n{_time(cue.start, ',')} --> {_time(cue.end, ',')}\n"
        + "".join(f"{_plain(line)}\n" for line in cue.lines)
        for number, cue in enumerate(cues(words, language), 1)
    )
    return "\n".join(blocks)


def vtt(words: Sequence[TimedWord], language: str) -> str:
    """The words as WebVTT; a header alone when there are none."""
    blocks = (
        f"{_time(cue.start, '.')} --> {_time(cue.end, '.')}\n"
        + "".join(f"{_entities(line)}\n" for line in cue.lines)
        for cue in cues(words, language)
    )
    return "\n".join(("WEBVTT\n", *blocks))


def cues(words: Sequence[TimedWord], language: str) -> list[Cue]:
    """The words in texts of at most two lines, none while another is shown.

    A text begins with its first word, and is over with its last or when the next begins.
    """
    shown = [part for word in words for part in _short(word)]
    found = groups(shown, most=_MOST_WORDS, chars=_LINES * LINE, fits=_fits)
    result = list[Cue]()
    earliest = 0
    for index, group in enumerate(found):
        start = max(earliest, round(group[0].start * 1000))
        end = max(round((group[-1].end + _LINGER) * 1000), start + _SHORTEST)
        end = min(end, max(start + _LONGEST, round(group[-1].end * 1000)))
        if index + 1 < len(found):
            end = max(min(end, round(found[index + 1][0].start * 1000)), start + _SHORTEST)
        lines = _lines([word.text for word in group])
        result.append(Cue(start, end, tuple(_directed(line, lines, language) for line in lines)))
        earliest = end
    return result


def _fits(group: Sequence[TimedWord]) -> bool:
    return all(_width(line) <= LINE for line in _lines([word.text for word in group]))


def _lines(texts: Sequence[str]) -> list[str]:
    """One line, or the two that are most alike in length."""
    whole = joined(texts)
    if _width(whole) <= LINE or len(texts) < 2:
        return [whole]
    options = ([joined(texts[:cut]), joined(texts[cut:])] for cut in range(1, len(texts)))
    return min(options, key=lambda lines: max(map(_width, lines)))


def _short(word: TimedWord) -> Iterator[TimedWord]:
    """The word on one line; one longer than a line in parts, its time shared."""
    text = _BREAKS.sub(" ", word.text).strip(" ")
    parts, part = list[str](), ""
    for sign in text:
        if _width(part + sign) > LINE:
            parts.append(part)
            part = ""
        part += sign
    parts = [part.strip(" ") for part in (*parts, part) if part.strip(" ")]
    step = (word.end - word.start) / max(1, len(parts))
    for index, part in enumerate(parts):
        yield TimedWord(part, word.start + index * step, word.start + (index + 1) * step)


def _directed(line: str, lines: Sequence[str], language: str) -> str:
    """Players find a line's direction by its first letter; a mark says when it is another."""
    is_right = direction("".join(lines), language) == "R"
    return f"{_RIGHT_MARK}{line}" if is_right and direction(line) != "R" else line


def _width(text: str) -> int:
    return sum(2 if is_wide(sign) else 1 for sign in text)


def _time(milliseconds: int, point: str) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}{point}{rest:03d}"


def _plain(line: str) -> str:
    """SubRip has no escapes: what players take for a time or a tag is parted."""
    return line.replace("-->", "\u2192").replace("{\\", "{\u2060\\")


def _entities(line: str) -> str:
    return "".join(_ENTITIES.get(sign, sign) for sign in line)
