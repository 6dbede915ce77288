"""ComfyUI: what becomes of a workflow, what is asked, what is read out of the answers."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from PIL import Image

from tests.support import fake_media
from tests.support.services.comfyui import CHECKPOINTS
from vidgenie.domain.ports.image import ImageRequest
from vidgenie.domain.ports.provider import Call, Job, JobStatus
from vidgenie.errors import InvalidInput, ProviderRejected, ProviderUnavailable, ProviderUnknown
from vidgenie.providers.comfyui import ComfyUI, workflow

HERON = ImageRequest("a heron at dawn", size=(1080, 1920), seed=7)
NOW = datetime(2026, 11, 21, tzinfo=UTC)
NAUGHTY = 'say "hi\\", {{seed}} \n{"9": 1} \ud800 é'


@pytest.fixture
def call(services):
    """`call("lost", checkpoint="x")`: what comes with a call, with a key and options."""

    def make(behaviour: str = "", **options: str) -> Call:
        return Call(
            key=services.key("comfyui", behaviour),
            idempotency_key="run:node:1",
            base_url=services.base_url("comfyui"),
            options={option.name: option.default for option in ComfyUI.options} | options,
        )

    return make


@pytest.fixture
def first(tmp_path):
    """A picture to start from."""
    file = tmp_path / "first.jpg"
    file.write_bytes(fake_media.picture((96, 160), "jpeg"))
    return file


def nodes(body: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What a workflow's nodes were given, by their class; the first of each."""
    found: dict[str, dict[str, Any]] = {}
    for node in body["prompt"].values():
        found.setdefault(node["class_type"], node["inputs"])
    return found


async def finished(asked: Call, job: Job) -> Job:
    """The job, once it is done."""
    while job.status is not JobStatus.SUCCEEDED:
        job = await ComfyUI().poll(job, asked)
    return job


async def test_the_shipped_workflow_is_filled(services, call):
    job = await ComfyUI().submit(HERON, call())

    made = services.submissions[0]
    sent = nodes(made.body)
    assert (made.path, set(made.body)) == ("/comfyui/prompt", {"prompt", "client_id", "prompt_id"})
    assert made.body["prompt_id"] == job.id
    assert sent["CheckpointLoaderSimple"]["ckpt_name"] == CHECKPOINTS[0]
    assert sent["CLIPTextEncode"]["text"].startswith("a heron at dawn, vivid")
    assert (sent["EmptyLatentImage"]["width"], sent["EmptyLatentImage"]["height"]) == (576, 1024)
    assert sent["KSampler"]["seed"] == 7


@pytest.mark.parametrize(
    ("size", "most", "drawn"),
    [
        ((1080, 1920), "768", (432, 768)),
        ((512, 512), "1024", (512, 512)),
        ((512, 512), "300", (296, 296)),
        ((1000, 300), "1024", (1000, 304)),
        ((4096, 256), "1024", (1024, 64)),
        ((1920, 1080), "2048", (1920, 1080)),
    ],
)
async def test_no_side_is_drawn_longer_than_the_machine_can(size, most, drawn, services, call):
    request = replace(HERON, size=size)
    ComfyUI().check(request)

    await ComfyUI().submit(request, call(max_side=most))

    latent = nodes(services.submissions[0].body)["EmptyLatentImage"]
    assert (latent["width"], latent["height"]) == drawn


@pytest.mark.parametrize(
    "names",
    [
        [["b.ckpt", "a.ckpt"], {"tooltip": "x"}],
        [["b.ckpt"]],
        ["COMBO", {"options": ["b.ckpt", "a.ckpt"]}],
    ],
)
async def test_without_a_checkpoint_the_first_one_is_taken(names, services, call):
    services.jobs["checkpoints"] = names

    with pytest.raises(ProviderRejected):  # the fake has no such file, but was asked for it
        await ComfyUI().submit(HERON, call())

    assert [path for _, path, _ in services.requests] == [
        "/comfyui/object_info/CheckpointLoaderSimple",
        "/comfyui/prompt",
    ]


@pytest.mark.parametrize("names", [[], [[]], ["COMBO", {}], "x", [[7]]])
async def test_a_server_without_a_checkpoint_is_not_asked_to_draw(names, services, call):
    services.jobs["checkpoints"] = names

    with pytest.raises(ProviderRejected) as caught:
        await ComfyUI().submit(HERON, call())

    assert caught.value.params["problem"] == "unknown_model"
    assert services.submissions == []


async def test_a_workflow_that_names_its_own_files_asks_for_none(services, call):
    own = workflow.FROM_TEXT.replace("{{model}}", CHECKPOINTS[1])

    await ComfyUI().submit(HERON, call(workflow=own))

    assert [path for _, path, _ in services.requests] == ["/comfyui/prompt"]


async def test_a_checkpoint_that_is_not_there_is_told(services, call):
    with pytest.raises(ProviderRejected) as caught:
        await ComfyUI().submit(HERON, call(checkpoint="gone.safetensors"))

    assert caught.value.params["problem"] == "unknown_model"
    assert services.submissions == []


async def test_a_workflow_the_server_refuses_is_a_refusal(services, call):
    own = workflow.FROM_TEXT.replace('"karras"', '"unheard-of"')

    with pytest.raises(ProviderRejected) as caught:
        await ComfyUI().submit(HERON, call(workflow=own))

    assert caught.value.params["problem"] == "refused"
    assert "unheard-of" not in repr(vars(caught.value))


async def test_a_prompt_cannot_break_out_of_its_place(services, call):
    await ComfyUI().submit(replace(HERON, prompt=NAUGHTY), call(checkpoint=CHECKPOINTS[0]))

    sent = services.submissions[0].body["prompt"]
    shipped = json.loads(workflow.FROM_TEXT)
    assert {name: set(node["inputs"]) for name, node in sent.items()} == {
        name: set(node["inputs"]) for name, node in shipped.items()
    }
    assert sent["2"]["inputs"]["text"].startswith(NAUGHTY)


def test_holes_are_filled_by_what_they_are():
    plan = {
        "1": {
            "class_type": "X",
            "inputs": {
                "whole": "{{seed}}",
                "inside": "seed {{seed}} of {{prompt}}",
                "list": ["{{width}}", ["{{prompt}}"]],
                "unknown": "{{other}} {{ seed }}",
                "{{prompt}}": True,
            },
        }
    }

    made = workflow.filled(plan, {"seed": 7, "prompt": "{{width}}", "width": 512})

    assert made["1"]["inputs"] == {
        "whole": 7,
        "inside": "seed 7 of {{width}}",
        "list": [512, ["{{width}}"]],
        "unknown": "{{other}} {{ seed }}",
        "{{prompt}}": True,
    }


NODE = '{"1": {"class_type": "X", "inputs": {"a": %s}}}'


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "malformed"),
        ("not json", "malformed"),
        ("[]", "malformed"),
        ("{}", "malformed"),
        ('{"nodes": [], "links": [], "version": 0.4}', "malformed"),
        ('{"1": {"inputs": {}}}', "malformed"),
        ('{"1": {"class_type": "X", "inputs": []}}', "malformed"),
        (NODE % "NaN", "malformed"),
        (NODE % ("[" * 48 + "]" * 48), "malformed"),
        ("[" * 90_000 + "]" * 90_000, "malformed"),
        (NODE % ('{"a":' * 30_000 + "1" + "}" * 30_000), "malformed"),
        (NODE % ("9" * 5000), "malformed"),
        (NODE % ('"' + "é" * 100_000 + '"'), "too_long"),
    ],
)
@pytest.mark.parametrize("field", ["workflow", "workflow_image"])
async def test_a_workflow_that_is_none_is_refused_before_anything_is_sent(  # noqa: PLR0917  # pytest names them
    text, problem, field, services, call, first
):
    request = replace(HERON, image=first if field == "workflow_image" else None)

    with pytest.raises(InvalidInput) as caught:
        await ComfyUI().submit(request, call(**{field: text}))

    assert (caught.value.params["field"], caught.value.params["problem"]) == (field, problem)
    assert services.requests == []


def test_a_workflow_may_be_deep_within_reason():
    assert workflow.read(NODE % ("[" * 47 + "]" * 47), field="workflow")


@pytest.mark.parametrize("most", ["", "0", "255", "4097", "99999999999", "wide", "-512", "1e3"])
async def test_a_side_that_is_no_length_is_refused(most, services, call):
    with pytest.raises(InvalidInput) as caught:
        await ComfyUI().submit(HERON, call(max_side=most))

    assert caught.value.params["field"] == "max_side"
    assert services.requests == []


async def test_a_picture_to_start_from_is_brought_first(services, call, first):
    request = replace(HERON, image=first)
    ComfyUI().check(request)

    await ComfyUI().submit(request, call(checkpoint=CHECKPOINTS[0]))

    assert [path for _, path, _ in services.requests] == [
        "/comfyui/upload/image",
        "/comfyui/prompt",
    ]
    sent = nodes(services.submissions[0].body)
    assert services.jobs[f"input/{sent['LoadImage']['image']}"] == first.read_bytes()
    assert (sent["KSampler"]["denoise"], "EmptyLatentImage" in sent) == (0.6, False)


async def test_a_workflow_without_a_place_for_the_picture_is_refused(services, call, first):
    with pytest.raises(InvalidInput) as caught:
        await ComfyUI().submit(replace(HERON, image=first), call(workflow_image=workflow.FROM_TEXT))

    assert caught.value.params["field"] == "workflow_image"
    assert services.requests == []


@pytest.mark.parametrize("behaviour", ["lost", "garbage", "down"])
async def test_a_picture_that_does_not_arrive_orders_nothing(behaviour, services, call, first):
    services.behave("comfyui", behaviour, is_work=False)

    with pytest.raises(ProviderUnavailable):
        await ComfyUI().submit(replace(HERON, image=first), call(checkpoint=CHECKPOINTS[0]))

    assert services.submissions == []


async def test_what_got_no_answer_is_found_by_our_own_id(services, call):
    services.behave("comfyui", "lost")
    with pytest.raises(ProviderUnknown):
        await ComfyUI().submit(HERON, call(checkpoint=CHECKPOINTS[0]))

    waiting = await ComfyUI().find(HERON, call(), since=NOW)
    done = await ComfyUI().find(HERON, call(), since=NOW)

    assert waiting
    assert done
    assert (waiting.status, done.status) == (JobStatus.RUNNING, JobStatus.SUCCEEDED)
    assert waiting.id == done.id == services.submissions[0].body["prompt_id"]


async def test_what_is_found_broken_off_was_taken_all_the_same(services, call):
    services.polls = 0
    asked = call("failed", checkpoint=CHECKPOINTS[0])
    await ComfyUI().submit(HERON, asked)

    job = await ComfyUI().find(HERON, asked, since=NOW)

    assert job
    with pytest.raises(ProviderRejected) as caught:
        await finished(asked, job)
    assert caught.value.params["problem"] == "failed"


async def test_what_was_never_taken_is_surely_not_there(services, call):
    await ComfyUI().submit(HERON, call(checkpoint=CHECKPOINTS[0]))
    other = replace(call(), idempotency_key="run:node:2")

    assert await ComfyUI().find(HERON, other, since=NOW) is None


@pytest.mark.parametrize("behaviour", ["lost", "garbage", "down"])
async def test_a_server_that_does_not_say_leaves_it_open(behaviour, services, call):
    for answered in range(2):  # the queue, then the history
        services.behave("comfyui", "ok", times=answered, is_work=False)
        services.behave("comfyui", behaviour, is_work=False)

        with pytest.raises(ProviderUnavailable):
            await ComfyUI().find(HERON, call(), since=NOW)


async def test_a_job_waits_its_turn_then_moves_on(services, call):
    services.polls = 2
    asked = call(checkpoint=CHECKPOINTS[0])
    await ComfyUI().submit(HERON, asked)
    job = await ComfyUI().submit(HERON, replace(asked, idempotency_key="run:node:2"))

    seen = [job.progress]
    while job.status is not JobStatus.SUCCEEDED:
        job = await ComfyUI().poll(job, asked)
        seen.append(job.progress)

    assert seen[:3] == [0.0, 0.0, 0.0]
    assert 0 < seen[3] < seen[4] < seen[5] == 1.0


async def test_a_drawing_that_broke_off_has_failed(call):
    asked = call("failed", checkpoint=CHECKPOINTS[0])
    job = await ComfyUI().submit(HERON, asked)

    with pytest.raises(ProviderRejected) as caught:
        await finished(asked, job)

    assert caught.value.params["problem"] == "failed"


async def test_a_job_the_server_forgot_is_not_found(services, call):
    job = await ComfyUI().submit(HERON, call(checkpoint=CHECKPOINTS[0]))
    services.jobs.clear()

    with pytest.raises(ProviderRejected) as caught:
        await ComfyUI().poll(job, call())

    assert caught.value.params["problem"] == "not_found"


async def test_a_workflow_that_keeps_nothing_gives_its_preview(call):
    own = workflow.FROM_TEXT.replace("SaveImage", "PreviewImage")
    asked = call(checkpoint=CHECKPOINTS[0], workflow=own)

    job = await finished(asked, await ComfyUI().submit(HERON, asked))

    assert job.url
    assert job.url.endswith("type=temp")


async def test_what_is_kept_comes_before_previews(services, call):
    plan = json.loads(workflow.FROM_TEXT)
    plan = {"0": {"class_type": "PreviewImage", "inputs": {"images": ["8", 0]}}, **plan}
    asked = call(checkpoint=CHECKPOINTS[0], workflow=json.dumps(plan))

    job = await finished(asked, await ComfyUI().submit(HERON, asked))

    assert job.url
    assert job.url.endswith("type=output")


async def test_a_picture_is_delivered_in_the_size_asked_for(call, tmp_path):
    asked = call(checkpoint=CHECKPOINTS[0])
    job = await finished(asked, await ComfyUI().submit(HERON, asked))

    origin = await ComfyUI().deliver(
        job, HERON, asked, target=tmp_path / "x", progress=lambda _: None
    )

    with Image.open(tmp_path / "x") as made:
        assert (made.format, made.size) == ("PNG", (1080, 1920))
    assert (origin["model"], origin["seed"]) == (CHECKPOINTS[0], "7")


async def test_a_picture_that_was_cleared_away_has_expired(services, call, tmp_path):
    asked = call(checkpoint=CHECKPOINTS[0])
    job = await finished(asked, await ComfyUI().submit(HERON, asked))
    services.jobs.clear()

    with pytest.raises(ProviderRejected) as caught:
        await ComfyUI().deliver(job, HERON, asked, target=tmp_path / "x", progress=lambda _: None)

    assert caught.value.params["problem"] == "expired"
    assert list(tmp_path.iterdir()) == []


async def test_cancelling_stops_ours_and_nobody_elses(services, call):
    services.polls = 9
    asked = call(checkpoint=CHECKPOINTS[0])
    drawn = await ComfyUI().submit(HERON, asked)
    waiting = await ComfyUI().submit(HERON, replace(asked, idempotency_key="run:node:2"))
    await ComfyUI().poll(drawn, asked)

    await ComfyUI().cancel(waiting, asked)

    assert waiting.id not in services.jobs
    assert "/comfyui/interrupt" not in [path for _, path, _ in services.requests]

    await ComfyUI().cancel(drawn, asked)

    assert services.jobs[drawn.id]["state"] == "error"


async def test_it_works_without_a_key(services, call):
    open_call = replace(call(checkpoint=CHECKPOINTS[0]), key="")

    await ComfyUI().validate(open_call)
    await ComfyUI().submit(HERON, open_call)

    assert services.submissions[0].key == ""
    assert all("authorization" not in {h.lower() for h in sent} for *_, sent in services.requests)


async def test_an_address_of_our_own_network_is_not_dialled(services, call):
    guarded = replace(call(checkpoint=CHECKPOINTS[0]), is_guarded=True)

    for work in (ComfyUI().validate(guarded), ComfyUI().submit(HERON, guarded)):
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
        ComfyUI().check(ImageRequest(**{"prompt": "x", **changes}))

    assert caught.value.params["field"] == next(iter(changes))


def test_a_picture_to_start_from_is_looked_at_first(tmp_path):
    other = tmp_path / "other.png"
    other.write_bytes(b"GIF89a")
    heavy = tmp_path / "heavy.png"
    heavy.write_bytes(fake_media.picture((64, 64)) + bytes(20_000_000))

    for image, problem in ((other, "unsupported"), (heavy, "too_large")):
        with pytest.raises(InvalidInput) as caught:
            ComfyUI().check(replace(HERON, image=image))
        assert (caught.value.params["field"], caught.value.params["problem"]) == ("image", problem)
