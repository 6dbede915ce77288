"""Google's clips by every kind of key: which service is asked, for what, and what it costs."""

import asyncio
import json
import re
from dataclasses import replace

import pytest

from tests.providers.cases.veo import WORDS
from tests.support import fake_media
from tests.support.services import fal, runway, veo, vertex
from vidgenie.domain.costs import estimate
from vidgenie.domain.ports.provider import Call, Job, JobStatus
from vidgenie.domain.ports.video import ClipRequest
from vidgenie.errors import ProviderRejected
from vidgenie.media.verify import verify_clip
from vidgenie.providers.veo import Veo
from vidgenie.providers.veo.pick import kind_of
from vidgenie.vault.grants import LONGEST_KEY
from vidgenie.vault.keys import clean_key
from vidgenie.wire import runway as runway_wire
from vidgenie.wire.google import KEY_FORM

FAKES = {"vertex": vertex, "runway": runway, "fal": fal}
ROUTES = ["gemini", *FAKES]
CAT = ClipRequest("cat", seconds=5, size=(720, 1280))


@pytest.fixture
def key(services):
    """`key("fal", "busy")`: a key of that kind."""

    def make(route, behaviour=""):
        if route == "vertex":
            return vertex.new_key(behaviour)
        return services.key("veo" if route == "gemini" else route, behaviour)

    return make


@pytest.fixture
def call(services, key):
    """`call("fal", "busy")`: what comes with a call, with a key of that kind."""
    defaults = {option.name: option.default for option in Veo.options}
    places = {f"base_url.{name}": services.origin + fake.BASE for name, fake in FAKES.items()}

    def make(route, behaviour="", /, **options):
        return Call(
            key=key(route, behaviour),
            base_url=services.base_url("veo"),
            options={**defaults, **places, **options},
        )

    return make


async def made(request, asked):
    """Ordered, and followed until it is done."""
    job = await Veo().submit(request, asked)
    while job.status is not JobStatus.SUCCEEDED:
        job = await Veo().poll(job, asked)
    return job


@pytest.mark.parametrize("route", ROUTES)
async def test_a_key_opens_its_own_service(route, services, call, tmp_path):
    await Veo().validate(call(route))
    job = await made(CAT, call(route))
    origin = await Veo().deliver(
        job, CAT, call(route), target=tmp_path / "x.mp4", progress=lambda _: None
    )
    await Veo().cancel(job, call(route))

    await verify_clip(tmp_path / "x.mp4", seconds=5, size=(720, 1280))
    service = "veo" if route == "gemini" else route
    assert {made.service for made in services.submissions} == {service}
    assert len(services.submissions) == 1
    assert {path.split("/")[1] for _, path, _ in services.requests} == {service}
    assert origin["model"] == job_model(services, route)
    assert len(str(job)) < 1000
    assert [path.name for path in tmp_path.iterdir()] == ["x.mp4"]


def job_model(services, route):
    """The model in the request."""
    sent = services.submissions[0]
    if route == "vertex":
        return sent.path.rpartition("/")[2].partition(":")[0]
    return sent.path.removeprefix("/fal/") if route == "fal" else sent.body["model"]


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("chosen", ROUTES)
async def test_a_route_that_is_chosen_needs_a_key_that_fits(route, chosen, services, call):
    asked = call(route, route=chosen)
    if chosen == route:
        await Veo().validate(asked)
        return

    for work in (Veo().validate(asked), Veo().submit(CAT, asked)):
        with pytest.raises(ProviderRejected) as caught:
            await work
        assert caught.value.params["problem"] == "key_refused"
    assert services.requests == []


@pytest.mark.parametrize("route", ROUTES)
async def test_a_job_is_not_looked_for_with_a_key_of_another_kind(route, services, call):
    job = await Veo().submit(CAT, call(route))
    asked = len(services.requests)

    for other in set(ROUTES) - {route}:
        with pytest.raises(ProviderRejected) as caught:
            await Veo().poll(job, call(other))
        assert caught.value.params["problem"] == "not_found"
        await Veo().cancel(job, call(other))

    assert len(services.requests) == asked


@pytest.mark.parametrize("route", ["runway", "fal"])
async def test_a_clip_from_a_picture_is_asked_for_with_the_picture(route, services, call, tmp_path):
    image = tmp_path / "first.png"
    await asyncio.to_thread(image.write_bytes, fake_media.picture((72, 128)))
    field = {"runway": "promptImage", "fal": "image_url"}[route]

    await Veo().submit(replace(CAT, image=image), call(route))
    address = "https://example.com/i.png"
    await Veo().submit(replace(CAT, image=image, image_url=address), call(route))

    first, second = (sent.body[field] for sent in services.submissions)
    assert first.startswith("data:image/png;base64,iVBOR")
    assert second == address


async def test_what_runway_is_sent(services, call):
    await Veo().submit(replace(CAT, audio=False, seed=7), call("runway"))

    assert services.submissions[0].body == {
        "model": "veo3.1_fast",
        "promptText": WORDS,
        "ratio": "720:1280",
        "duration": 6,
        "audio": False,
        "seed": 7,
    }


async def test_what_fal_is_sent(services, call):
    await Veo().submit(replace(CAT, seconds=8, size=(1080, 1920), seed=7), call("fal"))

    assert services.submissions[0].body == {
        "prompt": WORDS,
        "aspect_ratio": "9:16",
        "duration": "8s",
        "resolution": "1080p",
        "generate_audio": True,
        "auto_fix": False,
        "seed": 7,
    }


@pytest.mark.parametrize(
    ("route", "changes", "problem"),
    [
        ("runway", {"prompt": "é" * 990}, "unsupported"),
        ("runway", {"seconds": 15}, "unsupported"),
        ("fal", {"seconds": 15}, "unsupported"),
        ("runway", {"model": "gemini-omni-1.2-flash"}, "unknown_model"),
        ("fal", {"model": "veo3.1"}, "unknown_model"),
    ],
)
async def test_what_another_route_would_take_is_not_sent(route, changes, problem, services, call):
    request = replace(CAT, **changes)
    Veo().check(request)

    with pytest.raises(ProviderRejected) as caught:
        await Veo().submit(request, call(route))

    assert caught.value.params["problem"] == problem
    assert services.requests == []


async def test_runways_own_figure_is_what_a_clip_cost(call):
    job = await made(CAT, call("runway"))

    assert job.cost_micro_usd == 6 * 150_000


@pytest.mark.parametrize(
    ("model", "changes", "dollars"),
    [
        ("", {}, 0.07 * 5),
        ("", {"seconds": 2}, 0.07 * 3),
        ("", {"size": (1080, 1920)}, 0.105 * 5),
        ("gemini-omni-1.1-flash", {"size": (360, 640)}, 0.03 * 5),
        ("veo-3.1-fast-generate-001", {}, 0.10 * 6),
        # Short clips are scaled up, long ones are not.
        ("veo-3.1-fast-generate-001", {"size": (1080, 1920)}, 0.10 * 6),
        ("veo-3.1-fast-generate-001", {"size": (1080, 1920), "seconds": 8}, 0.12 * 8),
        ("veo-3.1-generate-001", {"seconds": 8}, 0.40 * 8),
        ("veo-3.1-lite-generate-001", {"seconds": 4}, 0.05 * 4),
        ("veo3.1_fast", {}, 0.15 * 6),
        ("veo3.1_fast", {"audio": False}, 0.10 * 6),
        ("fal-ai/veo3.1", {"audio": False}, 0.20 * 6),
        # What `check` would refuse has a price all the same.
        ("veo3.1", {"seconds": 30}, 0.40 * 30),
        ("sora", {}, 0.07 * 5),
    ],
)
def test_what_it_will_cost_is_known_before(model, changes, dollars):
    used = Veo().usage(replace(CAT, model=model, **changes))

    assert estimate(Veo.costs, used) == round(dollars * 1_000_000)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "gemini"),
        ("AIza" + "x" * 35, "gemini"),
        ("AQ.Ab" + "x" * 40, "gemini"),
        ("sk-whatever", "gemini"),
        ("key_" + "0" * 128, "runway"),
        ("1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d:" + "f" * 32, "fal"),
        ("eyJ0eXBlIjoi", "gemini"),
        ("{}", "gemini"),
        ("[" * 100_000, "gemini"),
        ('{"private_key":' * 50_000, "gemini"),
    ],
)
def test_a_key_is_told_by_its_shape(text, kind):
    assert kind_of(text) == kind


def test_a_file_is_told_as_it_is_and_as_the_vault_keeps_it():
    assert kind_of(vertex.new_key()) == "vertex"
    assert kind_of(json.dumps(vertex.new_file())) == "vertex"


async def test_a_file_that_is_pasted_opens_vertex(services, call):
    pasted = json.dumps(vertex.new_file(), indent=2)
    kept = clean_key(pasted, field="veo", form=KEY_FORM, others=[("Runway", runway_wire.KEY_FORM)])

    assert re.fullmatch(KEY_FORM.pattern, kept)
    assert len(kept) <= LONGEST_KEY
    await Veo().validate(replace(call("vertex"), key=kept))
    await Veo().validate(replace(call("vertex"), key=pasted))


def test_keys_of_other_services_are_told_from_its_own(key):
    own = {route: re.fullmatch(KEY_FORM.pattern, key(route)) is not None for route in ROUTES}

    assert own == {"gemini": True, "vertex": True, "runway": False, "fal": False}
    assert set(KEY_FORM.accepts) == {"runway", "fal"}


async def test_an_id_without_a_route_is_geminis(services, call):
    with pytest.raises(ProviderRejected):
        await Veo().poll(Job("v1:x", JobStatus.RUNNING), call("gemini"))

    assert services.requests[0][1] == f"{veo.BASE}/interactions/v1%3Ax?stream=false"
