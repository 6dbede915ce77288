"""Stability: what is sent, what is read out of the answers."""

import pytest
from PIL import Image

from vidgenie.domain.ports.image import ImageRequest
from vidgenie.errors import InvalidInput, ProviderRejected
from vidgenie.providers.stability import Stability
from vidgenie.wire import inlined

HERON = ImageRequest("un héron à l'aube", size=(1080, 1920), seed=7)


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
    ],
)
async def test_our_words_become_its_own(changes, path, form, services, call):
    request = ImageRequest(**{"prompt": "a heron", "size": (1080, 1920), **changes})
    Stability().check(request)

    await Stability().submit(request, call("stability"))

    made = services.submissions[0]
    assert made.path.endswith(f"/{path}")
    assert form.items() <= made.body.items()


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


@pytest.mark.parametrize(
    "changes",
    [
        {"size": (200, 512)},
        {"size": (512, 1600)},
        {"size": (2048, 2048)},
        {"style": "anime"},
        {"quality": "max"},
        {"prompt": "a" * 10_001},
    ],
)
def test_what_it_cannot_do_is_refused(changes):
    with pytest.raises(InvalidInput) as caught:
        Stability().check(ImageRequest(**{"prompt": "x", **changes}))

    assert caught.value.params["field"] == next(iter(changes))
