"""Test data of Luma's pictures and clips."""

import base64
import io
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import ANY

import httpx
from PIL import Image

from tests.providers.cases import CLIP, LEFT_OUT, PICTURE, Case, Golden
from tests.support import fake_media
from vidgenie.domain.ports.image import ImageRequest
from vidgenie.domain.ports.provider import Call, Job, JobStatus
from vidgenie.domain.ports.video import ClipRequest, VideoProvider

_CAT = ClipRequest("cat", seconds=5, size=(720, 1280))
_DRAWN = ImageRequest("cat", size=(1152, 2048), style="vivid")
# An Account is nobody to Luma: a Call does not say whose Run it belongs to.
_NOBODY = {"user_id": LEFT_OUT}


def _png() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (9, 16), "teal").save(file, "PNG")
    return file.getvalue()


async def _from_picture(provider: VideoProvider, call: Call) -> None:
    with TemporaryDirectory() as folder:
        image = Path(folder) / "a.png"
        image.write_bytes(_png())
        await provider.submit(replace(_CAT, image=image), call)


async def _from_clip(provider: VideoProvider, call: Call) -> None:
    with TemporaryDirectory() as folder:
        clip = Path(folder) / "v.mp4"
        clip.write_bytes(fake_media.clip((72, 128), 1, sound=False))
        await provider.submit(replace(_CAT, prompt="anime", video=clip), call)


async def _followed(provider: VideoProvider, call: Call) -> None:
    await provider.poll(Job("u", JobStatus.RUNNING), call)


def referee(base_url: str, key: str) -> None:
    """Lists files, uploads a clip, makes a picture and a changed clip, as Luma's SDK reads them."""
    from luma_agents import Luma  # noqa: PLC0415  # tests only, and slow

    clip = fake_media.clip((72, 128), 1, sound=False)
    with Luma(
        auth_token=key, base_url=base_url, max_retries=0, _strict_response_validation=True
    ) as luma:
        luma.files.list()
        made = luma.files.create(
            mime_type="video/mp4", size_bytes=len(clip), filename="a.mp4", purpose="input"
        )
        httpx.put(made.upload.url, content=clip, headers=made.upload.headers).raise_for_status()
        file = luma.files.complete(made.id)
        while file.state == "pending":
            time.sleep(0.01)
            file = luma.files.get(made.id)
        jobs = [
            luma.generations.create(prompt="cat", type="image", model="uni-1"),
            luma.generations.create(
                prompt="anime",
                type="video_edit",
                model="ray-3.2",
                source={"file_id": made.id},
                video={"resolution": "540p", "edit": {"auto_controls": True}},
            ),
        ]
        for job in jobs:
            while (seen := luma.generations.get(job.id)).state not in ("completed", "failed"):
                time.sleep(0.01)
            assert seen.output
            assert httpx.get(seen.output[0].url).content


CASES = {
    "image": Case(
        PICTURE,
        replace(PICTURE, size=(512, 2048)),
        sees_credit=False,
        golden=(
            Golden(
                "luma_agents image uni-1",
                lambda provider, call: provider.submit(_DRAWN, call),
                # Vivid or natural is said in the prompt: there is no parameter for it.
                but={"prompt": "cat\n\nStyle: vivid, dramatic light, rich colours."},
            ),
            Golden(
                "luma_agents files.list (key check)",
                lambda provider, call: provider.validate(call),
            ),
        ),
        referee=referee,
    ),
    "video": Case(
        CLIP,
        replace(CLIP, seconds=30),
        sees_credit=False,
        golden=(
            Golden(
                "luma_agents t2v",
                lambda provider, call: provider.submit(replace(_CAT, size=(540, 960)), call),
                but=_NOBODY,
            ),
            Golden(
                "luma_agents i2v inline",
                _from_picture,
                # The recording's picture is the two letters "hi".
                but={"video.start_frame.data": base64.b64encode(_png()).decode()},
            ),
            Golden(
                "luma_agents i2v url",
                _from_picture,
                # The picture is in the request: it need not have a public address.
                but={
                    "video.start_frame.url": LEFT_OUT,
                    "video.start_frame.data": base64.b64encode(_png()).decode(),
                    "video.start_frame.media_type": "image/png",
                },
            ),
            Golden(
                "luma_agents v2v edit",
                _from_clip,
                # The clip is brought there: it need not have a public address.
                but={
                    "source.url": LEFT_OUT,
                    "source.media_type": LEFT_OUT,
                    "source.file_id": ANY,
                },
            ),
            Golden(
                "luma_agents files.create presigned",
                _from_clip,
                # A clip where the recording has a picture, and Luma may forget it in a day.
                but={
                    "mime_type": "video/mp4",
                    "size_bytes": ANY,
                    "filename": "clip.mp4",
                    "expires_at": ANY,
                },
            ),
            Golden("luma_agents get", _followed),
        ),
        referee=referee,
    ),
}
