"""A server that means no good: one answer for every request, chosen by its path."""

import functools
import socket
import threading
import zlib
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Self

_ZEROS = b"\0" * 65_536
_FIVE_GB = 5 * 1024**3
DEEP = 200_000
METADATA = "http://169.254.169.254/latest/meta-data/"


def _head(status: str = "200 OK", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", "connection: close", *headers, "", ""]
    return "\r\n".join(lines).encode("latin-1")


def _whole(body: bytes, status: str = "200 OK", kind: str = "application/json") -> Iterator[bytes]:
    yield _head(status, f"content-type: {kind}", f"content-length: {len(body)}")
    yield body


def _five_gb() -> Iterator[bytes]:
    yield _head("200 OK", f"content-length: {_FIVE_GB}")
    for _ in range(_FIVE_GB // len(_ZEROS)):
        yield _ZEROS


def _endless(*headers: str, status: str = "200 OK") -> Iterator[bytes]:
    yield _head(status, "transfer-encoding: chunked", *headers)
    while True:
        yield b"%x\r\n%s\r\n" % (len(_ZEROS), _ZEROS)


def _endless_refusal() -> Iterator[bytes]:
    yield from _endless(status="402 Payment Required")


@functools.cache
def _bomb() -> bytes:
    """5 GB of zeros in 5 MB. The same piece again and again, so the checksum at its end lies."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    first = packer.compress(_ZEROS * 16) + packer.flush(zlib.Z_FULL_FLUSH)
    piece = packer.compress(_ZEROS * 16) + packer.flush(zlib.Z_FULL_FLUSH)
    return first + piece * 5 * 1024 + packer.flush()


def _gzip_bomb() -> Iterator[bytes]:
    yield _head("200 OK", "content-encoding: gzip", f"content-length: {len(_bomb())}")
    yield _bomb()


def _slow(first: bytes, each: bytes) -> Callable[[], Iterator[bytes]]:
    def drip() -> Iterator[bytes]:
        yield first
        while True:
            yield b""  # a tenth of a second
            yield each

    return drip


ANSWERS: dict[str, Callable[[], Iterator[bytes]]] = {
    "five_gb": _five_gb,
    "endless": _endless,
    "endless_refusal": _endless_refusal,
    "gzip_bomb": _gzip_bomb,
    "silence": _slow(b"", b""),
    "loris_headers": _slow(b"HTTP/1.1 200 OK\r\n", b"x"),
    "loris_lines": _slow(b"HTTP/1.1 200 OK\r\n", b"x-a: b\r\n"),
    "loris_body": _slow(_head("200 OK", "content-length: 1000000"), b"x"),
    "loris_continue": _slow(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "nothing": lambda: _whole(b""),
    "empty_file": lambda: _whole(b"", kind="video/mp4"),
    "wrong_type": lambda: _whole(b"<html>sorry</html>" * 99, kind="text/html"),
    "garbage": lambda: _whole(b"\xff\x00not JSON"),
    "wrong_shape": lambda: _whole(b'{"id": [], "data": {"x": 1}, "status": 7, "state": null}'),
    "list": lambda: _whole(b"[1, 2]"),
    "deep": lambda: _whole(b"[" * DEEP + b"]" * DEEP),
    "deep_object": lambda: _whole(b'{"a":' * DEEP + b"1" + b"}" * DEEP),
    "long_number": lambda: _whole(b'{"id": ' + b"9" * 100_000 + b"}"),
    "many_values": lambda: _whole(b'{"a": [' + b"{}," * 600_000 + b"{}]}"),
    "metadata": lambda: iter([_head("302 Found", f"location: {METADATA}", "content-length: 0")]),
    "redirect_loop": lambda: iter([_head("302 Found", "location: redirect_loop")]),
    "odd_location": lambda: iter(
        [_head("302 Found", "location: http://[::1", "content-length: 0")]
    ),
    "odd_name": lambda: iter(
        [_head("302 Found", "location: https://xn--a.example/", "content-length: 0")]
    ),
    "gone": lambda: _whole(b"{}", "404 Not Found"),
    "expired": lambda: _whole(b"<Error>Request has expired</Error>", "403 Forbidden"),
    "less": lambda: iter([_head("200 OK", "content-length: 1000"), b"{}"]),
    "more": lambda: iter([_head("200 OK", "content-length: 2"), b"{}" * 5000]),
    "odd_headers": lambda: iter(
        [_head("429 x", "retry-after-ms: \xb2", "x-note: \xe9\xff", "content-length: 0")]
    ),
    "no_http": lambda: iter([b"SSH-2.0-OpenSSH_9.2\r\n"]),
    "huge_header": lambda: iter([b"HTTP/1.1 200 OK\r\nx: ", *[_ZEROS.replace(b"\0", b"a")] * 99]),
    "closed": lambda: iter([]),
}


class Hostile:
    """Answers on 127.0.0.1 in a `with` block: GET or POST <origin>/<name of an answer>/...

    asked: the heads of the requests that came.
    """

    def __init__(self, answer: str = "") -> None:
        self.answer = answer
        self.asked: list[str] = []

    def __enter__(self) -> Self:
        """Start."""
        self._closing = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.settimeout(0.1)
        self._threads: list[threading.Thread] = []
        self._spawn(self._accept)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop, and let go of whoever still listens."""
        self._closing.set()
        for thread in self._threads:
            thread.join(10)
        self._socket.close()

    @property
    def origin(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def url(self, answer: str) -> str:
        """Where it answers in that way, whatever comes after."""
        assert answer in ANSWERS
        return f"{self.origin}/{answer}"

    def _spawn(self, work: Callable[..., None], *given: object) -> None:
        thread = threading.Thread(target=work, args=given)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._closing.is_set():
            try:
                connection, _ = self._socket.accept()
            except TimeoutError:
                continue
            self._spawn(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            connection.settimeout(0.1)
            head = b""
            try:
                while b"\r\n\r\n" not in head and not self._closing.is_set():
                    head += self._read(connection)
                self.asked.append(head.partition(b"\r\n\r\n")[0].decode("latin-1"))
                name = self.answer or head.split(b" ")[1].split(b"/")[1].decode()
                self._drain(connection, head)
                for piece in ANSWERS[name.partition("?")[0]]():
                    if not self._send(connection, piece):
                        return
                if name != "closed":
                    connection.shutdown(socket.SHUT_WR)
                    while self._read(connection) or not self._closing.is_set():
                        pass
            except OSError:
                return

    def _drain(self, connection: socket.socket, head: bytes) -> None:
        """Read the body too: who is cut off while sending learns nothing of the answer."""
        head, _, body = head.partition(b"\r\n\r\n")
        length = next(
            (
                int(line.partition(b":")[2])
                for line in head.split(b"\r\n")
                if line.lower().startswith(b"content-length:")
            ),
            0,
        )
        while len(body) < length and not self._closing.is_set():
            body += self._read(connection)

    def _read(self, connection: socket.socket) -> bytes:
        """What came within a tenth of a second. Raises OSError when nobody is there any more."""
        try:
            found = connection.recv(65_536)
        except TimeoutError:
            return b""
        if not found:
            raise ConnectionResetError
        return found

    def _send(self, connection: socket.socket, piece: bytes) -> bool:
        """Whether it went out; b"" is a pause."""
        if not piece:
            return not self._closing.wait(0.1)
        rest = memoryview(piece)
        while rest and not self._closing.is_set():
            try:
                rest = rest[connection.send(rest) :]
            except TimeoutError:
                continue
        return not self._closing.is_set()
