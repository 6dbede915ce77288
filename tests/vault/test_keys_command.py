"""`vidgenie keys`: what the operator sees and does."""

from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from vidgenie import bootstrap
from vidgenie.cli.keys import command


@pytest.fixture
def vidgenie(process, monkeypatch):
    """Runs `vidgenie keys ...`: exit code and what it printed."""

    def run(*arguments, given="", answer=None):
        services = SimpleNamespace(vault_master=process(given))
        monkeypatch.setattr(bootstrap, "services", lambda: services)
        result = CliRunner().invoke(command, arguments, input=answer)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.output

    return run


@pytest.fixture
def saved(transaction, secrets, now):
    with transaction() as session:
        secrets.put(session, "ana", "openai", "sk-0123456789abcdef", now=now)


def test_before_the_first_start_there_is_no_key_and_none_is_made(vidgenie, home):
    code, output = vidgenie("status")

    assert (code, "no master key yet" in output) == (0, True)
    assert not home.exists()


def test_status_tells_where_the_key_is_and_what_it_locks(vidgenie, saved, home):
    code, output = vidgenie("status")

    assert code == 0
    assert output.split("\t")[:2] == ["1", "active"]
    assert "locks 1" in output
    assert str(home / "keys" / "master-1.key") in output


def test_status_of_a_locked_vault_names_what_to_put_right(vidgenie, saved, home):
    path = home / "keys" / "master-1.key"
    path.unlink()

    code, output = vidgenie("status")

    assert code == 1
    assert "PROBLEM: missing" in output
    assert f"master key 1 is missing; see {path}" in output


def test_rotate_replaces_the_key_and_says_what_to_back_up(vidgenie, saved, master, home):
    code, output = vidgenie("rotate")

    assert code == 0
    assert f"Back it up apart from the database: {home / 'keys' / 'master-2.key'}" in output
    assert [(v.number, v.state, v.rows) for v in master.report()] == [
        (1, "decrypt_only", 0),
        (2, "active", 1),
    ]


def test_rotate_can_only_finish(vidgenie, saved, master):
    master.rotate()

    code, _ = vidgenie("rotate", "--finish")

    assert code == 0
    assert [(v.number, v.rows) for v in master.report()] == [(1, 0), (2, 1)]


def test_rotate_tells_what_is_left(vidgenie, saved, home, master):
    master.rotate()
    (home / "keys" / "master-1.key").unlink()

    code, output = vidgenie("rotate", "--finish")

    assert code == 1
    assert "1 are still locked with an older one" in output


def test_no_key_is_ever_printed(vidgenie, saved, home):
    outputs = [vidgenie(*words)[1] for words in (("status",), ("rotate",), ("status",))]

    keys = [path.read_text().strip() for path in (home / "keys").iterdir()]
    assert len(keys) == 2
    assert not [key for key in keys if key in "".join(outputs)]


@pytest.mark.parametrize(("answer", "state"), [("y\n", "destroyed"), ("n\n", "decrypt_only")])
def test_a_key_is_destroyed_only_when_the_operator_is_sure(vidgenie, saved, master, answer, state):
    vidgenie("rotate")

    vidgenie("destroy", "1", answer=answer)

    assert master.report()[0].state == state
