"""A script as JSON, written by whoever: read strictly, with every complaint in words."""

import json
import re
import unicodedata
from collections.abc import Iterator
from typing import cast

from vidgenie.domain.script import Brief, Script, ScriptLine
from vidgenie.domain.script_budget import budget, room, spoken_seconds, words_in

LONGEST_ANSWER = 100_000
"""Characters of an answer that is read at all."""
LONGEST_TITLE, LONGEST_SAYING = 120, 300
"""Characters of a title, and of a hook or a call to action."""
LONGEST_TEXT, LONGEST_PROMPT = 1000, 1000
"""Characters of what a Segment says and films; as in domain.project."""
TOLERANCE = 1.15
"""How much longer than its Segment a line may take: the voice is fitted by as much."""
MOST_COMPLAINTS = 12

_TAG = re.compile(r"</?[A-Za-z!][^<>]{0,500}>")
_SENTENCE = re.compile(r".+?[.!?…]+[\s\u00a0\u202f]*[\"»”\u2019)]*(?=\s|$)", re.DOTALL)
_SAYINGS = {"title", "hook", "callToAction"}


class ScriptProblem(ValueError):
    """What was written cannot be used as it is.

    complaints: in English, for whoever writes it again.
    found: what could be read all the same, None when nothing could.
    """

    def __init__(self, complaints: list[str], found: Script | None = None) -> None:
        super().__init__(" ".join(complaints))
        self.complaints = tuple(complaints)
        self.found = found


def read(text: str, brief: Brief) -> Script:
    """The script, as many lines as the Brief wants, each within its time (or a little over).

    Marks of HTML and signs nobody sees are left out. Where the hook does not open the first
    line, or the call to action does not end the last one, the sentence that does is taken.
    Raises ScriptProblem.
    """
    said = _object(text)
    complaints = list[str]()
    title, hook, ask = (
        _text(said.get(name), name, limit, complaints)
        for name, limit in (
            ("title", LONGEST_TITLE),
            ("hook", LONGEST_SAYING),
            ("callToAction", LONGEST_SAYING),
        )
    )
    lines = tuple(_lines(said.get("segments"), complaints))
    if unknown := sorted(set(said) - _SAYINGS - {"segments"}):
        complaints.append(f"Unknown fields: {', '.join(name[:40] for name in unknown[:3])}.")
    if lines and len(lines) != brief.segments:
        complaints.append(f"There are {len(lines)} segments; write exactly {brief.segments}.")
    script = _opened(Script(title, hook, ask, lines)) if lines else None
    if script is not None:
        complaints += _overruns(script, brief)
    if complaints or script is None:
        raise ScriptProblem(complaints[:MOST_COMPLAINTS], script)
    return script


def write(script: Script) -> str:
    """The script as JSON; `read` reads it back."""
    return json.dumps(
        {
            "title": script.title,
            "hook": script.hook,
            "callToAction": script.call_to_action,
            "segments": [{"text": line.text, "prompt": line.prompt} for line in script.lines],
        },
        ensure_ascii=False,
    )


def parse(text: str) -> Script | None:
    """A script that `write` wrote, whatever it was wanted for; None for anything else."""
    try:
        said = _object(text)
    except ScriptProblem:
        return None
    complaints = list[str]()
    title, hook, ask = (
        _text(said.get(name), name, LONGEST_TEXT, complaints)
        for name in ("title", "hook", "callToAction")
    )
    lines = tuple(_lines(said.get("segments"), complaints))
    return None if complaints else Script(title, hook, ask, lines)


def fits(text: str, brief: Brief) -> bool:
    """Whether the line can be said in a Segment, a little faster at most.

    A single word always fits: it cannot be shorter.
    """
    if words_in(text, brief.language) <= 1:
        return True
    most = room(brief.seconds) * TOLERANCE
    return spoken_seconds(text, brief.language, brief.speed) <= most


def clean(text: str) -> str:
    """The text on one line, without marks of HTML and signs nobody sees."""
    text = _TAG.sub(" ", text)
    text = "".join(sign if _is_seen(sign) else " " * sign.isspace() for sign in text)
    return " ".join(part for part in re.split(r"[ \t\r\n\f\v]+", text) if part)


def sentences(text: str) -> list[str]:
    """The sentences of a text; what follows the last mark is one too."""
    found = [part[0] for part in _SENTENCE.finditer(text)]
    rest = text[sum(map(len, found)) :] if found else text
    parts = [part.strip() for part in (*found, rest)]
    return [part for part in parts if part]


def _is_seen(sign: str) -> bool:
    # Controls, marks that turn the direction of writing, lone surrogates. A joiner is part of
    # a letter in some scripts.
    return sign in "\u200c\u200d" or not unicodedata.category(sign).startswith("C")


def _object(text: str) -> dict[str, object]:
    if len(text) > LONGEST_ANSWER:
        raise ScriptProblem([f"The answer is longer than {LONGEST_ANSWER} characters."])
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        raise ScriptProblem(["The answer is not valid JSON."]) from None
    if not isinstance(said, dict):
        raise ScriptProblem(["The answer is not a JSON object."])
    return cast("dict[str, object]", said)


def _text(value: object, path: str, longest: int, complaints: list[str]) -> str:
    if not isinstance(value, str) or not (text := clean(value)):
        complaints.append(f"{path} must be a text that is not empty.")
        return ""
    if len(text) > longest:
        complaints.append(f"{path} has {len(text)} characters; at most {longest}.")
    return text


def _lines(value: object, complaints: list[str]) -> Iterator[ScriptLine]:
    if not isinstance(value, list) or not value:
        complaints.append("segments must be a list of objects with text and prompt.")
        return
    for number, item in enumerate(cast("list[object]", value)):
        path = f"segments[{number}]"
        if not isinstance(item, dict):
            complaints.append(f"{path} must be an object with text and prompt.")
            continue
        fields = cast("dict[str, object]", item)
        yield ScriptLine(
            _text(fields.get("text"), f"{path}.text", LONGEST_TEXT, complaints),
            _text(fields.get("prompt"), f"{path}.prompt", LONGEST_PROMPT, complaints),
        )


def _opened(script: Script) -> Script:
    """The same, its hook and call to action being what opens and ends it."""
    first, last = script.lines[0].text, script.lines[-1].text
    hook, ask = script.hook, script.call_to_action
    if not hook or not first.startswith(hook):
        hook = next(iter(sentences(first)), "")
    if not ask or not last.endswith(ask):
        ask = next(reversed(sentences(last)), "")
    return Script(script.title, hook, ask, script.lines)


def _overruns(script: Script, brief: Brief) -> Iterator[str]:
    most = budget(brief.seconds, brief.language, brief.speed)
    for number, line in enumerate(script.lines):
        if line.text and not fits(line.text, brief):
            yield (
                f"segments[{number}].text has {words_in(line.text, brief.language)} words and "
                f"takes too long to say; at most {most} words."
            )
