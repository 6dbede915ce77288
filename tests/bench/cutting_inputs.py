"""What people bring to the cutting room: six clips that have nothing in common, voice, music."""

import asyncio
import subprocess
import wave
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from vidgenie.domain.captions import Captions, TimedWord
from vidgenie.domain.craft import Source
from vidgenie.domain.files import FileValue, PortType
from vidgenie.domain.ports.provider import Call
from vidgenie.domain.ports.video import ClipRequest
from vidgenie.domain.timeline import Music, Shot, Timeline
from vidgenie.media import ff
from vidgenie.providers.local.video import LocalVideo

SECONDS = 5.0
RATE = 24_000
WORDS_A_SECOND = 2.6
_SAID = "every night the old tower tells the sailors where the rocks are waiting"
_X264 = ("-c:v", "libx264", "-preset", "veryfast", "-crf", "18")
_UNEVEN = "select='mod(n\\,7)*mod(n\\,11)',scale=1080:1920"


@dataclass(frozen=True)
class Inputs:
    """The files and their facts. spare: another clip, to change one Shot."""

    clips: Sequence[FileValue]
    spare: FileValue
    voice: FileValue
    music: FileValue
    files: dict[str, Source]

    def timeline(self, shots: int) -> Timeline:
        """So many Shots of 5 s, spoken over, with burned captions and music."""
        pictures = [self.clips[number % len(self.clips)] for number in range(shots)]
        length = shots * SECONDS - 1.0
        return Timeline(
            shots=tuple(Shot(picture, seconds=SECONDS) for picture in pictures),
            voice=replace(self.voice, seconds=min(length, self.voice.seconds or 0.0)),
            captions=Captions(tuple(words(length)), language="en"),
            music=Music(self.music),
        )


def words(seconds: float) -> Sequence[TimedWord]:
    """Words at the pace of speech."""
    said = _SAID.split()
    step = 1 / WORDS_A_SECOND
    count = int(seconds / step)
    return [
        TimedWord(said[n % len(said)], round(n * step, 3), round((n + 0.9) * step, 3))
        for n in range(count)
    ]


def make(folder: Path, *, shots: int) -> Inputs:
    """Write the files. shots: of the longest Timeline."""
    tall, wide = folder / "tall.mp4", folder / "wide.mp4"
    _film(tall, "A neon city at night in the rain", (1080, 1920))
    _film(wide, "dunes at sunset", (1920, 1080))
    clips = [
        _made(folder / "phone.mp4", tall, "-vf", "scale=720:1280,fps=24", *_X264, "-t", "5.2"),
        _made(folder / "mute.mp4", tall, "-an", "-c:v", "copy"),
        _made(
            *(folder / "hevc.mp4", wide, "-vf", "scale=1280:720,fps=25", "-c:v", "libx265"),
            *("-preset", "ultrafast", "-x265-params", "log-level=none", "-ac", "1"),
        ),
        _turned(folder, wide),
        _made(
            *(folder / "web.webm", tall, "-vf", "scale=576:1024", "-c:v", "libvpx-vp9"),
            *("-cpu-used", "8", "-deadline", "realtime", "-b:v", "3M", "-c:a", "libopus"),
        ),
        _made(folder / "uneven.mp4", tall, "-vf", _UNEVEN, "-fps_mode", "vfr", *_X264),
    ]
    spare = _made(folder / "spare.mp4", wide, "-vf", "hflip", *_X264)
    voice, music = folder / "voice.wav", folder / "music.m4a"
    _speech_like(voice, shots * SECONDS - 1.0)
    tones = "0.2*sin(2*PI*220*t)+0.15*sin(2*PI*277.2*t)+0.1*sin(2*PI*329.6*t)*sin(PI*t)"
    _ffmpeg("-f", "lavfi", "-i", f"aevalsrc={tones}:d=20", "-ac", "2", str(music))
    return Inputs(
        clips=[_value(path) for path in clips],
        spare=_value(spare),
        voice=_value(voice, seconds=shots * SECONDS - 1.0),
        music=_value(music, seconds=20.0),
        files={
            path.name: Source(path, f"{number:064x}")
            for number, path in enumerate([*clips, spare, voice, music])
        },
    )


def _film(target: Path, prompt: str, size: tuple[int, int]) -> None:
    provider, request = LocalVideo(), ClipRequest(prompt, 5, size, motion="high", seed=3)

    async def work() -> None:
        job = await provider.submit(request, Call())
        await provider.deliver(job, request, Call(), target=target, progress=lambda _done: None)

    asyncio.run(work())


def _made(target: Path, source: Path, *output: str) -> Path:
    _ffmpeg("-i", str(source), *output, str(target))
    return target


def _turned(folder: Path, source: Path) -> Path:
    target = folder / "turned.mp4"
    _ffmpeg("-display_rotation", "90", "-i", str(source), "-c", "copy", str(target))
    return target


def _ffmpeg(*args: str) -> None:
    subprocess.run([ff.ffmpeg(), "-v", "error", "-nostdin", "-y", *args], check=True)


def _speech_like(target: Path, seconds: float) -> None:
    """Bursts of a buzz with pauses, as loud and as often as words."""
    at = np.arange(round(seconds * RATE)) / RATE
    buzz = sum(np.sin(2 * np.pi * 120 * k * at) / k for k in range(1, 20))
    is_said = (at * WORDS_A_SECOND % 1 < 0.8) & (at % 4 < 3.6)
    samples = (buzz * is_said * 6000).astype("<i2")
    with wave.open(str(target), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(samples.tobytes())


def _value(path: Path, *, seconds: float | None = None) -> FileValue:
    sizes = {"phone": (720, 1280), "hevc": (1280, 720), "web": (576, 1024), "spare": (1920, 1080)}
    is_sound = seconds is not None
    width, height = (0, 0) if is_sound else sizes.get(path.stem, (1080, 1920))
    return FileValue(
        asset_id=path.name,
        type=PortType.AUDIO if is_sound else PortType.VIDEO,
        suffix=path.suffix[1:],
        width=width,
        height=height,
        bytes=path.stat().st_size,
        seconds=seconds or SECONDS,
    )
