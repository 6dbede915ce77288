"""Asks eSpeak NG how a text is pronounced, in a process of its own.

eSpeak NG is under the GPL and comes with the extra `voice` only: nothing but this program
loads it, and this program exchanges plain JSON with the rest. Answers the request
{"text", "language"} with {"clauses": [[first word, [[sounds' first sign, one past the
last]...], sounds, mark]...]}.
"""

import ctypes
from collections.abc import Mapping, Sequence
from typing import NoReturn

from vidgenie.errors import RenderFailed
from vidgenie.media import child
from vidgenie.providers.local.speech_alphabet import ESPEAK, TIE, shares, voiced
from vidgenie.providers.local.speech_text import Clause, clauses

LONGEST = 400
"""Signs of a clause; the voice reads 510 at a time."""

_SYNCHRONOUS = 2
_DONT_EXIT = 0x8000
_UTF_8 = 1
_IPA_WITH_TIES = 0x82 | ord(TIE) << 8


class ESpeak:
    """eSpeak NG, set to one language."""

    def __init__(self, language: str) -> None:
        import espeakng_loader  # noqa: PLC0415  # of the extra `voice`

        library = ctypes.CDLL(espeakng_loader.get_library_path())
        library.espeak_Initialize.argtypes = [
            *(ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_int)
        ]
        library.espeak_SetVoiceByName.argtypes = [ctypes.c_char_p]
        self._ask = library.espeak_TextToPhonemes
        self._ask.argtypes = [ctypes.POINTER(ctypes.c_char_p), ctypes.c_int, ctypes.c_int]
        self._ask.restype = ctypes.c_char_p
        data = espeakng_loader.get_data_path().encode()
        if library.espeak_Initialize(_SYNCHRONOUS, 0, data, _DONT_EXIT) < 0:
            _give_up("no_data")
        # Speaking in a voice that was not found ends the process.
        if library.espeak_SetVoiceByName(ESPEAK[language].encode()):
            _give_up("no_language")
        self._language = language

    def sounds(self, text: str) -> str:
        """The text in the voice's alphabet; "" when there is nothing to pronounce."""
        rest = ctypes.c_char_p(text.replace("\0", "").encode("utf-8", "replace"))
        parts = list[str]()
        while rest.value:
            said = self._ask(ctypes.byref(rest), _UTF_8, _IPA_WITH_TIES)
            parts.append((said or b"").decode("utf-8", "replace"))
        return voiced(" ".join(parts), self._language)


def pronounced(espeak: ESpeak, clause: Clause) -> list[list[object]]:
    """The clause as the answer has it; one that is too long is cut between words."""
    whole = espeak.sounds(" ".join(clause.said))
    if len(whole) > LONGEST and len(clause.said) > 1:
        return [part for half in _halves(clause) for part in pronounced(espeak, half)]
    spans = shares(whole, _alone(espeak, clause.said, whole))
    if len(whole) > LONGEST:
        whole, spans = whole[:LONGEST], [(first, LONGEST) for first, _ in spans]
    return [[clause.words[0], [list(span) for span in spans], whole, clause.mark]]


def _alone(espeak: ESpeak, words: Sequence[str], whole: str) -> list[str]:
    """Each word as it is said alone; nobody is asked when that is plain to see."""
    groups = whole.split()
    return groups if len(groups) == len(words) else [espeak.sounds(word) for word in words]


def _halves(clause: Clause) -> tuple[Clause, Clause]:
    (first, last), middle = clause.words, len(clause.said) // 2
    return (
        Clause((first, first + middle), clause.said[:middle], ""),
        Clause((first + middle, last), clause.said[middle:], clause.mark),
    )


def _give_up(reason: str) -> NoReturn:
    raise RenderFailed("The voice of this server cannot pronounce this.", reason=reason)


def _serve(request: Mapping[str, object], _report: child.Report) -> Mapping[str, object]:
    espeak = ESpeak(str(request["language"]))
    found = clauses(str(request["text"]))
    return {"clauses": [part for clause in found for part in pronounced(espeak, clause)]}


if __name__ == "__main__":
    child.serve(_serve)
