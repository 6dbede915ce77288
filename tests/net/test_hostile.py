"""No address people give us reaches a server of ours."""

import pytest

from tests.net.hostile import HOSTILE
from tests.net.servers import Server, answer, redirect, result_rules, rules
from vidgenie.errors import InvalidInput, ProviderRejected, ProviderUnavailable
from vidgenie.net import fetch_public_image, fetch_result


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
