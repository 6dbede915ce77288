"""Pools of lines as they are written in `script_tips_fr` and its like."""

from collections.abc import Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Idea:
    """A line that can stand alone, and those that can only follow it.

    is_doing: it only suits what somebody does.
    """

    first: str
    more: tuple[str, ...] = ()
    is_doing: bool = False

    @property
    def lines(self) -> tuple[str, ...]:
        """All of them."""
        return (self.first, *self.more)


Pools = Mapping[str, tuple[Idea, ...]]
"""Name of a group -> its ideas; "" = those that fit anything."""


def pools(text: str) -> Pools:
    """The groups of a text: "name:" begins one, "- " or "~ " an idea, "+ " what follows it."""
    found: dict[str, list[Idea]] = {}
    name = ""
    for line in text.strip().splitlines():
        if line.startswith(("- ", "~ ")):
            found[name].append(Idea(line[2:], is_doing=line[0] == "~"))
        elif line.startswith("+ "):
            last = found[name].pop()
            found[name].append(replace(last, more=(*last.more, line[2:])))
        else:
            name = line.strip().rstrip(":")
            found[name] = []
    return {name: tuple(ideas) for name, ideas in found.items()}
