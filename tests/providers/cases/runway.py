"""Runway's test data."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import ANY

from tests.providers.cases import CLIP, Case, Golden
from tests.support import fake_media
from vidgenie.domain.ports.provider import Call, Job, JobStatus
from vidgenie.domain.ports.video import ClipRequest, VideoProvider
from vidgenie.errors import ProviderRejected

_CAT = ClipRequest("cat", seconds=5, size=(720, 1280))
_RECORDED = Job("17f20503-6c24-4c16-946b-35dbbce2af2f", JobStatus.RUNNING)


@contextmanager
def _file(name: str, data: bytes) -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        yield path


async def _from_picture(provider: VideoProvider, call: Call) -> None:
    with _file("i.png", fake_media.picture((72, 128))) as image:
        await provider.submit(replace(_CAT, image=image), call)


async def _from_clip(provider: VideoProvider, call: Call) -> None:
    with _file("v.mp4", fake_media.clip((72, 128), 2)) as video:
        await provider.submit(replace(_CAT, prompt="anime", video=video, seconds=2), call)


async def _followed(provider: VideoProvider, call: Call) -> None:
    """The recorded task, which nobody made."""
    with suppress(ProviderRejected):
        await provider.poll(_RECORDED, call)


async def _cancelled(provider: VideoProvider, call: Call) -> None:
    await provider.cancel(_RECORDED, call)
    # That never fails; this does when nobody is there.
    await provider.validate(call)


def referee(base_url: str, key: str) -> None:
    """Has a clip made and changed, and drops one, as Runway's own SDK reads the answers."""
    from runwayml import RunwayML  # noqa: PLC0415  # slow to load, and only here

    with RunwayML(
        api_key=key, base_url=base_url, max_retries=0, _strict_response_validation=True
    ) as client:
        assert client.organization.retrieve().credit_balance
        file = ("clip.mp4", fake_media.clip((72, 128), 2))
        uploaded = client.uploads.create_ephemeral(file=file)
        made = [
            client.text_to_video.create(
                model="gen4.5", prompt_text="a heron", ratio="720:1280", duration=2
            ),
            client.video_to_video.create(model="aleph2", video_uri=uploaded.uri),
        ]
        for task in made:
            assert task.estimated_cost.credits
            while (found := client.tasks.retrieve(task.id)).status != "SUCCEEDED":
                assert found.status in ("PENDING", "THROTTLED", "RUNNING")
                time.sleep(0.01)
            assert (len(found.output), found.cost.credits > 0) == (1, True)
        client.tasks.delete(made[0].id)
        assert client.tasks.retrieve(made[0].id).status == "CANCELLED"


CASES = {
    "video": Case(
        CLIP,
        replace(CLIP, seconds=30),
        golden=(
            Golden("runway organization (key check)", lambda p, call: p.validate(call)),
            Golden("runway t2v gen4.5", lambda p, call: p.submit(replace(_CAT, seed=1), call)),
            Golden(
                "runway i2v gen4_turbo",
                _from_picture,
                # The picture itself is sent: it need not be at a public address.
                but={"promptImage.0.uri": ANY},
            ),
            Golden(
                "runway v2v aleph2",
                _from_clip,
                # An upload: clips of Runs are at no public address.
                but={"videoUri": ANY},
            ),
            Golden(
                "runway uploads (step 1)",
                _from_clip,
                # What a file is called here is nobody's business.
                but={"filename": "clip.mp4"},
            ),
            Golden("runway task get", _followed),
            Golden("runway task delete/cancel", _cancelled),
        ),
        spec="runway",
        referee=referee,
    )
}
