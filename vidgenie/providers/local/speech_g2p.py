"""Asks eSpeak NG how a text is pronounced, or has it speak, in a process of its own.

Nothing but this program loads eSpeak NG (GPL); see `speech_espeak`. Answers the request
{"text", "language", "alphabet"} with {"clauses": [[first word, [[sounds' first sign, one past
the last]...], sounds, mark]...]}, and {"text", "language", "speed", "target"}, which writes
a WAV file, with {"times": [[start, end]...]}: seconds of each word.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import cast

from vidgenie.media import child, warm_child
from vidgenie.providers.local.speech_alphabet import lettered, shares, voiced
from vidgenie.providers.local.speech_espeak import ESpeak
from vidgenie.providers.local.speech_text import Clause, clauses
from vidgenie.providers.local.speech_wav import wav

LONGEST = 400
"""Signs of a clause; the voice reads 510 at a time."""

_MARK = "demo: said by eSpeak NG"

Sounds = Callable[[str], str]
"""A text in the voice's alphabet."""


def pronounced(sounds: Sounds, clause: Clause) -> list[list[object]]:
    """The clause as the answer has it; one that is too long is cut between words."""
    whole = sounds(" ".join(clause.said))
    if len(whole) > LONGEST and len(clause.said) > 1:
        return [part for half in _halves(clause) for part in pronounced(sounds, half)]
    spans = shares(whole, _alone(sounds, clause.said, whole))
    if len(whole) > LONGEST:
        whole, spans = whole[:LONGEST], [(first, LONGEST) for first, _ in spans]
    return [[clause.words[0], [list(span) for span in spans], whole, clause.mark]]


def _alone(sounds: Sounds, words: Sequence[str], whole: str) -> list[str]:
    """Each word as it is said alone; nobody is asked when that is plain to see."""
    groups = whole.split()
    return groups if len(groups) == len(words) else [sounds(word) for word in words]


def _halves(clause: Clause) -> tuple[Clause, Clause]:
    (first, last), middle = clause.words, len(clause.said) // 2
    return (
        Clause((first, first + middle), clause.said[:middle], ""),
        Clause((first + middle, last), clause.said[middle:], clause.mark),
    )


def _serve(request: Mapping[str, object], _report: child.Report) -> Mapping[str, object]:
    text, language = str(request["text"]), str(request["language"])
    espeak = ESpeak(language)
    if "target" in request:
        pcm, times = espeak.say(text, speed=float(cast("float", request["speed"])))
        Path(str(request["target"])).write_bytes(wav(pcm, rate=espeak.rate, mark=_MARK))
        return {"times": [[round(start, 3), round(end, 3)] for start, end in times]}

    def sounds(said: str) -> str:
        letters = espeak.sounds(said)
        is_piper = request.get("alphabet") == "piper"
        return lettered(letters) if is_piper else voiced(letters, language)

    found = clauses(text)
    return {"clauses": [part for clause in found for part in pronounced(sounds, clause)]}


if __name__ == "__main__":
    warm_child.serve(_serve)
