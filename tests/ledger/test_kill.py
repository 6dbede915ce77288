"""A writer that is killed again and again leaves a sound ledger, and loses nothing it told."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import vidgenie
from vidgenie.ledger import store
from vidgenie.ledger.store import RunCost

LIVES = 10
WRITERS = 2


@pytest.fixture
def told(transaction, database, tmp_path):
    """Runs that writers said were committed, each before it was killed."""
    with transaction() as session:
        store.open_wallet(session, "ana", unlimited=False)
    file = tmp_path / "told"
    command = [
        sys.executable,
        str(Path(__file__).with_name("writer.py")),
        database.url.render_as_string(hide_password=False),
        str(file),
        str(LIVES),
    ]
    env = os.environ | {"PYTHONPATH": str(Path(vidgenie.__file__).parents[1])}
    writers = [subprocess.Popen(command, env=env) for _ in range(WRITERS)]
    assert [writer.wait(timeout=60) for writer in writers] == [0] * WRITERS
    return file.read_text().split()


@pytest.mark.crash
def test_killed_writers_break_nothing_and_lose_nothing(transaction, told):
    with transaction() as session:
        broken = store.violations(session)
        costs = store.run_costs(session, told)
        for hold in store.open_holds(session):
            store.close(session, run_id=hold.run_id)
        held = store.balance(session, "ana").held

    whole = RunCost(held=10, charged=6, released=4)
    lost = [run for run in told if costs.get(run) != whole]
    assert (broken, lost, held, len(told) > WRITERS) == ({}, [], 0, True)
