"""What was made before is used again, and nothing else."""

from dataclasses import replace
from pathlib import Path

from tests.media.assembly.conftest import RAMP, MakeClip, Studio, frames
from vidgenie.domain.timeline import Shot, Transition, TransitionKind
from vidgenie.media.assembly.boxes import frames_of

FADE = Transition(TransitionKind.FADE, 0.2)


def shots(make: MakeClip, studio: Studio) -> list[Shot]:
    """Three Shots with joints between them, and one after a cut."""
    colours = ("red", "green", "blue")
    sources = [make(f"color={colour}:s=54x96:r=30:d=0.6") for colour in colours]
    faded = [studio.shot(path, transition=FADE) for path in sources]
    last = replace(faded[2], transition=Transition())
    return [*faded[:2], last, studio.shot(make(RAMP.format(seconds=0.6)))]


async def test_an_unchanged_video_is_the_same_bytes_and_nothing_is_encoded(
    make: MakeClip, studio: Studio
) -> None:
    given = shots(make, studio)
    await studio.export(*given)
    first, pieces = studio.target.read_bytes(), studio.pieces()

    again = await studio.export(*given)

    assert again.encoded == 0
    assert studio.target.read_bytes() == first
    assert studio.pieces() == pieces


async def test_one_changed_shot_makes_only_its_own_pieces_and_its_joints_anew(
    make: MakeClip, studio: Studio
) -> None:
    given = shots(make, studio)
    await studio.export(*given)
    before = studio.pieces()

    yellow = studio.file(make("color=yellow:s=54x96:r=30:d=0.6"))
    made = await studio.export(replace(given[0], picture=yellow), *given[1:])

    after = studio.pieces()
    assert before.items() <= after.items()
    # The body of the first Shot and its joint with the second.
    assert sorted(frames_of(path) for path in _new(studio, before)) == [6, 9]
    assert (made.frames, made.encoded) == (48, 15)


async def test_a_shot_that_moves_in_the_order_is_not_encoded_again(
    make: MakeClip, studio: Studio
) -> None:
    cut = [replace(shot, transition=Transition()) for shot in shots(make, studio)]
    await studio.export(*cut)

    made = await studio.export(*reversed(cut))

    assert made.encoded == 0


async def test_the_same_shot_twice_is_encoded_once(make: MakeClip, studio: Studio) -> None:
    shot = studio.shot(make(RAMP.format(seconds=0.6)))

    made = await studio.export(shot, shot, shot)

    assert (made.frames, made.encoded, len(frames(studio.target))) == (36, 12, 36)


async def test_equal_content_in_another_file_is_not_encoded_again(
    make: MakeClip, studio: Studio, tmp_path: Path
) -> None:
    clip = make(RAMP.format(seconds=0.6))
    copy = tmp_path / "copy.mp4"
    copy.write_bytes(clip.read_bytes())
    await studio.export(studio.shot(clip))

    made = await studio.export(studio.shot(copy))

    assert made.encoded == 0


async def test_a_piece_that_a_power_cut_left_half_is_made_anew(
    make: MakeClip, studio: Studio
) -> None:
    shot = studio.shot(make(RAMP.format(seconds=0.6)))
    await studio.export(shot)
    first = studio.target.read_bytes()
    piece = next(studio.cache.root.glob("*/*.mp4"))
    piece.write_bytes(piece.read_bytes()[:-100])

    made = await studio.export(shot)

    assert made.encoded == 12
    assert studio.target.read_bytes() == first


def _new(studio: Studio, before: dict[str, bytes]) -> list[Path]:
    return [path for path in studio.cache.root.glob("*/*.mp4") if path.name not in before]
