"""The client for Providers goes nowhere but where it is sent."""

from tests.net.servers import Server, answer
from vidgenie.net import client


async def test_the_client_follows_nobody_and_asks_no_proxy(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    async with (
        Server(answer(status="302 Found", headers="location: /x\r\n")) as server,
        client() as http,
    ):
        response = await http.get(f"http://127.0.0.1:{server.port}/")

    assert response.status_code == 302
