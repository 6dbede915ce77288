# ruff: noqa: RUF001  # a phonetic alphabet
"""Sounds: from eSpeak NG's way to write them to the voice's, and which word each belongs to.

Kokoro learned from a phonetic alphabet with letters of its own for diphthongs and the like.
"""

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

_SIGNS = (
    '; 1  : 2  , 3  . 4  ! 5  ? 6  — 9  … 10  " 11  ( 12  ) 13  “ 14  ” 15  \u0303 17  '
    "ʣ 18  ʥ 19  ʦ 20  ʨ 21  ᵝ 22  ꭧ 23  A 24  I 25  O 31  Q 33  S 35  T 36  W 39  Y 41  "
    "ᵊ 42  a 43  b 44  c 45  d 46  e 47  f 48  h 50  i 51  j 52  k 53  l 54  m 55  n 56  "
    "o 57  p 58  q 59  r 60  s 61  t 62  u 63  v 64  w 65  x 66  y 67  z 68  ɑ 69  ɐ 70  "
    "ɒ 71  æ 72  β 75  ɔ 76  ɕ 77  ç 78  ɖ 80  ð 81  ʤ 82  ə 83  ɚ 85  ɛ 86  ɜ 87  ɟ 90  "
    "ɡ 92  ɥ 99  ɨ 101  ɪ 102  ʝ 103  ɯ 110  ɰ 111  ŋ 112  ɳ 113  ɲ 114  ɴ 115  ø 116  "
    "ɸ 118  θ 119  œ 120  ɹ 123  ɾ 125  ɻ 126  ʁ 128  ɽ 129  ʂ 130  ʃ 131  ʈ 132  ʧ 133  "
    "ʊ 135  ʋ 136  ʌ 138  ɣ 139  ɤ 140  χ 142  ʎ 143  ʒ 147  ʔ 148  ˈ 156  ˌ 157  ː 158  "
    "ʰ 162  ʲ 164  ↓ 169  → 171  ↗ 172  ↘ 173  ᵻ 177"
)
NUMBERS: Mapping[str, int] = {" ": 16} | {
    sign: int(number) for sign, number in (pair.split() for pair in _SIGNS.split("  "))
}
"""Kokoro's alphabet: sign -> number."""

# How eSpeak NG names what somebody speaks; "en-gb" is what it calls plain English.
ESPEAK: Mapping[str, str] = {
    "fr": "fr",
    "en": "en-us",
    "en-gb": "en",
    "es": "es",
    "it": "it",
    "pt": "pt-br",
    "hi": "hi",
}
TIE = "^"
"""Joins the letters of one sound in what eSpeak NG writes here."""

_FOREIGN = re.compile(r"\([a-z^-]+\)")  # says that a word is of another language
_SYLLABIC = re.compile("(\\S)\u0329")
_SHARED = {"a^ɪ": "I", "a^ʊ": "W", "e^ɪ": "A", "ɔ^ɪ": "Y", "t^ʃ": "ʧ", "d^ʒ": "ʤ"}
_OTHER = {**_SHARED, "o^ʊ": "O", "ə^ʊ": "Q", "t^s": "ʦ", "d^z": "ʣ", "s^s": "S"}
_ENGLISH = {
    "ʔˌn\u0329": "tᵊn",
    "ʔn\u0329": "tᵊn",
    "ʔn": "tᵊn",
    **_SHARED,
    "ə^l": "ᵊl",
    "ɚɹ": "əɹ",
    "ɚ": "əɹ",
    "r": "ɹ",
    "x": "k",
    "ç": "k",
    "ɐ": "ə",
    "ɬ": "l",
    "ʔ": "t",
    "ʲ": "",
    "\u0303": "",
}
_BRITISH = {"e^ə": "ɛː", "iə": "ɪə", "ə^ʊ": "Q"}
_AMERICAN = {"o^ʊ": "O", "ɜːɹ": "ɜɹ", "ɜː": "ɜɹ", "ɪə": "iə", "ː": "", "ɾ": "T"}


def voiced(espeak: str, language: str) -> str:
    """What eSpeak NG wrote, in the voice's alphabet; words stay apart.

    language: a key of ESPEAK.
    """
    text = _FOREIGN.sub("", espeak)
    tables: tuple[Mapping[str, str], ...] = (_OTHER,)
    if language.startswith("en"):
        tables = (_ENGLISH, _BRITISH if language == "en-gb" else _AMERICAN)
    for table in tables:
        for old, new in table.items():
            text = text.replace(old, new)
    if language.startswith("en"):
        text = _SYLLABIC.sub(r"ᵊ\1", text)
    text = "".join(sign for sign in text if sign in NUMBERS)
    return " ".join(text.split())


def lettered(espeak: str) -> str:
    """What eSpeak NG wrote, in its own letters, as Piper learned them; words stay apart."""
    return " ".join(_FOREIGN.sub("", espeak).replace(TIE, "").split())


def shares(whole: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Which part of a clause's sounds each of its words has: first sign and one past the last.

    whole: the clause as it is said in one go. words: each as it is said alone. Words that
    are said together, or in another way than alone, get what is most like them.
    """
    groups = [found.span() for found in re.finditer(r"\S+", whole)]
    if len(groups) == len(words):
        return groups
    counts = [len(word.split()) for word in words]
    if sum(counts) == len(groups) and all(counts):
        ends = [sum(counts[: number + 1]) for number in range(len(counts))]
        starts = [0, *ends[:-1]]
        return [
            (groups[first][0], groups[last - 1][1])
            for first, last in zip(starts, ends, strict=True)
        ]
    return _alike(whole, words)


def _alike(whole: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """The same, where neither the number of words nor their parts tell."""
    alone = "".join(words)
    blocks = SequenceMatcher(None, alone, whole, autojunk=False).get_matching_blocks()
    bounds = [0]
    for word in words:
        bounds.append(bounds[-1] + len(word))
    places = [0, *(_place(bound, blocks, len(whole)) for bound in bounds[1:-1]), len(whole)]
    found = list[tuple[int, int]]()
    for first, last in pairwise(places):
        part = whole[first:last]
        skipped = len(part) - len(part.lstrip())
        found.append((first + skipped, max(first + skipped, first + len(part.rstrip()))))
    return found


def _place(bound: int, blocks: Sequence[tuple[int, int, int]], longest: int) -> int:
    """Where a place between two signs of one text is in the other."""
    place = 0
    for ours, theirs, size in blocks:
        if bound <= ours:
            return min(theirs, max(place, theirs - (ours - bound)))
        place = theirs + min(size, bound - ours)
        if bound <= ours + size:
            return place
    return min(place, longest)
