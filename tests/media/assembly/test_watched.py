"""What is noticed while a video is encoded is known again when nothing is encoded."""

from dataclasses import replace

from PIL import Image

from tests.media.assembly.conftest import RAMP, MakeClip, Studio
from vidgenie.media.review.findings import Problem, merged


async def test_a_black_part_is_noticed_and_remembered(make: MakeClip, studio: Studio) -> None:
    light = studio.shot(make(RAMP.format(seconds=1.0)), 1.0)
    dark = studio.shot(make("color=black:s=54x96:r=30:d=1.5"), 1.5)

    first = await studio.export(light, dark)
    again = await studio.export(light, dark)

    (found,) = [one for one in merged(first.watched) if one.problem is Problem.BLACK]
    assert (abs(found.start - 1.0) < 0.25, abs(found.end - 2.5) < 0.25) == (True, True)
    assert (again.encoded, again.watched) == (0, first.watched)


async def test_a_piece_of_which_nobody_knows_what_it_shows_is_made_anew(
    make: MakeClip, studio: Studio
) -> None:
    shot = studio.shot(make(RAMP.format(seconds=1.0)))
    await studio.export(shot)
    for note in studio.cache.root.glob("*/*.json"):
        note.unlink()

    assert (await studio.export(shot)).encoded == 12


async def test_a_picture_that_shall_not_move_stands_still_on_purpose(
    make: MakeClip, studio: Studio
) -> None:
    path = studio.folder / "still.png"
    Image.new("RGB", (90, 160), "green").save(path)
    clip = studio.shot(make(RAMP.format(seconds=1.0)), 0.5)
    still = studio.shot(path, 1.0, moves=False)

    made = await studio.export(clip, still, replace(still, moves=True))

    assert made.still == ((0.5, 1.5),)
