"""What goes wrong is said, leaves nothing half made, and is never kept."""

import asyncio
import time
from collections.abc import Callable

import psutil
import pytest

from tests.media.assembly.conftest import H264, MakeClip, Studio, frames
from vidgenie.domain.timeline import Logo
from vidgenie.errors import InvalidMedia, RenderFailed, StorageFull
from vidgenie.media import ff

CLIP = "testsrc2=s=108x192:r=30:d=0.6"
PLAYLIST = b"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nfile:///etc/passwd\n"
FFCONCAT = b"ffconcat version 1.0\nfile '/etc/passwd'\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9"/></svg>'


def whole(make: MakeClip) -> bytes:
    return make("testsrc2=s=108x192:r=30:d=3", *H264, "-movflags", "+faststart").read_bytes()


HOSTILE: dict[str, Callable[[MakeClip], bytes]] = {
    "empty": lambda _make: b"",
    "text": lambda _make: b"a story, not a film " * 50,
    "playlist": lambda _make: PLAYLIST,
    "list of files": lambda _make: FFCONCAT,
    "svg": lambda _make: SVG,
    "sound": lambda make: make(
        CLIP, "-vn", "-c:a", "aac", name="a.mp4", before=("-f", "lavfi", "-i", "sine=d=1")
    ).read_bytes(),
    "cut off": lambda make: whole(make)[: len(whole(make)) * 2 // 3],
    "no index": lambda make: make(CLIP).read_bytes()[:-400],
    "half a webm": lambda make: make(
        "testsrc2=s=108x192:r=30:d=3", "-c:v", "libvpx", "-cpu-used", "8", name="clip.webm"
    ).read_bytes()[:20_000],
    "picture cut off": lambda make: make(
        "testsrc2=s=108x192:d=0.04", "-c:v", "png", "-update", "1", name="p.png"
    ).read_bytes()[:-900],
}


@pytest.mark.parametrize("kind", list(HOSTILE))
async def test_a_file_that_is_no_clip_is_named_by_its_shot(
    make: MakeClip, studio: Studio, kind: str
) -> None:
    odd = studio.folder / "upload.mp4"
    odd.write_bytes(HOSTILE[kind](make))
    good = studio.shot(make(CLIP))

    with pytest.raises(InvalidMedia) as caught:
        await studio.export(good, studio.shot(odd), good)

    assert caught.value.params["shot"] == 2
    assert "upload" not in str(caught.value.to_dict())
    assert (studio.target.exists(), studio.litter(), studio.pieces()) == (False, [], {})


async def test_a_clip_that_is_damaged_in_its_middle_is_named_by_its_shot(
    make: MakeClip, studio: Studio
) -> None:
    data = bytearray(make("testsrc2=s=108x192:r=30:d=3", *H264, "-bf", "0").read_bytes())
    middle = len(data) // 2
    data[middle : middle + 3000] = bytes(3000)
    odd = studio.folder / "odd.mp4"
    odd.write_bytes(data)

    with pytest.raises(InvalidMedia) as caught:
        await studio.export(studio.shot(odd, 3.0), studio.shot(make(CLIP)))

    assert (caught.value.params["shot"], caught.value.params["problem"]) == (1, "unreadable")
    assert studio.litter() == []


async def test_a_logo_that_is_none_is_called_the_logo(make: MakeClip, studio: Studio) -> None:
    odd = studio.folder / "logo.png"
    odd.write_bytes(SVG)

    with pytest.raises(InvalidMedia) as caught:
        await studio.export(studio.shot(make(CLIP)), logo=Logo(studio.file(odd)))

    assert caught.value.params["part"] == "logo"


async def test_a_killed_encoder_is_a_failure_and_the_next_try_works(
    make: MakeClip, studio: Studio
) -> None:
    shots = [studio.shot(make("testsrc2=s=540x960:r=30:d=20"), seconds) for seconds in (9.0, 9.5)]
    export = asyncio.create_task(studio.export(*shots))
    await _until(lambda: bool(studio.told and _encoders()))
    _encoders()[0].kill()

    with pytest.raises(RenderFailed) as caught:
        await export

    assert (caught.value.retryable, studio.target.exists(), studio.litter()) == (True, False, [])
    assert _encoders() == []
    assert (await studio.export(studio.shot(make(CLIP)))).frames == 12


async def test_cancelling_ends_everything_within_a_second(make: MakeClip, studio: Studio) -> None:
    shots = [studio.shot(make("testsrc2=s=540x960:r=30:d=20"), seconds) for seconds in (9.0, 9.5)]
    export = asyncio.create_task(studio.export(*shots))
    await _until(lambda: bool(studio.told and _encoders()))
    began = time.monotonic()
    export.cancel()

    with pytest.raises(asyncio.CancelledError):
        await export

    await _until(lambda: not _alive())
    assert time.monotonic() - began < 1.0
    assert (studio.target.exists(), studio.litter()) == (False, [])


def fake(studio: Studio, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """An ffmpeg that does this when it shall encode; `last` is the file it shall write."""
    program = studio.folder / "ffmpeg"
    program.write_text(
        "#!/bin/bash\nlast=${@: -1}; last=${last#file:}\n"
        f'case "$*" in *libx264*) {script};; *) exec {ff.ffmpeg()} "$@";; esac\n'
    )
    program.chmod(0o700)
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", str(program))


async def test_a_full_disk_is_called_a_full_disk_and_leaves_nothing(
    make: MakeClip, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake(studio, monkeypatch, 'head -c 5000 /dev/zero > "$last"; exit 228')

    with pytest.raises(StorageFull):
        await studio.export(studio.shot(make(CLIP)))

    assert (studio.target.exists(), studio.litter(), studio.pieces()) == (False, [], {})


async def test_an_encoder_that_makes_too_few_frames_and_says_nothing_is_found_out(
    make: MakeClip, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = make(CLIP)
    fake(studio, monkeypatch, f'cp {short} "$last"; exit 0')

    with pytest.raises(RenderFailed) as caught:
        await studio.export(studio.shot(short, 0.4))

    assert (caught.value.params["found"], caught.value.params["wanted"]) == (18, 12)
    assert (studio.litter(), studio.pieces()) == ([], {})


async def test_the_video_that_was_there_stays_when_another_fails(
    make: MakeClip, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    await studio.export(studio.shot(make(CLIP)))
    before = studio.target.read_bytes()
    fake(studio, monkeypatch, "exit 1")

    with pytest.raises(RenderFailed):
        await studio.export(studio.shot(make(CLIP), 0.5))

    assert studio.target.read_bytes() == before
    assert len(frames(studio.target)) == 12


def _encoders() -> list[psutil.Process]:
    """Every ffmpeg that writes a piece at this moment."""
    found = list[psutil.Process]()
    for child in psutil.Process().children(recursive=True):
        try:
            if "libx264" in child.cmdline() and "ffmpeg" in child.name():
                found.append(child)
        except psutil.NoSuchProcess:
            continue
    return found


def _alive() -> list[psutil.Process]:
    """Every child that has not ended; one that nobody has counted yet has."""
    children = psutil.Process().children(recursive=True)
    return [child for child in children if child not in _OTHERS and _works(child)]


def _works(child: psutil.Process) -> bool:
    try:
        return child.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


# The children of the local voice may be there, and stay.
_OTHERS = set[psutil.Process]()


@pytest.fixture(autouse=True)
def _others() -> None:
    _OTHERS.clear()
    _OTHERS.update(psutil.Process().children(recursive=True))


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not condition():
            await asyncio.sleep(0.02)
