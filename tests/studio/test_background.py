"""The engine executes in the background while a script waits, and ends with the script."""

import asyncio
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from vidgenie.domain.graph import Graph, Node
from vidgenie.domain.run import RunStatus
from vidgenie.errors import NotFound
from vidgenie.studio import runs, workplace

ROOT = Path(__file__).parent.parent.parent
IDEA = Graph(nodes=(Node("prompt", "prompt", {"text": "a heron"}),), edges=())


@pytest.fixture
def place(installed):
    return workplace.connect()


def started(place):
    return place.services.runs.start(place.account, IDEA).run_id


def test_nothing_is_executed_before_somebody_waits(place):
    assert not place.services.engine.is_ready


def test_a_run_is_over_when_the_call_is(place):
    heard = []

    view = runs.finished(place, started(place), heard.append)

    assert view.status is RunStatus.SUCCEEDED
    assert heard[-1].status is RunStatus.SUCCEEDED
    assert place.services.engine.is_ready  # and stays so for the next call


def test_one_engine_serves_every_thread_and_every_account(place):
    views = []

    def work():
        views.append(runs.finished(workplace.connect(), started(place)))

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert [view.status for view in views] == [RunStatus.SUCCEEDED] * 3
    assert sum(thread.name == "vg-studio" for thread in threading.enumerate()) == 1


def test_ctrl_c_cancels_what_the_caller_waits_for(place, monkeypatch):
    run_id = started(place)
    wait, tries = place.background.call, []

    def interrupted(work):
        tries.append(work)
        if len(tries) == 1:
            work.close()
            raise KeyboardInterrupt
        return wait(work)

    monkeypatch.setattr(type(place.background), "call", lambda _, work: interrupted(work))
    with pytest.raises(KeyboardInterrupt):
        runs.finished(place, run_id)

    assert place.services.runs.view(place.account, run_id).status is RunStatus.CANCELLED


def test_an_error_of_the_work_is_the_callers(place):
    async def work():
        raise NotFound("run")

    with pytest.raises(NotFound):
        place.wait(work)


def test_after_it_was_stopped_it_starts_again(place):
    runs.finished(place, started(place))
    workplace.close()
    assert not place.services.engine.is_ready

    view = runs.finished(workplace.connect(), started(place))

    assert view.status is RunStatus.SUCCEEDED


def test_what_keeps_the_engine_from_starting_is_told(place, monkeypatch):
    def broken(_self):
        raise RuntimeError("no engine")

    monkeypatch.setattr(type(place.services.engine), "executing", broken)

    with pytest.raises(RuntimeError, match="no engine"):
        place.wait(lambda: asyncio.sleep(0))


def test_a_script_ends_by_itself_and_leaves_no_sign_of_life(tmp_path):
    script = (
        "import asyncio; from vidgenie.studio import workplace as w;"
        " w.workplace().wait(lambda: asyncio.sleep(0)); print('said')"
    )
    environment = {"VIDGENIE_HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}

    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )

    assert (done.returncode, done.stdout) == (0, "said\n"), done.stderr
    assert "Traceback" not in done.stderr
