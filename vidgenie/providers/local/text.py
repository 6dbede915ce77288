"""Local text: prompts made richer and scripts drafted, by rules, without a model."""

import hashlib
import re
from typing import ClassVar

from vidgenie.domain import script_json
from vidgenie.domain.ports.provider import Call
from vidgenie.domain.ports.text import (
    EnhanceRequest,
    ScriptRequest,
    TextAnswer,
    TextProvider,
)
from vidgenie.providers.local.lexicon import OPENING, Reading, own_words, read
from vidgenie.providers.local.moments import moment
from vidgenie.providers.local.phrases import ENGLISH, FRENCH, Choices, Phrases
from vidgenie.providers.local.script_draft import drafted
from vidgenie.providers.local.subjects import SUBJECTS

MODEL = "local-1"
_MOST_WORDS = 200
_ENDED = re.compile(r"[.!?…»”\"')\]]$")
_PHRASES = {"en": ENGLISH, "fr": FRENCH}

_VIEWS = {
    "mountain": "wide", "lake": "wide", "sea": "wide", "field": "wide", "desert": "epic",
    "snow": "wide", "space": "epic", "forest": "street", "city": "street", "synthwave": "epic",
    "underwater": "epic", "interior": "close", "studio": "hero",
}  # fmt: skip
_LIGHTS = {
    "romantic": "sunset", "energetic": "sunset", "zen": "dawn", "mystic": "night", "dark": "night",
    "cyber": "night", "storm_night": "storm",
}  # fmt: skip
# What a prompt already says about the way it is filmed, in folded words.
_FRAMING = frozenset(
    [
        "plan",
        "plongee",
        "contreplongee",
        "drone",
        "aerienne",
        "aerien",
        "macro",
        "objectif",
        "grand-angle",
        "cadrage",
        "zoom",
        "shot",
        "closeup",
        "close-up",
        "lens",
        "aerial",
        "wide-angle",
        "framing",
        "pov",
        "mm",
        "portrait",
        "panorama",
    ]  # reads as one list
)
_MOVING = frozenset(
    "travelling traveling panoramique zoom camera dolly pan tilt orbit steadicam timelapse".split()  # noqa: SIM905  # reads as one list
)


class LocalText(TextProvider):
    """Prompts and drafts of scripts by rules: no key, no model, no cost."""

    slug: ClassVar[str] = "local"
    title: ClassVar[str] = "VidGenie (demo)"
    demo: ClassVar[bool] = True
    repeatable: ClassVar[bool] = True
    languages: ClassVar[tuple[str, ...]] = ("fr", "en")

    async def enhance(self, request: EnhanceRequest, call: Call) -> TextAnswer:
        """The person's words, then how to film, light and finish them; the same each time."""
        del call
        reading = read(request.prompt)
        text = enhanced(request.prompt, reading, seed=request.seed)
        return TextAnswer(text=text, language=reading.language, model=MODEL)

    async def script(self, request: ScriptRequest, call: Call) -> TextAnswer:
        """A draft, in French or English; the same each time."""
        del call
        written = drafted(request.brief, seed=request.seed)
        language = "fr" if request.brief.language == "fr" else "en"
        return TextAnswer(text=script_json.write(written), language=language, model=MODEL)


def enhanced(prompt: str, reading: Reading, *, seed: int = 0) -> str:
    """The prompt with sentences added in its language, at most 200 words.

    Nothing that the reading found in the prompt is said again.
    """
    own = " ".join(own_words(prompt).split()).rstrip(",;:")
    if not _ENDED.search(own):
        own += "."
    added = _added(reading, f"{own}|{seed}")
    while len(added) > 1 and _count(own, *added) > _MOST_WORDS:
        added.pop()
    room = _MOST_WORDS - _count(*added)
    kept = own.split()
    if len(kept) > room:
        own = " ".join(kept[:room])
    return " ".join([own, *added])


def _added(reading: Reading, key: str) -> list[str]:
    """The sentences, those that matter most first."""
    say = _PHRASES[reading.language]
    light = _light(reading)
    said = set(reading.words)
    framed = _pick(say.frame if said & _FRAMING else say.shots[_view(reading)], key, "shot")
    sentences = [
        f"{OPENING[reading.language]} {framed}",
        _pick(say.light.get(light, say.light[""]), key, "light"),
        _pick(say.finish, key, "finish"),
    ]
    colour = _pick(say.colours, key, "colours") if reading.colours else _palette(say, light)
    sentences.insert(2, colour)
    sentences.insert(3, _pick(say.moods[reading.mood], key, "mood"))
    if not said & _MOVING:
        sentences.insert(4, _pick(say.camera, key, "camera"))
    return sentences


def _view(reading: Reading) -> str:
    """The kind of view that suits the place, or the thing when there is no place."""
    if reading.place:
        return _VIEWS[reading.place]
    kinds = {SUBJECTS[name].kind for name in reading.subjects}
    return "close" if kinds - {"scenery"} else "wide"


def _light(reading: Reading) -> str:
    """The kind of light, as the scene will have it; "" when the prompt leaves it free."""
    if reading.place == "underwater":
        return "water"
    if reading.place == "studio" and not reading.time:
        return "studio"
    found = moment(reading, reading.place)
    return _LIGHTS.get(found, found)


def _palette(say: Phrases, light: str) -> str:
    return say.palette.get(light, say.palette[""])


def _pick(choices: Choices, key: str, what: str) -> str:
    digest = hashlib.sha256(f"{key}|{what}".encode()).digest()
    return choices[int.from_bytes(digest[:4]) % len(choices)]


def _count(*sentences: str) -> int:
    return sum(len(sentence.split()) for sentence in sentences)
