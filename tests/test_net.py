"""HTTP to the outside: mapped answers, and the guard for addresses people give us."""

import asyncio
import ssl
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidgenie.errors import (
    InvalidInput,
    InvalidMedia,
    ProviderRejected,
    ProviderUnavailable,
    StorageFull,
    TooLarge,
)
from vidgenie.net import (
    FetchRules,
    check_url,
    checked,
    client,
    fetch_public,
    fetch_public_image,
    fetch_result,
    is_public,
    origin_of,
    retry_after,
)
from vidgenie.net.addresses import is_reachable

P = ":7331/secret"
# facts: decimal, octal, hex and short forms, mapped and tunnelled IPv6, odd signs, other schemes.
HOSTILE = [
    f"http://127.0.0.1{P}", f"http://localhost{P}", f"http://localhost.{P}", f"http://LOCALHOST{P}",
    f"http://0.0.0.0{P}", f"http://0{P}", f"http://127.1{P}", f"http://2130706433{P}",
    f"http://0x7f000001{P}", f"http://0x7f.0.0.1{P}", f"http://017700000001{P}",
    f"http://0177.0.0.1{P}", f"http://[::1]{P}", f"http://[::]{P}", f"http://[::ffff:127.0.0.1]{P}",
    f"http://[::ffff:7f00:1]{P}", f"http://[0:0:0:0:0:ffff:127.0.0.1]{P}",
    f"http://[64:ff9b::7f00:1]{P}", f"http://[2002:7f00:1::]{P}", f"http://[fe80::1%25lo]{P}",
    f"http://[fd00::1]{P}", f"http://[fec0::1]{P}", f"http://[::7f00:1]{P}",
    "http://169.254.169.254/latest/meta-data/", "http://metadata.google.internal/",
    "http://10.0.0.1/", "http://172.16.0.1/", "http://192.168.1.1/", "http://100.64.0.1/",
    "http://198.18.0.1/", "http://224.0.0.1/", "http://255.255.255.255/",
    f"http://good.example@127.0.0.1{P}", "http://127.0.0.1%2523@good.example/",
    f"http://127\N{IDEOGRAPHIC FULL STOP}0\N{IDEOGRAPHIC FULL STOP}0\N{IDEOGRAPHIC FULL STOP}1{P}",
    f"http://\N{CIRCLED DIGIT ONE}\N{CIRCLED DIGIT TWO}7.0.0.1{P}",
    f"http://good.example\\@127.0.0.1{P}", f"http://127.0.0.1\r\nHost: x{P}", "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_x", "ftp://127.0.0.1/", "dict://127.0.0.1:11211/",
    "data:text/plain,x",
    f"http://two.example{P}", f"http:///127.0.0.1{P}", f"//127.0.0.1{P}", f"http://x.localhost{P}",
    "http://pub.example:22/", "http://pub.example:99999/", "http://[::1/", "", "http://",
    "https://user:pass@pub.example/", f"http://{'a' * 64}.example{P}", "http://nowhere.invalid/",
    "http://printer.local/", "http://router.lan/", "http://intranet/",
    f"http://rebind.example{P}", f"http://pub.example@127.0.0.1{P}", f"http://127.0.0.1.{P}",
    f"http://0x7F.1{P}", f"http://[::ffff:10.0.0.1]{P}", f"http://[2001:0:7f00:1::]{P}",
    f"http://[ff02::1]{P}", f"http://[fe80::1]{P}", "http://192.0.0.192/", "http://100.100.100.200/",
    "http://[fd00:ec2::254]/latest/", "http://instance-data.ec2.internal/", "http://169.254.170.2/v2",
    "http://printer.home.arpa/", "http://a.onion/", "http://127.0.0.1\t/", "http://pub.example\x00/",
    "http://%31%32%37.0.0.1/", "javascript:alert(1)", "jar:http://127.0.0.1!/", "unix:///var/run/x",
    "ws://127.0.0.1/", "HTTP+UNIX://%2Fvar%2Frun%2Fx/", f"http://127.0.0.1{P}#@pub.example/",
]  # fmt: skip


class Server:
    """Answers every connection on 127.0.0.1 with the same bytes; counts them."""

    def __init__(self, answer=b"", *, pause=0.0):
        self.answer, self.pause, self.hits, self.asked = answer, pause, 0, []

    async def __aenter__(self):
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_):
        self._server.close()
        await self._server.wait_closed()

    async def _serve(self, reader, writer):
        self.hits += 1
        try:
            self.asked.append((await reader.readuntil(b"\r\n\r\n")).decode())
            for start in range(0, len(self.answer), 60_000):
                writer.write(self.answer[start : start + 60_000])
                await writer.drain()
                await asyncio.sleep(self.pause)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


def answer(body=b"picture", *, status="200 OK", headers=""):
    head = f"HTTP/1.1 {status}\r\ncontent-length: {len(body)}\r\n{headers}\r\n"
    return head.encode("latin-1") + body


def redirect(location):
    return answer(status="302 Found", headers=f"location: {location}\r\n")


def result_rules(inside):
    """As for results, but with more doors open than there are: each is closed by the address."""
    ports = dict.fromkeys(("http", "https"), frozenset({80, 443, inside.port, 7331}))
    return rules(inside, ports=ports, redirects=3, deadline=2.0)


def rules(server, **changes):
    """Lets the name pub.example through to our own server."""

    async def resolve(host, _port):
        names = {
            "pub.example": ["93.184.216.34"],
            "two.example": ["93.184.216.34", "127.0.0.1"],
            "rebind.example": ["127.0.0.1"],
        }
        return names.get(host, [host])

    ports = {"http": frozenset({80, 443, server.port, 7331}), "https": frozenset({443})}
    return FetchRules(**{"ports": ports, "resolve": resolve, **changes})


def local(server, **changes):
    """Rules that take this machine for the Internet, to try the rest of the road."""

    async def resolve(_host, _port):
        return ["127.0.0.1"]

    return rules(server, resolve=resolve, public=lambda _: True, **changes)


@pytest.mark.parametrize("url", HOSTILE)
async def test_no_hostile_address_reaches_a_server_of_ours(url, tmp_path):
    async with Server(answer()) as server:
        given = url.replace(":7331", f":{server.port}")

        with pytest.raises(InvalidInput) as caught:
            await fetch_public_image(given, tmp_path / "x", rules=rules(server, deadline=2.0))

    assert server.hits == 0
    assert caught.value.params["field"] == "imageUrl"


async def test_a_name_that_changes_its_mind_is_dialled_where_it_was_checked(tmp_path):
    """Rebinding: the second look-up would lead home, but there is none."""
    asked = []

    async def resolve(host, _port):
        asked.append(host)
        return ["127.0.0.1"] if len(asked) > 1 else ["192.0.2.1"]

    async with Server(answer()) as server:
        with pytest.raises(InvalidInput):
            await fetch_public_image(
                f"http://rebind.example:{server.port}/",
                tmp_path / "x",
                rules=rules(server, resolve=resolve, deadline=0.5),
            )

    assert (asked, server.hits) == (["rebind.example"], 0)


@pytest.mark.parametrize("url", HOSTILE)
async def test_no_redirect_of_a_result_reaches_a_server_of_ours(url, tmp_path):
    """The service is trusted with its own place, not with where it sends us."""
    async with Server(answer()) as inside:
        given = url.replace(":7331", f":{inside.port}").replace("\r", "").replace("\n", "")
        location = given.encode("utf-8", "replace").decode("latin-1")
        async with Server(redirect(location)) as service:
            base = f"http://127.0.0.1:{service.port}"

            with pytest.raises((ProviderRejected, ProviderUnavailable)) as caught:
                await fetch_result(
                    f"{base}/v1/files/1",
                    tmp_path / "x",
                    provider="luma",
                    base_url=f"{base}/v1",
                    rules=result_rules(inside),
                )

    assert inside.hits == 0
    assert service.hits <= 4
    assert "127" not in f"{caught.value} {caught.value.params}"


async def test_a_signed_link_is_followed_hop_by_hop(tmp_path):
    """As storage does: the service answers with a redirect to where the file is."""
    seen = []
    async with (
        Server(answer(b"film")) as storage,
        Server(redirect(f"//pub.example:{storage.port}/b?X-Sig=1")) as second,
        Server(redirect(f"http://pub.example:{second.port}/a")) as first,
    ):
        open_to = frozenset({first.port, second.port, storage.port})

        size = await fetch_result(
            f"http://pub.example:{first.port}/",
            tmp_path / "x",
            provider="luma",
            rules=local(first, ports={"http": open_to}, redirects=3),
            progress=seen.append,
        )

    assert (size, (tmp_path / "x").read_bytes(), seen[-1]) == (4, b"film", 1.0)
    assert storage.asked[0].startswith("GET /b?X-Sig=1 HTTP/1.1")


async def test_redirects_end(tmp_path):
    async with Server(redirect("/again")) as server:
        with pytest.raises(InvalidInput) as caught:
            await fetch_public(
                f"http://pub.example:{server.port}/",
                tmp_path / "x",
                rules=local(server, redirects=3),
            )

    assert (caught.value.params["problem"], server.hits) == ("redirect", 4)


async def test_a_redirect_never_leaves_tls(tmp_path, monkeypatch):
    async def download(url, *_):
        assert url.startswith("https:")
        return "http://pub.example/"

    monkeypatch.setattr("vidgenie.net.fetch._download", download)
    rules = FetchRules(redirects=3)

    with pytest.raises(InvalidInput) as caught:
        await fetch_public("https://pub.example/", tmp_path / "x", rules=rules)

    assert caught.value.params["problem"] == "redirect"


@pytest.mark.parametrize(
    ("base_url", "status"),
    [("http://127.0.0.1:{port}", "fetched"), ("http://127.0.0.1:{port}/v1", "fetched"),
     ("http://localhost:{port}", "refused"), ("https://127.0.0.1:{port}", "refused"),
     ("http://127.0.0.1", "refused"), ("", "refused"), ("not an address", "refused")],
)  # fmt: skip
async def test_only_the_place_the_operator_named_may_be_in_house(tmp_path, base_url, status):
    async with Server(answer(b"film")) as server:
        given = base_url.replace("{port}", str(server.port))
        try:
            await fetch_result(
                f"http://127.0.0.1:{server.port}/f", tmp_path / "x", provider="p", base_url=given
            )
        except ProviderRejected as error:
            outcome = error.params["problem"]
        else:
            outcome = "fetched"

    assert outcome == status
    assert server.hits == (1 if status == "fetched" else 0)


async def test_a_result_that_does_not_come_may_come_later(tmp_path):
    async with Server(b"") as server:
        with pytest.raises(ProviderUnavailable):
            await fetch_result(
                f"http://127.0.0.1:{server.port}/f",
                tmp_path / "x",
                provider="luma",
                base_url=f"http://127.0.0.1:{server.port}",
            )


async def test_a_result_without_end_is_refused(tmp_path):
    async with Server(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 400_000) as server:
        base = f"http://127.0.0.1:{server.port}"
        with pytest.raises(ProviderRejected) as caught:
            await fetch_result(
                f"{base}/f", tmp_path / "x", provider="luma", base_url=base, max_bytes=100_000
            )

    assert caught.value.params == {"provider": "luma", "problem": "too_large"}


async def test_no_key_and_no_cookie_goes_with_a_download(tmp_path):
    async with Server(answer()) as server:
        base = f"http://127.0.0.1:{server.port}"
        await fetch_result(f"{base}/f", tmp_path / "x", provider="luma", base_url=base)

    names = {line.partition(":")[0].lower() for line in server.asked[0].splitlines()[1:] if line}
    assert names == {"host", "accept", "accept-encoding", "user-agent"}


async def test_a_full_disk_is_our_own_fault():
    async with Server(answer(b"x" * 100_000)) as server:
        base = f"http://127.0.0.1:{server.port}"
        with pytest.raises(StorageFull):
            await fetch_result(f"{base}/f", Path("/dev/full"), provider="luma", base_url=base)


async def test_the_field_an_address_came_in_is_named(tmp_path):
    with pytest.raises(InvalidInput) as caught:
        await fetch_public("ftp://x/", tmp_path / "x", rules=FetchRules(about="webhook.url"))

    assert caught.value.params == {"field": "webhook.url", "problem": "scheme"}


@pytest.mark.parametrize(
    ("url", "origin"),
    [("https://API.example./v1?x", "https://api.example:443"), ("http://h:81", "http://h:81"),
     ("http://[::1]:81/", "http://::1:81"), ("ftp://h/", ""), ("http://", ""), ("http://h:x", "")],
)  # fmt: skip
def test_an_origin_is_scheme_host_and_port(url, origin):
    assert origin_of(url) == origin


async def test_a_public_picture_is_fetched(tmp_path):
    async with Server(answer(b"picture")) as server:
        size = await fetch_public_image(
            f"http://pub.example:{server.port}/a.png?x=1", tmp_path / "x", rules=local(server)
        )

    assert size == 7
    assert (tmp_path / "x").read_bytes() == b"picture"


@pytest.mark.parametrize(
    ("status", "headers", "problem"),
    [
        ("302 Found", "location: http://127.0.0.1/secret\r\n", "redirect"),
        ("308 Permanent Redirect", "location: //127.0.0.1/\r\n", "redirect"),
        ("404 Not Found", "", "gone"),
        ("410 Gone", "", "gone"),
        ("500 Oops", "", "unreachable"),
    ],
)
async def test_only_a_plain_answer_is_taken(tmp_path, status, headers, problem):
    async with Server(answer(status=status, headers=headers)) as server:
        with pytest.raises(InvalidInput) as caught:
            await fetch_public_image(
                f"http://pub.example:{server.port}/", tmp_path / "x", rules=local(server)
            )

    assert caught.value.params["problem"] == problem


async def test_a_compressed_answer_is_refused(tmp_path):
    async with Server(answer(headers="content-encoding: gzip\r\n")) as server:
        with pytest.raises(InvalidMedia):
            await fetch_public_image(
                f"http://pub.example:{server.port}/", tmp_path / "x", rules=local(server)
            )


async def test_an_endless_answer_is_cut_off(tmp_path):
    async with Server(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 400_000) as server:
        with pytest.raises(TooLarge):
            await fetch_public_image(
                f"http://pub.example:{server.port}/",
                tmp_path / "x",
                rules=local(server, max_bytes=100_000),
            )

    assert (tmp_path / "x").stat().st_size <= 100_000


async def test_a_slow_answer_ends_at_the_deadline(tmp_path):
    async with Server(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 2_000_000, pause=0.2) as server:
        began = time.monotonic()
        with pytest.raises(InvalidInput) as caught:
            await fetch_public_image(
                f"http://pub.example:{server.port}/",
                tmp_path / "x",
                rules=local(server, deadline=0.5),
            )

    assert caught.value.params["problem"] == "timeout"
    assert time.monotonic() - began < 2


async def test_nonsense_instead_of_http_is_unreachable(tmp_path):
    async with Server(b"SSH-2.0-OpenSSH\r\n\r\n") as server:
        with pytest.raises(InvalidInput) as caught:
            await fetch_public_image(
                f"http://pub.example:{server.port}/", tmp_path / "x", rules=local(server)
            )

    assert caught.value.params["problem"] == "unreachable"


async def test_a_proxy_in_the_environment_is_not_asked(tmp_path, monkeypatch):
    async with Server(answer(b"evil")) as proxy, Server(answer(b"good")) as server:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")

        await fetch_public_image(
            f"http://pub.example:{server.port}/", tmp_path / "x", rules=local(server)
        )

    assert proxy.hits == 0


async def test_tls_is_verified_against_the_name(tmp_path):
    """A server without a certificate for the name is no better than none."""
    async with Server(b"") as server:
        tls = {"https": frozenset({server.port})}
        with pytest.raises(InvalidInput) as caught:
            await fetch_public_image(
                f"https://pub.example:{server.port}/",
                tmp_path / "x",
                rules=local(server, ports=tls),
            )

    assert caught.value.params["problem"] == "unreachable"
    assert ssl.create_default_context().check_hostname


@pytest.mark.parametrize(
    "url", ["https://pub.example/a.png", "http://pub.example/", "https://1.1.1.1/x"]
)
def test_an_ordinary_address_passes(url):
    check_url(url, FetchRules())


@pytest.mark.parametrize(
    "url", ["https://pub.example:8443/", "http://pub.example:443/", "https://pub.example:80/"]
)
def test_only_the_usual_ports_are_dialled(url):
    with pytest.raises(InvalidInput):
        check_url(url, FetchRules())


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34"])
def test_these_addresses_are_public(address):
    assert is_public(address)


@pytest.mark.parametrize("address", ["not an address", "", "fe80::1%lo", "::ffff:10.0.0.1"])
def test_these_are_not(address):
    assert not is_public(address)


def test_a_success_passes():
    response = httpx.Response(201)

    assert checked(response, provider="luma") is response


@pytest.mark.parametrize("status", [408, 409, 425, 429, 500, 502, 503, 504, 529])
def test_what_may_pass_is_worth_another_try(status):
    with pytest.raises(ProviderUnavailable) as caught:
        checked(httpx.Response(status, headers={"retry-after": "7"}), provider="luma")

    assert caught.value.retry_after == 7.0


@pytest.mark.parametrize(
    ("status", "problem"),
    [(302, "refused"), (400, "refused"), (401, "key_refused"), (402, "no_credit"),
     (403, "forbidden"), (404, "not_found"), (413, "too_large"), (422, "refused")],
)  # fmt: skip
def test_a_refusal_is_for_good_and_says_what_it_is_about(status, problem):
    with pytest.raises(ProviderRejected) as caught:
        checked(httpx.Response(status), provider="luma")

    assert caught.value.params == {"provider": "luma", "problem": problem, "status": status}


def test_nothing_a_provider_says_is_repeated():
    with pytest.raises(ProviderRejected) as caught:
        checked(httpx.Response(400, text="bad key sk-SECRET"), provider="luma")

    assert "SECRET" not in f"{caught.value!r}{caught.value.to_dict()}"


@pytest.mark.parametrize("text", ["", "soon", "Wed, 99 Foo 2026"])
def test_a_wait_that_is_not_told_is_none(text):
    assert retry_after(httpx.Response(429, headers={"retry-after": text})) is None


def test_a_wait_may_be_told_as_a_date():
    later = datetime.now(tz=UTC) + timedelta(seconds=60)
    header = later.strftime("%a, %d %b %Y %H:%M:%S GMT")

    assert retry_after(httpx.Response(429, headers={"retry-after": header})) == pytest.approx(
        60, abs=3
    )


@pytest.mark.parametrize("hours", [-30, -1, 0, 1, 30])
def test_a_date_is_read_by_the_servers_own_clock(hours):
    """A service whose clock is wrong asks for the same minute."""
    present = datetime.now(tz=UTC) + timedelta(hours=hours)
    headers = {
        name: f"{moment:%a, %d %b %Y %H:%M:%S} GMT"
        for name, moment in (("date", present), ("retry-after", present + timedelta(seconds=60)))
    }

    assert retry_after(httpx.Response(429, headers=headers)) == 60


def test_a_date_that_is_past_is_now():
    headers = {"retry-after": "Sat, 21 Nov 2020 10:00:00 GMT"}

    assert retry_after(httpx.Response(429, headers=headers)) == 0.0


@pytest.mark.parametrize(
    "text",
    ["inf", "nan", "1e999", "-5", "9" * 5000, "\xb2", "Sat, 21 Nov 2026 10:00:00 +99999999999999"],
)
def test_a_wait_that_is_no_number_of_seconds_is_none(text):
    headers = [(b"retry-after", text.encode("latin-1"))]

    assert retry_after(httpx.Response(429, headers=headers)) is None


@given(st.binary(max_size=60).filter(lambda text: not set(text) & {0, 10, 13}))
def test_whatever_is_told_is_a_wait_or_none(text):
    wait = retry_after(httpx.Response(429, headers=[(b"retry-after", text)]))

    assert wait is None or 0 <= wait < float("inf")


async def test_a_result_that_says_it_is_too_large_is_not_begun(tmp_path):
    async with Server(b"HTTP/1.1 200 OK\r\ncontent-length: 5368709120\r\n\r\nx") as server:
        with pytest.raises(TooLarge):
            await fetch_public(
                f"http://pub.example:{server.port}/", tmp_path / "x", rules=local(server)
            )

    assert not (tmp_path / "x").exists()


async def test_the_client_follows_nobody_and_asks_no_proxy(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    async with (
        Server(answer(status="302 Found", headers="location: /x\r\n")) as server,
        client() as http,
    ):
        response = await http.get(f"http://127.0.0.1:{server.port}/")

    assert response.status_code == 302


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.1.4", "100.64.0.9", "fd12::1", "::1", "8.8.8.8"],
)
def test_servers_of_ones_own_can_be_reached_where_the_operator_says_so(address):
    assert is_reachable(address)


@pytest.mark.parametrize(
    "address",
    [
        *("169.254.169.254", "fe80::1", "::ffff:169.254.169.254", "100.100.100.200"),
        *("fd00:ec2::254", "::", "224.0.0.1", "255.255.255.255", "192.0.0.192", "nonsense"),
    ],
)
def test_where_clouds_keep_credentials_nobody_goes(address):
    assert not is_reachable(address)
