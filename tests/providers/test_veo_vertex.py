"""Veo on Vertex: tokens a service account signs, regions, operations and how they end."""

import base64
import json
import time
import traceback
from dataclasses import replace
from datetime import datetime
from types import SimpleNamespace

import httpx
import pytest
from google.auth import jwt

from tests.support.services import vertex
from vidgenie.domain.ports.provider import Call, Job, JobStatus
from vidgenie.domain.ports.video import ClipRequest
from vidgenie.errors import (
    InvalidMedia,
    ProviderRejected,
    ProviderUnavailable,
    ProviderUnknown,
    RateLimited,
    VidGenieError,
)
from vidgenie.media.verify import verify_clip
from vidgenie.providers.veo import Veo, account
from vidgenie.providers.veo import vertex as vertex_route
from vidgenie.providers.veo.vertex import VertexRoute
from vidgenie.redact import scrub
from vidgenie.redact.forms import forms

CAT = ClipRequest("cat", seconds=4, size=(720, 1280))
NAME = "projects/films/locations/us-central1/publishers/google/models/veo-x/operations/1"
RUNNING = Job(f"vertex:{NAME}", JobStatus.RUNNING)


@pytest.fixture
def call(services):
    """`call("busy")`: what comes with a call, with such an account."""

    def make(behaviour="", key="", **options):
        place = {"base_url.vertex": services.origin + vertex.BASE}
        return Call(key=key or vertex.new_key(behaviour), options={**place, **options})

    return make


def key_of(**changes):
    """A key with something else in it."""
    return base64.b64encode(json.dumps({**vertex.new_file(), **changes}).encode()).decode()


async def made(request, asked):
    job = await Veo().submit(request, asked)
    while job.status is not JobStatus.SUCCEEDED:
        job = await Veo().poll(job, asked)
    return job


async def test_a_token_is_signed_here_for_an_hour_and_one_scope(services, call):
    await Veo().validate(call())

    (_, _, headers), *rest = services.requests
    assert rest == []
    token = {k.lower(): v for k, v in headers.items()}["authorization"].removeprefix("Bearer ")
    claims = jwt.decode(token, verify=False)
    assert claims["iss"] == claims["sub"] == "maker@films.iam.gserviceaccount.com"
    assert claims["exp"] - claims["iat"] == 3600
    assert claims["scope"] == account.SCOPE
    assert "aud" not in claims


@pytest.mark.parametrize(
    ("behaviour", "problem"), [("invalid", "key_refused"), ("forbidden", "forbidden")]
)
async def test_what_is_wrong_with_an_account_is_told(behaviour, problem, call):
    with pytest.raises(ProviderRejected) as caught:
        await Veo().validate(call(behaviour))

    assert caught.value.params["problem"] == problem


@pytest.mark.parametrize(
    ("late", "problem"), [(0, "key_refused"), (50, "key_refused"), (-900, "clock"), (7200, "clock")]
)
async def test_a_clock_that_is_wrong_is_not_the_accounts_fault(
    late, problem, services, call, monkeypatch
):
    begin = time.time() - late
    monkeypatch.setattr(vertex_route, "datetime", SimpleNamespace(now=lambda tz: moment(begin, tz)))

    with pytest.raises(ProviderRejected) as caught:
        await Veo().submit(CAT, call("invalid"))

    assert caught.value.params["problem"] == problem


def moment(seconds, tz):
    return datetime.fromtimestamp(seconds, tz=tz)


@pytest.mark.parametrize("date", ["", "yesterday", "Sat, 21 Nov 2026"])
def test_a_date_that_is_none_says_nothing_of_the_clock(date):
    assert not vertex_route._is_clock_off(httpx.Response(401, headers={"date": date}))


@pytest.mark.parametrize("behaviour", ["busy", "down", "lost", "garbage", "redirect"])
async def test_no_answer_says_nothing_of_the_account(behaviour, call):
    with pytest.raises(ProviderUnavailable):
        await Veo().validate(call(behaviour))


@pytest.mark.parametrize(
    "key",
    [
        key_of(private_key="-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"),
        key_of(private_key="nothing"),
        key_of(
            private_key="-----BEGIN PRIVATE KEY-----\n"
            "MC4CAQAwBQYDK2VwBCIEIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"
            "-----END PRIVATE KEY-----\n"
        ),
        key_of(project_id="../../evil"),
    ],
)
async def test_an_account_that_cannot_sign_is_refused_before_anything_is_sent(key, services, call):
    with pytest.raises(ProviderRejected) as caught:
        await Veo().submit(CAT, call(key=key))

    assert caught.value.params["problem"] == "key_refused"
    assert services.requests == []


@pytest.mark.parametrize(
    ("behaviour", "error", "accepted"),
    [
        ("lost", ProviderUnknown, 1),
        ("garbage", ProviderUnknown, 1),
        ("down", ProviderUnknown, 0),
        ("busy", RateLimited, 0),
        ("invalid", ProviderRejected, 0),
        ("redirect", ProviderRejected, 1),
    ],
)
async def test_an_order_is_sent_once(behaviour, error, accepted, services, call):
    with pytest.raises(VidGenieError) as caught:
        await Veo().submit(CAT, call(behaviour))

    assert type(caught.value) is error
    assert len(services.requests) == 1
    assert len(services.submissions) == accepted


@pytest.mark.parametrize(
    ("behaviour", "problem"),
    [
        ("nocredit", "no_credit"),
        ("moderated", "moderated"),
        ("filtered", "moderated"),
        ("failed", "failed"),
    ],
)
async def test_the_reason_of_a_refusal_is_told_and_not_quoted(behaviour, problem, call):
    with pytest.raises(ProviderRejected) as caught:
        await made(CAT, call(behaviour))

    assert caught.value.params["problem"] == problem
    assert "heron" not in str(vars(caught.value))


@pytest.mark.parametrize("behaviour", ["", "stored"])
async def test_a_clip_comes_inline_or_from_a_bucket(behaviour, call, tmp_path):
    asked = call(behaviour)
    job = await made(CAT, asked)
    origin = await Veo().deliver(
        job, CAT, asked, target=tmp_path / "x.mp4", progress=lambda _: None
    )

    await verify_clip(tmp_path / "x.mp4", seconds=4, size=(720, 1280))
    assert origin["model"] == "veo-3.1-fast-generate-001"
    assert job.url is None
    assert job.cost_micro_usd == 400_000


async def test_a_clip_without_sound_gets_silence(services, call, tmp_path, loudness):
    request = replace(CAT, audio=False)
    job = await made(request, call())
    await Veo().deliver(job, request, call(), target=tmp_path / "x.mp4", progress=lambda _: None)

    assert services.submissions[0].body["parameters"]["generateAudio"] is False
    assert loudness(tmp_path / "x.mp4") < -80


@pytest.mark.parametrize("seconds", [(5, 6), (7, 8), (8, 8), (1, 4)])
async def test_lengths_between_are_asked_for_longer(seconds, services, call):
    await Veo().submit(replace(CAT, seconds=seconds[0]), call())

    assert services.submissions[0].body["parameters"]["durationSeconds"] == seconds[1]


@pytest.mark.parametrize(
    ("location", "host"),
    [
        ("", "us-central1-aiplatform.googleapis.com"),
        ("europe-west4", "europe-west4-aiplatform.googleapis.com"),
        ("global", "aiplatform.googleapis.com"),
    ],
)
async def test_a_region_is_part_of_the_address_and_of_the_name(location, host, services, call):
    job = await Veo().submit(CAT, call(location=location))

    region = host.partition("-aiplatform")[0] if location != "global" else "global"
    assert f"/locations/{region}/" in services.submissions[0].path
    assert VertexRoute()._at(region).url == f"https://{host}/v1"
    # The region is changed, and the job is still found.
    assert (await Veo().poll(job, call(location="asia-east1"))).id == job.id


@pytest.mark.parametrize("location", ["evil.example/", "a@b", "us-central1.evil", "x", "a\nb", "é"])
async def test_a_location_cannot_lead_elsewhere(location, services, call):
    await Veo().validate(call(location=location))
    asked = len(services.requests)

    with pytest.raises(ProviderRejected) as caught:
        await Veo().submit(CAT, call(location=location))

    assert caught.value.params == {
        "provider": "veo",
        "problem": "unsupported",
        "field": "location",
    }
    assert len(services.requests) == asked


@pytest.mark.parametrize("name", ["", "x", NAME + "/../..", NAME.replace("films", "a/b"), "v1?x"])
async def test_the_id_of_a_job_cannot_lead_elsewhere(name, services, call):
    with pytest.raises(ProviderRejected) as caught:
        await Veo().poll(Job(f"vertex:{name}", JobStatus.RUNNING), call())

    assert caught.value.params["problem"] == "not_found"
    assert services.requests == []


async def test_a_job_that_vertex_does_not_know_is_told(call):
    with pytest.raises(ProviderRejected) as caught:
        await Veo().poll(
            replace(RUNNING, id=RUNNING.id.replace("veo-x", "veo-3.1-generate-001")), call()
        )

    assert caught.value.params["problem"] == "not_found"


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"error": {"code": 13, "message": "x"}}, "failed"),
        ({"error": {"code": 3, "message": "the prompt is too long"}}, "refused"),
        ({"error": {"code": 3, "message": "Google's Responsible AI practices"}}, "moderated"),
        ({"error": "x"}, "failed"),
        ({}, "unusable_answer"),
        ({"response": {"videos": []}}, "unusable_answer"),
        ({"response": {"videos": ["x"]}}, "unusable_answer"),
        ({"response": {"raiMediaFilteredReasons": ["x"]}}, "moderated"),
    ],
)
def test_every_end_without_a_clip_has_its_reason(said, problem):
    with pytest.raises(ProviderRejected) as caught:
        VertexRoute()._clip(said)

    assert caught.value.params["problem"] == problem


def test_an_operation_that_found_no_place_may_find_one_later():
    with pytest.raises(RateLimited):
        VertexRoute()._clip({"error": {"code": 8, "message": "high load"}})


@pytest.mark.parametrize("video", [{}, {"gcsUri": "https://evil.example/x"}, {"gcsUri": "gs://x"}])
async def test_a_clip_that_is_nowhere_is_no_answer(video, call, tmp_path, monkeypatch):
    async def look(*_):
        return {"name": NAME, "done": True, "response": {"videos": [video]}}

    monkeypatch.setattr(VertexRoute, "_look", look)
    with pytest.raises((ProviderRejected, InvalidMedia)) as caught:
        await Veo().deliver(RUNNING, CAT, call(), target=tmp_path / "x", progress=lambda _: None)

    assert caught.value.params["problem"] == "unusable_answer"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("behaviour", ["", "invalid", "busy", "lost", "garbage", "moderated"])
async def test_nothing_of_the_private_key_is_in_an_error_or_on_its_way(behaviour, call):
    asked, told = call(behaviour), ""
    for work in (Veo().validate, lambda c: made(CAT, c)):
        try:
            await work(asked)
        except VidGenieError as error:
            shown = traceback.TracebackException.from_exception(error, capture_locals=True)
            told += "".join(shown.format()) + repr((error, vars(error), error.__context__))

    private = vertex.new_file()["private_key"]
    lines = [line for line in private.splitlines() if len(line) > 20]
    assert not [
        form for text in (private, asked.key, *lines) for form in forms(text) if form in told
    ]


async def test_a_private_key_that_was_used_is_in_no_log_line(call):
    await Veo().validate(call())
    private = vertex.new_file()["private_key"]

    for text in (private, json.dumps(private), repr({"private_key": private})):
        shown = scrub(f"signing with {text}")
        assert not [line for line in private.splitlines()[1:-1] if line in shown]


def test_an_account_does_not_show_its_key():
    found = account.read(vertex.new_key())

    assert "PRIVATE" not in repr(found)
