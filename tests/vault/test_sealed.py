"""The header of a sealed vault: who can get at the vault key, through every change."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlmodel import col, select, update

from tests.vault.browser import Browser
from tests.vault.sealed_parts import NOW, SECOND
from vidgenie.errors import Conflict, NotFound
from vidgenie.vault import sealed
from vidgenie.vault.crypto import Unreadable
from vidgenie.vault.sealed_tables import SealedVaultRow

ALICE, BOB = "a" * 32, "b" * 32


@pytest.fixture
def alice():
    """Alice's browser."""
    return Browser(ALICE)


@pytest.fixture
def header(transaction):
    """The header of an Account."""

    def read(account_id=ALICE):
        with transaction() as session:
            return sealed.find(session, account_id)

    return read


@pytest.fixture
def create(transaction):
    """Begins a vault for what a browser made."""

    def begin(browser, generation=1):
        with transaction() as session:
            wrapping = browser.wrapping(generation)
            sealed.create(session, browser.account_id, wrapping, generation=generation, now=NOW)

    return begin


@pytest.fixture
def rewrap(transaction):
    """Gives the vault another passphrase."""

    def change(browser, generation, *, recovery=False):
        browser.new_passphrase()
        wrapping = browser.wrapping(generation + 1, recovery=recovery)
        with transaction() as session:
            sealed.rewrap(
                session, browser.account_id, wrapping, generation=generation, now=NOW + SECOND
            )

    return change


@pytest.fixture
def remove(transaction):
    """Removes a vault."""

    def forget(account_id=ALICE):
        with transaction() as session:
            sealed.remove(session, account_id, NOW)

    return forget


def accepts(transaction, generation):
    with transaction() as session:
        try:
            sealed.check_generation(session, ALICE, generation)
        except Conflict:
            return False
        return True


def test_without_a_vault_there_is_nothing(header):
    found = header()

    assert (found.generation, found.wrapping, found.strict) == (0, None, False)


def test_passphrase_and_recovery_code_both_open_it(alice, create, header):
    create(alice)

    assert alice.unwrap(header()) == (alice.vault_key, alice.vault_key)
    assert header().generation == 1


def test_there_is_one_vault_for_an_account(alice, create, header):
    create(alice)

    with pytest.raises(Conflict) as error:
        create(Browser(ALICE))
    assert error.value.params == {"problem": "exists"}
    assert alice.unwrap(header())


def test_everybody_has_a_vault_of_their_own(alice, create, header):
    bob = Browser(BOB)
    create(alice)
    create(bob)

    assert (alice.unwrap(header()), bob.unwrap(header(BOB))) == (
        (alice.vault_key,) * 2,
        (bob.vault_key,) * 2,
    )


def test_of_two_tabs_that_begin_at_once_one_succeeds(alice, create, header):
    tabs = [alice, *(Browser(ALICE) for _ in range(3))]
    together = Barrier(4)

    def begin(tab):
        together.wait()
        try:
            create(tab)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        begun = list(pool.map(begin, tabs))

    assert sum(begun) == 1
    assert tabs[begun.index(True)].unwrap(header())


def test_a_new_passphrase_opens_the_same_vault(alice, create, rewrap, header):
    create(alice)
    old = alice.wrapping_key

    rewrap(alice, 1)

    assert alice.unwrap(header()) == (alice.vault_key, alice.vault_key)
    assert (header().generation, header().recovery_generation) == (2, 1)
    alice.wrapping_key = old
    with pytest.raises(Unreadable):
        alice.unwrap(header())


def test_a_new_recovery_code_replaces_the_old_one(alice, create, rewrap, header):
    create(alice)

    rewrap(alice, 1, recovery=True)

    assert header().recovery_generation == 2
    assert alice.unwrap(header()) == (alice.vault_key, alice.vault_key)


def test_of_two_tabs_with_new_passphrases_the_first_wins(alice, create, rewrap, header):
    create(alice)
    rewrap(alice, 1)
    first = alice.wrapping_key

    with pytest.raises(Conflict) as error:
        rewrap(alice, 1)

    assert error.value.params == {"problem": "stale_version"}
    alice.wrapping_key = first
    assert alice.unwrap(header())


def test_keys_sealed_before_a_new_passphrase_open_after_it(alice, create, rewrap, transaction):
    create(alice)
    secret_id, blob = alice.seal("openai", "sk-canary-1234", generation=1)

    rewrap(alice, 1)

    assert alice.open("openai", secret_id, 1, blob) == "sk-canary-1234"
    assert [accepts(transaction, generation) for generation in (0, 1, 2, 3)] == [
        False,
        True,
        True,
        False,
    ]


def test_without_a_vault_there_is_no_passphrase_to_change(alice, rewrap):
    with pytest.raises(NotFound):
        rewrap(alice, 0)


def test_what_was_removed_is_gone(alice, create, remove, header, transaction):
    create(alice)
    made = header().wrapping

    remove()

    with transaction() as session:
        [row] = session.exec(select(SealedVaultRow))
    for secret in (made.salt, made.wrapped_key, made.recovery):
        assert secret not in row.model_dump().values()
    assert header().wrapping is None
    for nothing in (remove, lambda: accepts(transaction, 1)):
        with pytest.raises(NotFound):
            nothing()


def test_a_generation_never_comes_twice(create, rewrap, remove, header, transaction):
    before, again = Browser(ALICE), Browser(ALICE)
    create(before)
    rewrap(before, 1)
    remove()

    with pytest.raises(Conflict) as error:
        create(again, generation=1)
    create(again, generation=header().generation + 1)

    assert error.value.params == {"problem": "stale_version"}
    assert again.unwrap(header())
    assert [accepts(transaction, generation) for generation in (1, 2, 3)] == [False, False, True]


def test_a_tab_that_missed_the_removal_changes_nothing(alice, create, remove, rewrap, header):
    create(alice)
    remove()
    again = Browser(ALICE)
    create(again, generation=2)

    with pytest.raises(Conflict):
        rewrap(alice, 1)

    assert again.unwrap(header())


def test_strict_is_chosen_and_forgotten_with_the_vault(alice, create, remove, transaction):
    create(alice)
    seen = []
    for strict in (True, False, True):
        with transaction() as session:
            sealed.set_strict(session, ALICE, strict=strict, now=NOW)
            seen.append(sealed.is_strict(session, ALICE))
    remove()

    with transaction() as session:
        seen += [sealed.is_strict(session, ALICE), sealed.is_strict(session, BOB)]
    assert seen == [True, False, True, False, False]


def test_without_a_vault_there_is_no_choice(transaction):
    with transaction() as session, pytest.raises(NotFound):
        sealed.set_strict(session, ALICE, strict=True, now=NOW)


def test_a_header_moved_to_another_account_does_not_open(alice, create, header, transaction):
    create(alice)
    with transaction() as session:
        session.exec(
            update(SealedVaultRow)
            .where(col(SealedVaultRow.account_id) == ALICE)
            .values(account_id=BOB)
        )

    mallory = Browser(BOB)
    mallory.wrapping_key = alice.wrapping_key
    with pytest.raises(Unreadable):
        mallory.unwrap(header(BOB))


def test_nothing_secret_is_shown(alice):
    wrapping = alice.wrapping(1)

    for secret in (wrapping.salt, wrapping.wrapped_key, wrapping.recovery):
        assert repr(secret) not in repr(wrapping)
