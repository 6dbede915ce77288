"""An erasure whose process is killed at any moment is finished by another one."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlmodel import select

import vidgenie
from tests.services.people import Installation, without_delay
from vidgenie.accounts.identity import DELETED, DELETING
from vidgenie.accounts.tables import AccountRow
from vidgenie.settings import Settings

FILES = 80


@pytest.fixture
def home(tmp_path, database_url, database):
    installation = Installation(Settings(home=tmp_path / "home", database_url=database_url))
    yield installation
    installation.engine.close()


@pytest.mark.crash
@pytest.mark.parametrize("fraction", [0.1, 0.5, 0.9])
def test_an_erasure_that_was_killed_is_finished(home, fraction):
    """Killed when a part of the files is gone."""
    ana, bob = home.person("zanana"), home.person("qobbob")
    for number in range(FILES):
        home.picture(ana, f"zanana {number}".encode())
    settings = home.services.settings
    command = [sys.executable, str(Path(__file__).with_name("leaver.py"))]
    leaver = subprocess.Popen(
        [*command, str(settings.home), settings.database, ana.account.email],
        env=os.environ | {"PYTHONPATH": str(Path(vidgenie.__file__).parents[1])},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert leaver.stdout.readline() == "begins\n"
    while home.files() > FILES * (1 - fraction) and leaver.poll() is None:
        time.sleep(0.001)
    leaver.kill()
    rest = leaver.communicate(timeout=10)[0]

    assert rest == "", "it was too fast to be killed"
    with home.reading() as session:
        query = select(AccountRow.role).where(AccountRow.id == ana.account.id)
        assert session.exec(query).one() == DELETING
    erasure = without_delay(home.services.erasure)
    assert erasure.resume() == 1
    with home.reading() as session:
        assert session.exec(query).one() == DELETED
        assert home.audit.verify(session, []) == []
    assert home.traces(ana) == []
    assert set(home.stored()) == set(bob.files)
    assert home.studio.violations() == {}
