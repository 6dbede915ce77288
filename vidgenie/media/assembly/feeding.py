"""An ffmpeg that is fed frames through pipes; only ever used in a child process."""

import os
import subprocess
import sys
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager, suppress
from threading import Thread
from typing import IO

Frames = Iterable[bytes]


@contextmanager
def fed(
    args: Sequence[str], feeds: Mapping[str, Frames], *, is_read: bool = False
) -> Generator[IO[bytes] | None]:
    """Run ffmpeg; what it writes to its standard output, when it is read.

    args: without the program. feeds: argument that stands for a pipe, as "pipe:still0" ->
    the frames that go through it, drawn in a thread. Leaves this process with ffmpeg's exit
    code when it fails: whoever started this process knows what the codes mean.
    """
    pipes = {name: os.pipe() for name in feeds}
    ends = {name: f"pipe:{end}" for name, (end, _) in pipes.items()}
    command = [os.environ["IMAGEIO_FFMPEG_EXE"], *(ends.get(text, text) for text in args)]
    process = subprocess.Popen(  # noqa: S603  # a list of ours, no shell
        command,
        pass_fds=[end for end, _ in pipes.values()],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if is_read else sys.stderr,
    )
    for end, _ in pipes.values():
        os.close(end)
    for name, (_, end) in pipes.items():
        Thread(target=_feed, args=(feeds[name], end), daemon=True).start()
    yield process.stdout
    if process.stdout:
        process.stdout.close()
    if code := process.wait():
        sys.exit(code if code > 0 else 1)


def _feed(frames: Frames, end: int) -> None:
    # An ffmpeg that ends early tells why by itself.
    with suppress(BrokenPipeError), os.fdopen(end, "wb", buffering=0) as pipe:
        for frame in frames:
            rest = memoryview(frame)
            while rest:
                rest = rest[pipe.write(rest) or 0 :]
