"""A script somebody pasted: what is said, and what is to be filmed while it is."""

import re
from dataclasses import dataclass, field

from vidgenie.domain.script import ScriptLine

_COLON = r"\s*\d{0,3}\s*[:\uff1a]\s*(.*)$"
_DIRECTION = r"sc[eè]ne|plan|visuel|visual|vid[eé]o|image|prompt|shot|footage|b-?roll"
_VOICE = r"voix(?:[ -]?off)?|voice(?:[ -]?over)?|narration|narrateur|narrator|texte?"
_PART = r"segment|clip|partie|part|[eé]tape|step"
_MARKED = re.compile(rf"^\W*(?:{_DIRECTION}){_COLON}", re.IGNORECASE)
_SAID = re.compile(rf"^\W*(?:{_VOICE}){_COLON}", re.IGNORECASE)
_BRACKETS = re.compile(r"\[([^\[\]]*)\]")
_NUMBERED = re.compile(
    rf"^(?:[-*\u2022]\s+)?(?:(?:{_PART})\s*)?#?\d{{1,3}}\s*(?:[.):]|[-\u2013\u2014](?=\s))\s+(?=\S)",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^[-*\u2022\u2013\u2014]\s+(?=\S)")
_HEADING = re.compile(rf"^\W*(?:{_PART}|{_DIRECTION})?\s*#?\s*\d{{1,3}}\W*$", re.IGNORECASE)


def blocks_of(text: str) -> list[ScriptLine]:
    """What belongs together, in order: paragraphs, numbered lines, words and their direction.

    A direction is a line in [brackets], or one that begins with "Scene:", "Plan :",
    "Visuel :" or "Prompt:". When the first one stands before anything is said, each begins a
    block; else each goes with the words before it. One within a line goes with that line.
    """
    reader = _Reader()
    for line in text.splitlines():
        reader.read(line.strip())
    reader.end()
    return reader.found


@dataclass
class _Reader:
    """Reads line after line.

    leads: whether directions stand before their words; None = there has been none.
    """

    found: list[ScriptLine] = field(default_factory=list[ScriptLine])
    said: list[str] = field(default_factory=list[str])
    filmed: list[str] = field(default_factory=list[str])
    leads: bool | None = None

    def read(self, line: str) -> None:
        if not line or _HEADING.match(line):
            # A direction waits for its words over a blank line.
            if self.said:
                self.end()
            return
        if marked := _MARKED.match(line):
            self._film([marked[1].strip()], "")
            return
        if _NUMBERED.match(line) or _BULLET.match(line):
            if self.said:
                self.end()
            line = _BULLET.sub("", _NUMBERED.sub("", line, count=1), count=1)
        shown = [part.strip() for part in _BRACKETS.findall(line)]
        spoken = " ".join(_BRACKETS.sub(" ", line).split())
        if voice := _SAID.match(spoken):
            spoken = voice[1].strip()
        if shown:
            self._film(shown, spoken)
        elif spoken:
            self._say(spoken)

    def end(self) -> None:
        """What was read since the last one is a block."""
        if self.said or self.filmed:
            self.found.append(ScriptLine(" ".join(self.said), " ".join(self.filmed)))
        self.said, self.filmed = [], []

    def _film(self, shown: list[str], spoken: str) -> None:
        if self.leads is None:
            self.leads = not self.said and not self.found
        if self.said and (self.leads or self.filmed or spoken):
            self.end()
        last = self.found[-1] if self.found else None
        if not spoken and not self.leads and not self.said and last and not last.prompt:
            # Its words ended with a blank line.
            self.found[-1] = ScriptLine(last.text, " ".join(shown).strip())
            return
        self.filmed += [part for part in shown if part]
        if spoken:
            self.said.append(spoken)

    def _say(self, spoken: str) -> None:
        if self.said and self.filmed and not self.leads:
            self.end()
        self.said.append(spoken)
