"""How our drafts begin and end: hooks, titles, calls to action, by pillar and form of theme.

{n}: how many; what is between "|" is for one and for several. {name}: of a story.
Of the theme: {theme} as it was typed, {topic} "mon café", {her_topic} "son café", {of} "de mon
café", {do} "mieux dormir" as said to somebody, {to_do} as said of nobody, {d_do} with "de"
before it, {she_do} of a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass

Choices = tuple[str, ...]
Forms = Mapping[str, Choices]
"""Form of theme (see `script_topic`) -> what can be said."""


FORMS = ("action", "noun", "bare", "question", "saying", "long")


@dataclass(frozen=True, slots=True)
class Sayings:
    """Everything around the body of a script, in one language.

    hooks, titles: pillar -> Forms; "" = a pillar of somebody's own, "facts" = tips on what
        one can only know something about.
    calls, short_calls: to action. closings: before the call, when there is time.
    number: before a numbered tip.
    people: name, and whether a man's.
    goals: of the person of a story.
    """

    hooks: Mapping[str, Forms]
    titles: Mapping[str, Forms]
    calls: Mapping[str, Choices]
    short_calls: Mapping[str, Choices]
    closings: Mapping[str, Choices]
    number: Choices
    people: tuple[tuple[str, bool], ...]
    goals: Forms
