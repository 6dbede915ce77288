"""What libass draws of captions: where, when and in which colours."""
# texts of other scripts are what is tested

import asyncio
import subprocess

import numpy as np
import pytest

from tests.media.captions.conftest import SMALL, box, captions, coloured
from vidgenie.domain.captions import STYLES
from vidgenie.domain.timeline import FPS, TAIL
from vidgenie.media.captions import fonts
from vidgenie.media.captions.burn import filter_of
from vidgenie.media.captions.script import ass, events
from vidgenie.media.captions.styles import STYLES as DRAWN
from vidgenie.media.captions.zones import stage
from vidgenie.media.ff import ffmpeg

TWO = (("Élève", 0.2, 0.5), ("doué", 0.5, 0.8))
YELLOW = (255, 214, 10)


def is_inside(picture, size):
    left, top, right, bottom = box(picture)
    room = stage(size)
    return (
        left >= room.left - 1
        and top >= room.top - 1
        and right <= room.right + 1
        and bottom <= room.bottom + 1
    )


@pytest.mark.parametrize("style", STYLES)
def test_each_style_is_drawn_inside_what_no_app_covers(still, style):
    shown = captions(*TWO, style=style)
    for size in ((1080, 1920), (540, 960)):
        assert is_inside(still(shown, size, 0.6), size)


@pytest.mark.parametrize("style", STYLES)
def test_a_word_is_there_while_it_is_said_and_no_frame_longer(film, style):
    shown = captions(("Bonjour", 0.31, 0.5), ("toi", 1.3, 1.45), style=style)

    frames = film(shown, last=2.0)

    seen = [number for number, frame in enumerate(frames) if box(frame)]
    spans = [range(9, round((0.5 + TAIL) * FPS)), range(39, round((1.45 + TAIL) * FPS))]
    assert seen == [number for span in spans for number in span]
    assert all(is_inside(frames[number], SMALL) for number in seen)


@pytest.mark.parametrize(
    ("look", "word"),
    [
        ({"scale": 1.6}, "Extraordinairement"),
        ({"scale": 1.6, "centre": 0.85, "style": "comic"}, "Magnifique"),
        ({"centre": 0.15, "style": "oneword"}, "Anticonstitutionnellement"),
        ({"style": "boxed", "scale": 1.6, "centre": 0.85}, "Élégamment"),
        ({"style": "impact"}, "x" * 40),
        ({"style": "karaoke"}, "W" * 200),
        ({"style": "minimal"}, "漢" * 90),
    ],
    ids=("large", "low", "high", "boxed", "long", "longest", "wide"),
)
@pytest.mark.parametrize("size", [SMALL, (384, 216), (216, 216)])
def test_the_longest_words_stay_inside_too(film, look, word, size):
    frames = film(captions((word, 0.0, 0.3), (word, 0.3, 0.6), **look), size, last=0.6)

    assert all(is_inside(frame, size) for frame in frames)


def test_the_word_that_is_said_is_coloured_from_its_frame_on(film):
    frames = film(captions(*TWO, style="karaoke"))

    yellow = [coloured(frame, YELLOW) for frame in frames]
    middle = [np.nonzero(one)[1].mean() if one.any() else None for one in yellow]
    assert middle[5] is None
    assert all(where < SMALL[0] / 2 for where in middle[6:15])
    assert all(where > SMALL[0] / 2 for where in middle[15:24])
    assert coloured(frames[20], (255, 255, 255)).any()


def test_words_are_on_the_frames_of_an_encoded_video_too(fonts_root, tmp_path):
    shown = captions(("Bonjour", 0.4, 0.6), style="boxed")
    script, video = tmp_path / "words.ass", tmp_path / "video.mp4"
    text = ass(events(shown, size=SMALL), size=SMALL, first=0, last=1)
    script.write_text(text, encoding="utf-8")
    burn = filter_of(script, asyncio.run(fonts.folder(fonts_root, text)))
    source = f"color=c=0x808080:s=216x384:r={FPS}:d=1,format=yuv420p,{burn}"
    encode = ["-f", "lavfi", "-i", source, "-c:v", "libx264", "-preset", "ultrafast", video]
    subprocess.run([ffmpeg(), "-v", "error", *encode], check=True)
    decode = ["-i", video, "-f", "rawvideo", "-pix_fmt", "gray", "-"]
    raw = subprocess.run([ffmpeg(), "-v", "error", *decode], check=True, capture_output=True)

    frames = np.frombuffer(raw.stdout, np.uint8).reshape(FPS, 384, 216).astype(np.int16)

    changed = [number for number, frame in enumerate(frames) if np.ptp(frame) > 60]
    assert changed == list(range(12, round((0.6 + TAIL) * FPS)))
    room = stage(SMALL)
    frames[:, int(room.top) : int(room.bottom) + 1, int(room.left) : int(room.right) + 1] = 128
    assert np.abs(frames - 128).max() < 12


def test_a_word_that_grows_moves_no_other(still):
    shown = captions(*TWO, style="karaoke")

    before, later = (still(shown, (540, 960), at) for at in (0.45, 0.75))

    first_word = [np.nonzero(picture[:, :270, 3] > 250)[1] for picture in (before, later)]
    assert abs(first_word[0].mean() - first_word[1].mean()) < 2


@pytest.mark.parametrize("style", ["karaoke", "boxed", "comic"])
def test_what_is_cut_by_a_window_looks_as_it_would_uncut(film, style):
    shown = captions(*TWO, style=style)

    whole = film(shown, last=0.9).astype(np.int16)
    for first in (7, 16):
        part = film(shown, first=first / FPS, last=0.9)
        # Sizes of a movement are whole percents, so an edge may differ by a pixel.
        far = np.abs(whole[first:] - part).mean(axis=(1, 2, 3))
        assert far.max() < 1.0


def test_times_count_from_where_the_speech_begins(film):
    frames = film(captions(*TWO), at=10.0, first=10.0, last=10.5)

    assert [bool(box(frame)) for frame in frames[4:8]] == [False, False, True, True]


def test_colours_of_a_look_replace_those_of_the_style(still):
    look = {"colour": "#00FF00", "active": "#FF0000", "box": "#0000FF"}

    plain = still(captions(*TWO, style="karaoke", **look), at=0.3)
    boxed = still(captions(*TWO, style="boxed", **look), at=0.3)

    assert coloured(plain, (0, 255, 0)).any()
    assert coloured(plain, (255, 0, 0)).any()
    assert coloured(boxed, (255, 0, 0)).sum() > coloured(plain, (255, 0, 0)).sum()
    blue = np.abs(boxed[..., :3].astype(int) - (0, 0, 255)).max(axis=-1) < 60
    assert (blue & (boxed[..., 3] > 128)).sum() > 300


def test_every_style_looks_different(still):
    pictures = [still(captions(*TWO, style=style), at=0.6) for style in DRAWN]

    kinds = {picture.tobytes() for picture in pictures}
    assert len(kinds) == len(STYLES)


def test_a_look_changes_font_size_and_place(still):
    usual, other, large, high = (
        box(still(captions(*TWO, **look), at=0.6))
        for look in ({}, {"font": "Anton"}, {"scale": 1.3}, {"centre": 0.25})
    )

    assert other[2] - other[0] < usual[2] - usual[0]
    assert large[3] - large[1] > 1.2 * (usual[3] - usual[1])
    assert high[3] < usual[1]


def test_captions_of_other_shapes_stand_low_and_inside(still):
    for size in ((384, 216), (216, 216)):
        picture = still(captions(*TWO), size, 0.6)
        assert is_inside(picture, size)
        assert box(picture)[1] > size[1] * 0.65


def test_arabic_runs_from_right_to_left_and_its_letters_join(still):
    words = (("مرحبا", 0.0, 0.4), ("بكم", 0.4, 0.8))

    first, second = (still(captions(*words, language="ar"), (540, 960), at) for at in (0.2, 0.6))
    joined = box(still(captions(("بكم", 0.0, 0.4)), (540, 960), 0.2))
    parted = box(still(captions(("ب\u200cك\u200cم", 0.0, 0.4)), (540, 960), 0.2))

    assert np.nonzero(coloured(first, YELLOW))[1].mean() > 270
    assert np.nonzero(coloured(second, YELLOW))[1].mean() < 270
    assert joined[2] - joined[0] < 0.9 * (parted[2] - parted[0])


def test_a_mark_stands_at_the_left_end_of_an_arabic_word(still):
    plain, marked = (
        still(captions((word, 0.0, 0.4), language="ar"), (540, 960), 0.3)
        for word in ("مرحبا", "مرحبا!")
    )

    assert box(marked)[0] < box(plain)[0] - 5
    assert abs(right_end(plain) - right_end(marked)) < 3


def right_end(picture):
    """How low the ink reaches at the right end."""
    right = box(picture)[2]
    return int(np.nonzero(picture[:, right - 14 : right, 3] > 128)[0].max())


@pytest.mark.parametrize(
    "signs",
    ["日本", "語に", "한국", "🚀🔥", "❤😂", "שלו", "Жщ", "กด", "नम", "ΩΨ", "→★"],
)
def test_letters_of_every_script_are_letters_and_not_boxes(still, signs):
    pictures = [
        still(captions((sign, 0.0, 0.4), style="minimal", scale=1.6), SMALL, 0.2) for sign in signs
    ]

    assert all(box(picture) for picture in pictures)
    assert len({picture.tobytes() for picture in pictures}) == len(signs)


def test_what_emoji_are_changed_with_draws_nothing(still):
    plain, changed = (
        still(captions((text, 0.0, 0.4)), SMALL, 0.2)
        for text in ("ok ❤ 👍 🤷", "ok ❤\ufe0f 👍\U0001f3fd 🤷\u200d\u2640\ufe0f")
    )

    assert np.array_equal(plain, changed)


def test_narrow_spaces_are_narrow(still):
    narrow, wide = (
        box(still(captions((f"nuit{space}?", 0.0, 0.4)), (540, 960), 0.3))
        for space in ("\u202f", "\u00a0")
    )

    assert 2 < (wide[2] - wide[0]) - (narrow[2] - narrow[0]) < 20


@pytest.mark.parametrize(
    "hostile",
    [
        "{\\pos(0,0)}x",
        "\\N\\N\\Nx",
        "{\\fs900}x",
        "a\n\nDialogue: 0,x",
        "}{\\p1}m 0 0 l 999 999",
        "\\{\\an7}x",
        "x{",
        "\\",
        "{\\r}{\\alpha&HFF&}x",
        "\\hx\\n",
        "%{n}'[a];b:c,d=",
    ],
)
def test_tags_in_a_text_are_letters(film, hostile):
    frames = film(captions((hostile, 0.0, 0.2)), last=0.2)

    assert all(box(frame) and is_inside(frame, SMALL) for frame in frames)


@pytest.mark.parametrize("nothing", ["\u200d", "\ufe0f", "\x07", "\ue000", "\U000e0041"])
def test_a_word_of_nothing_that_can_be_drawn_draws_nothing(film, nothing):
    assert box(film(captions((nothing, 0.0, 0.2)), last=0.2)[3]) is None
