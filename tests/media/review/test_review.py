"""Real files are looked at."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from vidgenie.errors import InvalidMedia
from vidgenie.media import ff
from vidgenie.media.review.examine import review
from vidgenie.media.review.findings import Finding, Problem, merged
from vidgenie.media.review.watching import branch, parse

# A picture full of detail that moves all the time, and one that never does.
MOVING = "mandelbrot=s=216x384:r=30:maxiter=200"
STILL = f"{MOVING},loop=loop=-1:size=1,setpts=N/30/TB"
SPEECH = "sine=330:r=48000,tremolo=f=5:d=0.7"
Make = Callable[..., Path]


@pytest.fixture(scope="session")
def make(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """Makes an MP4; equal arguments give the same file.

    picture, sound: what it shows and plays. extra: filters of each.
    """
    folder = tmp_path_factory.mktemp("review")
    made = dict[tuple[object, ...], Path]()

    def make(
        seconds: float = 6.0,
        picture: str = MOVING,
        *,
        then: str = "null",
        sound: str = SPEECH,
        quieter: str = "anull",
    ) -> Path:
        key = (seconds, picture, then, sound, quieter)
        if key not in made:
            made[key] = folder / f"{len(made)}.mp4"
            inputs = ["-f", "lavfi", "-t", str(seconds), "-i", f"{picture},{then}"]
            if sound:
                inputs += ["-f", "lavfi", "-t", str(seconds), "-i", f"{sound},{quieter}"]
            subprocess.run(
                [
                    *(ff.ffmpeg(), "-loglevel", "error", *inputs, "-t", str(seconds)),
                    *("-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-g", "60"),
                    *("-pix_fmt", "yuv420p", "-c:a", "aac", "-ar", "48000", made[key]),
                ],
                check=True,
            )
        return made[key]

    return make


async def look(path: Path, seconds: float = 6.0, **normal: object) -> list[Finding]:
    """The findings in an MP4."""
    found = await review(path, suffix="mp4", seconds=seconds, **normal)  # pyright: ignore[reportArgumentType]  # keywords of `review`
    return list(found.findings)


def hidden(start: float, end: float) -> str:
    """A filter that makes the picture black for a while."""
    return f"drawbox=t=fill:color=black:enable='between(t,{start},{end})'"


async def test_a_clip_that_moves_and_speaks_is_fine(make: Make) -> None:
    assert await look(make(), has_voice=True) == []


@pytest.mark.parametrize(("start", "end"), [(2.0, 4.0), (0.0, 1.5), (4.3, 6.0)])
async def test_a_black_part_is_found_where_it_is(make: Make, start: float, end: float) -> None:
    (found,) = await look(make(then=hidden(start, end)))

    assert found.problem is Problem.BLACK
    assert (found.start, found.end) == (pytest.approx(start, abs=0.2), pytest.approx(end, abs=0.2))


async def test_a_fade_to_black_and_back_is_not_said(make: Make) -> None:
    path = make(then="fade=t=out:st=5.5:d=0.5,fade=t=in:st=0:d=0.5")

    assert await look(path) == []


async def test_a_dark_picture_is_not_black(make: Make) -> None:
    assert await look(make(then="lutyuv=y='16+(val-16)*0.25'")) == []


async def test_a_frozen_clip_is_found(make: Make) -> None:
    assert await look(make(picture=STILL)) == [Finding(Problem.FROZEN, 0.0, 6.0)]


async def test_a_last_frame_that_is_held_is_found(make: Make) -> None:
    path = make(then="trim=end=2,tpad=stop_mode=clone:stop_duration=4")

    (found,) = await look(path)

    assert (found.problem, found.start) == (Problem.FROZEN, pytest.approx(2.0, abs=0.4))


async def test_a_picture_that_is_meant_to_stand_still_is_fine(make: Make) -> None:
    assert await look(make(picture=STILL), still=[(0.0, 6.0)]) == []


async def test_a_picture_that_drifts_slowly_is_not_frozen(make: Make) -> None:
    zoom = "zoompan=z='1+0.04*on/180':d=1:x='iw/2-iw/zoom/2':y='ih/2-ih/zoom/2':s=216x384:fps=30"

    assert await look(make(picture=STILL, then=zoom)) == []


@pytest.mark.parametrize(("has_voice", "spans"), [(True, [(2.0, 5.0)]), (False, [])])
async def test_silence_is_noticed_where_somebody_should_speak(
    make: Make, *, has_voice: bool, spans: list[tuple[float, float]]
) -> None:
    path = make(quieter="volume=0:enable='between(t,2,5)'")

    found = await look(path, has_voice=has_voice)

    assert [(round(each.start, 1), round(each.end, 1)) for each in found] == spans


@pytest.mark.parametrize("sound", ["", "anullsrc=r=48000"])
async def test_a_video_without_sound_is_silent_all_along(make: Make, sound: str) -> None:
    path = make(sound=sound)

    assert await look(path, has_voice=True) == [Finding(Problem.SILENT, 0.0, 6.0)]
    assert await look(path) == []


@pytest.mark.parametrize(
    ("volume", "problems"),
    [(-30, [Problem.QUIET]), (0, []), (6, [Problem.LOUD])],
)
async def test_a_finished_video_has_the_right_loudness(
    make: Make, volume: int, problems: list[Problem]
) -> None:
    # A sine of -14 LUFS.
    path = make(
        sound="aevalsrc='0.2*sin(2*PI*1000*t)|0.2*sin(2*PI*1000*t)':s=48000",
        quieter=f"volume={volume}dB",
    )

    found = await review(path, suffix="mp4", seconds=6.0, is_finished=True)

    assert [each.problem for each in found.findings] == problems
    assert found.lufs == pytest.approx(-14.0 + volume, abs=0.3)


async def test_sound_alone_can_be_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "voice.wav"
    await ff.run(["-f", "lavfi", "-i", f"{SPEECH},atrim=end=3", str(path)], timeout=60)

    found = await review(path, suffix="wav", seconds=3.0, has_voice=True)

    assert (found.findings, -40 < found.lufs < -10) == ((), True)


async def test_a_damaged_file_is_refused_and_leaves_nothing(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temp"))
    (tmp_path / "temp").mkdir()
    path = tmp_path / "clip.mp4"
    path.write_bytes(make().read_bytes()[:20_000])

    with pytest.raises(InvalidMedia) as caught:
        await look(path)

    assert (caught.value.params["problem"], list((tmp_path / "temp").iterdir())) == (
        *("unreadable", []),
    )


async def test_the_encoder_can_look_while_it_encodes(make: Make, tmp_path: Path) -> None:
    report, target = tmp_path / "it's, [a] report;.txt", tmp_path / "out.mp4"
    graph = f"[0:v]split[v][look];{branch('look', report)}"

    await ff.run(
        [
            *ff.untrusted(make(then=hidden(2.0, 4.0)), suffix="mp4"),
            *("-filter_complex", graph, "-map", "[v]", "-c:v", "libx264"),
            *("-preset", "ultrafast", str(target)),
        ],
        timeout=60,
    )

    (found,) = merged(parse(report, seconds=6.0))
    assert (found.problem, round(found.start), round(found.end)) == (Problem.BLACK, 2, 4)


async def test_what_the_encoder_has_noticed_is_not_looked_for_again(make: Make) -> None:
    path = make(then=hidden(2.0, 4.0))

    assert await look(path, watched=[]) == []
    assert await look(path, watched=[Finding(Problem.BLACK, 2.0, 3.0)]) == [
        Finding(Problem.BLACK, 2.0, 3.0)
    ]


def test_a_report_that_was_never_written_says_nothing(tmp_path: Path) -> None:
    assert parse(tmp_path / "none.txt", seconds=5.0) == []
