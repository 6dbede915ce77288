"""A script somebody could have written, for every fake that writes."""

import json

from vidgenie.domain import script_json
from vidgenie.domain.script import Brief, Script, ScriptLine


def script_for(brief: Brief) -> Script:
    """Short lines, all different, as many as wanted."""
    count = brief.segments
    texts = [f"Line {number} of {count}." for number in range(1, count + 1)]
    texts[-1] = "Try it." if count > 1 else "Look. Try it."
    if count > 1:
        texts[0] = "Look."
    lines = (ScriptLine(text, f"A heron, view {n}") for n, text in enumerate(texts))
    return Script("A heron", "Look.", "Try it.", tuple(lines))


def written_for(brief: Brief) -> str:
    """The same as JSON."""
    return script_json.write(script_for(brief))


def answered(message: str) -> str:
    """What a model makes of the brief of `wire.scripts`; strict about what it says."""
    said = json.loads(message)
    names = {"theme", "pillar", "pillarNote", "language", "segments"}
    if set(said) != names | {"secondsPerSegment", "wordsPerSegment"}:
        raise ValueError(message)
    return written_for(Brief(said["theme"], segments=said["segments"]))
