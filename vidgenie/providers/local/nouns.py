"""Nouns: a picture for any word the emoji dictionary has in French or English."""

from functools import cache

import emoji
from emoji import unicode_codes

from vidgenie.providers.local.lexicon import folded, singulars
from vidgenie.providers.local.subjects import Subject
from vidgenie.providers.local.words import (
    COLOURS,
    GRAMMAR,
    MOODS,
    PLACES,
    SEASONS,
    TIMES,
    VAGUE,
    WEATHERS,
)

_SKIN_TONES = range(0x1F3FB, 0x1F400)
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)
_JOINER = 0x200D
_SIGNS = (
    range(0x2190, 0x2300),  # arrows, mathematics
    range(0x25A0, 0x2600),  # geometric shapes
    range(0x2648, 0x2654),  # zodiac
    range(0x1F100, 0x1F300),  # enclosed letters and ideographs
    range(0x1F500, 0x1F550),  # buttons
    range(0x1F550, 0x1F568),  # clock faces
    range(0x1F600, 0x1F650),  # smileys
    range(0x1F910, 0x1F930),  # faces and hands
)
_NOT_THINGS = ("button", "_face", "keycap", "hand", "finger", "sign", "symbol", "arrow", "japanese")


def noun(words: tuple[str, ...], *, sure: bool = False) -> Subject | None:
    """What to show for the first word that has a picture, the longest words first.

    sure: only for a word that is the whole name of its picture.
    """
    book, taken = _book(), _taken()
    for word in sorted(dict.fromkeys(words), key=len, reverse=True):
        forms = tuple(singulars(word))
        if taken.intersection(forms):
            continue
        for form in forms:
            if form in book and (not sure or book[form][0]):
                return Subject("object", book[form][1], "", "", form, form)
    return None


@cache
def _book() -> dict[str, tuple[bool, str]]:
    """Word -> (whether it is a whole name, emoji): of several, the shortest name's."""
    unicode_codes.load_from_json("fr")
    taken = _taken()
    best: dict[str, tuple[int, str]] = {}
    for glyph, names in emoji.EMOJI_DATA.items():
        if not _is_a_thing([ord(letter) for letter in glyph], str(names.get("en", ""))):
            continue
        for language in ("en", "fr"):
            name = folded(str(names.get(language, "")).replace("_", " "))
            parts = [word for word in name if word not in taken]
            if not 0 < len(parts) <= 2:
                continue
            for place, part in enumerate(parts):
                rank = 2 * len(name) + place
                if len(part) > 3 and rank < best.get(part, (99, ""))[0]:
                    best[part] = (rank, glyph)
    return {word: (rank == 2, glyph) for word, (rank, glyph) in best.items()}


def _is_a_thing(codes: list[int], name: str) -> bool:
    """Whether an emoji shows one thing, rather than a sign, a flag, a face or a variant."""
    if any(code in _SKIN_TONES or code in _FLAG_LETTERS or code == _JOINER for code in codes):
        return False
    first = codes[0]
    if any(first in part for part in _SIGNS):
        return False
    return not any(part in name for part in _NOT_THINGS)


@cache
def _taken() -> frozenset[str]:
    """Words that are not nouns to show: little and vague ones, and what scenery is for."""
    boards = [GRAMMAR, VAGUE]
    for table in (PLACES, TIMES, WEATHERS, SEASONS, MOODS, COLOURS):
        boards += table.values()
    known = {term.rstrip("!*") for board in boards for side in board for term in side.split()}
    return frozenset(known)
