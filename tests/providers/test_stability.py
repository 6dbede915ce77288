"""Stability: what is sent, what is read out of the answers."""

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from tests.support import fake_media
from vidgenie.domain.costs import estimate
from vidgenie.domain.ports.image import ImageRequest
from vidgenie.errors import InvalidInput, ProviderRejected
from vidgenie.providers.stability import Stability
from vidgenie.wire import inlined

HERON = ImageRequest("un héron à l'aube", size=(1080, 1920), seed=7)


@pytest.fixture
def first(tmp_path):
    """A picture to start from."""
    file = tmp_path / "first.png"
    file.write_bytes(fake_media.picture((96, 160)))
    return file


async def test_a_picture_is_ordered_as_a_form_for_bytes(services, call):
    await Stability().submit(HERON, call("stability"))

    made = services.submissions[0]
    assert made.path == "/stability/v2beta/stable-image/generate/ultra"
    assert made.headers["accept"] == "image/*"
    assert made.headers["content-type"].startswith("multipart/form-data; boundary=")
    assert made.headers["authorization"] == f"Bearer {services.key('stability')}"
    assert {name: text for name, text in made.body.items() if name != "none"} == {
        "prompt": "un héron à l'aube",
        "aspect_ratio": "9:16",
        "style_preset": "cinematic",
        "output_format": "jpeg",
        "seed": "7",
    }


@pytest.mark.parametrize(
    ("changes", "path", "form"),
    [
        ({"quality": "standard"}, "core", {}),
        ({"style": "natural"}, "ultra", {"style_preset": "photographic"}),
        ({"size": (1024, 1024)}, "ultra", {"aspect_ratio": "1:1"}),
        ({"size": (1024, 1792)}, "ultra", {"aspect_ratio": "9:16"}),
        ({"size": (1920, 1080)}, "ultra", {"aspect_ratio": "16:9"}),
        ({"size": (1000, 1250)}, "ultra", {"aspect_ratio": "4:5"}),
        ({"model": "core"}, "core", {}),
        ({"model": "ultra", "quality": "standard"}, "ultra", {}),
        (
            {"model": "sd3.5-large"},
            "sd3",
            {
                "model": "sd3.5-large",
                "mode": "text-to-image",
                "aspect_ratio": "9:16",
                "prompt": "a heron. cinematic, rich colours",
            },
        ),
        ({"model": "sd3.5-flash", "size": (1024, 1024)}, "sd3", {"aspect_ratio": "1:1"}),
        ({"seed": 4294967296}, "ultra", {"seed": "1"}),
    ],
)
async def test_our_words_become_its_own(changes, path, form, services, call):
    request = ImageRequest(**{"prompt": "a heron", "size": (1080, 1920), **changes})
    Stability().check(request)

    await Stability().submit(request, call("stability"))

    made = services.submissions[0]
    assert made.path.endswith(f"/{path}")
    assert form.items() <= made.body.items()


@pytest.mark.parametrize(
    ("changes", "path", "form"),
    [
        ({}, "ultra", {"aspect_ratio": "9:16", "style_preset": "cinematic"}),
        ({"quality": "standard"}, "sd3", {"model": "sd3.5-medium", "mode": "image-to-image"}),
        ({"model": "sd3.5-large"}, "sd3", {"model": "sd3.5-large", "mode": "image-to-image"}),
    ],
)
async def test_a_picture_can_be_started_from(changes, path, form, services, call, first):  # noqa: PLR0917  # pytest names them
    request = replace(HERON, image=first, **changes)
    Stability().check(request)

    await Stability().submit(request, call("stability"))

    made = services.submissions[0]
    assert made.path.endswith(f"/{path}")
    assert form.items() <= made.body.items()
    assert made.body["strength"] == "0.6"
    assert made.body["image"].encode("latin-1") == first.read_bytes()


def test_core_draws_from_words_only(first):
    with pytest.raises(InvalidInput) as caught:
        Stability().check(replace(HERON, model="core", image=first))

    assert caught.value.params["field"] == "image"


def test_a_picture_to_start_from_is_looked_at_first(tmp_path, first):
    heavy = tmp_path / "heavy.png"
    heavy.write_bytes(first.read_bytes() + bytes(10_000_000))
    other = tmp_path / "other.png"
    other.write_bytes(b"GIF89a")

    for image, problem in ((heavy, "too_large"), (other, "unsupported")):
        with pytest.raises(InvalidInput) as caught:
            Stability().check(replace(HERON, image=image))
        assert (caught.value.params["field"], caught.value.params["problem"]) == ("image", problem)


@pytest.mark.parametrize(
    ("changes", "price"),
    [
        ({}, 80_000),
        ({"quality": "standard"}, 30_000),
        ({"model": "sd3.5-large"}, 65_000),
        ({"model": "sd3.5-large-turbo"}, 40_000),
        ({"model": "sd3.5-medium"}, 35_000),
        ({"model": "sd3.5-flash"}, 25_000),
        ({"quality": "standard", "image": Path("x.png")}, 35_000),
    ],
)
def test_each_model_has_its_price(changes, price):
    usage = Stability().usage(replace(HERON, **changes))

    assert estimate(Stability().costs, usage) == price


async def test_a_picture_nothing_is_said_about_is_a_picture(call):
    job = await Stability().submit(HERON, call("stability", "inline"))

    assert (job.id, inlined(job.url)[:3]) == ("", b"\xff\xd8\xff")


async def test_signs_that_no_form_can_carry_are_replaced(services, call):
    await Stability().submit(ImageRequest("a \ud800 heron"), call("stability"))

    assert services.submissions[0].prompt == "a ? heron"


async def test_a_picture_that_was_filtered_is_a_moderation(call):
    with pytest.raises(ProviderRejected) as caught:
        await Stability().submit(HERON, call("stability", "failed"))

    assert caught.value.params["problem"] == "moderated"


async def test_a_prompt_that_is_refused_says_nothing_of_the_key(call):
    """The same status is about the key when the balance is asked for."""
    with pytest.raises(ProviderRejected) as caught:
        await Stability().submit(HERON, call("stability", "forbidden"))

    assert caught.value.params["problem"] == "moderated"


async def test_too_little_credit_for_one_picture_is_told_beforehand(services, call):
    with pytest.raises(ProviderRejected) as caught:
        await Stability().validate(call("stability", "nocredit"))

    assert caught.value.params["problem"] == "no_credit"
    assert [path for _, path, _ in services.requests] == ["/stability/v1/user/balance"]


async def test_a_picture_is_delivered_in_the_size_asked_for(call, tmp_path):
    job = await Stability().submit(HERON, call("stability"))

    origin = await Stability().deliver(
        job, HERON, call("stability"), target=tmp_path / "x", progress=lambda _: None
    )

    assert inlined(job.url).startswith(b"\xff\xd8\xff")
    with Image.open(tmp_path / "x") as made:
        made.load()
        assert (made.format, made.size, made.mode) == ("PNG", (1080, 1920), "RGB")
    assert (origin["model"], origin["seed"]) == ("stable-image-ultra", "7")


async def test_what_began_with_a_picture_is_delivered_in_the_size_asked_for(call, tmp_path, first):
    request = replace(HERON, model="sd3.5-large", image=first, size=(512, 512))
    job = await Stability().submit(request, call("stability"))

    origin = await Stability().deliver(
        job, request, call("stability"), target=tmp_path / "x", progress=lambda _: None
    )

    with Image.open(tmp_path / "x") as made:
        assert made.size == (512, 512)
    assert origin["model"] == "sd3.5-large"


@pytest.mark.parametrize(
    "changes",
    [
        {"size": (200, 512)},
        {"size": (512, 1600)},
        {"size": (2048, 2048)},
        {"style": "anime"},
        {"quality": "max"},
        {"model": "sd3-large"},
        {"prompt": "a" * 10_001},
    ],
)
def test_what_it_cannot_do_is_refused(changes):
    with pytest.raises(InvalidInput) as caught:
        Stability().check(ImageRequest(**{"prompt": "x", **changes}))

    assert caught.value.params["field"] == next(iter(changes))
