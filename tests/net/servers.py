"""A server of ours on 127.0.0.1, and rules that let a name or a machine through to it."""

import asyncio

from vidgenie.net import FetchRules


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
