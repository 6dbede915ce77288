"""Captions, drawn by the real libass and read back as pixels."""

import asyncio
import subprocess

import numpy as np
import pytest

from vidgenie.domain.captions import CaptionLook, Captions, TimedWord
from vidgenie.domain.timeline import FPS
from vidgenie.media.captions import fonts
from vidgenie.media.captions.burn import filter_of
from vidgenie.media.captions.script import ass, events
from vidgenie.media.ff import ffmpeg

SMALL = (216, 384)


def captions(*words, language="fr", **look):
    """Captions of (text, start, end)."""
    return Captions(tuple(TimedWord(*word) for word in words), CaptionLook(**look), language)


@pytest.fixture(scope="session")
def fonts_root(tmp_path_factory):
    """Where folders of fonts are made, once for all tests."""
    return tmp_path_factory.mktemp("caption-fonts")


@pytest.fixture
def draw(fonts_root, tmp_path):
    """Draws scripts on nothing: frames x height x width x RGBA."""

    def drawn(script, size, frames=1):
        if not script:
            return np.zeros((frames, size[1], size[0], 4), np.uint8)
        path = tmp_path / "words.ass"
        path.write_text(script, encoding="utf-8")
        folder = asyncio.run(fonts.folder(fonts_root, script))
        chain = (
            f"color=c=black@0.0:s={size[0]}x{size[1]}:r={FPS},format=rgba,"
            f"{filter_of(path, folder)}:alpha=1"
        )
        command = [ffmpeg(), "-v", "error", "-f", "lavfi", "-i", chain]
        command += ["-frames:v", str(frames), "-f", "rawvideo", "-pix_fmt", "rgba", "-"]
        raw = subprocess.run(command, check=True, capture_output=True).stdout
        return np.frombuffer(raw, np.uint8).reshape(frames, size[1], size[0], 4)

    return drawn


@pytest.fixture
def film(draw):
    """The frames of Captions from `first` to `last`, in seconds."""

    def filmed(shown, size=SMALL, *, first=0.0, last=1.0, at=0.0):
        script = ass(events(shown, size=size, at=at), size=size, first=first, last=last)
        return draw(script, size, round((last - first) * FPS))

    return filmed


@pytest.fixture
def still(draw):
    """One frame of Captions."""

    def one(shown, size=SMALL, at=0.0):
        script = ass(events(shown, size=size), size=size, first=at, last=at + 1 / FPS)
        return draw(script, size)[0]

    return one


def box(picture):
    """(left, top, right, bottom) of what is not transparent; None when nothing is there."""
    rows, columns = np.nonzero(picture[..., 3] > 8)
    if not len(rows):
        return None
    return columns.min(), rows.min(), columns.max() + 1, rows.max() + 1


def coloured(picture, rgb, near=60):
    """Where the picture has about this colour."""
    far = np.abs(picture[..., :3].astype(np.int16) - np.array(rgb, np.int16)).max(axis=-1)
    return (far < near) & (picture[..., 3] > 200)
