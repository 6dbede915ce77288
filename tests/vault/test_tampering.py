"""Whoever can write to the database gets no key opened in another place, nor changes one unseen."""

import pytest
from sqlalchemy import text

from vidgenie.errors import VaultLocked
from vidgenie.vault.crypto import Unreadable

KEYS = {
    ("ana", "openai"): "sk-ana-openai-0001",
    ("ana", "luma"): "sk-ana-luma-000002",
    ("bob", "openai"): "sk-bob-openai-0003",
}
TABLES = {"blob": "vg_secret", "wrapped": "vg_data_key", "commit_tag": "vg_data_key"}


@pytest.fixture
def session(transaction, secrets, now):
    """A transaction in which three keys were saved; nothing of it is kept."""
    with transaction() as session:
        for (account, provider), key in KEYS.items():
            secrets.put(session, account, provider, key, now=now)
        yield session
        session.rollback()


@pytest.fixture
def run(session):
    return lambda statement, **values: session.connection().execute(text(statement), values)


@pytest.fixture
def opens(session, secrets):
    def opens(account="ana", provider="openai"):
        try:
            return secrets.open(session, account, provider)
        except (Unreadable, VaultLocked) as error:
            return type(error)

    return opens


@pytest.mark.parametrize("column", TABLES)
def test_every_bit_that_is_flipped_is_noticed(run, opens, column):
    table = TABLES[column]
    where = f"{table} SET {column} = :value WHERE account_id = 'bob'"
    good = run(f"SELECT {column} FROM {table} WHERE account_id = 'bob'").scalar_one()

    for bit in range(len(good) * 8):
        bad = bytearray(good)
        bad[bit // 8] ^= 1 << bit % 8
        run(f"UPDATE {where}", value=bytes(bad))

        assert opens("bob") is Unreadable, bit

    run(f"UPDATE {where}", value=good)
    assert opens("bob") == KEYS["bob", "openai"]


@pytest.mark.parametrize("column", TABLES)
@pytest.mark.parametrize("length", [0, 1, 12, -1])
def test_what_is_cut_short_is_noticed(run, opens, column, length):
    table = TABLES[column]
    good = run(f"SELECT {column} FROM {table} WHERE account_id = 'bob'").scalar_one()

    run(f"UPDATE {table} SET {column} = :value WHERE account_id = 'bob'", value=good[:length])

    assert opens("bob") is Unreadable


def swap(run, table, columns, one, other):
    """Exchange columns of two rows; the rows are given as conditions."""
    query = f"SELECT {', '.join(columns)} FROM {table} WHERE "
    values = [run(query + where).one() for where in (one, other)]
    for where, row in zip((other, one), values, strict=True):
        sets = ", ".join(f"{column} = :{column}" for column in columns)
        run(f"UPDATE {table} SET {sets} WHERE {where}", **dict(zip(columns, row, strict=True)))


ANA = "account_id = 'ana' AND provider = 'openai'"
BOB = "account_id = 'bob' AND provider = 'openai'"
LUMA = "account_id = 'ana' AND provider = 'luma'"
CONTENT = ("blob", "generation", "fingerprint", "last4")


@pytest.mark.parametrize("columns", [("blob",), CONTENT])
@pytest.mark.parametrize("other", [BOB, LUMA], ids=["account", "provider"])
def test_a_blob_moved_to_another_row_does_not_open(run, opens, columns, other):
    swap(run, "vg_secret", columns, ANA, other)

    assert opens() is Unreadable


def test_nor_does_a_row_that_is_given_to_another_account(run, opens):
    run(f"DELETE FROM vg_secret WHERE {ANA}")

    run(f"UPDATE vg_secret SET account_id = 'ana' WHERE {BOB}")

    assert opens() is Unreadable


def test_not_even_together_with_its_data_key(run, opens):
    run("DELETE FROM vg_secret WHERE account_id = 'ana'")
    run("DELETE FROM vg_data_key WHERE account_id = 'ana'")

    run("UPDATE vg_secret SET account_id = 'ana' WHERE account_id = 'bob'")
    run("UPDATE vg_data_key SET account_id = 'ana' WHERE account_id = 'bob'")

    assert opens() is Unreadable


def test_a_key_that_is_said_to_be_for_another_provider_does_not_open(run, opens):
    run(f"UPDATE vg_secret SET provider = 'evil' WHERE {ANA}")

    assert opens(provider="evil") is Unreadable


def test_an_older_key_put_back_does_not_open(run, opens, session, secrets, now):
    old = run(f"SELECT blob FROM vg_secret WHERE {ANA}").scalar_one()
    secrets.put(session, "ana", "openai", "sk-the-new-key-00001", now=now)

    run(f"UPDATE vg_secret SET blob = :old WHERE {ANA}", old=old)

    assert opens() is Unreadable


def test_a_data_key_said_to_be_of_another_generation_does_not_open(run, opens):
    run("UPDATE vg_data_key SET generation = 2 WHERE account_id = 'ana'")
    run("UPDATE vg_secret SET generation = 2 WHERE account_id = 'ana'")

    assert opens() is Unreadable


def test_a_master_version_that_never_was_is_missing(run, opens):
    run("UPDATE vg_data_key SET master_version = 9 WHERE account_id = 'ana'")

    assert opens() is VaultLocked


def test_a_data_key_that_is_gone_takes_the_keys_with_it(run, opens):
    run("DELETE FROM vg_data_key WHERE account_id = 'ana'")

    assert opens() is Unreadable
    assert opens("bob") == KEYS["bob", "openai"]
