"""Real pictures, clips and sounds for services that are not."""

import base64
import functools
import io
import subprocess
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw

from vidgenie.media.ff import ffmpeg


@functools.cache
def picture(size: tuple[int, int], kind: str = "png") -> bytes:
    """A picture with a diagonal, as heavy as a photograph. kind: png, jpeg or webp."""
    shades = Image.linear_gradient("L").resize(size)
    image = Image.blend(shades, Image.effect_noise(size, 60), 0.3).convert("RGB")
    ImageDraw.Draw(image).line((0, 0, *size), fill="orange", width=9)
    file = io.BytesIO()
    image.save(file, kind.upper(), quality=95)
    return file.getvalue()


def picture_base64(size: tuple[int, int], kind: str = "png") -> str:
    """The same, as JSON carries it."""
    return base64.b64encode(picture(size, kind)).decode()


@functools.cache
def clip(size: tuple[int, int], seconds: int, *, sound: bool = True) -> bytes:
    """H.264 at 24 frames a second, and AAC; a little longer than asked, as services do."""
    length = f"{seconds + 0.04:.2f}"
    width, height = size
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "clip.mp4"
        command = [ffmpeg(), "-v", "error", "-f", "lavfi", "-i"]
        command += [f"testsrc2=s={width}x{height}:r=24:d={length}"]
        if sound:
            command += ["-f", "lavfi", "-i", f"sine=d={length}:r=48000", "-c:a", "aac"]
        command += ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"]
        subprocess.run([*command, "-t", length, str(target)], check=True)
        return target.read_bytes()


def clip_base64(size: tuple[int, int], seconds: int) -> str:
    """The same, as JSON carries it."""
    return base64.b64encode(clip(size, seconds)).decode()


@functools.cache
def speech(seconds: float, kind: str = "mp3") -> bytes:
    """A voice-like hum of that length, 44.1 kHz mono. kind: mp3, wav or m4a."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / f"speech.{kind}"
        hum = f"sine=f=180:r=44100:d={seconds},tremolo=f=5:d=0.8"
        command = [ffmpeg(), "-v", "error", "-f", "lavfi", "-i", hum]
        subprocess.run([*command, "-b:a", "64k", str(target)], check=True)
        return target.read_bytes()


def speech_base64(seconds: float, kind: str = "mp3") -> str:
    """The same, as JSON carries it."""
    return base64.b64encode(speech(seconds, kind)).decode()
