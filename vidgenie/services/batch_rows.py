"""What a row of a batch asks for, or all that is wrong with it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar
from unicodedata import category

from vidgenie.domain.project import (
    LONGEST,
    LONGEST_PROMPT,
    LONGEST_TEXT,
    MOST_SEGMENTS,
    SEGMENT_SECONDS,
    SHORTEST,
)
from vidgenie.domain.script import ScriptLine
from vidgenie.domain.script_budget import lines_of
from vidgenie.domain.spoken import is_said
from vidgenie.errors import InvalidInput, VidGenieError
from vidgenie.services.batch_csv import RawRow, folded
from vidgenie.services.project_making import LONGEST_SCRIPT, USUAL_SECONDS
from vidgenie.services.project_rules import LONGEST_THEME, LONGEST_TITLE

T = TypeVar("T")

_TITLED = 60  # characters of a script that name a video nobody has named
_SECONDS = re.compile(r"(-?\d{1,9})\s*(?:s|sec|seconds|secondes)?", re.IGNORECASE | re.ASCII)
# Folded words for what everybody has; other names are taken as they are.
_PILLARS: Mapping[str, str] = {
    "tips": "tips", "astuce": "tips", "astuces": "tips", "conseil": "tips", "conseils": "tips",
    "education": "education", "formation": "education",
    "story": "story", "histoire": "story", "recit": "story",
}  # fmt: skip
_LANGUAGES: Mapping[str, str] = {
    "fr": "fr", "francais": "fr", "french": "fr",
    "en": "en", "anglais": "en", "english": "en",
    "es": "es", "espagnol": "es", "spanish": "es",
    "it": "it", "italien": "it", "italian": "it",
    "pt": "pt", "portugais": "pt", "portuguese": "pt",
    "de": "de", "allemand": "de", "german": "de",
    "hi": "hi", "hindi": "hi",
    "ja": "ja", "japonais": "ja", "japanese": "ja",
    "zh": "zh", "chinois": "zh", "chinese": "zh",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Usual:
    """What holds where a row says nothing, and the names that rows may use.

    pillars: the Account's own. providers: slug -> title of those that make clips.
    speed: of the voice.
    """

    language: str
    provider: str
    pillars: tuple[str, ...]
    providers: Mapping[str, str]
    speed: float = 1.0


@dataclass(frozen=True, slots=True)
class Asked:
    """A video as a row asks for it.

    lines: of its script, empty when that is to be written. seconds: of the whole video.
    """

    theme: str
    title: str
    pillar: str
    seconds: int
    language: str
    provider: str
    lines: tuple[ScriptLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row that was looked at. asked: None when there are problems."""

    number: int
    title: str
    theme: str
    asked: Asked | None
    problems: tuple[VidGenieError, ...] = ()


def read_row(raw: RawRow, usual: Usual) -> Row:
    """The row with all its problems, not only the first; an empty cell is the usual value."""
    problems = list[VidGenieError]()

    def read(cell: Callable[[], T], otherwise: T) -> T:
        try:
            return cell()
        except InvalidInput as problem:
            problems.append(problem)
            return otherwise

    cells = raw.cells
    script = cells.get("script", "").strip()
    theme = read(lambda: _theme(cells, is_needed=not script), _line(cells.get("theme", "")))
    title = read(lambda: _short(cells, "title", LONGEST_TITLE), "")
    pillar = read(lambda: _pillar(cells, usual), "tips")
    seconds = read(lambda: _seconds(cells), None)
    language = read(lambda: _language(cells, usual), usual.language)
    provider = read(lambda: _provider(cells, usual), usual.provider)
    lines = read(lambda: _lines(script, language, seconds, usual.speed), ())
    if raw.has_more:
        problems.append(_wrong("row", "too_many_cells", "There are more cells than columns."))
    shown = (title or theme or _line(script))[:_TITLED]
    if problems:
        return Row(raw.number, shown, theme[:LONGEST_THEME], None, tuple(problems))
    whole = len(lines) * SEGMENT_SECONDS if lines else seconds or USUAL_SECONDS
    # A script that comes without a theme is known by its first words.
    asked = Asked(
        theme, title or ("" if theme else shown), pillar, whole, language, provider, lines
    )
    return Row(raw.number, shown, theme, asked)


def _theme(cells: Mapping[str, str], *, is_needed: bool) -> str:
    theme = _short(cells, "theme", LONGEST_THEME)
    if is_needed and not any(sign.isprintable() for sign in theme):
        raise _wrong("theme", "empty", "Say what it is about.")
    return theme


def _short(cells: Mapping[str, str], field: str, most: int) -> str:
    """A text of one line."""
    text = _line(cells.get(field, ""))
    if len(text) > most:
        raise _wrong(field, "too_long", f"At most {most} characters.", max=most)
    return text


def _pillar(cells: Mapping[str, str], usual: Usual) -> str:
    typed = cells.get("pillar", "").strip()
    own = {folded(name): name for name in usual.pillars}
    found = own.get(folded(typed)) or _PILLARS.get(folded(typed or "tips"))
    if not found:
        known = [*sorted(set(_PILLARS.values())), *usual.pillars]
        raise _wrong("pillar", "unknown", "There is no such pillar.", allowed=known)
    return found


def _seconds(cells: Mapping[str, str]) -> int | None:
    """Of the whole video; None when the row does not say."""
    typed = cells.get("duration", "").strip()
    if not typed:
        return None
    found = _SECONDS.fullmatch(typed)
    if not found:
        raise _wrong("duration", "not_a_number", "Write a number of seconds.")
    seconds = int(found[1])
    if not SHORTEST <= seconds <= LONGEST:
        message = f"From {SHORTEST} to {LONGEST} seconds."
        raise _wrong("duration", "out_of_range", message, min=SHORTEST, max=LONGEST)
    if seconds % SEGMENT_SECONDS:
        message = f"Segments have {SEGMENT_SECONDS} seconds: choose a multiple."
        raise _wrong("duration", "not_a_multiple", message, step=SEGMENT_SECONDS)
    return seconds


def _language(cells: Mapping[str, str], usual: Usual) -> str:
    typed = cells.get("language", "").strip()
    found = _LANGUAGES.get(folded(typed or usual.language))
    if not found:
        known = sorted(set(_LANGUAGES.values()))
        raise _wrong("language", "unknown", "There is no such language.", allowed=known)
    return found


def _provider(cells: Mapping[str, str], usual: Usual) -> str:
    typed = folded(cells.get("provider", ""))
    if not typed:
        return usual.provider
    named = {folded(title): slug for slug, title in usual.providers.items()}
    slugs = {folded(slug): slug for slug in usual.providers}
    found = slugs.get(typed) or named.get(typed)
    if not found:
        known = sorted(usual.providers)
        raise _wrong("provider", "unknown", "No provider of clips is called so.", allowed=known)
    return found


def _lines(script: str, language: str, seconds: int | None, speed: float) -> tuple[ScriptLine, ...]:
    """The script cut in Segments; () when there is none."""
    if not script:
        return ()
    if len(script) > LONGEST_SCRIPT:
        message = f"At most {LONGEST_SCRIPT} characters."
        raise _wrong("script", "too_long", message, max=LONGEST_SCRIPT)
    lines = lines_of(
        script,
        seconds=SEGMENT_SECONDS,
        language=language,
        speed=speed,
        segments=seconds // SEGMENT_SECONDS if seconds else None,
    )
    if not any(line.prompt or is_said(line.text) for line in lines):
        raise _wrong("script", "empty", "There is nothing to say in it.")
    if len(lines) > MOST_SEGMENTS:
        message = f"This is longer than {MOST_SEGMENTS} segments."
        raise _wrong("script", "too_many_segments", message, max=MOST_SEGMENTS)
    if any(len(line.text) > LONGEST_TEXT or len(line.prompt) > LONGEST_PROMPT for line in lines):
        message = f"A segment has at most {LONGEST_TEXT} characters."
        raise _wrong("script", "too_long", message, max=LONGEST_TEXT)
    return tuple(lines)


def _line(text: str) -> str:
    """The text in one line, without control characters."""
    return " ".join("".join(" " if category(sign) == "Cc" else sign for sign in text).split())


def _wrong(field: str, problem: str, message: str, **params: object) -> InvalidInput:
    return InvalidInput(message, field=field, problem=problem, **params)
