"""The local image Provider, through its port."""

from pathlib import Path

import pytest
from PIL import Image

from vidgenie.domain.ports.image import ImageRequest
from vidgenie.domain.ports.provider import Call, JobStatus
from vidgenie.errors import InvalidInput
from vidgenie.providers.local.image import LocalImage

SMALL = ImageRequest(prompt="un phare, coucher de soleil", size=(256, 320), seed=7)


async def deliver(request: ImageRequest, target: Path) -> dict[str, str]:
    provider = LocalImage()
    job = await provider.submit(request, Call())
    job = await provider.poll(job, Call())
    origin = await provider.deliver(job, request, Call(), target=target, progress=lambda _: None)
    return dict(origin)


@pytest.mark.parametrize("size", [(255, 512), (512, 254), (2050, 512), (1080, 1921)])
def test_a_size_we_do_not_draw_is_refused(size):
    with pytest.raises(InvalidInput) as error:
        LocalImage().check(ImageRequest(prompt="x", size=size))

    assert (error.value.params["field"], error.value.params["problem"]) == ("size", "unsupported")


@pytest.mark.parametrize("size", [(256, 256), (512, 512), (1080, 1920), (2048, 2048)])
def test_the_sizes_of_the_canvas_are_accepted(size):
    LocalImage().check(ImageRequest(prompt="x", size=size))


async def test_a_job_is_done_at_once_and_has_the_same_id_each_time():
    first = await LocalImage().submit(SMALL, Call())
    second = await LocalImage().submit(SMALL, Call(idempotency_key="other"))

    assert (first.status, first.id) == (JobStatus.SUCCEEDED, second.id)


async def test_a_picture_is_a_png_of_the_size_marked_as_a_demo(tmp_path):
    target = tmp_path / "picture"

    await deliver(SMALL, target)

    with Image.open(target) as image:
        image.load()
        assert (image.format, image.size, image.mode) == ("PNG", (256, 320), "RGB")
        assert image.info["Demo"] == "true"
        assert "VidGenie" in image.info["Software"]


async def test_standard_quality_is_a_jpeg_marked_as_a_demo(tmp_path):
    target = tmp_path / "picture"

    await deliver(ImageRequest(prompt="a cat", size=(256, 256), quality="standard"), target)

    with Image.open(target) as image:
        assert (image.format, image.size) == ("JPEG", (256, 256))
        assert b"demo" in image.info["comment"]


async def test_the_origin_is_what_a_clip_needs_to_start_on_the_picture(tmp_path):
    origin = await deliver(SMALL, tmp_path / "picture")

    assert origin == {
        "provider": "local",
        "prompt": "un phare, coucher de soleil",
        "seed": "7",
        "demo": "true",
    }


async def test_delivering_again_writes_the_same_file(tmp_path):
    await deliver(SMALL, tmp_path / "first")
    await deliver(SMALL, tmp_path / "second")

    assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes()
