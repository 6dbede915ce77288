"""A form with one file, on its way to the disk: what comes is never held in memory."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from fastapi import Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from vidgenie.errors import InvalidInput, TooLarge

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

_FIELD = b"file"
_PIECE = 1 << 20  # bytes gathered before they are written
_HEADER = 65_536  # bytes; a name of 10,000 letters is odd, and no reason to refuse a file
_GONE = 400  # nobody reads the answer
T = TypeVar("T")


async def receive(request: Request, target: Path, *, limit: int) -> str:
    """Write the file of the form to `target`; its name, as its owner calls it.

    limit: bytes the file may have.
    Raises InvalidInput when there is no file, and TooLarge; HTTPException for a form that
    is broken, and when the client goes away; OSError.
    """
    form = _Form(limit)
    _, options = parse_options_header(request.headers.get("content-type", ""))
    try:
        parser = MultipartParser(
            options.get(b"boundary", b""), form.callbacks(), max_header_size=_HEADER
        )
        with await asyncio.to_thread(target.open, "wb") as file:
            async for chunk in request.stream():
                parser.write(chunk)
                form.check()
                if len(form.waiting) >= _PIECE:
                    await asyncio.to_thread(file.write, form.take())
            await asyncio.to_thread(file.write, form.take())
            parser.finalize()
    except FormParserError:
        raise HTTPException(400) from None
    except ClientDisconnect:
        raise HTTPException(_GONE) from None
    if not form.is_found:
        raise InvalidInput("file: Field required", field="file", problem="missing")
    if not form.is_whole:
        raise HTTPException(400)
    return form.name


async def unless_gone(request: Request, work: Callable[[], Awaitable[T]]) -> T:
    """What `work` returns; it is cancelled when the client goes away."""
    task = asyncio.ensure_future(work())
    gone = asyncio.create_task(_gone(request))
    try:
        await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise HTTPException(_GONE)
        return task.result()
    finally:
        task.cancel()
        gone.cancel()
        await asyncio.wait({task, gone})


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


class _Form:
    """What the parser has found so far.

    waiting: bytes of the file that are not written yet.
    """

    def __init__(self, limit: int) -> None:
        self.name = ""
        self.is_found = self.is_whole = False
        self.waiting = bytearray()
        self._limit = limit
        self._size = 0
        self._is_in_it = False
        self._header, self._value = bytearray(), bytearray()
        self._disposition = b""

    def callbacks(self) -> "MultipartCallbacks":
        """What the parser calls."""
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._name_of_header,
            "on_header_value": self._value_of_header,
            "on_header_end": self._end_of_header,
            "on_headers_finished": self._open,
            "on_part_data": self._data,
            "on_part_end": self._end,
        }

    def take(self) -> bytes:
        """What is to be written, once."""
        piece = bytes(self.waiting)
        self.waiting.clear()
        return piece

    def check(self) -> None:
        """Raise TooLarge when the file is."""
        if self._size > self._limit:
            raise TooLarge(limit=self._limit)

    def _begin(self) -> None:
        self._disposition = b""

    def _name_of_header(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _value_of_header(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _end_of_header(self) -> None:
        if bytes(self._header).lower() == b"content-disposition":
            self._disposition = bytes(self._value)
        self._header.clear()
        self._value.clear()

    def _open(self) -> None:
        _, options = parse_options_header(self._disposition)
        is_file = options.get(b"name") == _FIELD and b"filename" in options
        self._is_in_it = is_file and not self.is_found
        if self._is_in_it:
            self.is_found = True
            self.name = options[b"filename"].decode(errors="replace")

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._is_in_it:
            self._size += end - start
            if self._size <= self._limit:
                self.waiting += data[start:end]

    def _end(self) -> None:
        self.is_whole = self.is_whole or self._is_in_it
        self._is_in_it = False
