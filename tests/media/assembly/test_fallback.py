"""An ffmpeg that can do less: MoviePy and Pillow take over, frame by frame."""

from pathlib import Path

import pytest

from tests.media.assembly.conftest import BLUE, RED, MakeClip, Studio, frames, is_near
from vidgenie.domain.captions import CaptionLook, Captions, TimedWord
from vidgenie.domain.timeline import Transition, TransitionKind
from vidgenie.errors import Unavailable
from vidgenie.media import ff
from vidgenie.media.assembly.features import features
from vidgenie.media.cache import Cache


@pytest.fixture
def poor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An ffmpeg without libass and xfade."""
    asked = f'exec {ff.ffmpeg()} "$@" | grep -v -e " ass " -e " xfade "'
    _install(
        tmp_path,
        monkeypatch,
        f'*-filters*) {asked};; *ass=*|*xfade=*) exit 8;; *) exec {ff.ffmpeg()} "$@";;',
    )


def _install(folder: Path, monkeypatch: pytest.MonkeyPatch, cases: str) -> None:
    program = folder / "ffmpeg"
    program.write_text(f'#!/bin/bash\ncase "$*" in {cases} esac\n')
    program.chmod(0o700)
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", str(program))


@pytest.mark.parametrize("kind", [TransitionKind.FADE, TransitionKind.SLIDE, TransitionKind.WIPE])
async def test_a_transition_is_made_without_its_filter(
    make: MakeClip, studio: Studio, poor: None, kind: TransitionKind
) -> None:
    red, blue = (make(f"color={name}:s=54x96:r=30:d=0.6") for name in ("red", "blue"))

    await studio.export(
        studio.shot(red, 0.4, transition=Transition(kind, 0.2)), studio.shot(blue, 0.4)
    )

    seen = frames(studio.target)
    assert len(seen) == 24
    assert all(is_near(frame, RED) for frame in seen[:10])
    assert all(is_near(frame, BLUE) for frame in seen[15:])
    middle = seen[12].reshape(-1, 3).mean(axis=0)
    assert (50 < middle[0] < 205, 50 < middle[2] < 205) == (True, True)


async def test_captions_are_drawn_without_libass(
    make: MakeClip, studio: Studio, poor: None
) -> None:
    dark = make("color=black:s=54x96:r=30:d=0.6")
    words = Captions((TimedWord("{\\b1}Nuit", 0.1, 0.3),), CaptionLook(colour="#FFFFFF"))

    await studio.export(studio.shot(dark, 0.5), captions=words)

    brightest = frames(studio.target, (108, 192)).max(axis=(1, 2, 3))
    assert len(brightest) == 15
    assert brightest[4:8].min() > 100
    assert max(brightest[:3].max(), brightest[10:].max()) < 20


async def test_what_the_program_can_do_is_asked_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "asked"
    _install(tmp_path, monkeypatch, f'*) echo "$*" >> {log}; exec {ff.ffmpeg()} "$@";;')
    cache = Cache(tmp_path / "cache")

    one, other = await features(cache), await features(cache)

    assert one == other
    assert (one.has_ass, one.has_xfade, one.version.startswith("ffmpeg version")) == (True,) * 3
    assert len(log.read_text().splitlines()) == 3


async def test_an_ffmpeg_without_an_encoder_is_not_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _install(tmp_path, monkeypatch, "*) echo nothing;;")

    with pytest.raises(Unavailable):
        await features(Cache(tmp_path / "cache"))
