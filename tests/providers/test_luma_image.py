"""Luma's pictures: what is sent, what they cost, how they are fetched."""

import base64
from dataclasses import replace

import pytest
from PIL import Image

from vidgenie.domain.costs import estimate
from vidgenie.domain.ports.image import ImageRequest
from vidgenie.domain.ports.provider import Job, JobStatus
from vidgenie.errors import InvalidInput, ProviderRejected
from vidgenie.providers.luma import LumaImage

HERON = ImageRequest("a heron", size=(1152, 2048))


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "first.jpg"
    Image.new("RGB", (90, 160), "teal").save(path)
    return path


async def test_a_picture_from_words(services, call):
    await LumaImage().submit(HERON, call("luma"))

    assert services.submissions[0].body == {
        "type": "image",
        "model": "uni-1",
        "prompt": "a heron\n\nStyle: vivid, dramatic light, rich colours.",
        "aspect_ratio": "9:16",
        "output_format": "png",
    }


async def test_a_picture_from_a_picture_keeps_its_shape(services, call, picture):
    await LumaImage().submit(replace(HERON, image=picture), call("luma"))

    body = services.submissions[0].body
    data = base64.b64encode(picture.read_bytes()).decode()
    assert (body["type"], "aspect_ratio" in body) == ("image_edit", False)
    assert body["source"] == {"data": data, "media_type": "image/jpeg"}


async def test_the_better_model_can_be_named(services, call):
    await LumaImage().submit(replace(HERON, model="uni-1-max", style="natural"), call("luma"))

    body = services.submissions[0].body
    assert body["model"] == "uni-1-max"
    assert body["prompt"].endswith("Style: natural and realistic, soft light, true colours.")


@pytest.mark.parametrize(
    ("size", "ratio"),
    [
        ((1024, 1024), "1:1"),
        ((1024, 1792), "9:16"),
        ((1080, 1920), "9:16"),
        ((900, 1200), "2:3"),
        ((1536, 1024), "3:2"),
        ((2048, 700), "3:1"),
    ],
)
async def test_the_nearest_shape_is_asked_for(size, ratio, services, call):
    LumaImage().check(replace(HERON, size=size))
    await LumaImage().submit(replace(HERON, size=size), call("luma"))

    assert services.submissions[0].body["aspect_ratio"] == ratio


@pytest.mark.parametrize(
    ("model", "dollars", "changed"),
    [("", 0.0404, 0.0434), ("uni-1", 0.0404, 0.0434), ("uni-1-max", 0.10, 0.103)],
)
def test_the_estimate_is_that_of_the_price_list(model, dollars, changed, picture):
    request = replace(HERON, model=model)
    costs = LumaImage().costs

    assert estimate(costs, LumaImage().usage(request)) == round(dollars * 1e6)
    changing = replace(request, image=picture)
    assert estimate(costs, LumaImage().usage(changing)) == round(changed * 1e6)


@pytest.mark.parametrize(("quality", "kind"), [("hd", "PNG"), ("standard", "JPEG")])
async def test_a_picture_is_cut_to_the_size(quality, kind, call, tmp_path):
    request = replace(HERON, size=(512, 640), quality=quality)
    job = await finished(request, call("luma"))
    told = []

    origin = await LumaImage().deliver(
        job, request, call("luma"), target=tmp_path / "x", progress=told.append
    )

    with Image.open(tmp_path / "x") as made:
        assert (made.format, made.size) == (kind, (512, 640))
    assert origin == {"provider": "luma", "model": "uni-1", "prompt": "a heron"}
    assert told == sorted(told)
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


async def test_a_link_that_died_is_replaced_by_a_poll(call, tmp_path):
    request = replace(HERON, size=(512, 512))
    job = await finished(request, call("luma", "expired"))

    with pytest.raises(ProviderRejected) as caught:
        await LumaImage().deliver(
            job, request, call("luma"), target=tmp_path / "x", progress=lambda _: None
        )
    fresh = await LumaImage().poll(job, call("luma"))
    await LumaImage().deliver(
        fresh, request, call("luma"), target=tmp_path / "x", progress=lambda _: None
    )

    assert caught.value.params["problem"] == "expired"
    assert (tmp_path / "x").exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"size": (128, 128)}, "size"),
        ({"size": (4096, 4096)}, "size"),
        ({"size": (512, 2048)}, "size"),
        ({"style": "manga"}, "style"),
        ({"quality": "best"}, "quality"),
        ({"prompt": " "}, "prompt"),
        ({"prompt": "a" * 6000}, "prompt"),
        ({"model": "photon-1"}, "model"),
    ],
)
def test_what_it_cannot_do_is_refused(changes, field):
    with pytest.raises(InvalidInput) as caught:
        LumaImage().check(replace(HERON, **changes))

    assert caught.value.params["field"] == field


def test_a_picture_must_be_one(tmp_path):
    (tmp_path / "x").write_bytes(b"GIF89a")

    with pytest.raises(InvalidInput) as caught:
        LumaImage().check(replace(HERON, image=tmp_path / "x"))

    assert caught.value.params["field"] == "image"


async def finished(request, call) -> Job:
    """The job, succeeded."""
    job = await LumaImage().submit(request, call)
    while job.status is not JobStatus.SUCCEEDED:
        job = await LumaImage().poll(job, call)
    return job
