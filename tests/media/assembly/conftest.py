"""A studio: small clips made by the real ffmpeg, put together, and looked at frame by frame."""

import hashlib
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from vidgenie.domain.craft import Source
from vidgenie.domain.files import FileValue, PortType
from vidgenie.domain.timeline import Profile, Shot, Timeline
from vidgenie.media import ff, magic
from vidgenie.media.assembly.export import Assembled, assemble
from vidgenie.media.cache import Cache

FFMPEG = ff.ffmpeg()
Picture = NDArray[np.uint8]
H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-crf", "10", "-pix_fmt", "yuv420p")
RED, BLUE, GREEN = (255, 0, 0), (0, 0, 255), (0, 128, 0)
RAMP = "nullsrc=s=54x96:r=30:d={seconds},format=gray,geq=lum='16+4*N'"
"""Every frame is lighter than the one before it."""
MakeClip = Callable[..., Path]


@pytest.fixture(scope="session")
def make(tmp_path_factory: pytest.TempPathFactory) -> MakeClip:
    """Makes a file from a picture source of ffmpeg; equal arguments give the same file."""
    folder = tmp_path_factory.mktemp("footage")

    def write(source: str, *how: str, name: str = "clip.mp4", before: tuple[str, ...] = ()) -> Path:
        key = hashlib.sha256(repr((source, how, before)).encode()).hexdigest()[:12]
        target = folder / f"{key}-{name}"
        if not target.exists():
            read = ["-f", "lavfi", "-i", source]
            coded = how or H264
            subprocess.run(
                [FFMPEG, "-loglevel", "error", *read, *before, *coded, "-y", target],
                check=True,
            )
        return target

    return write


def turned(clip: Path, degrees: int) -> Path:
    """The same frames, with a note that a player turns them, against the clock."""
    target = clip.with_name(f"turned{degrees}-{clip.name}")
    if not target.exists():
        command = [FFMPEG, "-loglevel", "error", "-display_rotation", str(degrees)]
        subprocess.run([*command, "-i", clip, "-c", "copy", "-y", target], check=True)
    return target


@dataclass
class Studio:
    """Where Timelines become videos. told: the progress of the last one."""

    folder: Path
    cache: Cache
    files: dict[str, Source] = field(default_factory=dict[str, Source])
    told: list[float] = field(default_factory=list[float])

    @property
    def target(self) -> Path:
        return self.folder / "out.mp4"

    def file(self, path: Path, seconds: float | None = None) -> FileValue:
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        self.files[str(path)] = Source(path, sha256)
        is_still = path.stat().st_size > 0 and magic.suffix_of(path) in magic.PICTURES
        kind = PortType.IMAGE if is_still else PortType.VIDEO
        return FileValue(str(path), kind, path.suffix[1:], 0, 0, 0, seconds)

    def shot(self, path: Path, seconds: float = 0.4, **more: object) -> Shot:
        return Shot(self.file(path), seconds=seconds, **more)  # type: ignore[arg-type]  # as given

    async def export(self, *shots: Shot, **more: object) -> Assembled:
        self.told.clear()
        timeline = Timeline(shots, profile=Profile.DRAFT, **more)  # type: ignore[arg-type]  # as given
        return await assemble(
            timeline,
            self.files,
            target=self.target,
            cache=self.cache,
            progress=self.told.append,
        )

    def pieces(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.cache.root.glob("*/*.mp4")}

    def litter(self) -> list[str]:
        """What was left half made, by whatever name."""
        hidden = [path.name for path in self.cache.root.glob("*/.*")]
        return hidden + [path.name for path in self.folder.glob("out.mp4?*")]


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    return Studio(tmp_path, Cache(tmp_path / "cache"))


def frames(path: Path, size: tuple[int, int] = (54, 96)) -> Picture:
    """Every frame of the file, (number, height, width, 3), made small."""
    chain = f"scale={size[0]}:{size[1]}:flags=area:in_color_matrix=bt709,format=rgb24"
    command = [FFMPEG, "-loglevel", "error", "-i", path, "-vf", chain]
    raw = subprocess.run(
        [*command, "-fps_mode", "passthrough", "-f", "rawvideo", "-"],
        check=True,
        capture_output=True,
    ).stdout
    return np.frombuffer(raw, np.uint8).reshape(-1, size[1], size[0], 3)


def is_near(picture: Picture, colour: tuple[int, int, int], within: int = 24) -> bool:
    """Whether the picture has this colour everywhere."""
    return bool(np.abs(picture.astype(int) - colour).max() <= within)
