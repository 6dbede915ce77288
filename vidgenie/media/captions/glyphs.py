"""What is drawn of a word: which letters, by which font, and how wide."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from vidgenie.media.captions.fonts import Font, font_for
from vidgenie.media.captions.metrics import Metrics

_ZWJ, _NARROW, _NBSP = "\u200d", "\u202f", "\u00a0"
_THIN = 0.72  # of a space
# Colours and sexes of emoji, their variants and tags: no outline font has them.
_MODIFIERS = re.compile(
    f"{_ZWJ}[\u2640\u2642]|[\ufe00-\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0000-\U000e01ef]"
    f"|(?<=[\u2190-\u2bff\U0001f000-\U0001faff]){_ZWJ}"
)
_UNSEEN = ("Cn", "Co", "Cs", "Cf")  # categories: unknown, private, halves, invisible
_JOINERS = ("\u200c", _ZWJ)  # of Persian and Hindi
# Beside capitals of this height, letters of these look as large (by eye).
_FACTORS: Mapping[str, float] = {
    "Noto Sans Arabic": 1.28,
    "Noto Sans Hebrew Light": 1.12,
    "Noto Sans CJK TC Bold": 0.96,
    "Noto Emoji": 0.98,
}


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one font. em: their size in pixels; width: in pixels."""

    text: str
    font: Font
    em: float
    width: float


def drawable(text: str, *, caps: bool) -> str:
    """The text without what no font draws: modifiers of emoji, controls, private signs."""
    text = unicodedata.normalize("NFC", text)
    text = _MODIFIERS.sub("", text)
    kept = "".join(
        " " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign
        for sign in text
        if sign in _JOINERS or unicodedata.category(sign) not in _UNSEEN
    )
    kept = " ".join(part for part in kept.split(" ") if part)
    return kept.upper() if caps else kept


def runs(text: str, own: Font, em: float) -> list[Run]:
    """The text in parts that one font draws, each as large as the others look."""
    found: list[Run] = []
    for font, size, part in _parts(text, own, em):
        found.append(Run(part, font, size, _width(part, font.metrics) * size))
    return found


def _parts(text: str, own: Font, em: float) -> Iterator[tuple[Font, float, str]]:
    now: tuple[Font, float] = (own, em)
    part = ""
    for sign in text:
        font = own if sign in (" ", _NBSP, _NARROW) else font_for(sign, own)
        if unicodedata.category(sign) == "Mn" and part and now[0].metrics.has(sign):
            font = now[0]  # a mark stays with its letter
        size = em * (_THIN if sign == _NARROW else _size(font, own))
        if (font, size) != now and part:
            yield (*now, part)
            part = ""
        now = (font, size)
        part += _NBSP if sign == _NARROW else sign
    if part:
        yield (*now, part)


def _size(font: Font, own: Font) -> float:
    if font is own:
        return 1.0
    return own.metrics.capital / font.metrics.capital * _FACTORS.get(font.family, 1.0)


def _width(text: str, metrics: Metrics) -> float:
    """In em. Letters that join are measured in the shape they have beside each other."""
    shaped = _joined(text, metrics) if any("\u0600" <= sign <= "\u06ff" for sign in text) else text
    return sum(_advance(sign, metrics) for sign in shaped)


def _advance(sign: str, metrics: Metrics) -> float:
    if unicodedata.category(sign) in ("Mn", "Cf"):
        return 0.0
    # Two letters of a country are one flag.
    half = 0.5 if "\U0001f1e6" <= sign <= "\U0001f1ff" else 1.0
    return metrics.advance(sign) * half


def _joined(text: str, metrics: Metrics) -> str:
    """Arabic in its presentation forms, where the font names them."""
    letters = [sign for sign in text if unicodedata.category(sign) != "Mn"]
    shaped = ""
    for index, sign in enumerate(letters):
        forms = _forms().get(sign, {})
        before = _forms().get(letters[index - 1], {}) if index else {}
        after = _forms().get(letters[index + 1], {}) if index + 1 < len(letters) else {}
        joins_before = "final" in forms and "initial" in before
        joins_after = "initial" in forms and "final" in after
        name = ("isolated", "final", "initial", "medial")[joins_before + 2 * joins_after]
        form = forms.get(name, sign)
        shaped += form if metrics.has(form) else sign
    return shaped


@cache
def _forms() -> dict[str, dict[str, str]]:
    """Arabic letter -> form (isolated, final, initial, medial) -> its character."""
    found: dict[str, dict[str, str]] = {}
    for code in (*range(0xFB50, 0xFDFF), *range(0xFE70, 0xFEFD)):
        kind, *letters = unicodedata.decomposition(chr(code)).split() or [""]
        if len(letters) == 1:
            found.setdefault(chr(int(letters[0], 16)), {})[kind.strip("<>")] = chr(code)
    return found
