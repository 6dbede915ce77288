"""Anything in a row becomes one video of exactly its frames."""

from pathlib import Path

import av
import pytest
from PIL import Image

from tests.media.assembly.conftest import (
    BLUE,
    H264,
    RED,
    MakeClip,
    Studio,
    frames,
    is_near,
    turned,
)
from vidgenie.domain.timeline import Aspect

BARS = "color=red:s=48x96:r=30:d=0.2[l];color=blue:s=48x96:r=30:d=0.2[r];[l][r]hstack"
SOUND = ("-f", "lavfi", "-i", "sine=d=0.6:r=44100", "-ac", "1")
VARIABLE = "testsrc2=s=108x192:r=30:d=0.6,select='not(eq(mod(n,5),2))*not(between(n,7,11))'"


def mixed(make: MakeClip) -> dict[str, Path]:
    """Clips of 0.6 s, each unlike the others."""
    cine = "testsrc2=s=108x192:r=24000/1001:d=0.7"
    return {
        "film": make(cine, *H264, "-c:a", "aac", before=SOUND),
        "fast": make("testsrc2=s=160x90:r=60:d=0.6"),
        "ten bits": make(
            "testsrc2=s=192x108:r=25:d=0.6,format=yuv420p10le",
            *("-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=error"),
            *("-tag:v", "hvc1"),
        ),
        "vp9": make(
            "testsrc2=s=108x192:r=30:d=0.6",
            *("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8"),
            *("-c:a", "libopus"),
            before=SOUND,
            name="clip.webm",
        ),
        "av1": make(
            "testsrc2=s=128x128:r=15:d=0.6",
            *("-c:v", "libsvtav1", "-preset", "12", "-svtav1-params", "logical-processors=1"),
        ),
        "variable": make(VARIABLE, *H264, "-fps_mode", "vfr"),
        "odd": make("testsrc2=s=107x191:r=30:d=0.6,format=yuv444p", *H264, "-pix_fmt", "yuv444p"),
        "fields": make(
            "testsrc2=s=180x144:r=50:d=0.6,interlace",
            *("-c:v", "mpeg4", "-flags", "+ildct+ilme", "-aspect", "16:9"),
            name="clip.mov",
        ),
        "matroska": make("testsrc2=s=108x192:r=30:d=0.6", *H264, name="clip.mkv"),
        "turned": turned(make("testsrc2=s=192x108:r=30:d=0.6"), 90),
    }


@pytest.fixture
def pictures(tmp_path: Path) -> dict[str, Path]:
    found = {kind: tmp_path / f"picture.{kind}" for kind in ("png", "jpg", "webp")}
    Image.linear_gradient("L").convert("RGBA").save(found["png"])
    Image.radial_gradient("L").convert("RGB").resize((301, 200)).save(found["jpg"])
    Image.linear_gradient("L").resize((90, 160)).save(found["webp"])
    return found


async def test_any_mix_becomes_exactly_its_frames(
    make: MakeClip, studio: Studio, pictures: dict[str, Path]
) -> None:
    paths = [*mixed(make).values(), *pictures.values()]

    made = await studio.export(*(studio.shot(path) for path in paths), title="L\u2019été ; \x07{1}")

    with av.open(str(studio.target)) as container:
        video, sound = container.streams.video[0], container.streams.audio[0]
        times = [frame.pts for frame in container.decode(video)]
        step = 1 / (30 * video.time_base)
        assert times == [number * step for number in range(12 * len(paths))]
        assert float(sound.duration * sound.time_base) == pytest.approx(len(times) / 30, abs=0.03)
        assert (video.codec_context.name, sound.codec_context.name) == ("h264", "aac")
        assert (video.width, video.height, video.pix_fmt) == (540, 960, "yuv420p")
        assert container.metadata["title"] == "L\u2019été ; {1}"
        assert "encoder" not in container.metadata
    assert made.frames == made.encoded == 12 * len(paths)
    assert (studio.told == sorted(studio.told), studio.told[-1]) == (True, 1.0)
    # The index stands in front, so that a player can begin at once.
    assert studio.target.read_bytes().index(b"moov") < 100
    assert studio.litter() == []


@pytest.mark.parametrize(
    ("degrees", "first", "last"),
    # What is red at the left comes to where the turn takes it: (part of the frame, colour).
    [(0, "left", "right"), (180, "right", "left"), (90, "bottom", "top"), (270, "top", "bottom")],
)
async def test_a_clip_is_seen_as_its_phone_was_held(
    make: MakeClip, studio: Studio, degrees: int, first: str, last: str
) -> None:
    await studio.export(studio.shot(turned(make(BARS), degrees), 0.2), aspect=Aspect.SQUARE)

    seen = frames(studio.target, (96, 96))[3]
    parts = {"left": seen[:, :40], "right": seen[:, 56:], "top": seen[:40], "bottom": seen[56:]}
    assert is_near(parts[first], RED)
    assert is_near(parts[last], BLUE)
