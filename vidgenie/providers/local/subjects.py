"""The things a prompt can ask to see: how each is shown, where it belongs, what it is called."""

from collections.abc import Mapping
from dataclasses import dataclass

from vidgenie.providers.local.subject_names import LIVING, THINGS


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing that can be shown.

    kind: figure (a person), beast (stands), swimmer, flier, object (lies on
        something), plate (food and drink), or scenery (drawn by the place itself).
    glyph: its picture in the emoji font, "" when we draw it ourselves.
    place: where it is when the prompt does not say, "" for anywhere.
    colours: body, then details, as "#rrggbb"; "" takes the scene's accent.
    french, english: its names, written like those of `words`.
    """

    kind: str
    glyph: str
    place: str
    colours: str
    french: str
    english: str


def _read(text: str) -> Mapping[str, Subject]:
    entries: dict[str, Subject] = {}
    for entry in text.replace("\n ", "| ").strip().splitlines():
        head, _, terms = entry.partition("|")
        name, kind, glyph, place, *colours = head.split()
        french, _, english = terms.replace("|", " ").partition("/")
        entries[name] = Subject(
            kind=kind,
            glyph=glyph.strip("-"),
            place=place.strip("-"),
            colours=" ".join(colours),
            french=" ".join(french.split()),
            english=" ".join(english.split()),
        )
    return entries


SUBJECTS: Mapping[str, Subject] = {**_read(LIVING), **_read(THINGS)}
"""Everything we know by name; the emoji dictionary knows the rest."""
