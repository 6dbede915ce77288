"""Where requests go, and with which key: guarded addresses, other origins, uploads."""

import asyncio
import base64
import contextlib
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from vidgenie.domain.ports.provider import Call
from vidgenie.errors import ProviderRejected, ProviderUnavailable
from vidgenie.net import addresses
from vidgenie.wire import File, Service

SERVICE = Service("pen", "Pen", "https://pen.example/v1", headers={"pen-version": "7"})
KEY = "pen-0123456789abcdef"
PNG = File("a.png", b"\x89PNG picture", "image/png")
OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"


class Seen:
    """What a server was sent. heads: one for each request, with its body."""

    def __init__(self, port):
        self.port, self.heads = port, []

    @property
    def call(self):
        return Call(KEY, base_url=f"http://127.0.0.1:{self.port}")


@asynccontextmanager
async def listening(answer=OK):
    async def serve(reader, writer):
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            lines = [line.lower() for line in head.split("\r\n")]
            length = next((int(x[15:]) for x in lines if x.startswith("content-length:")), 0)
            body = await reader.readexactly(length)
            seen.heads.append(head + body.decode("latin-1"))
            writer.write(answer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    seen = Seen(server.sockets[0].getsockname()[1])
    try:
        yield seen
    finally:
        server.close()
        await server.wait_closed()


@pytest.fixture
def names(monkeypatch):
    """`names["x.example"] = [...]`: what a name leads to; others are unknown."""
    known = {}

    async def look_up(host, port):
        if host not in known and not host[0].isdigit() and ":" not in host:
            raise OSError("Name or service not known")
        return known.get(host, [host])

    monkeypatch.setattr(addresses, "look_up", look_up)
    return known


@pytest.mark.parametrize("how", ["ask", "order", "upload"])
async def test_a_guarded_address_of_ours_is_not_dialled(how, names):
    async with listening() as seen:
        names["pen.example"] = ["93.184.216.34", "127.0.0.1"]
        for host in ("127.0.0.1", "pen.example"):
            base = f"http://{host}:{seen.port}"
            call = Call(KEY, base_url=base, is_guarded=True)
            work = {
                "ask": lambda c=call: SERVICE.ask(c, "/x"),
                "order": lambda c=call: SERVICE.order(c, "/x", body={}, wait=5),
                "upload": lambda c=call, b=base: SERVICE.upload(c, f"{b}/x", PNG),
            }[how]
            with pytest.raises(ProviderRejected) as caught:
                await work()
            assert caught.value.params["problem"] == "not_public"

    assert seen.heads == []


@pytest.mark.parametrize(
    "host", ["169.254.169.254", "[::1]", "[::ffff:127.0.0.1]", "10.0.0.1", "0", "[fd00::1]"]
)
async def test_a_guarded_address_leads_nowhere_inside(host, names):
    call = Call(KEY, base_url=f"http://{host}", is_guarded=True)

    with pytest.raises(ProviderRejected) as caught:
        await SERVICE.ask(call, "/x")

    assert caught.value.params["problem"] == "not_public"


async def test_a_guarded_result_of_ours_is_not_fetched(names, tmp_path):
    async with listening() as seen:
        call = replace(seen.call, is_guarded=True)
        with pytest.raises(ProviderRejected):
            await SERVICE.fetch(
                call, f"{call.base_url}/x", tmp_path / "x", max_bytes=9, progress=print
            )

    assert seen.heads == []


@pytest.mark.parametrize("host", ["nowhere.example", "a" * 64 + ".example", "xn--a.example"])
async def test_a_guarded_name_that_nobody_knows_is_an_outage(host, names):
    with pytest.raises(ProviderUnavailable):
        await SERVICE.ask(Call(KEY, base_url=f"https://{host}", is_guarded=True), "/x")


async def test_a_look_up_without_an_answer_ends_with_the_wait(monkeypatch):
    async def look_up(host, port):
        await asyncio.sleep(600)

    monkeypatch.setattr(addresses, "look_up", look_up)
    async with asyncio.timeout(3):
        with pytest.raises(ProviderUnavailable):
            await SERVICE.ask(
                Call(KEY, base_url="https://pen.example", is_guarded=True), "/x", wait=0.3
            )


async def test_the_address_that_was_checked_is_the_one_dialled(names, monkeypatch):
    """A name that changes its mind between two look-ups gains nothing."""
    asked = []

    async def look_up(host, port):
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    monkeypatch.setattr(addresses, "look_up", look_up)
    monkeypatch.setattr(addresses, "is_public", lambda address: address == "127.0.0.1")
    async with listening() as seen:
        call = Call(KEY, base_url=f"http://pen.example:{seen.port}", is_guarded=True)
        await SERVICE.ask(call, "/x")

    assert asked == ["pen.example"]
    assert f"Host: pen.example:{seen.port}".lower() in seen.heads[0].lower()


async def test_a_server_inside_is_asked_where_the_operator_allows_it():
    async with listening() as seen:
        base_url = f"http://127.0.0.1:{seen.port}"
        await SERVICE.ask(Call(KEY, base_url=base_url, is_guarded=True, may_be_inside=True), "/x")

    assert len(seen.heads) == 1


async def test_even_then_nobody_asks_where_clouds_keep_credentials(monkeypatch):
    async def look_up(host, port):
        return ["169.254.169.254"]

    monkeypatch.setattr(addresses, "look_up", look_up)
    call = Call(KEY, base_url="http://pen.example", is_guarded=True, may_be_inside=True)

    with pytest.raises(ProviderRejected) as caught:
        await SERVICE.ask(call, "/latest/meta-data")

    assert caught.value.params["problem"] == "not_public"


@pytest.mark.parametrize(
    "path",
    [
        "https://pen.example/x",
        "http://127.0.0.1:1/x",
        "https://127.0.0.1/x",
        "http://127.0.0.1@evil.example/x",
        "http://[::1",
    ],
)
async def test_a_question_to_another_origin_is_not_asked(path):
    async with listening() as seen:
        with pytest.raises(ProviderRejected):
            await SERVICE.ask(seen.call, path)

    assert seen.heads == []


async def test_a_question_to_a_whole_address_of_the_service_is_asked_with_the_key():
    async with listening() as seen:
        await SERVICE.ask(seen.call, f"http://127.0.0.1:{seen.port}/status?logs=0", method="PUT")

    assert seen.heads[0].startswith("PUT /status?logs=0 HTTP/1.1\r\n")
    assert f"authorization: Bearer {KEY}" in seen.heads[0]
    assert "pen-version: 7" in seen.heads[0]


async def test_a_file_is_put_where_the_service_says_without_the_key():
    async with listening() as seen:
        await SERVICE.upload(
            seen.call,
            f"{seen.call.base_url}/upload/1?signature=abc",
            PNG,
            headers={"X-Amz-Acl": "private", "Host": "evil.example", "x-odd": "\u00e9", "x-n": 5},
        )

    head = seen.heads[0]
    assert head.startswith("PUT /upload/1?signature=abc HTTP/1.1\r\n")
    assert head.lower().count("\r\nhost: ") == 1
    assert "content-type: image/png" in head.lower()
    assert "x-amz-acl: private" in head.lower()
    assert "evil.example" not in head
    assert head.endswith("PNG picture")
    assert KEY not in head
    assert "pen-version" not in head


async def test_a_file_goes_into_a_form_after_its_fields():
    async with listening() as seen:
        await SERVICE.upload(
            seen.call,
            f"{seen.call.base_url}/upload",
            PNG,
            form={"policy": "p\ud800", "n": 5},
            headers={"content-type": "text/plain"},
        )

    head = seen.heads[0]
    assert head.startswith("POST /upload ")
    assert "content-type: multipart/form-data; boundary=" in head.lower()
    assert head.index('name="policy"') < head.index('name="file"; filename="a.png"')
    assert "Content-Type: image/png" in head
    assert KEY not in head


@pytest.mark.parametrize("url", ["http://elsewhere.example/x", "ftp://x/", "", "/x", "//x/y"])
async def test_a_file_goes_nowhere_else_but_by_tls(url):
    with pytest.raises(ProviderRejected):
        await SERVICE.upload(Call(KEY), url, PNG)


@pytest.mark.parametrize(
    "url", ["https://127.0.0.1/x", "https://169.254.169.254/x", "https://10.1.2.3/x"]
)
async def test_a_file_goes_to_no_place_of_ours(url, names):
    with pytest.raises(ProviderRejected) as caught:
        await SERVICE.upload(Call(KEY), url, PNG)

    assert caught.value.params["problem"] == "not_public"


@pytest.mark.parametrize("status", [401, 402, 403, 404, 410])
async def test_an_upload_that_is_refused_says_nothing_of_the_key(status):
    answer = f"HTTP/1.1 {status} x\r\ncontent-length: 0\r\n\r\n".encode()
    async with listening(answer) as seen:
        with pytest.raises(ProviderRejected) as caught:
            await SERVICE.upload(seen.call, f"{seen.call.base_url}/x", PNG)

    assert caught.value.params["problem"] == "refused"


async def test_a_service_that_is_open_is_asked_without_a_key():
    service = replace(SERVICE, is_open=True)
    async with listening() as seen:
        await service.ask(replace(seen.call, key=""), "/x")
        await service.ask(seen.call, "/x")

    assert "authorization" not in seen.heads[0]
    assert f"authorization: Bearer {KEY}" in seen.heads[1]


async def test_a_service_that_is_not_open_is_never_asked_without_one():
    async with listening() as seen:
        with pytest.raises(ProviderRejected) as caught:
            await SERVICE.ask(replace(seen.call, key=""), "/x")

    assert (caught.value.params["problem"], seen.heads) == ("key_refused", [])


async def test_a_name_and_a_password_are_sent_as_basic_authentication():
    service = replace(SERVICE, is_basic=True)
    async with listening() as seen:
        await service.ask(replace(seen.call, key="ana:pass:word"), "/x")

    sent = seen.heads[0].partition("authorization: Basic ")[2].partition("\r\n")[0]
    assert base64.b64decode(sent) == b"ana:pass:word"


@pytest.mark.parametrize("key", ["a b", "clé", "a\r\nX: 1", "a\0", "\t"])
@pytest.mark.parametrize("changes", [{}, {"is_basic": True}, {"is_open": True}])
async def test_a_key_that_no_header_can_hold_is_refused_unsent(key, changes):
    async with listening() as seen:
        with pytest.raises(ProviderRejected) as caught:
            await replace(SERVICE, **changes).ask(replace(seen.call, key=key), "/x")

    assert (caught.value.params["problem"], seen.heads) == ("key_refused", [])
    assert key not in repr(vars(caught.value))
