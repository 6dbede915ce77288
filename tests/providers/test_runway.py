"""Runway: what is sent for each way to begin, what it cannot do, what it will cost."""

import base64
import io
from dataclasses import replace

import pytest
from PIL import Image

from tests.support import fake_media
from vidgenie.domain.ports.declared import Usage
from vidgenie.domain.ports.video import ClipRequest
from vidgenie.errors import InvalidInput, ProviderUnavailable
from vidgenie.providers.runway import Runway

HERON = ClipRequest("a heron", seconds=5, size=(720, 1280))


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "in" / "first.png"
    path.parent.mkdir()
    Image.new("RGB", (72, 128), "teal").save(path)
    return path


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "in" / "source.mp4"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(fake_media.clip((72, 128), 3))
    return path


async def test_text_goes_to_the_model_that_takes_text(services, call):
    await Runway().submit(replace(HERON, seconds=8, seed=7), call("runway"))

    made = services.submissions[0]
    assert made.path == "/runway/v1/text_to_video"
    assert made.body == {
        "model": "gen4.5",
        "promptText": "a heron",
        "ratio": "720:1280",
        "duration": 8,
        "seed": 7,
    }


async def test_a_picture_goes_to_the_cheapest_model_inside_the_request(services, call, picture):
    await Runway().submit(replace(HERON, image=picture), call("runway"))

    made = services.submissions[0]
    assert (made.path, made.body["model"]) == ("/runway/v1/image_to_video", "gen4_turbo")
    data = base64.b64encode(picture.read_bytes()).decode()
    uri = f"data:image/png;base64,{data}"
    assert made.body["promptImage"] == [{"uri": uri, "position": "first"}]
    assert [method for method, _, _ in services.requests] == ["POST"]


async def test_a_picture_of_any_model_that_was_named(services, call, picture):
    request = replace(HERON, image=picture, model="gen4.5")

    await Runway().submit(request, call("runway"))

    assert services.submissions[0].body["model"] == "gen4.5"


@pytest.mark.parametrize(("extra", "is_uploaded"), [(0, False), (3, True)])
async def test_a_picture_too_large_for_the_request_is_uploaded(
    extra, is_uploaded, services, call, tmp_path
):
    """The data address may have 5 242 880 characters, its head included."""
    image = tmp_path / "large.jpg"
    head = len("data:image/jpeg;base64,")
    whole = (5_242_880 - head) // 4 * 3 + extra
    file = io.BytesIO()
    Image.new("RGB", (72, 128)).save(file, "JPEG")
    image.write_bytes(file.getvalue().ljust(whole, b"\0"))

    await Runway().submit(replace(HERON, image=image), call("runway"))

    uri = services.submissions[0].body["promptImage"][0]["uri"]
    assert uri.startswith("runway://" if is_uploaded else "data:image/jpeg;base64,")
    uploads = [path for _, path, _ in services.requests if "/upload/" in path]
    assert len(uploads) == int(is_uploaded)
    if is_uploaded:
        assert services.jobs[uri].data == image.read_bytes()
        assert services.jobs[uri].filename == "picture.jpeg"


async def test_a_clip_is_uploaded_and_changed(services, call, source):
    request = replace(HERON, prompt="anime", video=source, seconds=3)

    await Runway().submit(request, call("runway"))

    made = services.submissions[0]
    uri = made.body["videoUri"]
    assert made.path == "/runway/v1/video_to_video"
    assert made.body == {
        "model": "aleph2",
        "promptText": "anime",
        "videoUri": uri,
        "targetAspectRatio": "9:16",
    }
    assert services.jobs[uri].data == source.read_bytes()


async def test_an_upload_that_fails_was_surely_not_paid(services, call, source):
    services.behave("runway", "down", is_work=False)

    with pytest.raises(ProviderUnavailable):
        await Runway().submit(replace(HERON, video=source, seconds=3), call("runway"))

    assert services.submissions == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "a heron"),
        ({"motion": "low"}, "a heron The camera hardly moves."),
        ({"motion": "high"}, "a heron Lively camera movement."),
        # There is no room for more.
        ({"motion": "high", "prompt": "a" * 999}, "a" * 999),
    ],
)
async def test_motion_is_said_in_the_prompt(changes, words, services, call):
    await Runway().submit(replace(HERON, **changes), call("runway"))

    assert services.submissions[0].prompt == words


async def test_a_picture_alone_just_moves(services, call, picture):
    await Runway().submit(replace(HERON, prompt=" ", image=picture), call("runway"))

    assert services.submissions[0].prompt == "The camera moves slowly and steadily."


def test_the_estimate_is_of_the_model_that_is_meant():
    provider = Runway()

    assert provider.usage(HERON) == Usage("gen4.5", units=5)
    assert provider.usage(replace(HERON, model="gen4_turbo")) == Usage("gen4_turbo", units=5)
    assert provider.usage(replace(HERON, model="aleph2", seconds=1)) == Usage("aleph2", units=2)
    assert provider.usage(replace(HERON, seconds=30)) == Usage("gen4.5", units=10)


def test_the_estimate_follows_what_it_starts_from(picture, source):
    assert Runway().usage(replace(HERON, image=picture)) == Usage("gen4_turbo", units=5)
    assert Runway().usage(replace(HERON, video=source, seconds=30)) == Usage("aleph2", units=30)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"seconds": 11}, "seconds"),
        ({"size": (1280, 720)}, "size"),
        ({"size": (720, 720)}, "size"),
        ({"motion": "wild"}, "motion"),
        ({"prompt": "a" * 1001}, "prompt"),
        # Two units each.
        ({"prompt": "\N{MONKEY FACE}" * 501}, "prompt"),
        ({"model": "gen4_turbo"}, "mode"),
        ({"model": "gen3"}, "model"),
    ],
)
def test_what_it_cannot_do_is_refused(changes, field):
    with pytest.raises(InvalidInput) as caught:
        Runway().check(replace(HERON, **changes))

    assert caught.value.params["field"] == field


def test_five_hundred_signs_of_two_units_are_a_thousand():
    Runway().check(replace(HERON, prompt="\N{MONKEY FACE}" * 500))


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"seconds": 1}, "seconds"), ({"seconds": 31}, "seconds"), ({"prompt": ""}, "prompt")],
)
def test_a_clip_to_change_has_limits_of_its_own(changes, field, source):
    Runway().check(replace(HERON, video=source, seconds=30))

    with pytest.raises(InvalidInput) as caught:
        Runway().check(replace(HERON, **{"video": source, **changes}))

    assert caught.value.params["field"] == field


@pytest.mark.parametrize("field", ["image", "video"])
def test_a_file_must_be_what_it_is_taken_for(field, tmp_path):
    (tmp_path / "x").write_bytes(b"GIF89a")

    with pytest.raises(InvalidInput) as caught:
        Runway().check(replace(HERON, **{field: tmp_path / "x"}))

    assert caught.value.params["field"] == field
