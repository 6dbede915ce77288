"""Ctrl-C stops everything: no Run goes on, no credits stay set aside, no file is left."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.gates import Stage
from vidgenie import studio
from vidgenie.ledger import store as ledger

ROOT = Path(__file__).parent.parent.parent
# Whoever runs the tests in the background has SIGINT ignored, and children inherit that.
HEARING = (
    "import runpy, signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
    " runpy.run_module('vidgenie', run_name='__main__')"
)
OPTIONS = ["--theme", "Foxes", "--duration", "5", "--provider", "luma", "--no-voiceover"]


@pytest.mark.crash
@pytest.mark.parametrize(
    "number", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.soak)]
)
def test_ctrl_c_cancels_the_run_and_leaves_nothing(number, installed, fakes, tmp_path):
    fakes.polls = 1
    gate = fakes.stop("luma", "GET /generations/.+", Stage.ASKED)
    environment = {
        **os.environ,
        **fakes.env(),
        "LUMA_API_KEY": fakes.key("luma"),
        "VIDGENIE_HOME": str(installed.settings.home),
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-c", HEARING, "generate", *OPTIONS]
    running = subprocess.Popen(
        command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True
    )
    assert gate.reached.wait(150)

    running.send_signal(number)
    said = running.communicate(timeout=60)[1]

    assert (running.returncode, said.splitlines()[-1]) == (130, "Cancelled."), said
    assert not list(tmp_path.glob("*.mp4"))
    place = studio.connect()
    run = place.services.runs.latest(place.account)
    assert run is None or run.status.value == "cancelled"
    with installed.engine.reading() as session:
        assert ledger.open_holds(session) == []
        assert ledger.violations(session) == {}
