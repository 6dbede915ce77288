"""Register, sign in and out, API tokens."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import text, update
from sqlmodel import col

from tests.services.town import PASSWORD, START, Clock, build, rows
from vidgenie.accounts.passwords import Passwords
from vidgenie.accounts.tables import AccountRow, SessionRow
from vidgenie.errors import (
    Conflict,
    InvalidInput,
    NotSignedIn,
    TooManyAttempts,
    WrongCredentials,
)
from vidgenie.settings import Settings


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def service(transaction, reading, clock):
    def make(**more):
        given = {"settings": Settings(registrations_per_hour=1000)}
        return build(transaction, reading, clock, **given | more).accounts

    return make


@pytest.fixture
def accounts(service):
    return service()


@pytest.fixture
def ana(accounts):
    """Signed in; she is the first, so she runs the installation."""
    return accounts.register("ana@example.org", PASSWORD, "Ana")


@pytest.fixture
def bob(accounts, ana):
    return accounts.register("bob@example.org", PASSWORD, "Bob")


class TestRegister:
    def test_the_first_account_runs_the_installation(self, ana):
        assert (ana.account.role, ana.account.plan) == ("admin", "enterprise")

    def test_everybody_else_starts_on_the_free_plan(self, bob):
        assert (bob.account.role, bob.account.plan) == ("user", "free")

    def test_two_first_registrations_at_once_give_one_admin(self, accounts):
        with ThreadPoolExecutor(8) as pool:
            signed_in = pool.map(
                lambda n: accounts.register(f"user{n}@example.org", PASSWORD), range(8)
            )

        roles = sorted(each.account.role for each in signed_in)
        assert roles == ["admin"] + ["user"] * 7

    def test_one_address_registered_at_once_gives_one_account(self, accounts):
        def register(_):
            try:
                accounts.register("ana@example.org", PASSWORD)
            except Conflict:
                return 0
            return 1

        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(register, range(8))) == 1

    def test_whoever_registers_is_signed_in(self, accounts, ana):
        assert accounts.authenticate(cookie=ana.session_token) == ana.account

    def test_an_address_is_taken_however_it_is_typed(self, accounts, ana):
        with pytest.raises(Conflict) as raised:
            accounts.register(" ANA@example.org", PASSWORD)

        assert raised.value.params["problem"] == "email_taken"

    @pytest.mark.parametrize(
        ("email", "password", "name", "field"),
        [
            ("nobody", PASSWORD, "", "email"),
            ("ana@example.org", "short", "", "password"),
            ("ana@example.org", PASSWORD, "x" * 81, "name"),
            ("ana@example.org", PASSWORD, "A\x00", "name"),
        ],
    )
    def test_a_field_we_cannot_take_is_named(self, accounts, email, password, name, field):
        with pytest.raises(InvalidInput) as raised:
            accounts.register(email, password, name)

        assert raised.value.params["field"] == field

    def test_five_registrations_an_hour_come_from_one_address(self, service):
        accounts = service(settings=Settings(registrations_per_hour=5))
        for number in range(5):
            accounts.register(f"user{number}@example.org", PASSWORD, ip="10.0.0.1")

        with pytest.raises(TooManyAttempts) as raised:
            accounts.register("user5@example.org", PASSWORD, ip="10.0.0.1")

        assert raised.value.params["retry_after"] == 720

    def test_an_installation_knows_whether_anybody_registered(self, accounts):
        before = accounts.has_accounts()
        accounts.register("ana@example.org", PASSWORD)

        assert (before, accounts.has_accounts()) == (False, True)

    def test_neither_password_nor_cookie_is_stored(self, ana, transaction):
        stored = rows(transaction, col(AccountRow.password_hash))
        stored += rows(transaction, col(SessionRow.token_hash))

        assert not re.search(f"{PASSWORD}|{re.escape(ana.session_token)}", str(stored))

    def test_the_cookie_is_not_in_the_repr(self, ana):
        assert ana.session_token not in repr(ana)


class TestLogin:
    def test_the_right_password_signs_in(self, accounts, ana):
        signed_in = accounts.login(" Ana@Example.org", PASSWORD)

        assert accounts.authenticate(cookie=signed_in.session_token) == ana.account

    @pytest.mark.parametrize(
        ("email", "password"),
        [
            ("ana@example.org", "wrong horse"),
            ("ana@example.org", ""),
            ("nobody@example.org", PASSWORD),
            ("no address", PASSWORD),
            ("ana\x00@example.org", PASSWORD),
            ("ana\ud800@example.org", "\ud800"),
        ],
    )
    def test_anything_wrong_gets_the_same_answer(self, accounts, ana, email, password):
        with pytest.raises(WrongCredentials):
            accounts.login(email, password)

    def test_ten_attempts_pass_for_one_address_and_then_one_per_six_seconds(self, accounts, clock):
        outcomes = []
        for seconds in [0] * 11 + [6, 0]:
            clock.move(seconds=seconds)
            try:
                accounts.login("ana@example.org", "wrong horse")
            except (WrongCredentials, TooManyAttempts) as error:
                outcomes.append(type(error))

        wrong, many = WrongCredentials, TooManyAttempts
        assert outcomes == [wrong] * 10 + [many, wrong, many]

    def test_the_burst_is_a_setting(self, service):
        accounts = service(settings=Settings(login_burst=1))
        with pytest.raises(WrongCredentials):
            accounts.login("ana@example.org", "wrong horse")

        with pytest.raises(TooManyAttempts):
            accounts.login("ana@example.org", "wrong horse")

    def test_a_hundred_attempts_pass_from_one_ip_whoever_is_tried(self, accounts):
        def attempt(number):
            try:
                accounts.login(f"user{number}@example.org", PASSWORD, ip=f"2001:db8::{number:x}")
            except (WrongCredentials, TooManyAttempts) as error:
                return type(error)

        with ThreadPoolExecutor(8) as pool:
            outcomes = list(pool.map(attempt, range(110)))

        assert outcomes.count(WrongCredentials) == 100

    def test_the_right_password_waits_too_while_somebody_is_guessing(self, accounts, ana):
        for _ in range(10):
            with pytest.raises(WrongCredentials):
                accounts.login("ana@example.org", "wrong horse")

        with pytest.raises(TooManyAttempts):
            accounts.login("ana@example.org", PASSWORD)

    def test_a_dated_hash_is_renewed(self, service, ana, transaction):
        service(passwords=Passwords(memory=128, passes=1)).login("ana@example.org", PASSWORD)

        assert "m=128," in rows(transaction, col(AccountRow.password_hash))[0][0]

    def test_log_ins_that_renew_the_same_hash_at_once_all_work(self, service, ana):
        newer = service(passwords=Passwords(memory=128, passes=1))
        with ThreadPoolExecutor(6) as pool:
            found = list(pool.map(lambda _: newer.login("ana@example.org", PASSWORD), range(6)))

        assert {each.account for each in found} == {ana.account}

    def test_an_unknown_address_takes_as_long_as_a_wrong_password(self, service, ana, monkeypatch):
        """As much work is done: the same algorithm, memory, passes and lengths."""
        work = []

        def verify(hasher, stored, given):
            *settings, salt, digest = stored.split("$")
            work.append((settings, len(salt), len(digest)))
            return is_right(hasher, stored, given)

        is_right = PasswordHasher.verify
        monkeypatch.setattr(PasswordHasher, "verify", verify)
        accounts = service(passwords=Passwords(memory=64, passes=1))
        accounts.register("b@example.org", PASSWORD)

        for email in ("b@example.org", "nobody@example.org"):
            with pytest.raises(WrongCredentials):
                accounts.login(email, "wrong horse")

        known, unknown = work
        assert known == unknown
        assert "m=64,t=1,p=1" in known[0]


class TestSession:
    def test_it_ends_after_12_hours_without_use(self, accounts, ana, clock):
        clock.move(hours=12)

        with pytest.raises(NotSignedIn):
            accounts.authenticate(cookie=ana.session_token)

    def test_use_keeps_it_alive(self, accounts, ana, clock):
        for _ in range(3):
            clock.move(hours=11)
            accounts.authenticate(cookie=ana.session_token)

    def test_it_ends_after_30_days_however_much_it_is_used(self, accounts, ana, clock):
        for _ in range(89):
            clock.move(hours=8)
            accounts.authenticate(cookie=ana.session_token)
        clock.move(hours=8)

        with pytest.raises(NotSignedIn):
            accounts.authenticate(cookie=ana.session_token)

    def test_the_end_is_told(self, ana):
        assert ana.expires_at == START + timedelta(days=30)

    def test_use_is_written_down_once_a_minute(self, accounts, ana, clock, transaction):
        seen = []
        for seconds in (59, 1, 30, 30):
            clock.move(seconds=seconds)
            accounts.authenticate(cookie=ana.session_token)
            seen.append((rows(transaction, col(SessionRow.last_seen_at))[0][0] - START).seconds)

        assert seen == [0, 60, 60, 120]

    def test_signing_out_ends_it(self, accounts, ana):
        accounts.logout(ana.session_token)

        with pytest.raises(NotSignedIn):
            accounts.authenticate(cookie=ana.session_token)

    def test_signing_out_ends_only_this_one(self, accounts, ana):
        other = accounts.login("ana@example.org", PASSWORD)
        accounts.logout(ana.session_token)

        assert accounts.authenticate(cookie=other.session_token) == ana.account

    @pytest.mark.parametrize("cookie", ["", "x", "\x00", "\ud800", "x" * 10_000])
    def test_a_cookie_that_is_not_ours_signs_nobody_in(self, accounts, ana, cookie):
        with pytest.raises(NotSignedIn):
            accounts.authenticate(cookie=cookie)

    def test_the_twenty_first_sign_in_ends_the_one_longest_unused(
        self, service, ana, clock, transaction
    ):
        accounts = service(settings=Settings(login_burst=100))
        first = accounts.login("ana@example.org", PASSWORD)
        clock.move(minutes=2)
        accounts.authenticate(cookie=ana.session_token)
        for _ in range(19):
            accounts.login("ana@example.org", PASSWORD)

        assert len(rows(transaction, col(SessionRow.token_hash))) == 20
        accounts.authenticate(cookie=ana.session_token)
        with pytest.raises(NotSignedIn):
            accounts.authenticate(cookie=first.session_token)

    def test_a_strange_browser_may_sign_in(self, accounts, ana, transaction):
        accounts.login(
            "ana@example.org", PASSWORD, user_agent="Moz\x00\ud800illa" * 100, ip="1" * 99
        )

        agents = [agent for (agent,) in rows(transaction, col(SessionRow.user_agent))]
        assert max(map(len, agents)) <= 200

    def test_ended_sessions_are_deleted_when_somebody_signs_in(
        self, accounts, bob, clock, transaction
    ):
        clock.move(days=31)
        accounts.login("ana@example.org", PASSWORD)

        assert len(rows(transaction, col(SessionRow.token_hash))) == 1


def test_a_deleted_account_takes_its_sessions_along(accounts, ana, transaction):
    with transaction() as session:
        session.connection().execute(text("DELETE FROM vg_account"))

    assert rows(transaction, col(SessionRow.token_hash)) == []


def test_a_changed_role_counts_at_the_next_request(accounts, bob, transaction):
    with transaction() as session:
        session.connection().execute(update(AccountRow).values(role="admin"))

    assert accounts.authenticate(cookie=bob.session_token).is_admin


def test_commands_that_start_at_once_work_for_the_same_operator(accounts):
    with ThreadPoolExecutor(8) as pool:
        operators = set(pool.map(lambda _: accounts.operator(), range(8)))

    assert len(operators) == 1


def test_nobody_can_sign_in_as_the_operator(accounts):
    email = accounts.operator().email

    with pytest.raises(WrongCredentials):
        accounts.login(email, "!")


def test_the_operator_is_not_the_first_to_register(accounts):
    accounts.operator()

    assert accounts.register("ana@example.org", PASSWORD).account.is_admin
