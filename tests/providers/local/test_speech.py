# ruff: noqa: RUF001  # a phonetic alphabet
"""The local voice: whole, the same each time, and every word at its moment."""

import asyncio
import json
import subprocess
import sys
import time
import wave
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import psutil
import pytest

from vidgenie.domain.ports.provider import Call, JobStatus
from vidgenie.domain.ports.speech import SpeechRequest
from vidgenie.domain.spoken import spoken_words
from vidgenie.errors import InvalidInput, RenderFailed
from vidgenie.media import ff
from vidgenie.media.verify import verify_speech
from vidgenie.providers.local import LocalSpeech, speech, speech_model, speech_voices
from vidgenie.providers.local.speech_alphabet import NUMBERS, shares, voiced
from vidgenie.providers.local.speech_model import RATE
from vidgenie.providers.local.speech_network import Network
from vidgenie.providers.local.speech_render import breaths
from vidgenie.providers.local.speech_text import clauses
from vidgenie.providers.local.speech_voices import (
    LANGUAGES,
    PIPER,
    VOICES,
    Engine,
    accent,
    voice_for,
)

FRENCH = SpeechRequest("Puis viennent les rêves : vingt-cinq idées, 50 % vraies. Et toi ?")
spoken = pytest.mark.skipif(not speech.is_installed(), reason="needs the extra `voice`")


@dataclass(frozen=True)
class Said:
    """What was delivered. words: text, start, end."""

    path: Path
    made: Mapping[str, str]
    words: list[tuple[str, float, float]]
    rate: int = RATE

    @property
    def sound(self):
        with wave.open(str(self.path)) as file:
            assert (file.getnchannels(), file.getframerate()) == (1, self.rate)
            return np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768

    @property
    def seconds(self):
        return len(self.sound) / self.rate

    def loudness(self, start, end):
        part = self.sound[int(start * self.rate) : int(end * self.rate)]
        return float(np.sqrt(np.mean(part**2)))


async def say(request, target, *, rate=RATE):
    LocalSpeech().check(request)
    job = await LocalSpeech().submit(request, Call())
    made = await LocalSpeech().deliver(job, request, Call(), target=target, progress=lambda _: None)
    return Said(target, made, json.loads(made["words"]), rate)


@pytest.fixture(scope="module")
def french(tmp_path_factory):
    """FRENCH, said once."""
    return asyncio.run(say(FRENCH, tmp_path_factory.mktemp("speech") / "speech.wav"))


@spoken
async def test_a_text_is_said_and_every_word_has_its_moment(french):
    facts = await verify_speech(french.path)

    assert (facts.suffix, french.made["voice"], french.made["demo"]) == ("wav", "ff_siwis", "true")
    assert [word for word, _, _ in french.words] == [
        *("Puis", "viennent", "les", "rêves :", "vingt-cinq", "idées,", "50", "%"),
        *("vraies.", "Et", "toi ?"),
    ]
    moments = [moment for _, start, end in french.words for moment in (start, end)]
    assert moments == sorted(moments)
    assert all(end - start > 0.02 for _, start, end in french.words)
    assert moments[0] < 0.2
    assert moments[-1] <= facts.seconds < moments[-1] + 0.5


@spoken
def test_words_are_loud_and_what_is_before_them_is_not(french):
    quietest = min(french.loudness(start, end) for _, start, end in french.words)

    assert french.loudness(0, french.words[0][1] - 0.03) < quietest / 3
    assert 0.2 < np.abs(french.sound).max() <= 0.96


@spoken
async def test_equal_requests_give_equal_files(french, tmp_path):
    again = await say(FRENCH, tmp_path / "again")

    assert again.path.read_bytes() == french.path.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["again"]


@spoken
async def test_speed_is_heard(french, tmp_path):
    fast = await say(replace(FRENCH, speed=2.0), tmp_path / "speech.wav")

    assert fast.seconds < 0.7 * french.seconds
    assert len(fast.words) == len(french.words)


@spoken
async def test_another_language_has_its_own_voice_and_little_words_their_own_moments(tmp_path):
    request = SpeechRequest("In the middle of the night, it's better.", language="en")

    said = await say(request, tmp_path / "speech.wav")

    assert said.made["voice"] == "af_heart"
    assert " ".join(word for word, _, _ in said.words) == request.text
    starts = [start for _, start, _ in said.words]
    assert starts == sorted(set(starts))


@spoken
async def test_a_text_that_is_longer_than_one_breath_is_said_whole(tmp_path):
    text = "Nous marchons vers la mer. " * 12
    request = SpeechRequest(text + "x" * 20, speed=2.0)

    said = await say(request, tmp_path / "speech.wav")

    assert len(said.words) == 5 * 12 + 1
    starts = [start for _, start, _ in said.words]
    assert starts == sorted(starts)
    assert said.words[-1][2] <= said.seconds


TEXTS = {
    "fr": "Qu’est-ce que c’est ? Un café.",
    "en": "In the middle of the night, it's better.",
    "es": "¿Qué hace el niño en la ciudad?",
    "it": "Gli gnocchi della mamma.",
    "pt": "O coração da mãe.",
    "hi": "मस्तिष्क रात में काम करता है।",
}


@spoken
@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_language_is_pronounced_word_by_word(language):
    request = {"text": TEXTS[language], "language": language}

    found = await ff.run_python("vidgenie.providers.local.speech_g2p", request, timeout=60)

    sounds = [clause[2][first:last] for clause in found["clauses"] for first, last in clause[1]]
    assert len(sounds) == len(spoken_words(TEXTS[language]))
    assert all(sounds)
    assert all(set(clause[2]) <= set(NUMBERS) for clause in found["clauses"])
    assert voice_for(language) in {voice.id for voice in VOICES[Engine.KOKORO]}


@spoken
async def test_a_clause_that_is_too_long_is_cut_between_words():
    request = {"text": "vingt mille lieues " * 60 + "a" * 700, "language": "fr"}

    found = await ff.run_python("vidgenie.providers.local.speech_g2p", request, timeout=60)

    assert max(len(clause[2]) for clause in found["clauses"]) <= 400
    assert sum(len(clause[1]) for clause in found["clauses"]) == 181
    assert [clause[0] for clause in found["clauses"]] == sorted(
        {clause[0] for clause in found["clauses"]}
    )


async def test_a_server_without_the_voice_says_so(monkeypatch):
    monkeypatch.setattr(speech_voices, "is_installed", lambda _engine: False)

    with pytest.raises(InvalidInput) as caught:
        LocalSpeech().check(FRENCH)

    assert caught.value.params["problem"] == "not_installed"
    assert caught.value.params["extra"] == "voice"


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"text": " "}, "missing"),
        ({"text": "… — !"}, "missing"),
        ({"text": "a" * 5_001}, "too_long"),
        ({"language": "ja"}, "unsupported"),
        ({"voice": "nobody"}, "unsupported"),
        ({"speed": 0.4}, "unsupported"),
        ({"speed": 2.1}, "unsupported"),
        ({"model": "other"}, "unsupported"),
    ],
)
def test_what_it_cannot_do_is_refused(changes, problem):
    with pytest.raises(InvalidInput) as caught:
        LocalSpeech().check(replace(FRENCH, **changes))

    assert caught.value.params["problem"] == problem
    assert caught.value.params["field"] == next(iter(changes))


async def test_a_job_is_done_at_once_and_named_by_its_request():
    names = {(await LocalSpeech().submit(made, Call())).id for made in (FRENCH, FRENCH)}
    other = await LocalSpeech().submit(replace(FRENCH, text="Non."), Call())

    assert len(names) == 1
    assert other.id not in names
    assert (await LocalSpeech().poll(other, Call())).status is JobStatus.SUCCEEDED


def test_every_voice_that_is_offered_is_there():
    path = Path(speech.__file__).with_name("kokoro") / "voices.npz"
    with np.load(path) as found:
        kept = {name.partition(".")[0] for name in found.files}

    assert kept == {voice.id for voice in VOICES[Engine.KOKORO]}
    assert (accent("bf_emma", "en"), accent("af_heart", "en")) == ("en-gb", "en")


def test_a_text_is_cut_at_its_pauses():
    found = clauses("« Bonjour », dit-elle… 1,5 % d’été !\nFin")

    assert [(clause.said, clause.mark) for clause in found] == [
        (("Bonjour",), ","),
        (("dit-elle",), "…"),
        (("1,5", "%", "d'été"), "!"),
        (("Fin",), ""),
    ]
    assert [clause.words for clause in found] == [(0, 1), (1, 2), (2, 5), (5, 6)]


@pytest.mark.parametrize(
    ("espeak", "language", "expected"),
    [
        ("kˈa^ɪt t^ʃˈɜːt^ʃ bˈʌʔn\u0329 bˈɛɾɚ ˈo^ʊvɚɹ", "en", "kˈIt ʧˈɜɹʧ bˈʌtᵊn bˈɛTəɹ ˈOvəɹ"),
        ("ɡˈə^ʊt skwˈe^ə nˌiə", "en-gb", "ɡˈQt skwˈɛː nˌɪə"),
        ("o (^e^n)pˈɑːkɪŋ(^f^r) de-z jˈø", "fr", "o pˈɑːkɪŋ dez jˈø"),
        ("pˈit^sːa d^zˈɔna", "it", "pˈiʦːa ʣˈɔna"),
    ],
)
def test_sounds_are_written_in_the_voices_alphabet(espeak, language, expected):
    assert voiced(espeak, language) == expected
    assert set(expected) <= set(NUMBERS)


@pytest.mark.parametrize(
    ("whole", "words", "expected"),
    [
        ("ʌv ðə dˈA", ["ʌv", "ðə", "dˈA"], ["ʌv", "ðə", "dˈA"]),
        # A number is several words.
        ("vˈɛ̃t sˈɛ̃k ʒˈuʁ", ["vˈɛ̃t sˈɛ̃k", "ʒˈuʁ"], ["vˈɛ̃t sˈɛ̃k", "ʒˈuʁ"]),
        # Little words are said in one go.
        ("ɪnðə mˈɔɹnɪŋ", ["ɪn", "ðə", "mˈɔɹnɪŋ"], ["ɪn", "ðə", "mˈɔɹnɪŋ"]),
        ("kɛskˌə sˈɛ", ["kˈɛs", "kə", "sˈɛ"], ["kɛs", "kˌə", "sˈɛ"]),
        # One of them is not said at all.
        ("bˈa dˈo", ["bˈa", "", "dˈo"], ["bˈa", "", "dˈo"]),
        ("", ["", ""], ["", ""]),
    ],
)
def test_each_word_gets_its_sounds(whole, words, expected):
    assert [whole[first:last] for first, last in shares(whole, words)] == expected


def test_sentences_are_put_together_until_they_fill_a_breath():
    one = [[number, [[0, 90]], "a" * 90, "."] for number in range(7)]

    found = list(breaths(one))

    assert [len(breath.words) for breath in found] == [2, 2, 2, 1]
    assert all(len(breath.sounds) <= 500 for breath in found)
    assert found[1].words == [(2, 0, 90), (3, 92, 182)]
    assert [b.sounds for b in breaths([[0, [[0, 2]], "bɔ", ""]])] == ["bɔ."]


def test_the_server_loads_neither_network_nor_espeak():
    code = (
        "import sys, vidgenie.bootstrap as b; b.all_providers();"
        "print([m for m in ('onnxruntime', 'espeakng_loader', 'numpy') if m in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "onnx" not in said.stdout
    assert "espeak" not in said.stdout


ROBOT = SpeechRequest("La nuit, le phare veille : 50 % des bateaux rentrent. 🙂 Bonne nuit !")


@spoken
@pytest.mark.skipif(not speech_voices.is_installed(Engine.PIPER), reason="needs the extra `piper`")
async def test_piper_speaks_english_the_same_each_time_for_equal_seeds(tmp_path):
    request = SpeechRequest("At night, the sea is calm.", voice=PIPER, language="en", seed=3)

    said = await say(request, tmp_path / "speech.wav", rate=22_050)
    again = await say(request, tmp_path / "again.wav", rate=22_050)
    other = await say(replace(request, seed=4), tmp_path / "other.wav", rate=22_050)

    assert [word for word, _, _ in said.words] == ["At", "night,", "the", "sea", "is", "calm."]
    assert (said.made["model"], said.made["voice"]) == ("piper", PIPER)
    assert said.path.read_bytes() == again.path.read_bytes() != other.path.read_bytes()
    assert said.words[-1][2] <= said.seconds
    quietest = min(said.loudness(start, end) for _, start, end in said.words)
    assert said.loudness(0, said.words[0][1] - 0.03) < quietest / 3


@spoken
@pytest.mark.parametrize("language", ["fr", "en", "hi"])
async def test_espeak_speaks_where_nothing_else_can_and_says_so(monkeypatch, tmp_path, language):
    monkeypatch.setattr(speech_voices, "is_installed", lambda engine: engine is Engine.ESPEAK)
    text = ROBOT.text if language == "fr" else TEXTS[language]

    offered = await LocalSpeech().list_voices(Call())
    said = await say(SpeechRequest(text, language=language), tmp_path / "a.wav", rate=22_050)

    assert {voice.id for voice in offered} == {f"espeak_{each}" for each in LANGUAGES}
    assert (said.made["model"], said.made["voice"]) == ("espeak-ng", f"espeak_{language}")
    assert " ".join(word for word, _, _ in said.words) == " ".join(
        word.text for word in spoken_words(text)
    )
    starts = [start for _, start, _ in said.words]
    assert starts == sorted(starts)
    assert said.words[-1][2] <= said.seconds
    assert min(said.loudness(start, end) for _, start, end in said.words if end > start) > 0.01


async def test_a_voice_that_is_not_installed_is_replaced_by_the_best_there_is(monkeypatch):
    monkeypatch.setattr(speech_voices, "is_installed", lambda engine: engine is Engine.KOKORO)

    assert speech._voice(replace(FRENCH, voice=PIPER, language="en")) == "af_heart"
    assert speech._voice(replace(FRENCH, voice="ff_siwis")) == "ff_siwis"


@spoken
async def test_cancelling_leaves_neither_a_file_nor_somebody_who_speaks(tmp_path):
    request = SpeechRequest("Nous marchons vers la mer. " * 60)
    LocalSpeech().check(request)
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    saying = asyncio.create_task(
        LocalSpeech().deliver(
            await LocalSpeech().submit(request, Call()),
            request,
            Call(),
            target=tmp_path / "speech.wav",
            progress=lambda _: loop.call_soon_threadsafe(told.set),
        )
    )
    await asyncio.wait_for(told.wait(), 60)
    begun = time.monotonic()
    saying.cancel()

    with pytest.raises(asyncio.CancelledError):
        await saying

    assert time.monotonic() - begun < 1
    assert list(tmp_path.iterdir()) == []
    assert not [
        child
        for child in psutil.Process().children()
        if any("speech_render" in part for part in child.cmdline())
    ]


@spoken
async def test_a_damaged_voice_is_replaced_by_espeak(monkeypatch, tmp_path):
    async def ask(*_args, **_more):
        raise RenderFailed("The voice of this server is damaged.", reason="damaged_model")

    monkeypatch.setattr(speech._SPEAK, "ask", ask)
    monkeypatch.setattr(speech._SPEAK, "wake", lambda: None)

    said = await say(FRENCH, tmp_path / "speech.wav", rate=22_050)

    assert said.made["voice"] == "espeak_fr"
    assert len(said.words) == 11


def test_only_voices_that_can_speak_are_offered(monkeypatch):
    monkeypatch.setattr(speech_voices, "is_installed", lambda engine: engine is not Engine.KOKORO)

    offered = [voice.id for voice in speech_voices.offered()]

    assert offered == [
        PIPER,
        *(f"espeak_{language}" for language in ("fr", "es", "it", "pt", "hi")),
    ]
    assert speech_voices.voice_for("en") == PIPER


@spoken
def test_a_network_that_is_not_the_one_we_know_is_told(monkeypatch):
    monkeypatch.setattr(speech_model, "_SHA256", "0" * 64)

    with pytest.raises(RenderFailed) as caught:
        speech_model._file()

    assert caught.value.params["reason"] == "damaged_model"
    with pytest.raises(RenderFailed):
        Network(b"no network", lengths="x")
