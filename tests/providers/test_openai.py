"""OpenAI: what is sent, what is read out of the answers."""

import math
from dataclasses import replace

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.support import fake_media
from vidgenie.domain.ports.image import ImageRequest
from vidgenie.domain.ports.text import EnhanceRequest
from vidgenie.errors import InvalidInput, OutputRejected, ProviderRejected
from vidgenie.providers.openai import OpenAIImage, OpenAIText, image
from vidgenie.providers.openai.service import SERVICE
from vidgenie.wire import chat, inlined, prompts

HERON = ImageRequest("a heron at dawn", size=(1024, 1536), quality="standard", style="natural")


async def test_what_was_written_comes_with_its_language_and_its_cost(call):
    written = await OpenAIText().enhance(EnhanceRequest("un héron à l'aube"), call("openai"))

    assert written.text.startswith("un héron à l'aube Golden light")
    assert (written.language, written.model) == ("fr", "gpt-6-luna")
    # 200 tokens in at 0.10 and 300 out at 0.50 millionths of a dollar.
    assert (written.tokens, written.cost_micro_usd) == (500, 170)


async def test_any_chat_model_can_be_named(services, call):
    written = await OpenAIText().enhance(
        EnhanceRequest("a heron", model="gpt-9-nova"), call("openai")
    )

    assert services.submissions[0].body["model"] == "gpt-9-nova"
    assert written.cost_micro_usd is None


async def test_a_model_that_is_not_there_is_told(call):
    with pytest.raises(ProviderRejected) as caught:
        await OpenAIText().enhance(EnhanceRequest("a heron", model="llama"), call("openai"))

    assert caught.value.params["problem"] == "unknown_model"


async def test_a_model_that_declines_is_a_moderation(call):
    with pytest.raises(ProviderRejected) as caught:
        await OpenAIText().enhance(EnhanceRequest("a heron"), call("openai", "failed"))

    assert caught.value.params["problem"] == "moderated"


def chat_answer(content, reason="stop"):
    message = {"role": "assistant", "content": content, "refusal": None}
    return {"choices": [{"message": message, "finish_reason": reason}]}


@pytest.mark.parametrize(
    "said",
    [
        {"choices": []},
        {"choices": "none"},
        chat_answer(None),
        chat_answer("  "),
        chat_answer('{"text": "cut off", "language": "en"}', "length"),
    ],
)
def test_an_answer_without_a_text_is_told(said):
    with pytest.raises(ProviderRejected) as caught:
        chat.content(SERVICE, said)

    assert caught.value.params["problem"] == "unusable_answer"


def test_a_text_that_was_filtered_away_is_a_moderation():
    with pytest.raises(ProviderRejected) as caught:
        chat.content(SERVICE, chat_answer("I", "content_filter"))

    assert caught.value.params["problem"] == "moderated"


async def test_an_answer_that_is_not_the_object_asked_for_is_told(call, monkeypatch):
    monkeypatch.setattr(prompts, "written", lambda _: None)

    with pytest.raises(ProviderRejected) as caught:
        await OpenAIText().enhance(EnhanceRequest("a heron"), call("openai"))

    assert caught.value.params["problem"] == "unusable_answer"


@pytest.mark.parametrize(
    ("size", "quality", "ordered"),
    [
        # 9:16 is 1152x2048 there: both sides are multiples of 16.
        ((1080, 1920), "hd", ("1152x2048", "high")),
        ((1024, 1792), "hd", ("1024x1792", "high")),
        ((1024, 1024), "standard", ("1024x1024", "medium")),
        ((512, 512), "hd", ("1024x1024", "low")),
        ((2048, 2048), "hd", ("2048x2048", "high")),
    ],
)
async def test_sizes_of_the_canvas_become_sizes_it_makes(size, quality, ordered, services, call):
    request = ImageRequest("a heron", size=size, quality=quality)
    OpenAIImage().check(request)

    await OpenAIImage().submit(request, call("openai"))

    body = services.submissions[0].body
    assert (body["size"], body["quality"]) == ordered


SIDES = st.integers(256, 2160)


@given(SIDES, SIDES)
def test_every_size_that_is_taken_is_ordered_large_enough(width, height):
    request = ImageRequest("a heron", size=(width, height))
    try:
        OpenAIImage().check(request)
    except InvalidInput:
        return

    ordered = image._size(request)

    assert [side % 16 for side in ordered] == [0, 0]
    assert ordered[0] >= width
    assert ordered[1] >= height
    assert 1024 * 1024 <= math.prod(ordered) <= 3840 * 2160
    assert max(ordered) <= 3840


@pytest.mark.parametrize(
    "changes",
    [
        {"size": (200, 512)},
        {"size": (512, 1600)},
        {"size": (3840, 3840)},
        {"style": "anime"},
        {"quality": "max"},
        # With the style's words it would be more than 32 000 characters.
        {"prompt": "a" * 31_990},
        {"model": "dall-e-3"},
    ],
)
def test_what_it_cannot_do_is_refused(changes):
    with pytest.raises(InvalidInput) as caught:
        OpenAIImage().check(ImageRequest(**{"prompt": "x", **changes}))

    assert caught.value.params["field"] == next(iter(changes))


async def test_a_picture_costs_what_its_tokens_cost(call):
    job = await OpenAIImage().submit(HERON, call("openai"))

    # 1756 tokens of picture at 30, 50 of text at 5 millionths of a dollar.
    assert job.cost_micro_usd == 1756 * 30 + 50 * 5
    assert inlined(job.url).startswith(b"\xff\xd8\xff")


@pytest.mark.parametrize(("kind", "mime"), [("png", "image/png"), ("jpeg", "image/jpeg")])
async def test_a_picture_to_start_from_goes_along(kind, mime, services, call, tmp_path):
    start = tmp_path / "start.file"
    start.write_bytes(fake_media.picture((96, 64), kind))
    request = replace(HERON, image=start)
    OpenAIImage().check(request)

    job = await OpenAIImage().submit(request, call("openai"))

    made = services.submissions[0]
    assert made.path == "/openai/v1/images/edits"
    assert made.body["image[]"] == f"{mime} 96x64"
    assert (made.body["size"], made.body["quality"]) == ("1024x1536", "medium")
    # What the picture to start from takes costs too.
    assert job.cost_micro_usd == 1756 * 30 + 50 * 5 + 323 * 8


async def test_the_model_for_precise_changes_can_be_named(services, call):
    request = replace(HERON, model="gpt-image-2.5-sunburst")
    OpenAIImage().check(request)

    await OpenAIImage().submit(request, call("openai"))

    assert services.submissions[0].body["model"] == "gpt-image-2.5-sunburst"
    used = OpenAIImage().usage(request)
    assert [c.micro_usd for c in OpenAIImage.costs if (c.model, c.what) == (used.model, used.what)]


async def test_what_is_no_picture_is_not_sent(services, call, tmp_path):
    start = tmp_path / "start.png"
    start.write_bytes(b"not a picture")

    with pytest.raises(InvalidInput) as caught:
        await OpenAIImage().submit(replace(HERON, image=start), call("openai"))

    assert caught.value.params["field"] == "image"
    assert services.requests == []


@pytest.mark.parametrize(("quality", "kind"), [("hd", "PNG"), ("standard", "JPEG")])
async def test_a_picture_is_delivered_in_the_size_and_kind_asked_for(quality, kind, call, tmp_path):
    request = ImageRequest("a heron", size=(540, 960), quality=quality)
    job = await OpenAIImage().submit(request, call("openai"))

    origin = await OpenAIImage().deliver(
        job, request, call("openai"), target=tmp_path / "x.png", progress=lambda _: None
    )

    with Image.open(tmp_path / "x.png") as made:
        made.load()
        assert (made.format, made.size, made.mode) == (kind, (540, 960), "RGB")
    assert origin["model"] == "gpt-image-2.5-flare"


async def test_bytes_that_are_no_picture_are_not_delivered(call, tmp_path):
    job = await OpenAIImage().submit(HERON, call("openai"))
    broken = type(job)(job.id, job.status, url="data:;base64,bm90IGEgcGljdHVyZQ==")

    with pytest.raises(OutputRejected):
        await OpenAIImage().deliver(
            broken, HERON, call("openai"), target=tmp_path / "x", progress=lambda _: None
        )

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("status", "code", "problem"),
    [
        (429, "insufficient_quota", "no_credit"),
        (429, "credit_balance_exhausted", "no_credit"),
        (429, "project_spend_limit_exceeded", "no_credit"),
        (400, "content_policy_violation", "moderated"),
        (429, "rate_limit_exceeded", ""),
        (400, None, ""),
    ],
)
def test_a_code_tells_more_than_the_status(status, code, problem):
    answer = httpx.Response(status, json={"error": {"code": code, "message": "x"}})

    assert chat.problem(answer) == problem
