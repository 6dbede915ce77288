"""eSpeak NG: how a text is pronounced, and a voice of last resort.

eSpeak NG is under the GPL and comes with the extra `voice` only: nothing but `speech_g2p`, a
program of its own that exchanges plain JSON with the rest, imports this and loads it.
"""

import ctypes
from bisect import bisect_right
from functools import cache
from typing import Any, NoReturn

from vidgenie.domain.spoken import spoken_words
from vidgenie.errors import RenderFailed
from vidgenie.providers.local.speech_alphabet import ESPEAK, TIE
from vidgenie.providers.local.speech_text import plain

_SYNCHRONOUS = 2
_DONT_EXIT = 0x8000
_UTF_8 = 1
_CHARACTERS = 1
_IPA_WITH_TIES = 0x82 | ord(TIE) << 8
_RATE = 1
_USUAL = 165  # words a minute
_WORD, _END = 1, 5


class _Event(ctypes.Structure):
    """espeak_EVENT of speak_lib.h."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),  # characters, from 1
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),  # ms
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    )


_CALLBACK = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


class ESpeak:
    """eSpeak NG, set to one language: a key of ESPEAK. Raises RenderFailed."""

    def __init__(self, language: str) -> None:
        self._library, self.rate = _opened()
        # Speaking in a voice that was not found ends the process.
        if self._library.espeak_SetVoiceByName(ESPEAK[language].encode()):
            _give_up("no_language")

    def sounds(self, text: str) -> str:
        """The text in eSpeak NG's phonetic letters; "" when there is nothing to pronounce."""
        rest = ctypes.c_char_p(text.replace("\0", "").encode("utf-8", "replace"))
        parts = list[str]()
        while rest.value:
            said = self._library.espeak_TextToPhonemes(ctypes.byref(rest), _UTF_8, _IPA_WITH_TIES)
            parts.append((said or b"").decode("utf-8", "replace"))
        return " ".join(parts)

    def say(self, text: str, *, speed: float) -> tuple[bytes, list[tuple[float, float]]]:
        """16 bit samples, `rate` a second, and (start, end) seconds of each spoken word."""
        pcm, events = bytearray(), list[tuple[float, int, int]]()

        def take(samples: Any, count: int, found: Any) -> int:  # noqa: ANN401  # pointers
            if samples and count > 0:
                pcm.extend(ctypes.string_at(samples, count * 2))
            number = 0
            while found[number].type:
                event = found[number]
                events.append((event.audio_position / 1000, event.type, event.text_position - 1))
                number += 1
            return 0

        callback = _CALLBACK(take)
        self._library.espeak_SetSynthCallback(callback)
        self._library.espeak_SetParameter(_RATE, round(_USUAL * speed), 0)
        data = plain(text).encode("utf-8", "replace")
        size = len(data) + 1
        if self._library.espeak_Synth(data, size, 0, _CHARACTERS, 0, _UTF_8, None, None):
            _give_up("not_said")
        times = _moments(text, events, len(pcm) / 2 / self.rate)
        return bytes(pcm), [_without_silence(pcm, self.rate, *each) for each in times]


def _moments(
    text: str, events: list[tuple[float, int, int]], seconds: float
) -> list[tuple[float, float]]:
    """When each spoken word is said: from its first event to whatever comes after its last."""
    words = spoken_words(text)
    firsts = [word.start for word in words]
    known: dict[int, tuple[float, float]] = {}
    marks = [event for event in events if event[1] in (_WORD, _END)]
    for number, (at, kind, place) in enumerate(marks):
        word = bisect_right(firsts, place) - 1
        if kind != _WORD or word < 0:
            continue
        after = marks[number + 1][0] if number + 1 < len(marks) else seconds
        known[word] = (known.get(word, (at, at))[0], max(at, after))
    # What is said in one go, as "50 %" may be, is shared by its words.
    groups = list[list[int]]()
    for word in range(len(words)):
        is_new = word in known and (not groups or any(one in known for one in groups[-1]))
        if is_new or not groups:
            groups.append([])
        groups[-1].append(word)
    found = list[tuple[float, float]]()
    for group in groups:
        last = found[-1][1] if found else 0.0
        first, end = next((known[word] for word in group if word in known), (last, seconds))
        start, step = max(first, last), max(0.0, end - max(first, last)) / len(group)
        found += [(start + step * part, start + step * (part + 1)) for part in range(len(group))]
    return found


def _without_silence(pcm: bytearray, rate: int, start: float, end: float) -> tuple[float, float]:
    """The same, without the digital silence that eSpeak NG counts to the last word."""
    said = pcm[round(start * rate) * 2 : round(end * rate) * 2]
    heard = len(said.rstrip(b"\0"))
    return start, (start + heard / 2 / rate) if heard else end


@cache
def _opened() -> tuple[Any, int]:
    """The library, and samples a second of what it says. Raises RenderFailed."""
    try:
        import espeakng_loader  # noqa: PLC0415  # of the extra `voice`

        library = ctypes.CDLL(espeakng_loader.get_library_path())
        data = espeakng_loader.get_data_path().encode()
    except (ImportError, OSError):
        _give_up("no_library")
    library.espeak_Initialize.argtypes = [
        *(ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_int)
    ]
    library.espeak_SetVoiceByName.argtypes = [ctypes.c_char_p]
    library.espeak_SetSynthCallback.argtypes = [_CALLBACK]
    library.espeak_Synth.argtypes = [
        *(ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int),
        *(ctypes.c_uint, ctypes.c_uint, ctypes.c_void_p, ctypes.c_void_p),
    ]
    library.espeak_TextToPhonemes.argtypes = [
        *(ctypes.POINTER(ctypes.c_char_p), ctypes.c_int, ctypes.c_int)
    ]
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    rate = int(library.espeak_Initialize(_SYNCHRONOUS, 0, data, _DONT_EXIT))
    if rate < 0:
        _give_up("no_data")
    return library, rate


def _give_up(reason: str) -> NoReturn:
    raise RenderFailed("The voice of this server cannot pronounce this.", reason=reason)
