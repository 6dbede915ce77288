"""Providers for API tests: they answer at once, or when they are told to."""

import asyncio
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from PIL import Image

from tests.support.scripts import written_for
from vidgenie.domain.ports.declared import Cost, KeyForm, VideoModel
from vidgenie.domain.ports.image import ImageProvider
from vidgenie.domain.ports.provider import Job, JobStatus, Kind
from vidgenie.domain.ports.text import TextAnswer, TextProvider
from vidgenie.domain.ports.video import VideoProvider
from vidgenie.errors import ProviderRejected, ProviderUnavailable
from vidgenie.media.ff import ffmpeg


@dataclass
class Pen(TextProvider):
    """Writes; a prompt "wait" takes until it is cancelled, "reject" is refused."""

    slug: ClassVar[str] = "local"
    title: ClassVar[str] = "Pen"
    demo: ClassVar[bool] = True

    async def enhance(self, request, call):
        if request.prompt == "wait":
            await asyncio.sleep(600)
        if request.prompt == "reject":
            raise ProviderRejected("Pen refused this.", provider="local")
        return TextAnswer(f"<{request.prompt}>")

    async def script(self, request, call):
        if request.brief.theme == "reject":
            raise ProviderRejected("Pen refused this.", provider="local")
        return TextAnswer(written_for(request.brief))


class PaidPen(Pen):
    """The same, for credits."""

    slug: ClassVar[str] = "openai"
    demo: ClassVar[bool] = False


class _Maker:
    demo: ClassVar[bool] = True

    def check(self, request):
        """Everything is possible."""

    async def submit(self, request, call):
        return Job(id="job", status=JobStatus.SUCCEEDED, progress=1.0)

    async def poll(self, job, call):
        return job


class Brush(_Maker, ImageProvider):
    """Paints a teal picture."""

    slug: ClassVar[str] = "local"
    title: ClassVar[str] = "Brush"

    async def deliver(self, job, request, call, *, target, progress) -> Mapping[str, str]:
        Image.new("RGB", request.size, "teal").save(target, "PNG")
        return {"provider": "local", "demo": "true"}


class Camera(_Maker, VideoProvider):
    """Films a teal wall."""

    slug: ClassVar[str] = "local"
    title: ClassVar[str] = "Camera"
    models: ClassVar[tuple[VideoModel, ...]] = (VideoModel(seconds=(5, 8, 15, 30, 60)),)

    async def deliver(self, job, request, call, *, target, progress) -> Mapping[str, str]:
        width, height = request.size
        length = str(request.seconds)
        wall = f"color=teal:size={width}x{height}:rate=5:duration={length}"
        sound = f"anullsrc=sample_rate=44100:channel_layout=mono:duration={length}"
        command = [ffmpeg(), "-v", "error", "-y", "-f", "lavfi", "-i", wall]
        command += ["-f", "lavfi", "-i", sound, "-t", length, "-c:v", "libx264", "-preset"]
        command += ["ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-f", "mp4", str(target)]
        await asyncio.to_thread(subprocess.run, command, check=True)
        return {"provider": "local", "demo": "true"}


class PaidCamera(Camera):
    """The same, for credits."""

    slug: ClassVar[str] = "luma"
    demo: ClassVar[bool] = False


class KeyedPen(Pen):
    """Wants a key: one that ends in "-revoked" is refused, "-unreachable" gets no answer."""

    slug: ClassVar[str] = "keyed"
    title: ClassVar[str] = "Keyed Pen"
    demo: ClassVar[bool] = False
    key_form: ClassVar[KeyForm | None] = KeyForm("KEYED_API_KEY", "kp-...", "https://kp.example")
    costs: ClassVar[tuple[Cost, ...]] = (Cost(1200, "prompt", "2026-11-20", source="tests"),)

    async def validate(self, call):
        if call.key.endswith("-revoked"):
            raise ProviderRejected("No.", provider="keyed", problem="key_refused")
        if call.key.endswith("-unreachable"):
            raise ProviderUnavailable("Nobody there.", provider="keyed")


class KeyedBrush(Brush):
    """Wants a key too."""

    slug: ClassVar[str] = "stability"
    title: ClassVar[str] = "Keyed Brush"
    demo: ClassVar[bool] = False
    key_form: ClassVar[KeyForm | None] = KeyForm("STABILITY_API_KEY", "sk-...", "https://b.example")


def providers():
    """(kind, slug) -> Provider."""
    return {
        (Kind.TEXT, "local"): Pen(),
        (Kind.TEXT, "openai"): PaidPen(),
        (Kind.TEXT, "keyed"): KeyedPen(),
        (Kind.IMAGE, "local"): Brush(),
        (Kind.IMAGE, "stability"): KeyedBrush(),
        (Kind.VIDEO, "local"): Camera(),
        (Kind.VIDEO, "luma"): PaidCamera(),
    }
