"""Master keys: made once, proved before use; a wrong one locks the vault and changes nothing."""

import base64
import logging
import os
import secrets as random
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlmodel import SQLModel

import vidgenie
from tests.vault.conftest import ENVIRONMENT
from vidgenie.errors import VaultLocked
from vidgenie.vault.crypto import Unreadable
from vidgenie.vault.secrets import Secrets

SECRET = b"the data key of somebody"
HERE = b"a context"
VARIABLE = "VIDGENIE_MASTER_KEY"


def encoded(key=None, *, url=False):
    encode = base64.urlsafe_b64encode if url else base64.b64encode
    return encode(key or random.token_bytes(32)).decode()


def tables(database):
    """Everything that is stored."""
    with database.connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(table.select())))
            for table in SQLModel.metadata.sorted_tables
        }


def files(home):
    return {str(path): path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file()}


def told(fault):
    assert isinstance(fault, VaultLocked)
    return fault.params["problem"], fault.params["variable"], fault.params["version"]


@pytest.fixture
def locked(transaction, master):
    """Something that version 1 locked."""
    with transaction() as session:
        return master.wrap(session, SECRET, HERE)


def test_the_first_start_makes_a_key_for_its_owner_only(master, home):
    path = home / "keys" / "master-1.key"

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert len(base64.b64decode(path.read_text())) == 32
    assert [child.name for child in path.parent.iterdir()] == [path.name]
    assert master.fault() is None


def test_where_it_is_is_told_once_and_never_what_it_is(process, home, caplog):
    caplog.set_level(logging.DEBUG)

    process().start()
    process().start()

    path = home / "keys" / "master-1.key"
    hints = [record for record in caplog.records if str(path) in record.getMessage()]
    assert [record.levelno for record in hints] == [logging.INFO]
    assert "Back it up" in hints[0].getMessage()
    key = path.read_text().strip()
    assert key not in caplog.text
    assert base64.b64decode(key).hex() not in caplog.text


def test_a_second_start_changes_nothing(master, process, database, home):
    before = tables(database), files(home)

    process().start()

    assert (tables(database), files(home)) == before


def test_what_one_process_locks_another_opens(process, locked):
    assert process().unwrap(*locked, HERE) == SECRET


def test_it_opens_in_its_context_only(master, locked):
    with pytest.raises(Unreadable):
        master.unwrap(*locked, b"elsewhere")


@pytest.mark.parametrize("url", [False, True])
@pytest.mark.parametrize("padded", [False, True])
def test_a_key_from_the_environment_makes_no_file(process, transaction, home, url, padded):
    given = encoded(b"\xfb\xff" * 16, url=url)
    keys = process(given if padded else given.rstrip("="))

    keys.start()

    with transaction() as session:
        assert keys.wrap(session, SECRET, HERE)[0] == 1
    assert keys.fault() is None
    assert not home.exists()


def test_the_highest_of_several_keys_is_the_first_in_use(process, transaction):
    keys = process(f"1:{encoded()}, 3:{encoded()}\n")
    keys.start()

    with transaction() as session:
        assert keys.wrap(session, SECRET, HERE)[0] == 3


def test_a_key_may_move_from_its_file_to_the_environment(process, home, locked):
    moved = process((home / "keys" / "master-1.key").read_text())
    moved.start()

    assert moved.fault() is None
    assert moved.unwrap(*locked, HERE) == SECRET


MALFORMED = {
    "words": "correct horse battery staple",
    "short": encoded(b"x" * 31),
    "long": encoded(b"x" * 33),
    "hex": "ab" * 32,
    "other letters": encoded()[:-4] + "é*? ",
    "no number": f"x:{encoded()}",
    "number zero": f"0:{encoded()}",
    "no key": "1:",
    "one of two": f"2:{encoded()},1:abc",
    "the same number twice": f"1:{encoded()},1:{encoded()}",
    "the same key twice": ",".join(f"{n}:{encoded(b'k' * 32)}" for n in (1, 2)),
    "only a comma": ",:,",
}


@pytest.mark.parametrize("given", MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_variable_is_named_and_makes_no_key(process, database, home, given, caplog):
    keys = process(given)

    keys.start()

    assert told(keys.fault()) == ("malformed", VARIABLE, 1)
    assert tables(database)["vg_master_key"] == []
    assert not home.exists()
    assert given not in caplog.text


def wrong_keys(home):
    """How a master key can be wrong: what to give, what to do to the file -> what is told."""
    path = home / "keys" / "master-1.key"
    return {
        "file is gone": ("", path.unlink, ("missing", str(path), 1)),
        "file of another": (
            "",
            lambda: path.write_text(encoded()),
            ("wrong", str(path), 1),
        ),
        "file is damaged": ("", lambda: path.write_text("?"), ("malformed", str(path), 1)),
        "file is empty": ("", lambda: path.write_bytes(b""), ("malformed", str(path), 1)),
        "file is binary": (
            "",
            lambda: path.write_bytes(b"\xff" * 32),
            ("malformed", str(path), 1),
        ),
        "folder is gone": (
            "",
            lambda: (path.unlink(), path.parent.rmdir()),
            ("missing", str(path), 1),
        ),
        "variable of another": (encoded(), lambda: None, ("wrong", VARIABLE, 1)),
        "variable has only a newer one": (
            f"2:{encoded()}",
            lambda: None,
            ("missing", VARIABLE, 1),
        ),
        "variable is malformed": ("hello", lambda: None, ("malformed", VARIABLE, 1)),
    }


@pytest.mark.parametrize("case", wrong_keys(Path()))
def test_a_wrong_master_key_is_told_and_nothing_is_overwritten(
    *, process, transaction, database, home, now, master, case, caplog
):
    saved = Secrets(master, ENVIRONMENT)
    with transaction() as session:
        saved.put(session, "ana", "openai", "sk-0123456789abcdef", now=now)
    given, harm, expected = wrong_keys(home)[case]
    harm()
    before = tables(database), files(home)

    keys = process(given)
    keys.start()
    keys.upkeep(now)

    assert told(keys.fault()) == expected
    secrets = Secrets(keys, ENVIRONMENT)
    for account in ("ana", "bob"):
        with pytest.raises(VaultLocked) as caught, transaction() as session:
            secrets.put(session, account, "luma", "sk-another-key-0001", now=now)
        assert told(caught.value) == expected
    with pytest.raises(VaultLocked), transaction() as session:
        secrets.rotate_data_key(session, "ana", now)
    with pytest.raises(VaultLocked), transaction() as session:
        secrets.open(session, "ana", "openai")
    for act in (keys.rotate, keys.rewrap):
        with pytest.raises(VaultLocked):
            act()
    assert (tables(database), files(home)) == before
    assert expected[1] in caplog.text


def test_a_copy_of_the_database_does_not_open_in_another_environment(
    process, locked, database, home
):
    before = tables(database), files(home)
    staging = process(environment="staging")

    staging.start()

    assert told(staging.fault()) == ("wrong", "VIDGENIE_ENVIRONMENT", 1)
    with pytest.raises(VaultLocked):
        staging.unwrap(*locked, HERE)
    assert (tables(database), files(home)) == before


def test_not_even_when_the_database_is_made_to_say_so(process, locked, database, home):
    with database.begin() as connection:
        connection.exec_driver_sql("UPDATE vg_master_key SET environment = 'staging'")

    fault = process(environment="staging").fault()

    assert told(fault) == ("wrong", str(home / "keys" / "master-1.key"), 1)


def test_a_key_that_is_put_back_unlocks_without_a_restart(process, locked, home, master):
    path = home / "keys" / "master-1.key"
    away = path.rename(home / "away")
    keys = process()
    keys.start()
    assert told(keys.fault())[0] == "missing"

    away.rename(path)

    assert keys.fault() is None
    assert keys.unwrap(*locked, HERE) == SECRET


def test_a_key_from_before_the_database_was_lost_is_used_again(process, home):
    folder = home / "keys"
    folder.mkdir(parents=True)
    key = f"{encoded()}\n".encode()
    (folder / "master-1.key").write_bytes(key)
    (folder / "notes.txt").write_text("not a key")

    keys = process()
    keys.start()

    assert keys.fault() is None
    assert (folder / "master-1.key").read_bytes() == key


def test_a_folder_that_cannot_be_written_locks_the_vault_and_stops_nothing(
    process, database, home, caplog
):
    home.mkdir()
    (home / "keys").write_text("a file in the way")

    keys = process()
    keys.start()

    assert told(keys.fault()) == ("missing", str(home / "keys" / "master-1.key"), 1)
    assert tables(database)["vg_master_key"] == []


def test_a_key_that_others_can_read_is_reported(process, master, home, caplog):
    (home / "keys" / "master-1.key").chmod(0o644)

    assert process().fault() is None

    assert "chmod 600" in caplog.text


def test_before_the_first_start_nothing_is_locked_with_anything(process, transaction):
    keys = process()

    assert told(keys.fault())[0] == "missing"
    with pytest.raises(VaultLocked), transaction() as session:
        keys.wrap(session, SECRET, HERE)


def test_processes_that_start_together_make_one_key(database, database_url, home, process):
    command = [sys.executable, str(Path(__file__).with_name("first_start.py"))]
    env = os.environ | {"PYTHONPATH": str(Path(vidgenie.__file__).parents[1])}
    processes = [
        subprocess.Popen(
            [*command, database_url, str(home)],
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for one in processes:
        assert one.stdout.readline() == "ready\n"
    for one in processes:
        one.stdin.write("go\n")
        one.stdin.flush()

    printed = [one.communicate(timeout=60)[0].split() for one in processes]

    assert [path.name for path in (home / "keys").iterdir()] == ["master-1.key"]
    keys = process()
    for version, blob in printed:
        assert keys.unwrap(int(version), bytes.fromhex(blob), b"here") == b"secret"
