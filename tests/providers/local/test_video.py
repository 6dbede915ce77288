"""The local video Provider, in a real child process."""

import asyncio
import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import av
import psutil
import pytest
from PIL import Image

from vidgenie.domain.ports.provider import Call, JobStatus
from vidgenie.domain.ports.video import ClipRequest
from vidgenie.errors import InvalidInput, InvalidMedia, RenderFailed, StorageFull
from vidgenie.media import ff
from vidgenie.media.verify import verify_clip
from vidgenie.providers.local.video import LocalVideo

SMALL = (136, 240)
REQUEST = ClipRequest(prompt="mer au coucher du soleil", seconds=1, size=SMALL, seed=4)
LONG = replace(REQUEST, seconds=20, size=(270, 480))


async def _deliver(
    request: ClipRequest, target: Path, progress: Callable[[float], None] = lambda _done: None
) -> dict[str, str]:
    provider = LocalVideo()
    job = await provider.submit(request, Call())
    return dict(await provider.deliver(job, request, Call(), target=target, progress=progress))


async def _until(condition: Callable[[], bool], *, seconds: float = 30.0) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(0.02)
    return True


def _makers() -> list[psutil.Process]:
    """The process that makes a clip and its copies, oldest first."""
    found: list[psutil.Process] = []
    for child in psutil.Process().children(recursive=True):
        try:
            if "render_clip" in " ".join(child.cmdline()):
                found.append(child)
        except psutil.NoSuchProcess:
            continue
    return sorted(found, key=lambda process: (process.create_time(), process.pid))


async def _until_half_each(told: list[float]) -> None:
    """Wait until frames are being encoded by a process and its copy."""
    assert await _until(lambda: bool(told) and told[-1] > 0.13)
    assert len(_makers()) == 2


def _alive(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def _frame_sums(path: Path) -> str:
    command = [ff.ffmpeg(), "-loglevel", "error", "-i", path, "-f", "framemd5", "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("size", [SMALL, (240, 136), (180, 180)])
async def test_a_clip_passes_the_gate_with_every_frame(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    target = tmp_path / "clip.mp4"
    told: list[float] = []

    origin = await _deliver(replace(REQUEST, size=size), target, told.append)

    facts = await verify_clip(target, seconds=1, size=size)
    assert (facts.frames, origin["demo"], told == sorted(told)) == (30, "true", True)


async def test_equal_requests_give_equal_frames_and_sound(tmp_path: Path) -> None:
    await _deliver(REQUEST, tmp_path / "a.mp4")
    await _deliver(REQUEST, tmp_path / "b.mp4")

    assert _frame_sums(tmp_path / "a.mp4") == _frame_sums(tmp_path / "b.mp4")


async def test_the_file_says_that_it_is_a_demo_and_how_to_play_it(tmp_path: Path) -> None:
    target = tmp_path / "clip.mp4"
    await _deliver(REQUEST, target)

    with av.open(str(target)) as container:
        video, sound = container.streams.video[0], container.streams.audio[0]
        found = (video.codec_context.profile, video.pix_fmt, video.time_base.denominator)
        assert found == ("High", "yuv420p", 15360)
        assert (sound.rate, sound.channels) == (48000, 2)
        assert container.metadata["title"] == REQUEST.prompt
        assert "not by an AI model" in container.metadata["comment"]


async def test_the_header_comes_first_so_that_playing_can_start(tmp_path: Path) -> None:
    target = tmp_path / "clip.mp4"
    await _deliver(REQUEST, target)

    content = target.read_bytes()

    assert 0 < content.index(b"moov") < content.index(b"mdat")


async def test_without_sound_there_is_a_silent_track(tmp_path: Path) -> None:
    target = tmp_path / "clip.mp4"
    await _deliver(replace(REQUEST, audio=False), target)

    with av.open(str(target)) as container:
        loudest = max(abs(f.to_ndarray()).max() for f in container.decode(audio=0))

    assert loudest < 0.0001


class TestPictures:
    """Image to video."""

    async def _scene(self, request: ClipRequest, target: Path) -> object:
        """Whether the clip was made from true layers."""
        order = {
            "target": str(target),
            "prompt": request.prompt,
            "seconds": 1,
            "size": list(request.size),
            "motion": "medium",
            "audio": False,
            "seed": request.seed,
            "image": str(request.image),
            "origin": dict(request.image_origin),
        }
        module = "vidgenie.providers.local.render_clip"
        return (await ff.run_python(module, order, timeout=60))["scene"]

    @pytest.fixture
    def own(self, tmp_path: Path) -> Path:
        """The local Provider's picture of a mountain, seed 4."""
        from vidgenie.providers.local.picture import picture  # noqa: PLC0415  # slow to import

        path = tmp_path / "own.png"
        Image.fromarray(picture("montagne", seed=4, size=(256, 456))).save(path)
        return path

    async def test_a_picture_of_ours_is_filmed_in_its_true_layers(
        self, own: Path, tmp_path: Path
    ) -> None:
        origin = {"provider": "local", "prompt": "montagne", "seed": "4"}
        request = replace(REQUEST, image=own, image_origin=origin)

        assert await self._scene(request, tmp_path / "clip.mp4") is True

    async def test_a_picture_that_is_not_what_its_origin_says_is_filmed_as_it_is(
        self, own: Path, tmp_path: Path
    ) -> None:
        origin = {"provider": "local", "prompt": "a whale under water", "seed": "9"}
        request = replace(REQUEST, image=own, image_origin=origin)

        assert await self._scene(request, tmp_path / "clip.mp4") is False

    async def test_a_picture_from_elsewhere_is_the_first_frame(self, tmp_path: Path) -> None:
        image = Image.effect_mandelbrot(SMALL, (-2, -2, 2, 2), 40).convert("RGB")
        image.save(tmp_path / "any.png")
        target = tmp_path / "clip.mp4"
        await _deliver(replace(REQUEST, prompt="", image=tmp_path / "any.png"), target)

        with av.open(str(target)) as container:
            first = next(container.decode(video=0)).to_image().convert("L")

        given, shown = list(image.convert("L").getdata()), list(first.getdata())
        assert sum(abs(a - b) for a, b in zip(given, shown, strict=True)) / len(given) < 6

    async def test_a_picture_that_cannot_be_read_is_the_persons_to_change(
        self, tmp_path: Path
    ) -> None:
        broken = tmp_path / "broken.png"
        broken.write_bytes(b"\x89PNG\r\n\x1a\nrubbish")

        with pytest.raises(InvalidMedia):
            await _deliver(replace(REQUEST, image=broken), tmp_path / "clip.mp4")


async def test_cancelling_ends_every_process_within_a_second(tmp_path: Path) -> None:
    told: list[float] = []
    # The children of the local voice may be there, and stay.
    others = set(psutil.Process().children(recursive=True))
    work = asyncio.create_task(_deliver(LONG, tmp_path / "clip.mp4", told.append))
    await _until_half_each(told)
    started = set(psutil.Process().children(recursive=True)) - others
    work.cancel()

    ended = await _until(lambda: not any(map(_alive, started)), seconds=1.0)

    with pytest.raises(asyncio.CancelledError):
        await work
    assert (len(started) >= 2, ended, _names(tmp_path)) == (True, True, [])


@pytest.mark.parametrize("victim", [0, 1], ids=["the process", "its copy"])
async def test_a_killed_process_is_a_failure_that_may_be_retried(
    tmp_path: Path, victim: int
) -> None:
    told: list[float] = []
    work = asyncio.create_task(_deliver(LONG, tmp_path / "clip.mp4", told.append))
    await _until_half_each(told)
    _makers()[victim].kill()

    with pytest.raises(RenderFailed) as caught:
        await asyncio.wait_for(work, 15)

    assert (caught.value.retryable, _names(tmp_path)) == (True, [])


async def test_a_full_disk_is_called_a_full_disk(tmp_path: Path) -> None:
    (tmp_path / "clip.mp4.part").symlink_to("/dev/full")

    with pytest.raises(StorageFull):
        await _deliver(REQUEST, tmp_path / "clip.mp4")

    assert _names(tmp_path) == []


async def test_a_submission_is_done_at_once_and_is_the_same_each_time() -> None:
    provider = LocalVideo()
    first, second = [await provider.submit(REQUEST, Call()) for _ in range(2)]

    other = await provider.submit(replace(REQUEST, seed=5), Call())

    assert (first.status, first, first.id == other.id) == (JobStatus.SUCCEEDED, second, False)


@pytest.mark.parametrize("seconds", LocalVideo.models[0].seconds)
def test_every_length_on_offer_is_accepted(seconds: int) -> None:
    LocalVideo().check(replace(REQUEST, seconds=seconds, size=(1080, 1920)))


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        (replace(REQUEST, seconds=7), "seconds"),
        (replace(REQUEST, seconds=5, size=(1081, 1920)), "size"),
        (replace(REQUEST, seconds=5, size=(2160, 3840)), "size"),
        (replace(REQUEST, seconds=5, size=(2, 4)), "size"),
        (replace(REQUEST, seconds=5, motion="wild"), "motion"),
        (replace(REQUEST, seconds=5, prompt=" "), "prompt"),
    ],
)
def test_what_cannot_be_done_is_refused_beforehand(request_: ClipRequest, field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        LocalVideo().check(request_)

    assert caught.value.params["field"] == field
