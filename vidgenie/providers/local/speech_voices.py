"""The voices that come with VidGenie: Kokoro's, by language, the best of each first."""

from collections.abc import Mapping

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

VOICES: tuple[Voice, ...] = tuple(
    Voice(name, name.partition("_")[2].title(), (language,))
    for language, names in _NAMES.items()
    for name in names.split()
)
LANGUAGES: tuple[str, ...] = tuple(_NAMES)


def voice_for(language: str) -> str:
    """The voice that speaks a language when none was chosen."""
    return _NAMES[language].split()[0]


def accent(voice: str, language: str) -> str:
    """How this voice says the language: a key of `speech_alphabet.ESPEAK`."""
    return "en-gb" if language == "en" and voice.startswith(_BRITISH) else language
