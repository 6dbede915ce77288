"""The fonts libass is given, and what becomes of captions without them."""

import asyncio

import numpy as np
import pytest
from PIL import Image, ImageFont

from tests.media.captions.conftest import SMALL, captions
from vidgenie.errors import RenderFailed
from vidgenie.media import ff
from vidgenie.media.captions import fonts, preview
from vidgenie.media.captions.burn import filter_of
from vidgenie.media.captions.glyphs import runs
from vidgenie.media.captions.metrics import metrics_of
from vidgenie.media.captions.script import ass, events


def families_in(text):
    script = ass(events(captions((text, 0.0, 0.5)), size=SMALL), size=SMALL, first=0, last=1)
    return sorted(set(fonts._NAMED.findall(script)))


async def test_the_folder_is_made_once(tmp_path):
    first = await fonts.folder(tmp_path, r"{\fnAnton\fs9}")
    made = first.stat().st_mtime_ns

    assert await fonts.folder(tmp_path, r"{\fnAnton\fs12}x") == first
    assert first.stat().st_mtime_ns == made
    assert [path.name for path in first.iterdir()] == ["Anton.ttf"]
    assert first.parent.parent == tmp_path


async def test_many_that_make_it_at_once_get_a_whole_one(tmp_path):
    folders = await asyncio.gather(*(fonts.folder(tmp_path, r"{\fnAnton}") for _ in range(6)))

    assert len(set(folders)) == 1
    assert [path.name for path in (tmp_path / "fonts").iterdir()] == [folders[0].name]


async def test_a_folder_that_lost_a_face_is_made_anew(tmp_path):
    folder = await fonts.folder(tmp_path, r"{\fnAnton}{\fnNoto Emoji}")
    (folder / "Anton.ttf").unlink()

    assert await fonts.folder(tmp_path, r"{\fnAnton}{\fnNoto Emoji}") == folder
    assert sorted(path.name for path in folder.iterdir()) == ["Anton.ttf", "NotoEmoji.ttf"]
    assert len(list((tmp_path / "fonts").iterdir())) == 1


async def test_the_large_font_is_there_only_when_it_is_needed(tmp_path):
    latin = await fonts.folder(tmp_path, r"{\fnPoppins ExtraBold}")
    every = await fonts.folder(tmp_path)

    assert not any("CJK" in path.name for path in latin.iterdir())
    assert any("CJK" in path.name for path in every.iterdir())


@pytest.mark.parametrize(
    ("text", "family"),
    [("été", "Poppins ExtraBold"), ("日", "Noto Sans CJK TC Bold"), ("🚀", "Noto Emoji")],
)
def test_only_faces_a_text_needs_are_named(text, family):
    assert {one or other for one, other in families_in(text)} == {family}


@pytest.mark.parametrize("family", ["Anton", "Noto Sans CJK TC Bold"])
def test_a_missing_package_is_told(monkeypatch, family):
    monkeypatch.setattr(fonts.importlib.util, "find_spec", lambda _package: None)

    with pytest.raises(RenderFailed, match=f"The font {family} is missing: install the package"):
        fonts.face(family)


def test_a_broken_font_is_told(tmp_path):
    for content in (b"", b"OTTO", b"\0" * 200, fonts.face("Anton").read_bytes()[:300]):
        path = tmp_path / f"{len(content)}.ttf"
        path.write_bytes(content)
        with pytest.raises(RenderFailed, match="cannot be read"):
            metrics_of(path)


@pytest.mark.parametrize(
    ("family", "text"),
    [
        *((family, "Halo, été") for family in fonts.families()),
        ("Noto Sans", "Жизнь"),
        ("Noto Sans Hebrew Light", "עולם"),
        ("Noto Sans Arabic", "الفيديو"),
        ("Noto Sans CJK TC Bold", "日本"),
        ("Noto Emoji", "🚀🔥"),
    ],
)
def test_measures_are_those_a_shaper_finds(family, text):
    own = fonts.font(family)
    shaper = ImageFont.truetype(str(fonts.face(family)), 1000)

    width = sum(run.width for run in runs(text, own, 1000))

    assert width == pytest.approx(shaper.getlength(text), rel=0.06)


async def test_paths_of_any_name_reach_the_filter(tmp_path):
    odd = tmp_path / "it's [a], b:c;d\\e=%f"
    odd.mkdir()
    shown = captions(("mot", 0.0, 0.5))
    path = odd / "words.ass"
    path.write_text(ass(events(shown, size=SMALL), size=SMALL, first=0, last=1), encoding="utf-8")
    folder = await fonts.folder(odd, path.read_text(encoding="utf-8"))
    chain = f"color=c=black@0.0:s=216x384:r=30,format=rgba,{filter_of(path, folder)}:alpha=1"

    target = tmp_path / "x.png"
    await ff.run(["-f", "lavfi", "-i", chain, "-frames:v", "1", f"file:{target}"], timeout=30)

    with Image.open(target) as picture:
        assert picture.getbbox() is not None


async def test_a_preview_is_a_transparent_picture_of_one_moment(tmp_path, fonts_root):
    shown = captions(("mot", 0.2, 0.5))
    folder = await fonts.folder(fonts_root)
    target = tmp_path / "preview.png"

    for at, is_seen in ((0.1, False), (0.3, True), (9.0, False)):
        script = preview.script_at(shown, SMALL, at)
        await preview.draw(script, target, size=SMALL, fonts=folder)
        with Image.open(target) as picture:
            assert (picture.size, picture.mode) == (SMALL, "RGBA")
            assert (np.asarray(picture)[..., 3].max() > 250) == is_seen
    assert [path.name for path in tmp_path.iterdir()] == ["preview.png"]
