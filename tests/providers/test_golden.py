"""What we send is what the services' own SDKs send, word for word but for what we mean.

`Golden.but` names the differences by dotted paths into the recorded JSON body; paths that
begin with "query." or "headers." are about those, and "path" is the address itself. Of a
form, the recording has the names of the fields alone. LEFT_OUT: ours does not have it.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from email.parser import BytesParser
from types import SimpleNamespace
from typing import Any
from unittest.mock import ANY
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from tests.providers.cases import LEFT_OUT, Golden
from tests.providers.fulfilled import CASES, PROVIDERS, address
from tests.support.fake_services import Received
from vidgenie import net
from vidgenie.errors import VidGenieError

GOLDEN = [
    pytest.param(place, golden, id="-".join((*place, golden.name)))
    for place, case in sorted(CASES.items())
    for golden in case.golden
]
golden_requests = pytest.mark.parametrize(("place", "golden"), GOLDEN)
# Recorded requests that no adapter of ours makes, and why.
UNUSED = {
    "openai.moderations.create": "prompts are judged by the service that gets them",
    "lumaai(legacy) modify": "it takes clips by a public address alone, and ours have none",
    "luma_agents extend": "clips are not prolonged: Segments are joined by us",
    "gemini omni edit previous": "a clip is changed by Luma or Runway, which take any clip",
    "fal result": "the recording is of the status, which `fal status` holds us to",
}
_MISSING = object()


@golden_requests
async def test_a_request_is_as_the_services_own_sdk_sends_it(place, golden, services, recorded):
    wanted = expected(recorded[golden.name], golden.but)
    call = address(place, services)

    try:
        await golden.ask(PROVIDERS[place], call)
    except VidGenieError:
        # Whether the fake knows the job that was asked about is not the question here.
        assert services.traffic, f"nothing was sent for {golden.name}"

    sent = [told(request, call.key) for request in services.traffic]
    # What an adapter asks before or after, as uploads, is recorded on its own.
    same = [s for s in sent if s.method == wanted.method and ends(wanted.path, s.path)]
    assert same, f"{wanted.method} {wanted.path} is not among {[(s.method, s.path) for s in sent]}"
    ours = same[0]
    assert ours.query == wanted.query
    assert {name: ours.headers.get(name) for name in wanted.headers} == wanted.headers
    assert ours.body == wanted.body


@golden_requests
async def test_it_goes_where_the_sdk_goes(place, golden, services, recorded, monkeypatch):
    """Without an address of the operator's."""
    seen: list[httpx.URL] = []

    def unreachable(request: httpx.Request) -> httpx.Response:
        seen.append(request.url)
        raise httpx.ConnectError("nobody is there")

    transport = httpx.MockTransport(unreachable)
    monkeypatch.setattr(net, "client", lambda **_: httpx.AsyncClient(transport=transport))
    # Addresses among the options are the operator's too.
    with pytest.raises(VidGenieError):
        await golden.ask(PROVIDERS[place], replace(address(place, services), base_url=""))

    wanted = urlsplit(golden.but.get("path") or recorded[golden.name]["url"])
    for url in seen:
        assert (url.scheme, url.host) == ("https", wanted.netloc or url.host)
    same = [url for url in seen if url.path == wanted.path]
    is_first = bool(seen) and seen[0].path.rpartition("/")[2] == wanted.path.rpartition("/")[2]
    assert same or not is_first, f"{[str(url) for url in seen]} is not {wanted.geturl()}"


def test_every_recorded_request_is_claimed(recorded):
    claimed = {golden.name for case in CASES.values() for golden in case.golden}

    assert claimed - set(recorded) == set()
    assert set(UNUSED) & claimed == set(), "it is used after all"
    assert set(recorded) - claimed - set(UNUSED) == set()


def expected(recording: Mapping[str, Any], but: Mapping[str, object]) -> SimpleNamespace:
    """What ours must be: the recording with the differences that are meant.

    A difference that makes none fails: it hides the next one.
    """
    parts = urlsplit(recording["url"])
    body: Any = json.loads(json.dumps(recording["body"]))
    is_form = isinstance(body, dict) and "multipart_fields" in body
    if is_form:
        # The recording took file names for fields.
        body = {name: "" for name in body["multipart_fields"] if "." not in name}
    headers = {name.lower(): text for name, text in recording["headers"].items()}
    if recording["body"] is None:
        headers.pop("content-type", None)  # of nothing
    whole = {"query": dict(parse_qsl(parts.query)), "headers": headers, "path": parts.path}
    whole["body"] = body
    for path, ours in but.items():
        steps = path.split(".")
        if steps[0] not in ("query", "headers", "path"):
            steps.insert(0, "body")
        put(whole, steps, "" if is_form and ours is not LEFT_OUT else ours, path)
    if is_form:
        whole["body"] = sorted(whole["body"])
    return SimpleNamespace(method=recording["method"], **whole)


def put(whole: Any, steps: list[str], ours: object, path: str) -> None:
    """Set what is at the end of the steps, or leave it out."""
    *way, last = [int(step) if step.isdigit() else step for step in steps]
    for number, step in enumerate(way):
        inside = whole[step] if isinstance(step, int) else whole.get(step)
        if inside is None:
            is_list = isinstance([*way, last][number + 1], int)
            inside = whole[step] = [] if is_list else {}
        whole = inside
    if isinstance(whole, list):
        before = whole[last] if last < len(whole) else _MISSING
    else:
        before = whole.get(last, _MISSING)
    stale = before is _MISSING if ours is LEFT_OUT else ours is not ANY and before == ours
    assert not stale, f"{path}: the recording says the same"
    if ours is LEFT_OUT:
        del whole[last]
    elif isinstance(whole, list) and last == len(whole):
        whole.append(ours)
    else:
        whole[last] = ours


def told(request: Received, key: str) -> SimpleNamespace:
    """A request that came in, in the recording's terms."""
    parts = urlsplit(request.path)
    headers = {name: text.replace(key, "KEY") for name, text in request.headers.items()}
    kind = headers.get("content-type", "")
    if kind.startswith("multipart/form-data"):
        headers["content-type"] = "multipart/form-data"
        body: object = sorted(fields(kind, request.body))
    else:
        body = json.loads(request.body) if request.body.startswith((b"{", b"[")) else None
    return SimpleNamespace(
        method=request.method,
        path="/" + parts.path.split("/", 2)[2],
        query=dict(parse_qsl(parts.query)),
        headers=headers,
        body=body,
    )


def fields(kind: str, body: bytes) -> list[str]:
    message = BytesParser().parsebytes(f"content-type: {kind}\r\n\r\n".encode() + body)
    return [
        str(part.get_param("name", header="content-disposition")) for part in message.get_payload()
    ]


def ends(wanted: str, ours: str) -> bool:
    """Whether ours is the wanted path, or what comes after a service's own first folders.

    `test_it_goes_where_the_sdk_goes` looks at the whole.
    """
    return wanted == ours or (wanted.endswith(ours) and ours.count("/") > 0)


class TestDifferences:
    """The comparison itself can fail."""

    recording = {"method": "POST", "url": "https://x/v1/y?a=1", "headers": {"X-Api": "KEY"}}

    def test_a_difference_that_makes_none_is_stale(self):
        recording = {**self.recording, "body": {"size": "1", "inner": [{"a": 1}]}}

        for but in ({"size": "1"}, {"inner.0.b": LEFT_OUT}, {"query.a": "1"}):
            with pytest.raises(AssertionError, match="says the same"):
                expected(recording, but)

    def test_what_is_meant_is_expected(self):
        recording = {**self.recording, "body": {"size": "1", "inner": [{"a": 1}]}}
        but = {"size": LEFT_OUT, "inner.0.b.c": 2, "query.a": LEFT_OUT, "headers.x-api": "KEY2"}

        wanted = expected(recording, but)

        assert (wanted.body, wanted.query) == ({"inner": [{"a": 1, "b": {"c": 2}}]}, {})
        assert wanted.headers == {"x-api": "KEY2"}

    def test_a_form_has_the_names_of_its_fields(self):
        recording = {**self.recording, "body": {"multipart_fields": ["a", "file", "f.png"]}}

        assert expected(recording, {"b": "new", "a": LEFT_OUT}).body == ["b", "file"]


def test_a_golden_request_is_about_one_recording():
    assert {type(row.values[1]) for row in GOLDEN} <= {Golden}
