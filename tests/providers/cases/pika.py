"""Pika's test data, and fal's."""

import json
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock
from unittest.mock import ANY

import httpx

from tests.providers.cases import CLIP, LEFT_OUT, Case, Golden
from tests.support import fake_media
from vidgenie.domain.ports.provider import Call, Job, JobStatus
from vidgenie.domain.ports.video import ClipRequest, VideoProvider
from vidgenie.errors import ProviderRejected

_CAT = ClipRequest("cat", seconds=5, size=(720, 1280))
_PLACE = "/fal-ai/pika/requests/r"
_RECORDED = Job(json.dumps([f"{_PLACE}/status", _PLACE, f"{_PLACE}/cancel"]), JobStatus.RUNNING)


async def _from_picture(provider: VideoProvider, call: Call) -> None:
    with TemporaryDirectory() as folder:
        image = Path(folder) / "i.png"
        image.write_bytes(fake_media.picture((72, 128)))
        await provider.submit(replace(_CAT, image=image), call)


async def _followed(provider: VideoProvider, call: Call) -> None:
    """The recorded request, which nobody made."""
    with suppress(ProviderRejected):
        await provider.poll(_RECORDED, call)


async def _cancelled(provider: VideoProvider, call: Call) -> None:
    await provider.cancel(_RECORDED, call)
    # That never fails; this does when nobody is there.
    await provider.validate(call)


def referee(base_url: str, key: str) -> None:
    """Has a clip made, and drops one, as fal's own client reads the answers.

    It would only speak TLS, and to hosts it reads from the environment when it is loaded.
    """
    import fal_client  # noqa: PLC0415  # slow to load, and only here

    client = fal_client.SyncClient(key=key)
    with mock.patch("fal_client.client.QUEUE_URL_FORMAT", f"{base_url}/"), client._client:
        asked = {"prompt": "a heron", "aspect_ratio": "9:16"}
        handle = client.submit("fal-ai/pika/v2.2/text-to-video", asked)
        while not isinstance(status := handle.status(), fal_client.Completed):
            assert isinstance(status, fal_client.Queued | fal_client.InProgress)
            time.sleep(0.01)
        assert (status.error, bool(status.metrics)) == (None, True)
        again = client.get_handle("fal-ai/pika/v2.2/text-to-video", handle.request_id)
        made = again.get()
        sent = httpx.get(made["video"]["url"], headers={"authorization": f"Key {key}"})
        assert len(sent.content) == made["video"]["file_size"]
        client.submit("fal-ai/pika/v2.2/text-to-video", asked).cancel()


CASES = {
    "video": Case(
        CLIP,
        replace(CLIP, seconds=30),
        # A balance that is used up shows when work is asked for, not before.
        sees_credit=False,
        # The address of a result does not change.
        misses=frozenset({"expired"}),
        golden=(
            Golden(
                "fal queue submit pika",
                _from_picture,
                # Nobody need call us back; and the picture itself is sent, not its address.
                but={"query.fal_webhook": LEFT_OUT, "image_url": ANY},
            ),
            Golden("fal status", _followed),
            Golden("fal cancel", _cancelled),
        ),
        referee=referee,
    )
}
