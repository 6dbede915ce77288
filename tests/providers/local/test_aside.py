"""A copy of the process works beside it, and never outlives it."""

import errno
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import BinaryIO

import psutil
import pytest

from vidgenie.errors import RenderFailed, StorageFull
from vidgenie.providers.local.aside import Aside, Told

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="nothing is copied"),
    # The copies of these tests touch nothing but their file.
    pytest.mark.filterwarnings("ignore:This process:DeprecationWarning"),
]


def _three(file: BinaryIO, told: Told) -> None:
    for number in range(1, 4):
        file.write(bytes([number]))
        told(number)


def _full(_file: BinaryIO, _told: Told) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _broken(_file: BinaryIO, _told: Told) -> None:
    raise ZeroDivisionError


def _works(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_what_the_copy_wrote_is_read_here() -> None:
    aside = Aside(_three)

    written = aside.finish().read()

    assert (written, aside.done) == (b"\x01\x02\x03", 3)
    aside.close()


@pytest.mark.parametrize(("work", "error"), [(_full, StorageFull), (_broken, RenderFailed)])
def test_a_copy_that_fails_is_noticed(work: object, error: type[Exception]) -> None:
    aside = Aside(work)

    with pytest.raises(error):
        aside.finish()

    aside.close()


def test_closing_ends_a_copy_that_still_works() -> None:
    def forever(_file: BinaryIO, _told: Told) -> None:
        psutil.Process().wait()

    others = set(psutil.Process().children())  # the voice's may be there, and stay
    aside = Aside(forever)
    copies = set(psutil.Process().children()) - others
    aside.close()

    assert copies
    assert [copy for copy in copies if copy.is_running()] == []


def test_a_copy_ends_soon_after_the_process_it_is_a_copy_of() -> None:
    code = (
        "import os, time\n"
        "from vidgenie.providers.local.aside import Aside\n"
        "def work(file, told):\n"
        "    while True:\n"
        "        told(1); time.sleep(0.01)\n"
        "aside = Aside(work)\n"
        "print(aside._copy, flush=True)\n"
        "os._exit(0)\n"
    )
    root = Path(__file__).parents[3]
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=root, stdout=subprocess.PIPE, check=True
    )

    # `run` returned because the copy was closing the standard output it shared.
    deadline = time.monotonic() + 10
    while _works(int(said.stdout)) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not _works(int(said.stdout))
