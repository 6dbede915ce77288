"""Local scripts: a draft by rules, in French or English, that fits its Segments.

Nothing is known here but grammar, some schoolbook facts and common advice; who reads the draft
is told that it is one.
"""

import re
from dataclasses import dataclass, replace

from vidgenie.domain.caption_words import typographic
from vidgenie.domain.project import SEGMENT_SECONDS
from vidgenie.domain.script import Brief, Script, ScriptLine
from vidgenie.domain.script_budget import cut_in_segments, room, spoken_seconds
from vidgenie.domain.script_json import sentences
from vidgenie.providers.local.lexicon import folded
from vidgenie.providers.local.script_body import Body
from vidgenie.providers.local.script_choice import Choice
from vidgenie.providers.local.script_sayings import Forms, Sayings
from vidgenie.providers.local.script_sayings_en import ENGLISH
from vidgenie.providers.local.script_sayings_fr import FRENCH
from vidgenie.providers.local.script_topic import Topic, topic
from vidgenie.providers.local.script_views import prompts

_SAYINGS = {"fr": FRENCH, "en": ENGLISH}
# French adjectives and nouns that tell who a story is about.
_HERS = frozenset(
    ("seule", "maman", "mere", "enceinte", "femme", "fille", "soeur", "mother", "mom")
)
_HIS = frozenset(("seul", "papa", "pere", "homme", "garcon", "frere", "father", "dad"))
_SHORT = 3.2  # s; a Segment with less time cannot hold every sentence
_LINE = 4.2  # s of one line, generously
_MOST_LINES = 58  # that are surely there
_REST = "\u2026"  # what is said where there are more Segments than words
PILLARS = ("tips", "education", "story")
_GENDERS = re.compile(r"\[([^\[\]|]*)\|([^\[\]|]*)\]")
_COUNTED = re.compile(r"\{n\|([^{}|]*)\|([^{}|]*)\}")


def drafted(brief: Brief, *, seed: int = 0) -> Script:
    """The script of a Brief, the same for the same seed; English unless French is wanted."""
    return _Draft.of(brief, f"{brief.theme}|{brief.pillar}|{seed}").script()


@dataclass(frozen=True, slots=True)
class _Draft:
    brief: Brief
    language: str
    subject: Topic
    say: Sayings
    choice: Choice
    body: Body
    person: tuple[str, bool]

    @classmethod
    def of(cls, brief: Brief, key: str) -> "_Draft":
        language = "fr" if brief.language[:2].lower() == "fr" else "en"
        choice = Choice(key)
        say = _SAYINGS[language]
        subject = topic(brief.theme, language)
        pillar = brief.pillar if brief.pillar in PILLARS else ""
        body = Body(brief, language, pillar, choice, subject.form)
        people = [one for one in say.people if _suits(one[1], brief.theme)]
        return cls(brief, language, subject, say, choice, body, choice.one("person", people))

    def script(self) -> Script:
        """All of it."""
        count = self.brief.segments
        texts, call = self._texts() if self._time >= _SHORT else self._cut()
        hook = next(iter(sentences(texts[0])), texts[0]) if self._time >= _SHORT else texts[0]
        call = call if texts[-1].endswith(call) else texts[-1]
        views = prompts(self.brief.theme, self.subject, count, self.language, self.choice)
        lines = tuple(
            ScriptLine(text, typographic(view, self.language))
            for text, view in zip(texts, views, strict=True)
        )
        return Script(self._title(self.body.tips), hook, call, lines)

    @property
    def _time(self) -> float:
        """Seconds of natural speech a Segment has room for."""
        return room(self.brief.seconds) * self.brief.speed

    def _texts(self) -> tuple[list[str], str]:
        """What every Segment says, and the call to action."""
        count, body = self.brief.segments, self.body
        middle = max(0, count - 2)
        # As many lines to a Segment as there is time, and as there are lines.
        each = max(1, min(int(self._time / _LINE), _MOST_LINES // max(1, middle)))
        found = body.lines(middle * each, self._goal(), self._fits)
        parts = [self._joined(found[at : at + each]) for at in range(0, len(found), each)]
        hook = self._said("hook", self.say.hooks[body.kind], count=body.tips)
        texts = [hook, *parts, ""] if count > 1 else [hook]
        call = self._call(texts)
        return [self._spoken(text) for text in texts], call

    def _joined(self, lines: list[str]) -> str:
        """As many of the lines as can be said in a Segment, the first one always."""
        text = lines[0]
        for line in lines[1:]:
            if self._fits(f"{text} {line}"):
                text = f"{text} {line}"
        return text

    def _cut(self) -> tuple[list[str], str]:
        """A script of longer Segments, cut in the pieces there is time for."""
        count = self.brief.segments
        longer = max(1, int(count * self._time / _SHORT))
        pieces = list[str]()
        call = ""
        while longer:
            brief = replace(self.brief, segments=longer, seconds=SEGMENT_SECONDS, speed=1.0)
            other = _Draft.of(brief, self.choice.key)
            texts, call = other._texts()  # noqa: SLF001  # of its own kind
            self.body.tips = other.body.tips
            pieces = self._pieces(" ".join(texts))
            if len(pieces) <= count:
                break
            longer -= 1
        while len(pieces) < count:
            at = max(range(len(pieces)), key=lambda at: len(pieces[at].split()))
            halves = cut_in_segments(pieces[at], seconds=1, language=self.language, segments=2)
            if len(halves) < 2:
                halves = [pieces[at], _REST]
            pieces[at : at + 1] = halves
        return pieces[:count], call

    def _pieces(self, text: str) -> list[str]:
        return cut_in_segments(
            text, seconds=self.brief.seconds, language=self.language, speed=self.brief.speed
        )

    def _call(self, texts: list[str]) -> str:
        """Ends the texts with a call to action, and what fits before it; the call."""
        body = self.body
        calls = self.choice.order("call", self.say.calls[body.spoken])
        short = self.choice.order("short", self.say.short_calls[body.spoken])
        if len(texts) > 2:
            call = next((call for call in calls if self._fits(call)), short[0])
            closing = self.choice.one("closing", self.say.closings[body.spoken])
            both = f"{closing} {call}"
            texts[-1] = both if self._fits(both) else call
            return self._spoken(call)
        # So few Segments: the last one has something to say as well.
        lines = body.only(self._fits).lines
        for many in range(len(lines), 0, -1):
            before = " ".join(lines[:many])
            for call in (*calls, *short):
                if self._fits(f"{before} {call}"):
                    texts[-1] = f"{before} {call}"
                    return self._spoken(call)
        texts[-1] = short[0]
        return self._spoken(short[0])

    def _goal(self) -> str:
        """What the person of a story wants, "" when that cannot be said."""
        goals = self.say.goals.get(self.subject.form, ())
        fitting = [goal for goal in map(self._filled, goals) if self._fits(goal)]
        return self.choice.one("goal", fitting) if fitting else ""

    def _title(self, tips: int) -> str:
        forms = self.say.titles[self.body.kind]
        title = self._filled(self.choice.one("title", forms[self.subject.form]), count=tips)
        return self._spoken(title)[:120] or self._spoken(self.brief.pillar)[:120] or "…"

    def _said(self, what: str, forms: Forms, *, count: int) -> str:
        """One that fits: about the theme, or else without it."""
        for form in (self.subject.form, "long"):
            said = [self._filled(text, count=count) for text in forms[form]]
            fitting = [text for text in said if self._fits(text)]
            if fitting:
                return self.choice.one(what, fitting)
        return min(said, key=len)

    def _filled(self, text: str, *, count: int = 1) -> str:
        """The text with the theme's words, a number and a person in it."""
        text = _COUNTED.sub(lambda found: found[1] if count == 1 else f"{count} {found[2]}", text)
        name, is_man = self.person
        words = dict(self.subject.words)
        for key, word in {**words, "name": name, "n": str(count)}.items():
            text = text.replace(f"{{{key}}}", word)
        text = _GENDERS.sub(lambda found: found[1 if is_man else 2], text)
        return _sentences(text)

    def _spoken(self, text: str) -> str:
        return typographic(self._filled(text), self.language)

    def _fits(self, text: str) -> bool:
        spoken = self._spoken(text)
        most = room(self.brief.seconds)
        return spoken_seconds(spoken, self.language, self.brief.speed) <= most


def _suits(is_man: bool, theme: str) -> bool:  # noqa: FBT001  # as the names are listed
    """Whether the theme's words do not speak of somebody else."""
    words = set(folded(theme))
    return not words & (_HERS if is_man else _HIS)


def _sentences(text: str) -> str:
    """The text with a capital at the start of each sentence."""
    text = text[:1].upper() + text[1:]
    return re.sub(r"([.!?…] )([a-zà-ÿœ])", lambda found: found[1] + found[2].upper(), text)
