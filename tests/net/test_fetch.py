"""Pictures and files are fetched from the Internet, by its rules and ours."""

import ssl
import time

import pytest

from tests.net.servers import Server, answer, local
from vidgenie.errors import InvalidInput, InvalidMedia, TooLarge
from vidgenie.net import FetchRules, fetch_public, fetch_public_image


async def test_the_field_an_address_came_in_is_named(tmp_path):
    with pytest.raises(InvalidInput) as caught:
        await fetch_public("ftp://x/", tmp_path / "x", rules=FetchRules(about="webhook.url"))

    assert caught.value.params == {"field": "webhook.url", "problem": "scheme"}


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


async def test_a_result_that_says_it_is_too_large_is_not_begun(tmp_path):
    async with Server(b"HTTP/1.1 200 OK\r\ncontent-length: 5368709120\r\n\r\nx") as server:
        with pytest.raises(TooLarge):
            await fetch_public(
                f"http://pub.example:{server.port}/", tmp_path / "x", rules=local(server)
            )

    assert not (tmp_path / "x").exists()
