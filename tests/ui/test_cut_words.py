"""The browser counts, spells and times words as the server does; run by Node."""

import json
from dataclasses import replace

import pytest

from tests.ui import node_page
from vidgenie.domain import caption_words
from vidgenie.domain.files import FileValue, PortType
from vidgenie.domain.timeline import FPS, Shot, Timeline

TEXTS = [
    ("fr", "Chaque matin, le phare s'éteint à six heures : précises !"),
    ("fr", "« Bonjour » , dit-il… Et 100 % des marins ? Non; rien."),
    ("fr", "Rendez-vous à 10:30 sur https://example.com/?a=1 !?"),
    ("en", "Don't stop - never; “why” not (really) go at 5 o'clock?"),
    ("en", "   … well,\n\tthat   costs € 20 & more!   "),
    ("ja", "今日は東京タワーへ行きます。「はい」と言った。"),
    ("zh", "每个字都重要\uff0c我们\uff08真的\uff09知道。"),
    ("ar", "كل كلمة مهمة، أليس كذلك؟"),
    ("ko", "모든 말이 중요하다."),
    ("en", "👍 🎉 yes 🎉 !"),
    ("en", "-"),
    ("en", ""),
]
_SCRIPT = """
import { spelled } from "./cut/words.js";
import { estimated, leadOf, shownSeconds, speechSeconds } from "./cut/lengths.js";
const answers = %s.map(([language, text]) => {
  const seconds = speechSeconds(text, language);
  return [spelled(text, language), seconds, estimated(text, language, 4)];
});
const clip = (seconds) => ({ seconds, asset: { seconds: null } });
const places = %s.map(([own, spoken]) => {
  const shown = shownSeconds(clip(own), spoken);
  return [shown, leadOf(shown, spoken)];
});
console.log(JSON.stringify([answers, places]));
"""
PLACES = [(5.0, 2.0), (5.0, 4.0), (3.0, 2.6), (2.0, 7.0), (None, 1.0), (9.0, 1.0)]
"""(seconds of a clip, None = a picture's own, seconds of what is said during it)."""


@pytest.fixture(scope="module")
def browser(tmp_path_factory) -> list:
    """What the browser makes of every text and every length, in one go."""
    folder = node_page.lay_out(tmp_path_factory.mktemp("words"), {"cut": ("words", "lengths")})
    return node_page.printed(folder, _SCRIPT % (json.dumps(TEXTS), json.dumps(PLACES)))


@pytest.fixture(scope="module")
def shown(browser) -> dict:
    """Of every text."""
    return dict(zip(TEXTS, browser[0], strict=True))


@pytest.mark.parametrize(("own", "spoken"), PLACES)
def test_a_clip_is_shown_and_speaks_as_long_as_in_the_video(browser, own, spoken):
    picture = FileValue("0" * 32, PortType.IMAGE, "jpg", 216, 384, 1)
    speech = replace(picture, type=PortType.AUDIO, suffix="wav", seconds=spoken)
    placed = Timeline((Shot(picture, seconds=own, speech=speech),)).placed()[0]

    seconds, lead = dict(zip(PLACES, browser[1], strict=True))[own, spoken]

    assert seconds == pytest.approx(placed.seconds, abs=1 / FPS)
    assert lead == pytest.approx(placed.speech_at, abs=1 / FPS)


@pytest.mark.parametrize(("language", "text"), TEXTS)
def test_words_are_the_same_so_that_an_edit_meets_its_word(shown, language, text):
    assert shown[language, text][0] == caption_words.spelled(text, language)


@pytest.mark.parametrize(("language", "text"), TEXTS)
def test_a_text_takes_as_long_in_the_browser_as_on_the_server(shown, language, text):
    seconds = caption_words.natural_seconds(text, language)

    assert shown[language, text][1] == pytest.approx(seconds, abs=0.002)


@pytest.mark.parametrize(("language", "text"), TEXTS)
def test_each_word_is_said_at_the_same_moment(shown, language, text):
    expected = caption_words.estimate(text, 4.0, language)

    assert shown[language, text][2] == [
        [word.text, pytest.approx(word.start, abs=0.002), pytest.approx(word.end, abs=0.002)]
        for word in expected
    ]
