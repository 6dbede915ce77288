"""Parts of words: what is shown and counted where words are long or have no spaces between."""

import re
import unicodedata

_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HIRAGANA = "\u3041-\u309f"
_KATAKANA = "\u30a0-\u30ff\u31f0-\u31ff\uff66-\uff9d"
_OPENING = "「『【〈《“«(\\[{\u2018\u3014\uff08\uff3b\uff5b"
_WIDE_MARKS = "\u3001-\u303f\uff01-\uff65"
_UNSPACED = re.compile(f"[{_HAN}{_HIRAGANA}{_KATAKANA}{_WIDE_MARKS}]")
_LETTER = re.compile(f"[{_HAN}{_HIRAGANA}{_KATAKANA}]")
# A stem with its particle or its ending is the unit of Japanese that reads like a word.
_JAPANESE = (
    f"[{_HAN}]{{1,4}}(?:[はがをのにで]|[{_HIRAGANA}]{{0,4}})"
    f"|[{_KATAKANA}]{{1,10}}[{_HIRAGANA}]{{0,2}}"
)
_CHINESE = f"[{_HAN}]{{1,2}}"
_REST = f"[{_HIRAGANA}]{{1,5}}|[{_KATAKANA}]{{1,10}}|[^{_HAN}{_HIRAGANA}{_KATAKANA}{_OPENING}]+"
_MARKS = f"[^\\w\\s{_OPENING}]*"
_PARTS = {
    True: re.compile(f"[{_OPENING}]*(?:{_CHINESE}|{_REST}){_MARKS}|[{_OPENING}]+"),
    False: re.compile(f"[{_OPENING}]*(?:{_JAPANESE}|{_REST}){_MARKS}|[{_OPENING}]+"),
}
# Latin, then Cyrillic and Greek.
_VOWELS = re.compile(
    "[aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýÿœ"
    "\u0430\u0435\u0438\u043e\u0443\u044b\u044d-\u044f\u0451"
    "\u03ac-\u03b1\u03b5\u03b7\u03b9\u03bf\u03c5\u03c9\u03cc-\u03ce]+"
)
_SILENT = {"fr": re.compile("(?<=[a-zà-ÿ])(?:e|es|ent)$"), "en": re.compile("(?<=[a-z])e$")}
# . ! ? … and what Chinese, Japanese, Arabic, Urdu, Hindi write for them.
_FINAL = ".!?…\u3002\uff01\uff1f\u061f\u06d4\u0964"
SENTENCE_END = re.compile(rf"[{_FINAL}]+[\s\"'»”\u2019)\]」』\uff09]*$")
"""What stands at the end of a sentence's last word."""
CLAUSE_END = re.compile("[,;:،؛、—\u2013\uff0c\uff1a\uff1b]")
"""A mark where the voice rests."""

_DIGIT = 1.4  # syllables
_KANA, _SIGN, _BLOCK = 1.2, 2.0, 1.2  # of Japanese, Chinese (and kanji), Korean
_SCRIPTS_BY_LETTER = 0.5  # Arabic, Hebrew, Devanagari...: syllables of a letter


def units(word: str, language: str = "") -> list[str]:
    """The word itself; of Chinese and Japanese, its parts. Never empty."""
    if _LETTER.search(word):
        return _PARTS[language[:2] == "zh"].findall(word) or [word]
    return [word]


def is_unspaced(sign: str) -> bool:
    """Whether no space stands beside it: Chinese, Japanese and their marks."""
    return bool(sign) and bool(_UNSPACED.match(sign))


def is_wide(sign: str) -> bool:
    """Whether it is as wide as two Latin letters."""
    return unicodedata.east_asian_width(sign) in "WF"


def syllables(word: str, language: str) -> float:
    """About how many syllables the word has, one at least."""
    core = "".join(sign for sign in word.lower() if sign.isalnum())
    latin = _VOWELS.findall(core)
    count = float(len(latin))
    silent = _SILENT.get(language[:2].lower())
    if silent and len(latin) > 1 and silent.search(core):
        count -= 1
    for sign in core:
        if sign.isdigit():
            count += _DIGIT
        elif "\u3040" <= sign <= "\u30ff":
            count += _KANA
        elif "\uac00" <= sign <= "\ud7a3":
            count += _BLOCK
        elif _LETTER.match(sign):
            count += _SIGN
        elif "\u0590" <= sign <= "\u1fff":
            count += _SCRIPTS_BY_LETTER
    return max(1.0, count)
