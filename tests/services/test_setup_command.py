"""`vidgenie setup`: what comes along is there, however often it is asked for."""

import subprocess
import sys

import pytest
from click.testing import CliRunner

from vidgenie import db
from vidgenie.cli.setup import command
from vidgenie.projects import templates
from vidgenie.services.builtin_templates import builtin_templates
from vidgenie.services.setup import migrate
from vidgenie.settings import Settings

SLUGS = sorted(one.slug for one in builtin_templates())
ONE_DATABASE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def settings(tmp_path, database_url, monkeypatch):
    monkeypatch.setenv("VIDGENIE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("VIDGENIE_DATABASE_URL", database_url)
    return Settings.from_env()


def stored(settings):
    engine = db.open_engine(settings.database)
    with db.reader(engine)() as session:
        found = [one.slug for one in templates.visible(session, "a" * 32)]
    engine.dispose()
    return found


def run():
    """What it said, line by line, once it ended well."""
    done = CliRunner().invoke(command)
    assert done.exit_code == 0, done.output
    return done.output.splitlines()


@ONE_DATABASE
def test_it_installs_once_repairs_and_leaves_the_rest_alone(settings):
    migrate(settings)  # as a server does when it starts
    of_server = stored(settings)
    again = run()
    engine = db.open_engine(settings.database)
    with db.transactions(engine)() as session:
        session.connection().exec_driver_sql("DELETE FROM vg_template WHERE slug = 'event-20s'")
    engine.dispose()
    repaired = run()

    assert of_server == SLUGS
    assert again[1:] == ["Every Template is as it should be."]
    assert repaired[1:] == ["Template added: event-20s"]
    assert stored(settings) == SLUGS


@pytest.mark.soak
def test_two_at_once_on_an_empty_database_both_end_well(settings):
    one = [sys.executable, "-m", "vidgenie", "setup"]
    both = [subprocess.Popen(one, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate(timeout=120)[0] for process in both]

    assert [process.returncode for process in both] == [0, 0]
    assert sum(each.count("Template added") for each in said) == len(SLUGS)
    assert stored(settings) == SLUGS
