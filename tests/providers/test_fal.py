"""fal's queue: where a request is followed, how it ends, and what a refusal is about."""

import json
from dataclasses import replace

import httpx
import pytest
from PIL import Image

from tests.support.fake_services import FakeServices
from vidgenie.domain.ports.provider import Call, Job, JobStatus
from vidgenie.errors import InvalidInput, ProviderRejected, ProviderUnavailable, ProviderUnknown
from vidgenie.wire import fal
from vidgenie.wire.service import Service

SERVICE = fal.service("veo", "Google Veo")
MODEL = "fal-ai/veo3.1/fast"
BODY = {"prompt": "a heron", "duration": "8s", "aspect_ratio": "9:16", "resolution": "720p"}
PLACE = "/fal-ai/veo3.1/requests/r"
PLACES = [f"{PLACE}/status", PLACE, f"{PLACE}/cancel"]
QUEUED = Job(json.dumps(PLACES), JobStatus.RUNNING)
ASKED = Call(key="1a2b:c")


@pytest.fixture
def answers(monkeypatch):
    """`answers({...}, ...)`: what fal says next, each a body, or a status, a body and headers."""
    asked: list[str] = []

    def say(*said: object) -> list[str]:
        queue = [one if isinstance(one, tuple) else (200, one) for one in said]

        async def answer(service: Service, call: Call, path: str, **_: object) -> httpx.Response:
            del call
            asked.append(path)
            status, body, *headers = queue.pop(0)
            response = httpx.Response(
                status, content=json.dumps(body), headers=headers[0] if headers else {}
            )
            return service._checked(response, is_paid=False)

        monkeypatch.setattr(Service, "ask", answer)
        monkeypatch.setattr(Service, "order", answer)
        return asked

    return say


async def test_a_request_is_followed_where_fal_says_after_a_restart_too(services, call):
    job = await fal.submit(SERVICE, call("fal"), MODEL, BODY)
    job = Job(**json.loads(json.dumps({"id": job.id, "status": "running"})))

    job = await fal.poll(SERVICE, replace(job, status=JobStatus.RUNNING), call("fal"))

    assert job.status is JobStatus.SUCCEEDED
    made = next(iter(services.jobs))
    assert [path for _, path, _ in services.requests] == [
        "/fal/fal-ai/veo3.1/fast",
        # Without the rest of the model's name.
        f"/fal/fal-ai/veo3.1/requests/{made}/status?logs=false",
        f"/fal/fal-ai/veo3.1/requests/{made}",
    ]
    assert services.submissions[0].headers["authorization"] == f"Key {services.key('fal')}"


async def test_an_address_of_fals_own_is_asked_at_the_operators_too(answers):
    """Who stands before fal may hand its answers on as they are."""
    urls = [f"https://queue.fal.run{path}" for path in PLACES]
    answers(dict(zip(("status_url", "response_url", "cancel_url"), urls, strict=True)))

    job = await fal.submit(SERVICE, replace(ASKED, base_url="http://gate.lan/fal"), MODEL, BODY)

    assert json.loads(job.id) == PLACES


@pytest.mark.parametrize(
    "url",
    [
        "https://queue.fal.run.elsewhere.example/fal-ai/veo3.1/requests/r",
        "https://queue.fal.run@elsewhere.example/r",
        "http://queue.fal.run/fal-ai/veo3.1/requests/r",
        "https://queue.fal.run/fal-ai/../../x",
        "https://queue.fal.run/fal-ai/%2e%2e/x",
        "https://queue.fal.run/x?y=z",
        "https://queue.fal.run/x#y",
        "https://queue.fal.run/x\r\ny",
        "https://queue.fal.run/x\ud800",
        "https://queue.fal.run/" + "x" * 10_000,
        "https://queue.fal.run",
        "//elsewhere.example/r",
        "",
        None,
        7,
    ],
)
@pytest.mark.parametrize("name", ["status_url", "response_url", "cancel_url"])
async def test_an_answer_that_leads_elsewhere_is_none(url, name, answers):
    """The request was taken: sending it again would pay twice."""
    names = ("status_url", "response_url", "cancel_url")
    said = dict.fromkeys(names, "https://queue.fal.run/x")
    answers({"request_id": "r", **said, name: url})

    with pytest.raises(ProviderUnknown):
        await fal.submit(SERVICE, ASKED, MODEL, BODY)


@pytest.mark.parametrize(
    "name",
    [
        "r",
        "[]",
        "[7, 7, 7]",
        '["/a", "/b"]',
        '["/a", "/b", "https://elsewhere.example/"]',
        '["/a", "/b", "/../c"]',
        "[" * 200_000,
    ],
)
async def test_an_id_that_is_none_is_known_to_nobody(name, services, call):
    with pytest.raises(ProviderRejected) as caught:
        await fal.poll(SERVICE, replace(QUEUED, id=name), call("fal"))

    assert caught.value.params["problem"] == "not_found"
    assert services.requests == []


async def test_progress_never_goes_back_and_never_says_done(call):
    with FakeServices(polls=12) as slow:
        asked = replace(call("fal"), base_url=slow.base_url("fal"))
        job = await fal.submit(SERVICE, asked, MODEL, BODY)
        seen = [job.progress]
        for _ in range(11):
            job = await fal.poll(SERVICE, job, asked)
            seen.append(job.progress)

    assert seen == sorted(set(seen))
    assert seen[1] < 0.1
    assert seen[-1] < 0.95


DONE = {"status": "COMPLETED", "logs": None, "metrics": {}}
TYPED = {"detail": [{"loc": ["body"], "msg": "1a2b:c", "type": "internal_server_error"}]}
FLAGGED = {"detail": [{"loc": ["body"], "msg": "no", "type": "content_policy_violation"}]}


@pytest.mark.parametrize(
    ("status", "answer", "problem"),
    [
        (DONE, (422, FLAGGED), "moderated"),
        (
            DONE,
            (400, {"detail": "x"}, {"x-fal-error-type": "content_policy_violation"}),
            "moderated",
        ),
        ({**DONE, "error": "x", "error_type": "content_policy_violation"}, None, "moderated"),
        (DONE, (422, {"detail": [{"type": "image_too_small"}]}), "refused"),
        (DONE, (500, TYPED), "failed"),
        (DONE, (504, {"detail": "x", "error_type": "request_timeout"}), "failed"),
        (DONE, (503, "x", {"x-fal-error-type": "runner_disconnected"}), "failed"),
        ({**DONE, "error": "x"}, (200, {}), "failed"),
        (DONE, (200, {}), "unusable_answer"),
        (DONE, (200, {"video": {"url": ""}}), "unusable_answer"),
        (DONE, (200, {"video": {"url": 7}}), "unusable_answer"),
        (DONE, (200, {"video": [7]}), "unusable_answer"),
        (DONE, (200, {"video": {"url": "https://x/\ud800"}}), "unusable_answer"),
        (DONE, (200, {"video": {"url": "data:video/mp4;base64,AAAA"}}), "unusable_answer"),
        (DONE, (404, {"detail": "Not Found"}), "not_found"),
        (DONE, (403, {"detail": "User is locked. Reason: Admin lock."}), "no_credit"),
    ],
)
async def test_every_end_without_a_clip_has_its_reason(status, answer, problem, answers):
    answers(status, answer)

    with pytest.raises(ProviderRejected) as caught:
        await fal.poll(SERVICE, QUEUED, ASKED)

    assert caught.value.params["problem"] == problem
    assert "1a2b:c" not in repr(vars(caught.value))


@pytest.mark.parametrize(
    "said",
    [
        ({},),
        ([],),
        ({"status": "PAUSED"},),
        ({"status": ["COMPLETED"]},),
        # The way to fal is broken, not the request.
        ((503, {"detail": "Service Unavailable"}),),
        (DONE, (502, "<html>")),
        (DONE, (500, {"detail": "Internal Server Error"})),
        (DONE, (429, {"detail": "busy"})),
    ],
)
async def test_what_does_not_tell_how_it_ended_is_asked_again(said, answers):
    answers(*said)

    with pytest.raises(ProviderUnavailable):
        await fal.poll(SERVICE, QUEUED, ASKED)


async def test_a_request_is_taken_out_of_the_queue(call):
    with FakeServices(polls=3) as slow:
        asked = replace(call("fal"), base_url=slow.base_url("fal"))
        job = await fal.submit(SERVICE, asked, MODEL, BODY)

        await fal.cancel(SERVICE, job, asked)

        assert next(iter(slow.jobs.values())).is_cancelled


async def test_cancelling_what_is_done_changes_nothing(services, call):
    job = await fal.submit(SERVICE, call("fal", "blocking"), MODEL, BODY)

    await fal.cancel(SERVICE, job, call("fal"))

    assert not next(iter(services.jobs.values())).is_cancelled


@pytest.mark.parametrize(
    ("status", "said", "problem"),
    [
        (401, {"detail": "no key"}, "key_refused"),
        (403, {"detail": "User is locked. Reason: Exhausted balance."}, "no_credit"),
        (403, {"detail": "User is locked. Reason: TOP_UP."}, "no_credit"),
        (403, {"detail": "No permission for this application"}, "forbidden"),
        (403, {"detail": [{"type": "content_policy_violation"}]}, "moderated"),
        (404, {"detail": "Path /v9 not found"}, "unknown_model"),
        (422, {"detail": [{"type": "literal_error"}]}, "refused"),
        (422, [], "refused"),
        (413, "x", "too_large"),
    ],
)
async def test_a_refusal_to_queue_has_its_reason(status, said, problem, answers):
    answers((status, said))

    with pytest.raises(ProviderRejected) as caught:
        await fal.submit(SERVICE, ASKED, MODEL, BODY)

    assert caught.value.params["problem"] == problem


async def test_the_key_is_asked_about_with_a_request_that_nobody_made(services, call):
    for _ in range(2):
        await fal.validate(SERVICE, call("fal"), "fal-ai/veo3.1")

    first, second = (path for _, path, _ in services.requests)
    assert first != second
    assert first.startswith("/fal/fal-ai/veo3.1/requests/")
    assert first.endswith("/status")


@pytest.mark.parametrize(
    "said", [{"status": "IN_QUEUE"}, (400, {}), (422, {}), (500, {}), (429, {"detail": "busy"})]
)
async def test_what_says_nothing_of_the_key_is_no_answer(said, answers):
    answers(said)

    with pytest.raises(ProviderUnavailable):
        await fal.validate(SERVICE, ASKED, "fal-ai/veo3.1")


async def test_a_picture_travels_in_the_request_up_to_a_limit(tmp_path, monkeypatch):
    Image.new("RGB", (8, 8)).save(tmp_path / "x.png")

    assert (await fal.picture(tmp_path / "x.png", mime="image/png")).startswith(
        "data:image/png;base64,iVBOR"
    )
    monkeypatch.setattr(fal, "MAX_PICTURE", 20)
    with pytest.raises(InvalidInput) as caught:
        await fal.picture(tmp_path / "x.png", mime="image/png")
    assert (caught.value.params["field"], caught.value.params["problem"]) == ("image", "too_large")


async def test_a_job_without_an_address_has_no_clip(tmp_path):
    with pytest.raises(ProviderRejected) as caught:
        await fal.fetch_clip(SERVICE, QUEUED, ASKED, tmp_path / "x", progress=lambda _: None)

    assert caught.value.params["problem"] == "unusable_answer"
