"""Master keys are replaced while everybody works; an interruption or a race breaks nothing."""

import base64
import secrets as random
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from tests.vault.conftest import ENVIRONMENT
from vidgenie.errors import InvalidInput, VaultLocked
from vidgenie.vault.recipients import Epochs
from vidgenie.vault.secrets import Secrets

HERE = b"a context"
ACCOUNTS = [f"account-{n}" for n in range(7)]
KEY = "sk-0123456789abcdef"
LATER = timedelta(days=90)


def encoded():
    return base64.b64encode(random.token_bytes(32)).decode()


def states(master):
    return [(version.number, version.state, version.rows) for version in master.report()]


def retired(master):
    return [version.number for version in master.report() if version.retired_at]


@pytest.fixture
def saved(transaction, secrets, now):
    """Seven accounts with a key."""
    with transaction() as session:
        for account in ACCOUNTS:
            secrets.put(session, account, "openai", KEY, now=now)


@pytest.fixture
def opened(reading):
    """What all of them read, through these master keys."""

    def opened(master):
        with reading() as session:
            secrets = Secrets(master, ENVIRONMENT)
            return {secrets.open(session, account, "openai") for account in ACCOUNTS}

    return opened


def test_a_rotation_locks_with_the_new_key_and_opens_with_the_old_one(
    saved, master, opened, transaction
):
    assert master.rotate() == 2

    assert opened(master) == {KEY}
    assert states(master) == [(1, "decrypt_only", 7), (2, "active", 0)]
    with transaction() as session:
        assert master.wrap(session, b"x", HERE)[0] == 2


def test_then_everything_is_locked_again_and_the_old_version_retires(saved, master, opened, home):
    master.rotate()

    assert master.rewrap(batch=3) == 0

    assert states(master) == [(1, "decrypt_only", 0), (2, "active", 7)]
    assert retired(master) == [1]
    assert opened(master) == {KEY}
    # Backups of the database need it.
    assert (home / "keys" / "master-1.key").exists()


def test_after_that_the_old_key_is_needed_no_more(saved, master, opened, process, home):
    master.rotate()
    master.rewrap()
    (home / "keys" / "master-1.key").unlink()

    later = process()

    assert later.fault() is None
    assert opened(later) == {KEY}


def test_keys_of_epochs_are_locked_again_too(master, transaction, now, process):
    with transaction() as session:
        epoch = Epochs(master, ENVIRONMENT).current(session, now)
    master.rotate()

    assert states(master)[0] == (1, "decrypt_only", 1)
    assert master.rewrap() == 0

    with transaction() as session:
        assert Epochs(process(), ENVIRONMENT).opener(session, epoch.id) is not None


def test_another_process_goes_on_without_being_told(saved, master, opened, process, transaction):
    other = process()
    assert opened(other) == {KEY}

    master.rotate()
    master.rewrap()

    assert opened(other) == {KEY}
    with transaction() as session:
        assert other.wrap(session, b"x", HERE)[0] == 2


def test_a_key_is_due_after_ninety_days(master):
    start = master.report()[0].activated_at

    assert not master.is_due(start + LATER - timedelta(seconds=1))
    assert master.is_due(start + LATER)
    assert not master.is_due(start - timedelta(days=1))


def test_upkeep_rotates_when_it_is_due_and_once(saved, master, opened):
    start = master.report()[0].activated_at

    master.upkeep(start + timedelta(days=89))
    assert states(master) == [(1, "active", 7)]

    for _ in range(3):
        master.upkeep(start + LATER)
    assert states(master) == [(1, "decrypt_only", 0), (2, "active", 7)]
    assert opened(master) == {KEY}

    master.upkeep(start + 2 * LATER)
    assert states(master)[-1] == (3, "active", 7)
    assert retired(master) == [1, 2]


def test_processes_that_find_it_due_together_rotate_once(saved, process, opened):
    processes = [process() for _ in range(6)]
    now = datetime.now(tz=UTC) + LATER
    together = threading.Barrier(len(processes))

    def upkeep(one):
        together.wait()
        one.upkeep(now)

    with ThreadPoolExecutor(len(processes)) as pool:
        list(pool.map(upkeep, processes))
    processes[0].upkeep(now)  # what one left to another that had it in hand

    assert states(processes[0]) == [(1, "decrypt_only", 0), (2, "active", 7)]
    assert opened(processes[1]) == {KEY}


def test_upkeep_finishes_what_was_interrupted(saved, master, process):
    master.rotate()

    process().upkeep(datetime.now(tz=UTC))

    assert states(master) == [(1, "decrypt_only", 0), (2, "active", 7)]
    assert retired(master) == [1]


def test_a_key_file_that_was_made_but_never_used_is_used_next(saved, master, process, home):
    """The process was killed between the file and the database."""
    left = master._source.make(2)

    process().rotate()

    assert master._source.find(2) == left
    assert [path.name for path in sorted((home / "keys").iterdir())] == [
        "master-1.key",
        "master-2.key",
    ]


def test_a_restored_database_finds_its_keys(saved, master, database, opened, process):
    """It is as old as its backup; the newer key is in the folder already."""
    master.rotate()
    master.rewrap()
    with database.begin() as connection:
        connection.exec_driver_sql("DELETE FROM vg_secret")
        connection.exec_driver_sql("DELETE FROM vg_data_key")
        connection.exec_driver_sql("DELETE FROM vg_master_key WHERE version = 2")
        connection.exec_driver_sql(
            "UPDATE vg_master_key SET state = 'active', retired_at = NULL WHERE version = 1"
        )
    restored = process()

    restored.start()

    assert restored.fault() is None
    assert restored.rotate() == 2


def test_a_damaged_row_stays_and_is_counted(
    *, saved, master, opened, transaction, reading, secrets
):
    bad = "UPDATE vg_data_key SET wrapped = :x WHERE account_id = 'account-3'"
    with transaction() as session:
        session.connection().execute(text(bad), {"x": b"x" * 60})
    master.rotate()

    assert master.rewrap(batch=2) == 1

    assert states(master) == [(1, "decrypt_only", 1), (2, "active", 6)]
    assert retired(master) == []
    with reading() as session:
        assert secrets.open(session, "account-6", "openai") == KEY


def test_a_missing_old_key_keeps_what_it_locked_and_stops_nothing_else(
    *, saved, master, process, home, transaction, now
):
    master.rotate()
    (home / "keys" / "master-1.key").unlink()
    later = process()

    assert later.fault().params["version"] == 1
    assert later.rewrap() == 7
    with transaction() as session:
        Secrets(later, ENVIRONMENT).put(session, "new", "openai", KEY, now=now)
    with transaction() as session, pytest.raises(VaultLocked):
        Secrets(later, ENVIRONMENT).open(session, ACCOUNTS[0], "openai")
    assert states(later) == [(1, "decrypt_only", 7), (2, "active", 1)]


@pytest.mark.parametrize(
    "database_kind", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
def test_nothing_is_locked_with_a_version_that_was_just_replaced(master, process, transaction, now):
    """Who is about to store something holds the version; a rotation waits for him."""
    other = process()
    secrets = Secrets(other, ENVIRONMENT)
    with ThreadPoolExecutor(1) as pool:
        with transaction() as session:
            secrets.put(session, "ana", "openai", KEY, now=now)
            rotated = pool.submit(master.rotate)
            with transaction() as watcher:
                waits = "SELECT count(*) FROM pg_locks WHERE NOT granted"
                while watcher.connection().execute(text(waits)).scalar_one() == 0:
                    assert not rotated.done()
        rotated.result(timeout=30)

    assert states(master) == [(1, "decrypt_only", 1), (2, "active", 0)]
    assert master.rewrap() == 0


def test_writers_and_readers_notice_nothing_of_many_rotations(
    *, saved, master, process, transaction, opened, now
):
    stop = threading.Event()

    def write(n):
        secrets = Secrets(process(), ENVIRONMENT)
        while not stop.is_set():
            with transaction() as session:
                secrets.put(session, ACCOUNTS[n], "openai", KEY, now=now)
            with transaction() as session:
                secrets.put(session, random.token_hex(8), "openai", KEY, now=now)
            with transaction() as session:
                secrets.rotate_data_key(session, ACCOUNTS[n + 2], now)

    def read(_):
        mine, found = process(), set()
        while not stop.is_set():
            found |= opened(mine)
        return found

    with ThreadPoolExecutor(4) as pool:
        writers = [pool.submit(write, n) for n in range(2)]
        readers = [pool.submit(read, n) for n in range(2)]
        try:
            for _ in range(5):
                master.rotate()
                master.rewrap(batch=5)
        finally:
            stop.set()
        assert {key for reader in readers for key in reader.result()} == {KEY}
        for writer in writers:
            writer.result()

    assert master.rewrap() == 0
    assert retired(master) == [1, 2, 3, 4, 5]


def test_keys_from_the_environment_are_replaced_by_the_operator(
    process, transaction, reading, now, caplog
):
    first, second = encoded(), encoded()
    keys = process(first)
    keys.start()
    with transaction() as session:
        Secrets(keys, ENVIRONMENT).put(session, "ana", "openai", KEY, now=now)

    keys.upkeep(datetime.now(tz=UTC) + LATER)
    keys.upkeep(datetime.now(tz=UTC) + LATER)

    assert states(keys) == [(1, "active", 1)]
    assert caplog.text.count("2:NEW,1:PRESENT") == 1
    with pytest.raises(InvalidInput, match="2:NEW,1:PRESENT"):
        keys.rotate()

    keys = process(f"2:{second},1:{first}")
    keys.start()
    assert states(keys) == [(1, "active", 1)]
    assert keys.rotate() == 2
    assert keys.rewrap() == 0

    with reading() as session:
        assert Secrets(process(f"2:{second}"), ENVIRONMENT).open(session, "ana", "openai") == KEY
    assert process(f"2:{second}").fault() is None
    assert first not in caplog.text
    assert second not in caplog.text


def test_a_process_that_was_given_only_the_old_key_says_so(process, transaction):
    first = encoded()
    process(first).start()
    process(f"2:{encoded()},1:{first}").rotate()

    behind = process(first)

    assert behind.fault().params == {
        "problem": "missing",
        "variable": "VIDGENIE_MASTER_KEY",
        "version": 2,
    }
    with pytest.raises(VaultLocked), transaction() as session:
        behind.wrap(session, b"x", HERE)


def test_a_retired_key_can_be_destroyed(saved, master, opened, home):
    master.rotate()
    master.rewrap()

    master.destroy(1)

    assert not (home / "keys" / "master-1.key").exists()
    assert states(master) == [(1, "destroyed", 0), (2, "active", 7)]
    assert master.fault() is None
    assert opened(master) == {KEY}
    assert master.rotate() == 3


@pytest.mark.parametrize("number", [1, 2, 9])
def test_a_key_that_is_needed_cannot(saved, master, home, number):
    master.rotate()

    with pytest.raises(InvalidInput) as caught:
        master.destroy(number)

    assert caught.value.params["problem"] == "in_use"
    assert (home / "keys" / "master-1.key").exists()


def test_a_backup_opens_with_the_key_of_its_time_until_that_is_destroyed(
    *, saved, master, process, transaction, database, reading, secrets
):
    with database.connect() as connection:
        backup = connection.exec_driver_sql(
            "SELECT wrapped, commit_tag FROM vg_data_key WHERE account_id = 'account-0'"
        ).one()
        row = connection.exec_driver_sql(
            "SELECT * FROM vg_secret WHERE account_id = 'account-0'"
        ).one()
    with transaction() as session:
        secrets.shred(session, "account-0")
    master.rotate()
    master.rewrap()

    restore = text(
        "INSERT INTO vg_data_key VALUES ('account-0', 1, 1, :wrapped, :tag, :created_at)"
    )
    columns = ", ".join(f":{name}" for name in row._mapping)
    with transaction() as session:
        session.connection().execute(
            restore, {"wrapped": backup[0], "tag": backup[1], "created_at": row.created_at}
        )
        session.connection().execute(
            text(f"INSERT INTO vg_secret VALUES ({columns})"), dict(row._mapping)
        )

    with reading() as session:
        assert Secrets(process(), ENVIRONMENT).open(session, "account-0", "openai") == KEY
    master._source.destroy(1)
    with reading() as session, pytest.raises(VaultLocked):
        Secrets(process(), ENVIRONMENT).open(session, "account-0", "openai")
