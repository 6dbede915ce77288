"""Test data of Luma's first API."""

import time
from dataclasses import replace
from pathlib import Path

import httpx

from tests.providers.cases import CLIP, Case, Golden
from vidgenie.domain.ports.video import ClipRequest

_CAT = ClipRequest(
    "cat",
    seconds=5,
    size=(720, 1280),
    # Only its address is sent.
    image=Path("i.png"),
    image_url="https://x/i.png",
    model="ray-flash-2",
)


def referee(base_url: str, key: str) -> None:
    """Reads the balance, makes a clip, finds it in the list, deletes it, as Luma's SDK does."""
    from lumaai import LumaAI  # noqa: PLC0415  # tests only, and slow

    with LumaAI(
        auth_token=key, base_url=base_url, max_retries=0, _strict_response_validation=True
    ) as luma:
        assert luma.credits.get().credit_balance > 0
        job = luma.generations.video.create(
            model="ray-2",
            prompt="a cat",
            aspect_ratio="9:16",
            duration="5s",
            resolution="540p",
            keyframes={"frame0": {"type": "image", "url": "https://x/i.png"}},
        )
        assert job.id
        while (seen := luma.generations.get(job.id)).state not in ("completed", "failed"):
            time.sleep(0.01)
        assert seen.assets
        assert httpx.get(str(seen.assets.video)).content
        assert [made.id for made in luma.generations.list(limit=10).generations] == [job.id]
        luma.generations.delete(job.id)


CASES = {
    "video": Case(
        CLIP,
        replace(CLIP, seconds=30),
        golden=(
            Golden(
                "lumaai(legacy) credits.get",
                lambda provider, call: provider.validate(call),
            ),
            Golden(
                "lumaai(legacy) i2v",
                lambda provider, call: provider.submit(_CAT, call),
            ),
        ),
        spec="luma_legacy",
        referee=referee,
    ),
}
