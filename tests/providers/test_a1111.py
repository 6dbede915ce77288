"""Stable Diffusion WebUI: what is sent, what is read out of the answers."""

import base64
from dataclasses import replace

import pytest
from PIL import Image

from tests.support import fake_media
from vidgenie.domain.ports.image import ImageRequest
from vidgenie.domain.ports.provider import Call, Job, JobStatus
from vidgenie.errors import InvalidInput, ProviderRejected, ProviderUnavailable
from vidgenie.providers import a1111
from vidgenie.providers.a1111 import A1111
from vidgenie.wire import inlined

HERON = ImageRequest('a heron, "at dawn"', size=(1080, 1920), seed=7)
JPEG, PNG = b"\xff\xd8\xff", b"\x89PNG"


@pytest.fixture
def call(services):
    """`call("busy", steps="9")`: what comes with a call, with a key and options."""

    def make(behaviour: str = "", **options: str) -> Call:
        return Call(
            key=services.key("a1111", behaviour),
            idempotency_key="run:node:1",
            base_url=services.base_url("a1111"),
            options={option.name: option.default for option in A1111.options} | options,
        )

    return make


@pytest.fixture
def first(tmp_path):
    """A picture to start from."""
    file = tmp_path / "first.png"
    file.write_bytes(fake_media.picture((96, 160)))
    return file


async def test_a_picture_is_asked_for_in_a_size_the_machine_draws(services, call):
    await A1111().submit(HERON, call())

    made = services.submissions[0]
    assert made.path == "/a1111/sdapi/v1/txt2img"
    assert made.body == {
        "prompt": 'a heron, "at dawn", vivid colours, dramatic light',
        "negative_prompt": "text, watermark, signature, blurry, low quality, deformed",
        "width": 576,
        "height": 1024,
        "steps": 25,
        "cfg_scale": 7.0,
        "seed": 7,
        "sampler_name": "Euler a",
        "batch_size": 1,
    }
    user, _, password = services.key("a1111").partition(":")
    basic = base64.b64encode(f"{user}:{password}".encode()).decode()
    assert made.headers["authorization"] == f"Basic {basic}"


@pytest.mark.parametrize(
    ("changes", "options", "sent"),
    [
        ({"size": (512, 512)}, {}, {"width": 512, "height": 512}),
        ({"size": (512, 512)}, {"max_side": "300"}, {"width": 296, "height": 296}),
        ({"size": (1920, 1080)}, {"max_side": "1536"}, {"width": 1536, "height": 864}),
        ({"size": (4096, 256)}, {}, {"width": 1024, "height": 64}),
        ({"seed": 2**32 + 3}, {}, {"seed": 3}),
        ({}, {"steps": "8", "sampler": "DPM++ 2M"}, {"steps": 8, "sampler_name": "DPM++ 2M"}),
    ],
)
async def test_our_words_become_its_own(changes, options, sent, services, call):
    request = replace(HERON, **changes)
    A1111().check(request)

    await A1111().submit(request, call(**options))

    assert sent.items() <= services.submissions[0].body.items()


async def test_a_picture_can_be_started_from(services, call, first):
    request = replace(HERON, image=first)
    A1111().check(request)

    await A1111().submit(request, call(strength="0.35"))

    made = services.submissions[0]
    assert made.path == "/a1111/sdapi/v1/img2img"
    assert base64.b64decode(made.body["init_images"][0]) == first.read_bytes()
    assert (made.body["denoising_strength"], made.body["resize_mode"]) == (0.35, 1)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("max_side", ""),
        ("max_side", "255"),
        ("max_side", "4097"),
        ("steps", "0"),
        ("steps", "151"),
        ("steps", "many"),
        ("steps", "nan"),
        ("strength", "1.1"),
        ("strength", "-0.1"),
        ("strength", "1e-1"),
    ],
)
async def test_an_option_that_cannot_be_is_refused(name, text, services, call, first):
    with pytest.raises(InvalidInput) as caught:
        await A1111().submit(replace(HERON, image=first), call(**{name: text}))

    assert (caught.value.params["field"], caught.value.params["problem"]) == (name, "out_of_range")
    assert services.requests == []


async def test_a_large_picture_travels_as_jpeg_a_small_one_as_it_is(call):
    small = await A1111().submit(replace(HERON, size=(256, 256)), call())
    large = await A1111().submit(HERON, call())

    assert (inlined(small.url)[:4], inlined(large.url)[:3]) == (PNG, JPEG)
    assert len(inlined(large.url)) < 1_000_000


async def test_a_large_file_that_is_no_picture_is_of_no_use():
    with pytest.raises(ProviderRejected) as caught:
        await a1111._lighter(bytes(600_000), (512, 512))

    assert caught.value.params["problem"] == "unusable_answer"


async def test_a_relative_that_says_what_its_picture_is_is_understood(call):
    job = await A1111().submit(replace(HERON, size=(256, 256)), call("inline"))

    assert inlined(job.url).startswith(PNG)


async def test_the_seed_is_kept(call):
    job = await A1111().submit(replace(HERON, size=(256, 256)), call())

    assert job.id == "7"


@pytest.mark.parametrize(
    ("info", "seed"),
    [
        ('{"seed": 99}', "99"),
        ('{"seed": -1}', "7"),
        ('{"seed": true}', "7"),
        ("[]", "7"),
        ("", "7"),
        (None, "7"),
        ("[" * 100_000, "7"),
    ],
)
def test_an_odd_account_of_the_drawing_leaves_the_seed_we_asked_for(info, seed):
    assert a1111._seed({"info": info}, "7") == seed


async def test_a_picture_is_delivered_in_the_size_asked_for(call, tmp_path):
    job = await A1111().submit(HERON, call())

    origin = await A1111().deliver(
        job, HERON, call(), target=tmp_path / "x", progress=lambda _: None
    )

    with Image.open(tmp_path / "x") as made:
        assert (made.format, made.size) == ("PNG", (1080, 1920))
    assert origin["seed"] == "7"


async def test_a_drawing_that_broke_off_has_failed_and_is_not_in_doubt(call):
    with pytest.raises(ProviderRejected) as caught:
        await A1111().submit(HERON, call("failed"))

    assert caught.value.params["problem"] == "failed"


async def test_a_sampler_it_does_not_have_is_a_refusal(services, call):
    with pytest.raises(ProviderRejected):
        await A1111().submit(HERON, call(sampler="unheard-of"))

    assert services.submissions == []


async def test_a_server_without_its_api_does_not_answer(call):
    """--api was forgotten: the page is there, the API is not."""
    away = replace(call(), base_url=call().base_url + "/elsewhere")

    with pytest.raises(ProviderUnavailable):
        await A1111().validate(away)


async def test_it_works_without_a_key(services, call):
    open_call = replace(call(), key="")

    await A1111().validate(open_call)
    await A1111().submit(replace(HERON, size=(256, 256)), open_call)

    assert services.submissions[0].key == ""
    assert all("authorization" not in {h.lower() for h in sent} for *_, sent in services.requests)


async def test_cancelling_interrupts_nobody(services, call):
    await A1111().cancel(Job("7", JobStatus.RUNNING), call())

    assert services.requests == []


async def test_an_address_of_our_own_network_is_not_dialled(services, call):
    guarded = replace(call(), is_guarded=True)

    for work in (A1111().validate(guarded), A1111().submit(HERON, guarded)):
        with pytest.raises(ProviderRejected) as caught:
            await work
        assert caught.value.params["problem"] == "not_public"

    assert services.requests == []


@pytest.mark.parametrize(
    "changes",
    [
        {"size": (200, 512)},
        {"size": (512, 4104)},
        {"style": "anime"},
        {"quality": "max"},
        {"prompt": "a" * 10_001},
        {"model": "dreamshaper"},
    ],
)
def test_what_it_cannot_do_is_refused(changes):
    with pytest.raises(InvalidInput) as caught:
        A1111().check(ImageRequest(**{"prompt": "x", **changes}))

    assert caught.value.params["field"] == next(iter(changes))


def test_a_picture_to_start_from_is_looked_at_first(tmp_path):
    other = tmp_path / "other.png"
    other.write_bytes(b"GIF89a")
    heavy = tmp_path / "heavy.png"
    heavy.write_bytes(fake_media.picture((64, 64)) + bytes(20_000_000))

    for image, problem in ((other, "unsupported"), (heavy, "too_large")):
        with pytest.raises(InvalidInput) as caught:
            A1111().check(replace(HERON, image=image))
        assert (caught.value.params["field"], caught.value.params["problem"]) == ("image", problem)
