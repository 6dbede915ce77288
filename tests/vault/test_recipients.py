"""Whom browsers seal to: key pairs of hours and of processes, and their end."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlmodel import col, select, update

from tests.vault.sealed_parts import HOUR, MINUTE, NOW, SECOND, master_keys
from vidgenie.vault import hpke, recipients
from vidgenie.vault.crypto import Unreadable
from vidgenie.vault.recipients import EPOCH_LENGTH, SIGN, BootKey, Epochs
from vidgenie.vault.sealed_tables import RecipientRow


@pytest.fixture
def master(tmp_path, transaction, reading):
    """The master keys of this process."""
    return master_keys(tmp_path, transaction, reading)


@pytest.fixture
def epochs(master):
    """Epochs as this process sees them."""
    return Epochs(master, "test")


@pytest.fixture
def rows(transaction):
    """Every recipient there is, by id."""

    def read():
        with transaction() as session:
            return {row.id: row for row in session.exec(select(RecipientRow))}

    return read


def current(epochs, transaction, now=NOW):
    with transaction() as session:
        return epochs.current(session, now)


def opened(epochs, transaction, epoch_id, blob):
    with transaction() as session:
        opener = epochs.opener(session, epoch_id)
    return opener and opener(blob, b"info")


def test_within_an_hour_there_is_one_epoch(epochs, transaction, rows):
    first = current(epochs, transaction)
    last = current(epochs, transaction, NOW + HOUR - SECOND)

    assert first == last
    assert first.closes_at == NOW + EPOCH_LENGTH
    assert len(rows()) == 1


def test_every_hour_has_an_epoch_of_its_own(epochs, transaction):
    assert current(epochs, transaction) != current(epochs, transaction, NOW + HOUR)


def test_what_is_sealed_to_an_epoch_opens_in_every_process(epochs, transaction, reading, tmp_path):
    epoch = current(epochs, transaction)
    blob = hpke.seal(epoch.public, b"sk", b"info")
    another = Epochs(master_keys(tmp_path, transaction, reading), "test")

    assert opened(another, transaction, epoch.id, blob) == b"sk"


def test_the_private_key_of_an_epoch_is_locked_at_rest(epochs, transaction, rows):
    epoch = current(epochs, transaction)
    stored = rows()[epoch.id].private_wrapped

    blob = hpke.seal(epoch.public, b"sk", b"")
    for start in range(len(stored) - 31):
        with pytest.raises(Unreadable):
            hpke.open(stored[start : start + 32], blob, b"")


def test_the_private_key_of_one_epoch_is_of_no_use_in_another(epochs, transaction, rows):
    old = current(epochs, transaction)
    new = current(epochs, transaction, NOW + HOUR)
    stored = rows()[old.id].private_wrapped
    with transaction() as session:
        session.exec(
            update(RecipientRow)
            .where(col(RecipientRow.id) == new.id)
            .values(private_wrapped=stored, public=old.public)
        )

    with transaction() as session:
        assert epochs.opener(session, new.id) is None


def test_the_epochs_of_one_installation_do_not_open_in_another(
    epochs, transaction, reading, tmp_path
):
    epoch = current(epochs, transaction)
    staging = Epochs(master_keys(tmp_path, transaction, reading, environment="staging"), "staging")

    with transaction() as session:
        assert staging.opener(session, epoch.id) is None


def test_while_the_vault_is_locked_there_is_no_epoch(epochs, transaction, reading, tmp_path):
    current(epochs, transaction)
    shutil.rmtree(tmp_path / "keys")
    restarted = Epochs(master_keys(tmp_path, transaction, reading), "test")

    assert current(restarted, transaction) is None
    assert current(restarted, transaction, NOW + HOUR) is None


def test_an_epoch_that_does_not_open_is_passed_over_once(epochs, transaction, rows):
    damaged = current(epochs, transaction)
    with transaction() as session:
        session.exec(update(RecipientRow).values(private_wrapped=b"damaged"))

    instead = current(epochs, transaction, NOW + SECOND)

    assert instead != damaged
    assert current(epochs, transaction, NOW + MINUTE) == instead
    assert len(rows()) == 2


def test_an_epoch_is_destroyed_two_hours_after_its_end(epochs, transaction, rows):
    epoch = current(epochs, transaction)
    blob = hpke.seal(epoch.public, b"sk", b"info")

    with transaction() as session:
        early = recipients.destroy(session, NOW + 3 * HOUR - SECOND)
    still = opened(epochs, transaction, epoch.id, blob)
    with transaction() as session:
        late = recipients.destroy(session, NOW + 3 * HOUR)

    assert (early, still, late) == ([], b"sk", [epoch.id])
    assert opened(epochs, transaction, epoch.id, blob) is None
    row = rows()[epoch.id]
    assert (row.private_wrapped, row.master_version) == (None, None)
    assert row.destroyed_at == NOW + 3 * HOUR


def test_a_destroyed_epoch_is_forgotten_a_day_later(epochs, transaction, rows):
    current(epochs, transaction)
    for now in (NOW + 3 * HOUR, NOW + 27 * HOUR + SECOND):
        with transaction() as session:
            recipients.destroy(session, now)

    assert rows() == {}


def test_epochs_survive_the_rotation_of_the_master_key(epochs, master, transaction, rows):
    epoch = current(epochs, transaction)
    blob = hpke.seal(epoch.public, b"sk", b"info")

    new = master.rotate()
    left = master.rewrap()
    master.destroy(new - 1)

    assert left == 0
    assert rows()[epoch.id].master_version == new
    assert opened(epochs, transaction, epoch.id, blob) == b"sk"
    assert current(epochs, transaction, NOW + MINUTE) == epoch


def test_destroyed_epochs_do_not_keep_a_master_key_alive(epochs, master, transaction):
    current(epochs, transaction)
    with transaction() as session:
        recipients.destroy(session, NOW + 3 * HOUR)
    old = master.rotate() - 1

    master.rewrap()

    master.destroy(old)


def test_processes_that_need_an_epoch_at_once_agree_on_one(transaction, reading, tmp_path, rows):
    master_keys(tmp_path, transaction, reading)
    processes = [Epochs(master_keys(tmp_path, transaction, reading), "test") for _ in range(4)]
    together = Barrier(4)

    def ask(epochs):
        together.wait()
        return current(epochs, transaction)

    with ThreadPoolExecutor(4) as pool:
        first = list(pool.map(ask, processes))

    assert all(epoch.id in rows() for epoch in first)
    later = {current(epochs, transaction, NOW + MINUTE) for epochs in processes}
    assert len(later) == 1


def test_a_process_makes_its_keys_when_they_are_needed(transaction, rows):
    boot = BootKey()
    with transaction() as session:
        boot.sign(session, NOW)
    assert rows() == {}

    with transaction() as session:
        recipient = boot.register(session, NOW)

    row = rows()[boot.id]
    assert (row.public, row.private_wrapped, row.closes_at) == (recipient.public, None, None)


def test_only_the_process_itself_opens_what_is_sealed_to_it(transaction):
    boot = BootKey()
    with transaction() as session:
        recipient = boot.register(session, NOW)
    blob = hpke.seal(recipient.public, b"sk", b"info")

    assert boot.open(blob, b"info") == b"sk"
    with pytest.raises(Unreadable):
        BootKey().open(blob, b"info")


def test_a_process_keeps_its_keys(transaction):
    boot = BootKey()
    with transaction() as session:
        first = boot.register(session, NOW)
        last = boot.register(session, NOW + HOUR)

    assert first == last


def test_a_process_says_that_it_is_alive_but_not_all_the_time(transaction, rows):
    boot = BootKey()
    seen = []
    for now in (NOW, NOW + SIGN - SECOND, NOW + SIGN + SECOND):
        with transaction() as session:
            boot.register(session, now)
        seen.append(rows()[boot.id].seen_at)

    assert seen == [NOW, NOW, NOW + SIGN + SECOND]


def test_a_silent_process_is_asked_for_nothing_and_forgotten(transaction, rows):
    boot = BootKey()
    with transaction() as session:
        boot.register(session, NOW)

    with transaction() as session:
        alive = recipients.alive(session, {boot.id}, NOW + MINUTE - SECOND)
        silent = recipients.alive(session, {boot.id}, NOW + MINUTE)
        kept = recipients.destroy(session, NOW + 10 * MINUTE)
        gone = recipients.destroy(session, NOW + 10 * MINUTE + SECOND)

    assert (list(alive), silent, kept, gone) == ([boot.id], {}, [], [boot.id])
    assert rows() == {}


def test_a_process_that_was_forgotten_comes_back(transaction, rows):
    boot = BootKey()
    with transaction() as session:
        before = boot.register(session, NOW)
        recipients.destroy(session, NOW + HOUR)

    with transaction() as session:
        boot.sign(session, NOW + HOUR)
        after = recipients.alive(session, {boot.id}, NOW + HOUR)

    assert after == {boot.id: before}
