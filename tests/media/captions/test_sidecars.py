"""SubRip and WebVTT, read back as players do."""

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from tests.media.captions.test_groups import timed_words
from vidgenie.domain.caption_words import estimate, joined
from vidgenie.domain.captions import TimedWord
from vidgenie.domain.word_units import is_wide
from vidgenie.media.captions.sidecars import LINE, srt, vtt

TIME = r"(\d\d+):(\d\d):(\d\d)[.,](\d{3})"
TEXT = "Chaque matin, la ville se réveille sous une lumière douce et dorée. Et nous ?"


def read(text, *, header=""):
    """(start, end, lines) of every cue, in milliseconds."""
    assert text.startswith(header)
    found = []
    for block in filter(None, text.removeprefix(header).strip("\n").split("\n\n")):
        lines = block.split("\n")
        if not header:
            assert lines.pop(0) == str(len(found) + 1)
        times = re.fullmatch(f"{TIME} --> {TIME}", lines.pop(0)).groups()
        h, m, s, ms, h2, m2, s2, ms2 = map(int, times)
        start, end = ((h * 60 + m) * 60 + s) * 1000 + ms, ((h2 * 60 + m2) * 60 + s2) * 1000 + ms2
        found.append((start, end, lines))
    return found


def width(line):
    return sum(2 if is_wide(sign) else 1 for sign in line)


def letters(text):
    return re.sub(r"[\s\u200e\u200f]+", "", text)


@given(timed_words())
def test_what_is_written_reads_back(words):
    for found in (read(srt(words, "fr")), read(vtt(words, "fr"), header="WEBVTT\n")):
        shown = "".join(html.unescape("".join(lines)) for _, _, lines in found)
        assert letters(shown) == letters("".join(word.text for word in words))
        last = 0
        for start, end, lines in found:
            assert last <= start < end
            assert 1 <= len(lines) <= 2
            assert all(line and width(line.lstrip("\u200f")) <= LINE for line in lines)
            last = end


def test_a_text_is_there_from_its_first_word_to_its_last():
    words = estimate(TEXT, 6.0, "fr", at=1.0)

    first, second = read(srt(words, "fr"))

    assert (first[0], second[0]) == (1000, round(words[12].start * 1000))
    assert words[11].end * 1000 <= first[1] <= second[0]
    assert " ".join(first[2]) == TEXT.partition(" Et")[0]
    assert second[2] == ["Et nous\u202f?"]


def test_the_two_lines_are_about_as_long():
    lines = read(srt(estimate(TEXT, 6.0, "fr"), "fr"))[0][2]

    assert abs(len(lines[0]) - len(lines[1])) < 8


def test_a_text_cannot_become_a_tag_or_a_time():
    words = [TimedWord(text, i, i + 1) for i, text in enumerate(["<b>a&b</b>", "-->", "x\n\n9\ny"])]

    assert "&lt;b&gt;a&amp;b&lt;/b&gt; --&gt; x 9 y" in vtt(words, "en")
    assert srt(words, "en").count("-->") == 1
    assert "\n\n" not in srt(words, "en")
    assert "{\\an8}" not in srt([TimedWord("{\\an8}x", 0, 1)], "en")


def test_a_word_longer_than_a_line_is_parted():
    found = read(srt([TimedWord("x" * 100, 0.0, 3.0)], "fr"))

    assert all(len(line) <= LINE for _, _, lines in found for line in lines)
    assert "".join(line for _, _, lines in found for line in lines) == "x" * 100


def test_a_line_of_arabic_that_begins_with_latin_still_runs_from_the_right():
    words = estimate("VidGenie مرحبا", 2.0, "ar")

    assert "\n\u200fVidGenie مرحبا\n" in srt(words, "ar")
    assert "&rlm;VidGenie مرحبا" in vtt(words, "ar")
    assert "\u200f" not in srt(estimate("مرحبا VidGenie", 2.0, "ar"), "ar")


def test_japanese_has_no_spaces_and_half_as_many_letters_in_a_line():
    text = "日本語の字幕を作るのはとても楽しいです。" * 4
    found = read(srt(estimate(text, 20.0, "ja"), "ja"))

    assert "".join("".join(lines) for _, _, lines in found) == text
    assert all(width(line) <= LINE for _, _, lines in found for line in lines)
    assert joined(["日本", "語"]) == "日本語"


def test_nothing_said_is_an_empty_file():
    assert (srt([], "fr"), vtt([], "fr")) == ("", "WEBVTT\n")


def test_times_beyond_an_hour_are_written():
    assert "01:00:00,500 --> " in srt([TimedWord("a", 3600.5, 3601.0)], "fr")


@given(st.text(max_size=40))
def test_any_word_is_one_a_player_can_read(text):
    words = [TimedWord(text, 0.0, 1.0)]

    read(srt(words, "fr"))
    read(vtt(words, "fr"), header="WEBVTT\n")
