"""A script that is killed goes on where it was: what was ordered is not ordered again."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.gates import Stage
from tests.support.studio_scripts import PLAIN, script
from vidgenie import studio

ROOT = Path(__file__).parent.parent.parent
SCRIPT = """
import sys
from vidgenie import studio

project = studio.VideoProject.get(sys.argv[1])
studio.VideoSegmentProcessor(project).generate_all_segments()
"""


@pytest.mark.crash
@pytest.mark.soak
def test_kill_9_in_the_middle_costs_no_second_submission(installed, fakes, monkeypatch):
    monkeypatch.setenv("LUMA_API_KEY", fakes.key("luma"))
    project = studio.create_video_project_with_segments(
        script("a fox", "a heron"), choices={**PLAIN, "provider": "luma"}
    )
    fakes.polls = 1
    gates = [fakes.stop("luma", "GET /generations/.+", Stage.ASKED) for _ in range(2)]
    environment = {
        **os.environ,
        **fakes.env(),
        "VIDGENIE_HOME": str(installed.settings.home),
        "VIDGENIE_HEARTBEAT": "0.3",
        "VIDGENIE_EXECUTOR_TTL": "1.5",
    }
    killed = subprocess.Popen([sys.executable, "-c", SCRIPT, project.id], cwd=ROOT, env=environment)
    assert all(gate.reached.wait(120) for gate in gates)
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()
    for gate in gates:
        gate.opened.set()

    project = studio.VideoProject.get(project.id)
    segments = studio.VideoSegmentProcessor(project).generate_all_segments()

    assert [segment.status for segment in segments] == ["completed", "completed"]
    assert fakes.by_prompt() == {"a fox": 1, "a heron": 1}
