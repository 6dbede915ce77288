"""A script that is nearly right, put right by rules: how many lines it has, how long they are."""

from dataclasses import replace

from vidgenie.domain.script import Brief, Script, ScriptLine
from vidgenie.domain.script_budget import cut_in_segments, room, spoken_seconds
from vidgenie.domain.script_json import (
    LONGEST_PROMPT,
    LONGEST_SAYING,
    LONGEST_TITLE,
    ScriptProblem,
    fits,
    read,
    sentences,
    write,
)


def mended(script: Script, brief: Brief) -> Script | None:
    """The script with as many lines as wanted, each within its time; None where rules cannot.

    Lines too many are joined with the shortest beside them, lines too few are made by parting
    the longest; what is too long then loses its last sentences, else clauses, else words. The
    first words of the first line and the last sentence of the last one stay.
    """
    lines = [line for line in script.lines if line.text and line.prompt]
    if not lines or not script.title:
        return None
    while len(lines) > brief.segments:
        lines = _fewer(lines, brief)
    while len(lines) < brief.segments:
        more = _more(lines, brief)
        if more is None:
            return None
        lines = more
    shorter = [
        ScriptLine(
            _trimmed(line.text, brief, keeps_end=number == len(lines) > 1),
            line.prompt[:LONGEST_PROMPT].rstrip(),
        )
        for number, line in enumerate(lines, start=1)
    ]
    title = script.title[:LONGEST_TITLE].rstrip()
    whole = replace(script, title=title, lines=tuple(shorter))
    if len(whole.hook) > LONGEST_SAYING or not whole.hook:
        whole = replace(whole, hook=shorter[0].text[:LONGEST_SAYING])
    if len(whole.call_to_action) > LONGEST_SAYING or not whole.call_to_action:
        whole = replace(whole, call_to_action=shorter[-1].text[-LONGEST_SAYING:])
    try:
        return read(write(whole), brief)
    except ScriptProblem:
        return None


def _length(line: ScriptLine, brief: Brief) -> float:
    return spoken_seconds(line.text, brief.language)


def _fewer(lines: list[ScriptLine], brief: Brief) -> list[ScriptLine]:
    """The two neighbours that are shortest together become one."""
    at = min(
        range(len(lines) - 1),
        key=lambda n: _length(lines[n], brief) + _length(lines[n + 1], brief),
    )
    first, second = lines[at : at + 2]
    joined = ScriptLine(f"{first.text} {second.text}", first.prompt)
    return [*lines[:at], joined, *lines[at + 2 :]]


def _more(lines: list[ScriptLine], brief: Brief) -> list[ScriptLine] | None:
    """The longest line in two; None when none has two words."""
    for at in sorted(range(len(lines)), key=lambda n: -_length(lines[n], brief)):
        line = lines[at]
        halves = cut_in_segments(
            line.text, seconds=brief.seconds, language=brief.language, segments=2
        )
        if len(halves) == 2:
            parted = [ScriptLine(half, line.prompt) for half in halves]
            return [*lines[:at], *parted, *lines[at + 1 :]]
    return None


def _trimmed(text: str, brief: Brief, *, keeps_end: bool) -> str:
    """The text within its time: whole sentences, else the words there is time for."""
    if fits(text, brief):
        return text
    parts = sentences(text)
    while len(parts) > 1:
        parts.pop(-2 if keeps_end else -1)
        if fits(" ".join(parts), brief):
            return " ".join(parts)
    pieces = cut_in_segments(
        parts[0], seconds=brief.seconds, language=brief.language, speed=brief.speed
    )
    first = pieces[0].rstrip(" ,;:\u2014\u2013-") if pieces else ""
    if not first or room(brief.seconds) <= 0:
        return text
    return first if first[-1] in ".!?…" else f"{first}."
