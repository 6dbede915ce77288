"""The memory of a hardened process is in no core."""

import subprocess
import sys

import pytest

HARDENED = """
import ctypes, os, resource, subprocess, sys
from vidgenie.redact import harden
import psutil
psutil.Process().open_files()
if os.getuid() == 0:
    os.setgid(65534); os.setuid(65534)
libc = ctypes.CDLL(None)
libc.prctl(4, 1, 0, 0, 0)
before = libc.prctl(3, 0, 0, 0, 0)
harden()
child = subprocess.Popen(["sleep", "60"])
me = psutil.Process()
found = [one.pid for one in me.children(recursive=True)]
watched = psutil.Process(child.pid)
watched.memory_info(), watched.cpu_times(), me.memory_info(), me.num_fds(), me.open_files()
os.stat("/proc/self/ns/pid")
readable = os.access(f"/proc/{child.pid}/environ", os.R_OK)
child.kill()
print(before, libc.prctl(3, 0, 0, 0, 0), resource.getrlimit(resource.RLIMIT_CORE))
print(found == [child.pid], child.wait(), readable)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="prctl is Linux")
def test_a_hardened_process_has_no_core_and_its_children_work():
    ended = subprocess.run(
        [sys.executable, "-c", HARDENED], capture_output=True, text=True, check=False
    )

    assert ended.stdout == "1 0 (0, 0)\nTrue -9 True\n", ended.stderr
