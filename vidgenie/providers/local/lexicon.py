"""Reading a prompt: which place, moment, weather, mood and things it asks for.

Pure Python, a millisecond: the text Provider reads with it too.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from vidgenie.providers.local import words
from vidgenie.providers.local.subjects import SUBJECTS

OPENING = {"fr": "Cadré en", "en": "Shot as"}
"""How the sentences added by our own enhancement begin: the person's words end there."""

_ADDED = re.compile(rf"(?<=\S)\s+(?:{'|'.join(OPENING.values())})\b.*", re.DOTALL)
_SENTENCE_END = re.compile(r"[.!?;…\n]+")
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")
_LONGEST_PHRASE = 4
_NAMED, _IMPLIED, _HINTED = 3.0, 1.6, 1.0  # what a word weighs when it tells the place
# Names that go with many prompts: they give way to anything more precise.
_VAGUE = frozenset(
    {"cooking", "person", "idea", "hourglass", "heart", "runner", "winner", "business"}
)
_INGREDIENTS = frozenset(
    {"chocolate", "lemon", "apple", "strawberry", "cooking", "bread", "salad", "ice_cream"}
)
_AT_THE_TABLE = frozenset({"", "city", "sea", "mountain", "lake", "forest", "field", "snow"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What a prompt asks for; "" where it does not say.

    language: "fr" or "en".
    view: what is seen through the window when the place is an interior.
    subjects: names of the things to show, the most wanted first.
    words: the person's words, without accents and capitals.
    """

    language: str = "en"
    place: str = ""
    view: str = ""
    time: str = ""
    weather: str = ""
    mood: str = ""
    season: str = ""
    landmark: str = ""
    colours: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Meaning:
    category: str
    name: str
    language: str
    exclusive: bool = False


def read(prompt: str) -> Reading:
    """What the prompt asks for; what our own enhancement added to it is not read."""
    sentences = [folded(part) for part in _SENTENCE_END.split(own_words(prompt))]
    everything = tuple(word for sentence in sentences for word in sentence)
    tongue = _language(everything, prompt)
    scores: dict[str, dict[str, float]] = {}
    colours: list[str] = []
    position = 0
    for number, sentence in enumerate(part for part in sentences if part):
        weight = 1.0 if number == 0 else 0.55 if number == 1 else 0.4
        for meanings in _meanings(sentence, tongue):
            for meaning in meanings:
                value = weight / (1 + 0.04 * position)
                board = scores.setdefault(meaning.category, {})
                board[meaning.name] = board.get(meaning.name, 0) + value
                if meaning.category == "colour" and meaning.name not in colours:
                    colours.append(meaning.name)
            position += 1
    return _settled(scores, colours=tuple(colours[:2]), words=everything, language=tongue)


def own_words(prompt: str) -> str:
    """The prompt without the sentences that our enhancement adds."""
    return _ADDED.sub("", prompt)


def folded(text: str) -> tuple[str, ...]:
    """The words of a text in plain small letters, without accents."""
    # Some signs that part words, such as U+0085, have no plain form and would join them.
    text = " ".join(text.lower().split()).replace("œ", "oe").replace("æ", "ae")
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return tuple(word for word in _NOT_A_WORD.split(plain) if word)


def language(text: str) -> str:
    """Of a text: "fr" or "en", whichever its little words and known nouns speak."""
    return _language(folded(text), text)


def singulars(word: str) -> Iterator[str]:
    """The word, then what it may be the plural of, in French or English."""
    yield word
    if len(word) < 4:
        return
    if word.endswith("ies"):
        yield word[:-3] + "y"
    if word.endswith("ves"):
        yield word[:-3] + "f"
    if word.endswith("aux"):
        yield word[:-3] + "al"
    if word[-1] in "sx":
        yield word[:-1]
    if word.endswith("es"):
        yield word[:-2]


def _settled(
    scores: Mapping[str, Mapping[str, float]],
    *,
    colours: tuple[str, ...],
    words: tuple[str, ...],
    language: str,
) -> Reading:
    subjects = _subjects(scores.get("subject", {}))
    places = {name: score * _NAMED for name, score in scores.get("place", {}).items()}
    for name, score in scores.get("hint", {}).items():
        places[name] = places.get(name, 0) + score * _HINTED
    for rank, name in enumerate(subjects):
        home = SUBJECTS[name].place
        if home:
            share = _IMPLIED * scores["subject"][name] / (1 + rank)
            places[home] = places.get(home, 0) + share
    weather, season = _best(scores.get("weather", {})), _best(scores.get("season", {}))
    landmark = _best(scores.get("landmark", {}))
    if landmark:
        places["city"] = places.get("city", 0) + _NAMED
    place, view = _best(places), ""
    if not place and (weather == "snow" or season == "winter"):
        place = "snow"
    if place == "interior" or _eats_in(subjects, place):
        outside = {name: s for name, s in places.items() if name in _AT_THE_TABLE}
        place, view = "interior", _best(outside)
    return Reading(
        language=language,
        place=place,
        view=view,
        time=_best(scores.get("time", {})),
        weather=weather,
        mood=_best(scores.get("mood", {})),
        season=season,
        landmark=landmark,
        colours=colours,
        subjects=subjects,
        words=words,
    )


def _eats_in(subjects: tuple[str, ...], place: str) -> bool:
    """Food outside a landscape of its own is on a table, by a window."""
    return bool(subjects) and SUBJECTS[subjects[0]].kind == "plate" and place in _AT_THE_TABLE


def _subjects(found: Mapping[str, float]) -> tuple[str, ...]:
    """At most three things, the most wanted first; a precise name hides a vague figure."""
    plates = [name for name in found if SUBJECTS[name].kind == "plate"]
    if len(plates) > 1:
        # A chocolate cake is one thing.
        found = {name: score for name, score in found.items() if name not in _INGREDIENTS}
    value = {name: score * (0.4 if name in _VAGUE else 1) for name, score in found.items()}
    ranked = sorted(value, key=lambda name: -value[name])
    figures = [name for name in ranked if SUBJECTS[name].kind == "figure"]
    for name in figures[1:]:
        if name in _VAGUE:
            ranked.remove(name)
    return tuple(ranked[:3])


def _best(board: Mapping[str, float]) -> str:
    """The highest name; the first met among equals."""
    return max(board, key=lambda name: board[name]) if board else ""


def _language(text_words: tuple[str, ...], text: str) -> str:
    french, english = (frozenset(side.split()) for side in words.GRAMMAR)
    accents = sum(1 for letter in text if letter in "éèêàçùôîœâûëï")
    balance = 2.0 * accents
    exact = _dictionary()[0]
    for word in text_words:
        balance += (word in french) - (word in english)
        known = next((exact[(form,)] for form in singulars(word) if (form,) in exact), [])
        sides = {meaning.language for meaning in known}
        balance += 0.6 * ((sides == {"fr"}) - (sides == {"en"}))
    return "fr" if balance > 0 else "en"


def _meanings(sentence: tuple[str, ...], tongue: str) -> Iterator[list[_Meaning]]:
    """What each word, or each phrase, of a sentence can mean; longest phrases first."""
    exact, stems = _dictionary()
    start = 0
    while start < len(sentence):
        found: list[_Meaning] = []
        length = min(_LONGEST_PHRASE, len(sentence) - start)
        while length > 1:
            *head, last = sentence[start : start + length]
            found = next(
                (exact[p] for form in singulars(last) if (p := (*head, form)) in exact), []
            )
            if found:
                break
            length -= 1
        if not found:
            found = _single(sentence[start], exact, stems)
        yield [m for m in found if not m.exclusive or m.language == tongue]
        start += length
    return


def _single(
    word: str,
    exact: Mapping[tuple[str, ...], list[_Meaning]],
    stems: Mapping[str, list[_Meaning]],
) -> list[_Meaning]:
    for form in singulars(word):
        if (form,) in exact:
            return exact[(form,)]
    for stem, meanings in stems.items():
        if word.startswith(stem):
            return meanings
    return []


@cache
def _dictionary() -> tuple[dict[tuple[str, ...], list[_Meaning]], dict[str, list[_Meaning]]]:
    """Phrase -> meanings, and stem -> meanings."""
    exact: dict[tuple[str, ...], list[_Meaning]] = {}
    stems: dict[str, list[_Meaning]] = {}
    for category, name, terms in _entries():
        for tongue, text in zip(("fr", "en"), terms, strict=True):
            for term in text.split():
                meaning = _Meaning(category, name, tongue, exclusive=term.endswith("!"))
                word = term.rstrip("!")
                if word.endswith("*"):
                    stems.setdefault(word[:-1], []).append(meaning)
                    continue
                meanings = exact.setdefault(tuple(word.split("_")), [])
                known = [m for m in meanings if (m.category, m.name) == (category, name)]
                if not known:
                    meanings.append(meaning)
                elif known[0].language != tongue:
                    both = _Meaning(category, name, "", exclusive=False)
                    meanings[meanings.index(known[0])] = both
    return exact, stems


def _entries() -> Iterator[tuple[str, str, words.Terms]]:
    boards = {
        "place": words.PLACES,
        "hint": words.HINTS,
        "time": words.TIMES,
        "weather": words.WEATHERS,
        "mood": words.MOODS,
        "season": words.SEASONS,
        "colour": words.COLOURS,
        "landmark": words.LANDMARKS,
    }
    for category, board in boards.items():
        for name, terms in board.items():
            yield category, name, terms
    for name, subject in SUBJECTS.items():
        yield "subject", name, (subject.french, subject.english)
    yield "silent", "", words.SILENT
