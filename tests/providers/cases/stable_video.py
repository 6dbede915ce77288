"""Stable Video's test data."""

import time
from dataclasses import replace
from pathlib import Path
from unittest import mock

from tests.providers.cases import CLIP, Case

_PICTURE = Path(__file__).with_suffix(".png")  # 180 x 320
_CLIP = replace(CLIP, image=_PICTURE)


def referee(base_url: str, key: str) -> None:
    """Has a clip made of a picture, as fal's own client reads the answers.

    It would only speak TLS, and to hosts it reads from the environment when it is loaded.
    """
    import fal_client  # noqa: PLC0415  # slow to load, and only here

    asked = {"image_url": fal_client.encode_file(_PICTURE), "fps": 10, "motion_bucket_id": 127}
    client = fal_client.SyncClient(key=key)
    with mock.patch("fal_client.client.QUEUE_URL_FORMAT", f"{base_url}/"), client._client:
        handle = client.submit("fal-ai/stable-video", asked)
        while not isinstance(handle.status(), fal_client.Completed):
            time.sleep(0.01)
        assert handle.get()["video"]["content_type"] == "video/mp4"


CASES = {
    "video": Case(
        _CLIP,
        replace(_CLIP, image=None),
        # A balance that is used up shows when work is asked for, not before.
        sees_credit=False,
        # The address of a result does not change.
        misses=frozenset({"expired"}),
        takes_words=False,
        referee=referee,
    )
}
