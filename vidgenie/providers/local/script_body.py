"""The middle of a draft: tips, thoughts or a story, as many lines as there are Segments."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from vidgenie.domain.script import Brief
from vidgenie.providers.local import (
    script_facts_en,
    script_facts_fr,
    script_story_en,
    script_story_fr,
    script_tips_en,
    script_tips_fr,
)
from vidgenie.providers.local.lexicon import folded
from vidgenie.providers.local.script_choice import Choice
from vidgenie.providers.local.script_domains import domain
from vidgenie.providers.local.script_pools import Idea, Pools, pools
from vidgenie.providers.local.script_sayings_en import ENGLISH
from vidgenie.providers.local.script_sayings_fr import FRENCH

Fits = Callable[[str], bool]

_TIPS: Mapping[str, Pools] = {
    "fr": pools(script_tips_fr.TIPS),
    "en": pools(script_tips_en.TIPS),
}
_FACTS: Mapping[str, Pools] = {
    "fr": pools(script_facts_fr.FACTS),
    "en": pools(script_facts_en.FACTS),
}
_STORY: Mapping[str, Pools] = {
    "fr": pools(script_story_fr.STORY),
    "en": pools(script_story_en.STORY),
}
_NUMBERS = {"fr": FRENCH.number, "en": ENGLISH.number}
_ACTS = ("beginning", "obstacle", "turn", "lesson")
_COUNTS = {
    word: number
    for number, words in enumerate(
        (
            "deux two", "trois three", "quatre four", "cinq five", "six", "sept seven",
            "huit eight", "neuf nine", "dix ten",
        ),
        start=2,
    )
    for word in words.split()
}  # fmt: skip
_FEW, _SOME = 5, 15  # lines that have a tip each; up to here every tip has one more line


@dataclass(slots=True)
class Body:
    """What stands between the hook and the call to action.

    form: of the theme, see `script_topic`.
    tips: how many the last `lines` have, 1 when they are not counted.
    """

    brief: Brief
    language: str
    pillar: str
    choice: Choice
    form: str = "bare"
    tips: int = field(default=1, init=False)

    @property
    def kind(self) -> str:
        """The pillar; "facts" for tips on what one can only know something about."""
        if self.pillar != "tips" or self.form == "action" or self._about(_TIPS):
            return self.pillar
        # Who asks why wants an answer.
        if self.form == "question":
            return "education"
        return "facts" if self._about(_FACTS) else "tips"

    @property
    def spoken(self) -> str:
        """The pillar whose calls to action suit it."""
        return "education" if self.kind == "facts" else self.kind

    def lines(self, count: int, goal: str, fits: Fits) -> list[str]:
        """So many lines, none twice. goal: a sentence for the beginning of a story, or ""."""
        if self.kind == "story":
            found = self._story(count, goal, fits)
        elif self.kind in {"tips", "facts"}:
            numbers = _NUMBERS[self.language]
            number = self.choice.one("number", numbers[self.kind == "facts" :])
            ideas = self._ideas(fits)
            asked = _asked(self.brief.theme)
            # "3 ways to..." has three, told at more length where there is more time.
            is_whole = 1 < asked <= min(count, len(ideas))
            groups = _spread(ideas[:asked], count, few=count) if is_whole else _spread(ideas, count)
            found = self._counted(groups, number, fits)
        else:
            groups = _spread(self._ideas(fits), count, few=0)
            found = [line for idea in groups for line in idea]
        return self._completed(found, count, fits)

    def _completed(self, found: list[str], count: int, fits: Fits) -> list[str]:
        """So many lines: common advice, then common thoughts, before the last one."""
        if len(found) == count:
            return found
        known = (_TIPS, _FACTS)
        more = [
            line
            for pool in known
            for idea in pool[self.language][""]
            for line in idea.lines
            if line not in found and fits(idea.first) and fits(line)
        ][: count - len(found)]
        at = max(0, len(found) - 1)
        return [*found[:at], *more, *found[at:]]

    def only(self, fits: Fits) -> Idea:
        """One short thought, for a script of a Segment or two."""
        if self.kind == "story":
            known = [idea for idea in _STORY[self.language]["lesson"] if not idea.is_doing]
        else:
            known = self._special() or self._ideas(fits)
        plain = [idea for idea in known if "?" not in idea.first]
        short = sorted(plain[: 3 if self.kind == "facts" else None], key=lambda i: len(i.first))
        return self.choice.one("only", short[:3])

    def _about(self, known: Mapping[str, Pools]) -> str:
        """The theme's subject, of those that something is known about; "" when it has none."""
        return domain(self.brief.theme, {name: None for name in known[self.language] if name})

    def _special(self) -> list[Idea]:
        """Ideas about the theme's own subject."""
        tips = list[Idea]()
        if about := self._about(_TIPS):
            tips = self.choice.order("ideas", _TIPS[self.language][about])
        if self.kind == "tips":
            return tips
        about = self._about(_FACTS)
        return [*(_FACTS[self.language][about] if about else ()), *tips]

    def _ideas(self, fits: Fits) -> list[Idea]:
        """Ideas about the theme's own subject, then those that fit anything."""
        special = self._special()
        if self.kind == "tips":
            rest = self.choice.order("rest", _TIPS[self.language][""])
        else:
            general = _FACTS[self.language][""]
            # The words first, unless there is something to say.
            room = max(1, self.brief.segments // 2 - len(special))
            rest = _some(general[bool(special) :], self.choice, room, openers=1)
            rest += [idea for idea in general if idea not in rest and not special]
        return [idea for idea in (*special, *rest) if fits(idea.first)] or [*special, *rest]

    def _counted(self, groups: list[list[str]], number: str, fits: Fits) -> list[str]:
        self.tips = max(1, len(groups))
        found = list[str]()
        for at, group in enumerate(groups, start=1):
            first = f"{number.format(n=at)}{_small(group[0], number)}"
            found += [first if len(groups) > 1 and fits(first) else group[0], *group[1:]]
        return found

    def _story(self, count: int, goal: str, fits: Fits) -> list[str]:
        is_doing = self.form == "action"
        acts = [
            [idea for idea in _STORY[self.language][name] if is_doing or not idea.is_doing]
            for name in _ACTS
        ]
        wanted = [count // len(acts)] * len(acts)
        # One too many goes to the lesson first, then to the obstacle.
        for extra in (3, 1, 0)[: count % len(acts)]:
            wanted[extra] += 1
        found = list[str]()
        missing = 0
        for name, ideas, lines in zip(_ACTS, acts, wanted, strict=True):
            many = lines + missing
            said = [line for idea in self._chosen(name, ideas, many, fits) for line in idea]
            if name == "beginning" and goal and len(said) > 1:
                said = [said[0], goal, *said[1:]][:many]
            found += said
            missing = many - len(said)
        return found

    def _chosen(self, name: str, ideas: list[Idea], count: int, fits: Fits) -> list[list[str]]:
        """Some of the ideas of an act in their order, so many lines in all."""
        usable = [idea for idea in ideas if all(fits(line) for line in idea.lines)] or ideas
        chosen = list[Idea]()
        for many in range((count + 1) // 2, len(usable) + 1):
            chosen = _some(usable, self.choice, many, what=name, openers=3)
            if sum(len(idea.lines) for idea in chosen) >= count:
                break
        return _spread(chosen, count, few=1)


def _some(
    ideas: Sequence[Idea], choice: Choice, count: int, *, what: str = "some", openers: int = 1
) -> list[Idea]:
    """So many of the ideas, in their order; the first is one of the first few."""
    if count >= len(ideas):
        return list(ideas)
    first = choice.number(f"{what} first", min(openers, len(ideas)))
    others = choice.order(what, range(first + 1, len(ideas)))
    kept = {first, *others[: max(0, count - 1)]}
    return [idea for at, idea in enumerate(ideas) if at in kept]


def _spread(ideas: Sequence[Idea], count: int, *, few: int = _FEW) -> list[list[str]]:
    """So many lines: few ideas with what follows them, or many without.

    few: up to so many lines every idea has one.
    """
    depth = 0 if count <= few else 1 if count <= _SOME else 2
    groups = list[list[str]]()
    left = count
    for idea in ideas:
        if left <= 0:
            break
        group = list(idea.lines[: 1 + depth])[:left]
        groups.append(group)
        left -= len(group)
    # Room that is left goes to what follows the first ones.
    for group, idea in zip(groups, ideas, strict=False):
        while left > 0 and len(group) < len(idea.lines):
            group.append(idea.lines[len(group)])
            left -= 1
    return groups


def _asked(theme: str) -> int:
    """How many the theme wants, as "5 mistakes" or "trois astuces"; 0 when it does not say."""
    words = folded(theme)
    first = next((word for word in words[:2] if word != "top"), "")
    return int(first) if first.isdecimal() and len(first) < 3 else _COUNTS.get(first, 0)


def _small(text: str, number: str) -> str:
    """After the colon of a French number a sentence goes on in small letters."""
    return text[:1].lower() + text[1:] if number.endswith(" : ") else text
