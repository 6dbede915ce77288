"""Transitions mix both pictures at the border, and leave all other frames alone."""

import numpy as np
import pytest
from PIL import Image

from tests.media.assembly.conftest import BLUE, RAMP, RED, MakeClip, Studio, frames, is_near
from vidgenie.domain.captions import CaptionLook, Captions, TimedWord
from vidgenie.domain.timeline import Transition, TransitionKind

KINDS = [kind for kind in TransitionKind if kind is not TransitionKind.CUT]


@pytest.mark.parametrize("kind", KINDS)
async def test_both_pictures_are_seen_at_the_border_only(
    make: MakeClip, studio: Studio, kind: TransitionKind
) -> None:
    red, blue = (make(f"color={name}:s=54x96:r=30:d=0.6") for name in ("red", "blue"))

    await studio.export(
        studio.shot(red, 0.6, transition=Transition(kind, 0.4)), studio.shot(blue, 0.6)
    )

    seen = frames(studio.target)
    assert len(seen) == 36
    assert all(is_near(frame, RED) for frame in seen[:13])
    assert all(is_near(frame, BLUE) for frame in seen[24:])
    middle = seen[18].reshape(-1, 3).mean(axis=0)
    assert 50 < middle[0] < 205
    assert 50 < middle[2] < 205


async def test_a_cut_is_between_two_frames(make: MakeClip, studio: Studio) -> None:
    red, blue = (make(f"color={name}:s=54x96:r=30:d=0.6") for name in ("red", "blue"))

    await studio.export(studio.shot(red, 0.2), studio.shot(blue, 0.2))

    seen = frames(studio.target)
    assert (is_near(seen[5], RED), is_near(seen[6], BLUE)) == (True, True)


async def test_a_clip_goes_on_into_its_joint_and_begins_at_its_border(
    make: MakeClip, studio: Studio
) -> None:
    """A clip of which every frame is lighter than the one before, and darkness."""
    ramp, dark = make(RAMP.format(seconds=1.0)), make("color=black:s=54x96:r=30:d=1")
    wipe = Transition(TransitionKind.WIPE, 0.4)

    await studio.export(
        studio.shot(ramp, 0.5, transition=wipe),
        studio.shot(dark, 0.5, transition=wipe),
        studio.shot(ramp, 0.5),
    )

    light = frames(studio.target)[..., 1].astype(int)
    at = np.arange(45)
    # The left edge shows the one that goes until the end of a wipe, the right one the other.
    left, right = light[:, 48, 2], light[:, 48, -3]
    expected = 16 + 4 * at
    assert np.abs(left[:20] - expected[:20]).max() < 8
    # Held on its first frame before the border at frame 30, then at its own pace.
    assert np.abs(right[25:30] - expected[0]).max() < 8
    assert np.abs(right[30:] - expected[:15]).max() < 8


async def test_a_picture_drifts_without_a_jump_between_body_and_joint(
    make: MakeClip, studio: Studio
) -> None:
    rings = Image.radial_gradient("L").resize((540, 960)).convert("RGB")
    path = studio.folder / "rings.png"
    rings.save(path)
    fade = Transition(TransitionKind.FADE, 0.2)

    # The same picture on both sides: what is mixed differs no more than what follows.
    await studio.export(studio.shot(path, 1.0, transition=fade), studio.shot(path, 0.6))

    seen = frames(studio.target, (108, 192)).astype(int)
    steps = np.abs(np.diff(seen, axis=0)).mean(axis=(1, 2, 3))
    assert np.abs(seen[0] - seen[25]).mean() > 0.5
    assert steps[:26].max() < 1.5


async def test_captions_stand_above_a_transition(make: MakeClip, studio: Studio) -> None:
    dark = make("color=black:s=54x96:r=30:d=0.6")
    look = CaptionLook(style="minimal", colour="#FFFFFF")
    words = Captions((TimedWord("Bonjour", 0.0, 1.2),), look)
    slide = Transition(TransitionKind.SLIDE, 0.4)

    await studio.export(
        studio.shot(dark, 0.6, transition=slide), studio.shot(dark, 0.6), captions=words
    )

    brightest = frames(studio.target).max(axis=(1, 2, 3))
    assert brightest[12:24].min() > 100
    # They do not slide with the pictures.
    middle = frames(studio.target)[14:22].max(axis=3)
    assert np.ptp(middle.argmax(axis=2).max(axis=1)) <= 2
