"""Results are fetched from where a Provider says, and from nowhere in house."""

from pathlib import Path

import pytest

from tests.net.servers import Server, answer, local, redirect
from vidgenie.errors import InvalidInput, ProviderRejected, ProviderUnavailable, StorageFull
from vidgenie.net import FetchRules, fetch_public, fetch_result


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
