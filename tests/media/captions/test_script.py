"""The script that libass is given."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.media.captions.conftest import SMALL, captions
from vidgenie.domain.captions import STYLES as SLUGS
from vidgenie.domain.captions import CaptionLook
from vidgenie.media.captions.glyphs import drawable
from vidgenie.media.captions.script import ass, events
from vidgenie.media.captions.styles import STYLES, families, on, style_of
from vidgenie.media.captions.zones import SAFE_ZONES, stage

ANY = st.text(alphabet=st.characters(exclude_categories=()), min_size=1, max_size=30)


def script(*words, first=0.0, last=1.0, **look):
    return ass(events(captions(*words, **look), size=SMALL), size=SMALL, first=first, last=last)


def dialogues(text):
    return [line for line in text.splitlines() if line.startswith("Dialogue: ")]


def test_a_window_in_which_nothing_is_shown_has_no_script():
    assert script(("mot", 2.0, 2.5)) == ""
    assert script() == ""
    assert script(("mot", 0.0, 0.5), first=0.8) == ""


def test_times_are_a_little_before_their_frame_so_that_it_is_not_missed():
    line = dialogues(script(("mot", 0.1, 0.2), style="minimal"))[0]

    # Frame 3 is at 100 ms, frame 12 (0.2 s and what follows) at 400 ms.
    assert line.split(",")[1:3] == ["0:00:00.09", "0:00:00.39"]


def test_times_of_a_window_count_from_its_first_frame():
    late = script(("mot", 10.1, 10.2), first=10.0, last=11.0)

    assert late == script(("mot", 0.1, 0.2))


def test_the_frame_the_script_is_made_for_is_its_canvas():
    assert "PlayResX: 216\nPlayResY: 384\n" in script(("mot", 0.0, 0.5))


@given(ANY, ANY)
def test_whatever_a_word_is_the_script_has_only_our_tags(one, other):
    text = script((one, 0.0, 0.3), (other, 0.3, 0.6))

    assert len(text.splitlines()) == 14 + len(dialogues(text)) if text else True
    for line in dialogues(text):
        shown = re.sub(r"^\{[^{}]*\}|\{\\f(?:n[^{}]*|s2)\}", "", line.split(",,0,0,0,,", 1)[1])
        assert not re.search(r"(?<!\\)[{}]", shown)
        assert not re.search(r"\\(?![\u2060{}h])", shown)


def test_a_look_may_ask_for_what_does_not_exist():
    odd = style_of(CaptionLook(style="none", font="Comic Sans MS", colour="red", scale=99))

    assert (odd.slug, odd.font, odd.colour) == ("karaoke", "Poppins ExtraBold", "#FFFFFF")
    assert odd.em == pytest.approx(STYLES["karaoke"].em * 1.6)


def test_styles_are_those_the_domain_names_and_their_fonts_ship():
    assert tuple(STYLES) == SLUGS
    assert {style.font for style in STYLES.values()} <= set(families())
    assert len({(style.font, style.caps, style.box) for style in STYLES.values()}) == len(SLUGS)


def test_letters_on_a_colour_can_be_read():
    assert (on("#FFE600"), on("#6D3BFF"), on("#000000")) == ("#15121F", "#FFFFFF", "#FFFFFF")


def test_the_box_of_a_portrait_is_what_no_app_covers():
    room = stage((1080, 1920))

    for zone in SAFE_ZONES.values():
        assert room.left >= zone.left * 1080 - 0.01
        assert room.right <= (1 - zone.right) * 1080 + 0.01
        assert room.top >= zone.top * 1920 - 0.01
        assert room.bottom <= (1 - zone.bottom) * 1920 + 0.01
    assert stage((540, 960)).unit == room.unit / 2


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("❤\ufe0f", "❤"), ("👩\u200d🚀", "👩🚀"), ("a\u202eb", "ab"), ("1\ufe0f\u20e3", "1")],
)
def test_what_no_font_draws_is_left_out(text, wanted):
    assert drawable(text, caps=False) == wanted
    assert drawable("élève", caps=True) == "ÉLÈVE"
