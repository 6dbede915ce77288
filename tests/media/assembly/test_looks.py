"""Every way a picture can fill the frame, and what stands above it."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.media.assembly.conftest import (
    BLUE,
    GREEN,
    H264,
    RAMP,
    RED,
    MakeClip,
    Picture,
    Studio,
    frames,
    is_near,
)
from vidgenie.domain.timeline import Aspect, Corner, Fit, Logo

WIDE = (
    "color=red:s=64x108:r=30:d=0.3[l];color=green:s=64x108:r=30:d=0.3[m];"
    "color=blue:s=64x108:r=30:d=0.3[r];[l][m][r]hstack=3"
)


def wide(kind: str, make: MakeClip, folder: Path) -> Path:
    """Red, green and blue beside each other, 192 x 108: a clip or a picture."""
    if kind == "clip":
        return make(WIDE)
    picture = Image.new("RGB", (192, 108), RED)
    picture.paste(GREEN, (64, 0, 128, 108))
    picture.paste(BLUE, (128, 0, 192, 108))
    path = folder / "wide.png"
    picture.save(path)
    return path


async def look(studio: Studio, path: Path, **more: object) -> Picture:
    """The third frame, 54 x 96 or the like."""
    aspect = more.pop("aspect", Aspect.PORTRAIT)
    size = {Aspect.PORTRAIT: (54, 96), Aspect.LANDSCAPE: (96, 54), Aspect.SQUARE: (96, 96)}
    logo = more.pop("logo", None)
    await studio.export(studio.shot(path, 0.2, moves=False, **more), aspect=aspect, logo=logo)
    return frames(studio.target, size[aspect])[3]


@pytest.mark.parametrize("kind", ["clip", "picture"])
class TestFit:
    @pytest.mark.parametrize(
        ("focus", "colour"), [((0.0, 0.5), RED), ((0.5, 0.5), GREEN), ((1.0, 0.5), BLUE)]
    )
    async def test_a_crop_shows_the_chosen_part(
        self, make: MakeClip, studio: Studio, kind: str, focus: tuple[float, float], colour: object
    ) -> None:
        path = wide(kind, make, studio.folder)

        assert is_near(await look(studio, path, fit=Fit.CROP, focus=focus), colour)

    async def test_filling_shows_the_middle(
        self, make: MakeClip, studio: Studio, kind: str
    ) -> None:
        path = wide(kind, make, studio.folder)

        assert is_near(await look(studio, path, fit=Fit.FILL), GREEN)

    async def test_fitting_shows_everything_before_a_blurred_copy(
        self, make: MakeClip, studio: Studio, kind: str
    ) -> None:
        seen = await look(studio, wide(kind, make, studio.folder), fit=Fit.AUTO)

        row = seen[48]
        assert is_near(row[:14], RED)
        assert is_near(row[22:32], GREEN)
        assert is_near(row[40:], BLUE)
        above = seen[:28].reshape(-1, 3).mean(axis=0)
        # A green that is darker than the picture's.
        assert above[1] > 2 * max(above[0], above[2])
        assert 60 < above[1] < 115

    async def test_a_wide_frame_takes_all_of_a_wide_picture(
        self, make: MakeClip, studio: Studio, kind: str
    ) -> None:
        path = wide(kind, make, studio.folder)

        seen = await look(studio, path, aspect=Aspect.LANDSCAPE)

        assert (is_near(seen[:, :30], RED), is_near(seen[:, 66:], BLUE)) == (True, True)


async def test_a_picture_with_holes_stands_on_black(studio: Studio) -> None:
    path = studio.folder / "holes.png"
    picture = Image.new("RGBA", (90, 160), (0, 0, 0, 0))
    picture.paste((255, 0, 0, 255), (0, 80, 90, 160))
    picture.save(path)

    seen = await look(studio, path)

    assert is_near(seen[:46], (0, 0, 0))
    assert is_near(seen[50:], RED)


async def test_the_last_frame_of_a_short_clip_is_held(make: MakeClip, studio: Studio) -> None:
    await studio.export(studio.shot(make(RAMP.format(seconds=0.5)), 1.0))

    light = frames(studio.target)[:, 48, 27, 1].astype(int)
    assert len(light) == 30
    assert light[13] - light[0] > 40
    assert np.ptp(light[14:]) <= 3


async def test_a_long_clip_is_cut(make: MakeClip, studio: Studio) -> None:
    await studio.export(studio.shot(make(RAMP.format(seconds=1.0)), 0.3))

    light = frames(studio.target)[:, 48, 27, 1].astype(int)
    assert (len(light), light[8] > light[0]) == (9, True)


@pytest.mark.parametrize("rate", [15, 24, 60])
async def test_a_clip_keeps_its_pace_whatever_its_rate(
    make: MakeClip, studio: Studio, rate: int
) -> None:
    light = f"nullsrc=s=54x96:r={rate}:d=0.8,format=gray,geq=lum='16+240*T'"

    await studio.export(studio.shot(make(light), 0.7))

    seen = frames(studio.target)[:, 48, 27, 1].astype(int)
    expected = 16 + 240 * np.arange(21) / 30
    assert np.abs(seen - expected).max() < 240 / rate / 2 + 6


async def test_parts_of_a_long_clip_follow_each_other(
    make: MakeClip, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every part but the first is read from the middle of a file with few key frames."""
    monkeypatch.setattr("vidgenie.media.assembly.plan.LONGEST_PIECE", 25)
    light = "nullsrc=s=54x96:r=30:d=3.4,format=gray,geq=lum='16+2*N'"
    slow = ",select='lt(n,20)+not(mod(n,4))'"
    path = make(light + slow, *H264, "-g", "70", "-fps_mode", "vfr")

    await studio.export(studio.shot(path, 3.5))

    seen = frames(studio.target)[:, 48, 27, 1].astype(int)
    at = np.minimum(np.arange(105), 101)
    shown = np.where(at < 20, at, np.minimum(at - at % 4, 100))
    assert np.abs(seen - (16 + 2 * shown)).max() < 6


@pytest.mark.parametrize("corner", list(Corner))
async def test_a_logo_stands_in_its_corner_where_no_button_covers_it(
    make: MakeClip, studio: Studio, corner: Corner
) -> None:
    path = studio.folder / "logo.png"
    Image.new("RGBA", (64, 32), (255, 255, 255, 255)).save(path)
    dark = make("color=black:s=54x96:r=30:d=0.3")

    seen = await look(studio, dark, logo=Logo(studio.file(path), corner, 0.2, 1.0))

    light = np.argwhere(seen[..., 1] > 128)
    (top, left), (bottom, right) = light.min(axis=0), light.max(axis=0)
    assert (left > 27) == corner.value.endswith("right")
    assert (top > 48) == corner.value.startswith("bottom")
    assert top >= 0.13 * 96 - 1
    assert bottom <= 0.65 * 96 + 1
    assert left >= 0.06 * 54 - 1
    assert right <= 0.88 * 54 + 1
    assert 9 <= right - left <= 11


async def test_a_logo_can_be_seen_through(make: MakeClip, studio: Studio) -> None:
    path = studio.folder / "logo.png"
    Image.new("RGB", (64, 64), "white").save(path)
    dark = make("color=black:s=54x96:r=30:d=0.3")

    seen = await look(studio, dark, logo=Logo(studio.file(path), opacity=0.5, width=0.2))

    assert 110 < int(seen.max()) < 145
