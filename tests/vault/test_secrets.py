"""Keys come out as they went in, for their own Account and Provider only."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text
from sqlmodel import col

from tests.vault.conftest import ENVIRONMENT
from vidgenie.domain.ports.keys import KeyMode, KeyStatus
from vidgenie.errors import Conflict
from vidgenie.vault.crypto import Unreadable
from vidgenie.vault.secrets import Secrets
from vidgenie.vault.tables import DataKeyRow, SecretRow

KEY = "sk-canary-0123456789-abcd"
OTHER = "sk-canary-9876543210-wxyz"
THREADS = 16


@pytest.fixture
def put(transaction, secrets, now):
    def put(account="ana", provider="openai", key=KEY, *, revision=None, at=now):
        with transaction() as session:
            return secrets.put(session, account, provider, key, now=at, revision=revision)

    return put


@pytest.fixture
def opened(reading, secrets):
    def opened(account="ana", provider="openai"):
        with reading() as session:
            return secrets.open(session, account, provider)

    return opened


def count(transaction, table):
    with transaction() as session:
        return session.connection().execute(select(func.count()).select_from(table)).scalar_one()


def run(transaction, statement, **values):
    with transaction() as session:
        return session.connection().execute(text(statement), values)


def test_a_key_comes_out_as_it_went_in(put, opened):
    put()

    assert opened() == KEY


def test_there_is_no_key_where_none_was_put(put, opened):
    put()

    assert opened("bob") is None
    assert opened("ana", "luma") is None


def test_what_is_shown_of_a_key_does_not_hold_it(put):
    stored = put()

    assert (stored.last4, stored.mode, stored.status) == (
        "abcd",
        KeyMode.MANAGED,
        KeyStatus.UNCHECKED,
    )
    assert stored.blob == b""
    assert KEY not in repr(stored)


def test_of_a_short_key_nothing_is_shown(put):
    assert put(key="elevenchars").last4 == ""


def test_the_database_holds_no_byte_of_the_key(put, database, tmp_path):
    put()

    with database.connect() as connection:
        rows = [
            repr(tuple(row)).encode() + b"".join(v for v in row if isinstance(v, bytes))
            for table in ("vg_secret", "vg_data_key", "vg_master_key")
            for row in connection.exec_driver_sql(f"SELECT * FROM {table}")
        ]
    assert not [row for row in rows if b"canary" in row]


def test_another_key_is_another_revision_and_unchecked(put, transaction, secrets, now):
    first = put()
    with transaction() as session:
        secrets.mark(session, "ana", "openai", KeyStatus.VALID, detail="", now=now, key_id=first.id)
        secrets.touch(session, "ana", "openai", now)

    second = put(key=OTHER, at=now + timedelta(days=1))

    assert (second.revision, second.status, second.checked_at, second.used_at) == (
        2,
        KeyStatus.UNCHECKED,
        None,
        None,
    )
    assert second.id != first.id
    assert second.created_at == now + timedelta(days=1)


def test_the_same_key_again_keeps_what_is_known_of_it(put, opened, transaction, secrets, now):
    first = put()
    with transaction() as session:
        secrets.mark(session, "ana", "openai", KeyStatus.VALID, detail="", now=now, key_id=first.id)

    # A tab that has seen no key yet saves the very same one: nothing is lost, so no conflict.
    second = put(revision=0, at=now + timedelta(days=1))

    assert (second.id, second.revision, second.status, second.checked_at, second.created_at) == (
        first.id,
        1,
        KeyStatus.VALID,
        now,
        now,
    )
    assert opened() == KEY


def test_the_same_key_again_repairs_a_damaged_one(put, opened, transaction):
    put()
    run(transaction, "UPDATE vg_secret SET blob = :blob", blob=b"x" * 60)

    put()

    assert opened() == KEY


def test_two_tabs_that_save_do_not_overwrite_each_other(put, opened):
    seen = put().revision
    put(key=OTHER, revision=seen)

    with pytest.raises(Conflict) as caught:
        put(key="sk-third-key-000000000", revision=seen)

    assert caught.value.params == {"problem": "stale_version"}
    assert opened() == OTHER


@pytest.mark.parametrize("revision", [1, 7])
def test_a_key_that_was_deleted_is_not_replaced_by_mistake(put, opened, revision):
    with pytest.raises(Conflict):
        put(revision=revision)

    assert opened() is None


def test_the_first_key_of_an_account_that_has_seen_none(put, opened):
    put(revision=0)

    assert opened() == KEY


def test_what_was_found_out_about_a_replaced_key_is_dropped(put, transaction, secrets, now):
    tried = put()
    put(key=OTHER)

    with transaction() as session:
        secrets.mark(
            session,
            "ana",
            "openai",
            KeyStatus.INVALID,
            detail="key_refused",
            now=now,
            key_id=tried.id,
        )
        found = secrets.find(session, "ana", "openai")

    assert (found.status, found.detail) == (KeyStatus.UNCHECKED, "")


def test_what_was_found_out_about_a_key_is_kept(put, transaction, secrets, now):
    tried = put()

    with transaction() as session:
        secrets.mark(
            session,
            "ana",
            "openai",
            KeyStatus.INVALID,
            detail="no_credit",
            now=now,
            key_id=tried.id,
        )
        secrets.touch(session, "ana", "openai", now)
        found = secrets.find(session, "ana", "openai")

    assert (found.status, found.detail, found.checked_at, found.used_at) == (
        KeyStatus.INVALID,
        "no_credit",
        now,
        now,
    )


def test_keys_are_listed_by_provider_and_only_ones_own(put, transaction, secrets):
    for account, provider in (("ana", "veo"), ("ana", "luma"), ("bob", "openai")):
        put(account, provider)

    with transaction() as session:
        assert [key.provider for key in secrets.all(session, "ana")] == ["luma", "veo"]


def test_a_deleted_key_is_gone(put, opened, transaction, secrets):
    put()

    with transaction() as session:
        first = secrets.delete(session, "ana", "openai")
        again = secrets.delete(session, "ana", "openai")

    assert (first, again, opened()) == (True, False, None)


def test_a_sealed_key_is_kept_as_it_came_and_never_opened(transaction, secrets, opened, put, now):
    put()

    with transaction() as session:
        stored = secrets.put_sealed(
            session,
            "ana",
            "openai",
            secret_id="f" * 32,
            generation=3,
            blob=b"sealed",
            last4="abcd",
            now=now,
            revision=1,
        )

    assert (stored.mode, stored.blob, stored.generation, stored.revision, stored.id) == (
        KeyMode.SEALED,
        b"sealed",
        3,
        2,
        "f" * 32,
    )
    assert opened() is None


def test_the_id_of_another_key_is_not_taken(transaction, secrets, put, now):
    taken = put("bob").id

    with transaction() as session, pytest.raises(Conflict) as caught:
        secrets.put_sealed(
            session, "ana", "openai", secret_id=taken, generation=1, blob=b"x", last4="", now=now
        )

    assert caught.value.params == {"problem": "exists"}


def test_a_managed_key_takes_the_place_of_a_sealed_one(transaction, secrets, put, opened, now):
    with transaction() as session:
        secrets.put_sealed(
            session, "ana", "openai", secret_id="e" * 32, generation=1, blob=b"x", last4="", now=now
        )

    stored = put(revision=1)

    assert (stored.mode, stored.revision, opened()) == (KeyMode.MANAGED, 2, KEY)


def test_a_new_data_key_opens_everything_and_the_old_one_is_gone(
    put, opened, transaction, secrets, now
):
    before = [put(provider=provider) for provider in ("luma", "openai", "veo")]

    with transaction() as session:
        secrets.rotate_data_key(session, "ana", now)
        after = secrets.all(session, "ana")

    assert [opened(provider=key.provider) for key in after] == [KEY] * 3
    assert [key.generation for key in after] == [2, 2, 2]
    assert [(key.id, key.revision) for key in after] == [(key.id, key.revision) for key in before]
    assert count(transaction, DataKeyRow) == 1


def test_the_same_key_is_recognised_after_its_data_key_was_replaced(put, transaction, secrets, now):
    put()
    with transaction() as session:
        secrets.rotate_data_key(session, "ana", now)

    assert put().revision == 1


def test_a_damaged_key_keeps_the_data_key_it_needs(put, opened, transaction, secrets, now):
    put(provider="luma")
    put(provider="openai")
    good = run_scalar(transaction, "SELECT blob FROM vg_secret WHERE provider = 'luma'")
    run(transaction, "UPDATE vg_secret SET blob = :x WHERE provider = 'luma'", x=b"x" * 60)

    with transaction() as session:
        secrets.rotate_data_key(session, "ana", now)

    assert opened() == KEY
    run(transaction, "UPDATE vg_secret SET blob = :x WHERE provider = 'luma'", x=good)
    assert opened(provider="luma") == KEY


def run_scalar(transaction, statement):
    with transaction() as session:
        return session.connection().execute(text(statement)).scalar_one()


def test_a_damaged_data_key_gets_a_successor(put, opened, transaction):
    put(provider="luma")
    run(transaction, "UPDATE vg_data_key SET wrapped = :x", x=b"x" * 60)

    put()

    assert opened() == KEY
    with pytest.raises(Unreadable):
        opened(provider="luma")
    assert count(transaction, DataKeyRow) == 2


def test_shredding_leaves_nothing_of_one_account_and_all_of_another(
    put, opened, transaction, secrets
):
    put()
    put(provider="luma")
    put("bob")

    with transaction() as session:
        gone = secrets.shred(session, "ana")

    assert (gone, opened(), opened("bob")) == (2, None, KEY)
    assert (count(transaction, DataKeyRow), count(transaction, SecretRow)) == (1, 1)


def test_a_key_from_a_backup_does_not_open_once_its_account_was_shredded(
    put, opened, transaction, secrets
):
    put()
    with transaction() as session:
        backup = dict(session.connection().execute(select(SecretRow.__table__)).one()._mapping)
        secrets.shred(session, "ana")

    with transaction() as session:
        session.connection().execute(SecretRow.__table__.insert().values(backup))

    with pytest.raises(Unreadable):
        opened()
    # Nor with the data key of a later time.
    put(provider="luma")
    with pytest.raises(Unreadable):
        opened()


def test_first_keys_put_at_once_share_one_data_key(put, opened, transaction):
    providers = [f"p{n}" for n in range(THREADS)]

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda provider: put(provider=provider), providers))

    assert [opened(provider=provider) for provider in providers] == [KEY] * THREADS
    assert count(transaction, DataKeyRow) == 1


def test_of_many_that_replace_the_same_key_at_once_one_wins(put, opened):
    seen = put().revision

    def save(n):
        try:
            return put(key=f"sk-replacement-{n:08}", revision=seen)
        except Conflict:
            return None

    with ThreadPoolExecutor(THREADS) as pool:
        saved = [key for key in pool.map(save, range(THREADS)) if key]

    assert len(saved) == 1
    assert opened().endswith(saved[0].last4)


def test_saving_and_replacing_the_data_key_at_once_loses_nothing(
    put, opened, transaction, secrets, now
):
    put()

    def turn(n):
        if n % 2:
            return put(provider=f"p{n}")
        with transaction() as session:
            return secrets.rotate_data_key(session, "ana", now)

    def read(_):
        return opened()

    with ThreadPoolExecutor(THREADS) as pool:
        turns = [pool.submit(turn, n) for n in range(20)]
        reads = list(pool.map(read, range(40)))
        for turn_ in turns:
            turn_.result()

    assert reads == [KEY] * 40
    assert [opened(provider=f"p{n}") for n in range(1, 20, 2)] == [KEY] * 10


@given(
    account=st.text("abcdef0123456789", min_size=1, max_size=32),
    provider=st.text("abcdefghij-_", min_size=1, max_size=40),
    key=st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=8, max_size=2000),
)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_key_of_anybody_for_any_provider(put, opened, account, provider, key):
    put(account, provider, key)

    assert opened(account, provider) == key


def test_a_key_of_one_environment_does_not_open_in_another(put, master, reading):
    """Even with the same master key at hand, and the database copied."""
    put()

    with reading() as session, pytest.raises(Unreadable):
        Secrets(master, f"not {ENVIRONMENT}").open(session, "ana", "openai")


def test_a_stored_key_belongs_to_a_column_that_no_export_shows():
    columns = {*SecretRow.__table__.columns, *DataKeyRow.__table__.columns}

    hidden = {column.name for column in columns if column.info.get("secret")}

    assert hidden == {"blob", "fingerprint", "wrapped", "commit_tag"}
    assert col(SecretRow.last4).info == {}
