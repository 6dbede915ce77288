"""The master key is replaced while people work, and whoever does it is killed: nobody notices."""

import os
import secrets as random
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select
from sqlmodel import col

import vidgenie
from tests.crash.rewrapper import ENVIRONMENT, master_keys
from vidgenie import db
from vidgenie.vault.crypto import context, derive, seal
from vidgenie.vault.rewrap import data_key_context
from vidgenie.vault.secrets import Secrets
from vidgenie.vault.tables import DataKeyRow, SecretRow

ACCOUNTS = 10_000
READERS = 2
WRITERS = 2
PAUSE = 0.005  # seconds between two things somebody does: the processors are for all of them


def key_of(number):
    return f"sk-account-{number:08}"


def fill(engine, master):
    """An account a row, each with a key; as `Secrets.put` would, but all at once."""
    now = datetime.now(tz=UTC)
    with db.transactions(engine)() as session:
        lock = master._key(master._active(session))
        data_keys, keys = [], []
        for number in range(ACCOUNTS):
            account, key_id, data_key = str(number), f"{number:032x}", os.urandom(32)
            bound_to = context(ENVIRONMENT, "secret", account, "openai", key_id, "1")
            data_keys.append(
                DataKeyRow(
                    account_id=account,
                    generation=1,
                    master_version=1,
                    wrapped=seal(lock, data_key, data_key_context(ENVIRONMENT, account, 1)),
                    commit_tag=derive(data_key, "vg/dek-commit", 16),
                    created_at=now,
                ).model_dump()
            )
            keys.append(
                SecretRow(
                    id=key_id,
                    account_id=account,
                    provider="openai",
                    mode="managed",
                    generation=1,
                    blob=seal(data_key, key_of(number).encode(), bound_to),
                    fingerprint=b"",
                    last4="",
                    status="unchecked",
                    revision=1,
                    created_at=now,
                    updated_at=now,
                ).model_dump()
            )
        session.connection().execute(insert(DataKeyRow), data_keys)
        session.connection().execute(insert(SecretRow), keys)


def left(engine):
    """Data keys that are not locked with version 2."""
    query = select(func.count()).where(col(DataKeyRow.master_version) != 2)
    with db.reader(engine)() as session:
        return session.connection().execute(query).scalar_one()


@contextmanager
def people(engine, home):
    """Readers, and writers that save keys, add accounts, replace data keys; what they did."""
    stop, done = threading.Event(), {"reads": 0, "writes": 0}
    transaction, reading = db.transactions(engine), db.reader(engine)

    def read():
        secrets = Secrets(master_keys(engine, home), ENVIRONMENT)
        while not stop.wait(PAUSE):
            number = random.randbelow(ACCOUNTS)
            with reading() as session:
                assert secrets.open(session, str(number), "openai") == key_of(number)
            done["reads"] += 1

    def write():
        secrets = Secrets(master_keys(engine, home), ENVIRONMENT)
        while not stop.wait(PAUSE):
            now, number = datetime.now(tz=UTC), random.randbelow(ACCOUNTS)
            with transaction() as session:
                secrets.put(session, str(number), "luma", key_of(number), now=now)
            with transaction() as session:
                secrets.put(session, random.token_hex(16), "openai", key_of(0), now=now)
            with transaction() as session:
                secrets.rotate_data_key(session, str(number), now)
            done["writes"] += 3

    with ThreadPoolExecutor(READERS + WRITERS) as pool:
        working = [pool.submit(work) for work in [read] * READERS + [write] * WRITERS]
        try:
            yield done
        finally:
            stop.set()
        for work in working:
            work.result()


@contextmanager
def rewrapper(url, home):
    """Starts, one after the other, processes that lock everything again."""
    env = os.environ | {"PYTHONPATH": str(Path(vidgenie.__file__).parents[1])}
    script = str(Path(__file__).with_name("rewrapper.py"))
    with subprocess.Popen(
        [sys.executable, script, url, str(home)],
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:

        def start():
            process.stdin.write("go\n")
            process.stdin.flush()
            return int(process.stdout.readline())

        yield start, lambda: int(process.stdout.readline())
        process.stdin.close()


@pytest.mark.crash
def test_whoever_locks_everything_again_is_killed_twice_and_nobody_notices(
    database, database_url, tmp_path
):
    home = tmp_path / "home"
    master = master_keys(database, home)
    master.start()
    fill(database, master)
    begin = time.monotonic()

    with rewrapper(database_url, home) as (start, ended), people(database, home) as done:
        stages = [left(database)]
        for fewer in (0.8, 0.4):
            one = start()
            while left(database) > ACCOUNTS * fewer:
                os.kill(one, 0)  # it is at work
            os.kill(one, signal.SIGKILL)
            assert ended() == signal.SIGKILL
            stages.append(left(database))
        start()
        assert ended() == 0
        stages.append(left(database))
        seconds = time.monotonic() - begin

    print(f"{stages} left after {seconds:.1f} s, {done}")
    assert stages[0] > stages[1] > stages[2] > stages[3] == 0
    assert min(done.values()) > 0
    assert [(v.number, v.state) for v in master.report()] == [(1, "decrypt_only"), (2, "active")]
    assert master.report()[0].retired_at is not None
    # The old key is needed no more: everything opens without it.
    (home / "keys" / "master-1.key").unlink()
    secrets = Secrets(master_keys(database, home), ENVIRONMENT)
    with db.reader(database)() as session:
        for number in range(0, ACCOUNTS, 97):
            assert secrets.open(session, str(number), "openai") == key_of(number)
