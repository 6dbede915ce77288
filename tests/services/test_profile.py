"""One's own Account: name, language, password, e-mail address."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import pytest

from tests.services.town import ORIGIN, PASSWORD, Clock, build, lines, rows
from vidgenie.accounts.passwords import Passwords
from vidgenie.accounts.tables import LinkRow, MailRow, SessionRow
from vidgenie.errors import (
    Conflict,
    InvalidInput,
    LinkExpired,
    NotSignedIn,
    TooManyAttempts,
    WrongCredentials,
)

NEW = "another horse"


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def town(transaction, reading, clock):
    return build(transaction, reading, clock)


@pytest.fixture
def signed_in(town):
    return town.accounts.register("ana@example.org", PASSWORD, "Ana")


@pytest.fixture
def visit(town, signed_in):
    return town.accounts.visit(cookie=signed_in.session_token)


@pytest.fixture
def elsewhere(town, signed_in):
    return town.accounts.login("ana@example.org", PASSWORD)


@pytest.fixture
def mails(transaction):
    """(recipient, kind, body) of every e-mail."""
    return lambda: rows(transaction, MailRow.recipient, MailRow.kind, MailRow.body)


def link_in(mails):
    """The secret of the newest link."""
    (found,) = {secret for _, _, body in mails() for secret in re.findall(r"#token=([\w-]+)", body)}
    return found


def is_signed_in(town, signed_in):
    try:
        town.accounts.visit(cookie=signed_in.session_token)
    except NotSignedIn:
        return False
    return True


class TestProfile:
    def test_name_and_language_are_changed_alone(self, town, visit):
        town.profile.update(visit.account, locale="fr")
        changed = town.profile.update(visit.account, name=" Anaïs ")

        assert changed.name == "Anaïs"
        assert town.profile.about(changed).locale == "fr"

    def test_the_change_counts_at_the_next_request(self, town, signed_in, visit):
        town.profile.update(visit.account, name="Anaïs")

        assert town.accounts.authenticate(cookie=signed_in.session_token).name == "Anaïs"

    @pytest.mark.parametrize("change", [{"name": "x" * 81}, {"name": "A\x00"}, {"locale": "de"}])
    def test_what_we_cannot_take_is_named(self, town, visit, change):
        with pytest.raises(InvalidInput) as raised:
            town.profile.update(visit.account, **change)

        assert raised.value.params["field"] in change

    def test_nobody_elses_account_changes(self, town, visit):
        bob = town.accounts.register("bob@example.org", PASSWORD, "Bob")
        town.profile.update(visit.account, name="Anaïs", locale="fr")

        unchanged = town.accounts.authenticate(cookie=bob.session_token)
        assert (unchanged.name, town.profile.about(unchanged).locale) == ("Bob", "")


class TestPassword:
    def test_the_new_one_signs_in_and_the_old_one_does_not(self, town, visit):
        town.profile.change_password(visit, current=PASSWORD, password=NEW)

        town.accounts.login("ana@example.org", NEW)
        with pytest.raises(WrongCredentials):
            town.accounts.login("ana@example.org", PASSWORD)

    def test_the_other_sessions_end(self, town, signed_in, visit, elsewhere):
        town.profile.change_password(visit, current=PASSWORD, password=NEW)

        assert (is_signed_in(town, signed_in), is_signed_in(town, elsewhere)) == (True, False)

    def test_the_current_one_must_be_right(self, town, visit, elsewhere):
        with pytest.raises(WrongCredentials):
            town.profile.change_password(visit, current="wrong horse", password=NEW)

        assert is_signed_in(town, elsewhere)

    @pytest.mark.parametrize("password", ["short", "ana@example.org", "password1"])
    def test_a_bad_one_is_refused(self, town, visit, password):
        with pytest.raises(InvalidInput):
            town.profile.change_password(visit, current=PASSWORD, password=password)

    def test_of_two_at_once_one_is_told_that_the_current_one_is_not_it_any_more(self, town, visit):
        def change(number):
            try:
                town.profile.change_password(
                    visit, current=PASSWORD, password=f"horse number {number}"
                )
            except WrongCredentials:
                return 0
            return 1

        with ThreadPoolExecutor(4) as pool:
            assert sum(pool.map(change, range(4))) == 1

    def test_a_log_in_under_way_with_the_old_one_opens_no_session(self, town, visit, transaction):
        @dataclass(frozen=True)
        class Slow(Passwords):
            """The password is changed while this one is looked at."""

            def is_right(self, password, password_hash):
                is_right = super().is_right(password, password_hash)
                if is_right:
                    town.profile.change_password(visit, current=PASSWORD, password=NEW)
                return is_right

        slow = replace(town.accounts, passwords=Slow(memory=64, passes=1))
        with pytest.raises(WrongCredentials):
            slow.login("ana@example.org", PASSWORD)

        assert len(rows(transaction, SessionRow.id)) == 1

    def test_a_link_that_was_mailed_before_is_worth_nothing(self, town, visit, mails):
        town.recovery.forgot("ana@example.org")
        token = link_in(mails)
        town.profile.change_password(visit, current=PASSWORD, password=NEW)

        with pytest.raises(LinkExpired):
            town.recovery.reset(token, "third horse")

    def test_the_owner_is_told_and_the_log_too(self, town, visit, mails, transaction):
        town.profile.change_password(visit, current=PASSWORD, password=NEW)

        assert [(to, kind) for to, kind, _ in mails()] == [("ana@example.org", "password_changed")]
        assert lines(transaction) == [("account.password", {"change": "changed"})]


class TestEmail:
    def test_nothing_changes_before_the_link_is_used(self, town, visit):
        town.profile.ask_email(visit, "new@example.org")

        assert town.accounts.login("ana@example.org", PASSWORD).account.email == "ana@example.org"

    def test_the_new_address_gets_a_link_and_the_old_one_is_told(self, town, visit, mails):
        town.profile.ask_email(visit, " New@Example.org")

        found = {to: (kind, body) for to, kind, body in mails()}
        assert found["new@example.org"][0] == "email_confirm"
        assert f"{ORIGIN}/confirm-email#token=" in found["new@example.org"][1]
        assert found["ana@example.org"][0] == "email_asked"
        assert "#token=" not in found["ana@example.org"][1]

    def test_a_stranger_reads_no_words_of_who_asked(self, town, visit, mails):
        town.profile.update(visit.account, name="Win at evil.example")
        visit = replace(visit, account=replace(visit.account, name="Win at evil.example"))
        town.profile.ask_email(visit, "new@example.org")

        (body,) = [body for to, _, body in mails() if to == "new@example.org"]
        assert "evil" not in body

    def test_the_link_makes_it_the_address(self, town, visit, mails):
        town.profile.ask_email(visit, "new@example.org")
        town.profile.confirm_email(link_in(mails))

        assert town.accounts.login("new@example.org", PASSWORD).account.id == visit.account.id
        with pytest.raises(WrongCredentials):
            town.accounts.login("ana@example.org", PASSWORD)

    def test_the_session_that_asked_goes_on_and_the_others_end(
        self, town, signed_in, visit, elsewhere, mails
    ):
        town.profile.ask_email(visit, "new@example.org")
        town.profile.confirm_email(link_in(mails))

        assert (is_signed_in(town, signed_in), is_signed_in(town, elsewhere)) == (True, False)

    def test_the_old_address_is_told_once_it_is_done(self, town, visit, mails):
        town.profile.ask_email(visit, "new@example.org")
        town.profile.confirm_email(link_in(mails))

        assert ("ana@example.org", "email_changed") in [(to, kind) for to, kind, _ in mails()]

    def test_a_taken_address_is_told_at_the_link_only(self, town, visit, mails, transaction):
        town.accounts.register("bob@example.org", PASSWORD)
        town.profile.ask_email(visit, "bob@example.org")

        with pytest.raises(Conflict) as raised:
            town.profile.confirm_email(link_in(mails))

        assert raised.value.params["problem"] == "email_taken"
        assert town.accounts.login("ana@example.org", PASSWORD).account.id == visit.account.id

    def test_a_link_works_once(self, town, visit, mails):
        town.profile.ask_email(visit, "new@example.org")
        token = link_in(mails)
        town.profile.confirm_email(token)

        with pytest.raises(LinkExpired):
            town.profile.confirm_email(token)

    def test_a_link_works_for_ten_minutes(self, town, visit, mails, clock):
        town.profile.ask_email(visit, "new@example.org")
        clock.move(minutes=10)

        with pytest.raises(LinkExpired):
            town.profile.confirm_email(link_in(mails))

    def test_a_link_for_one_thing_does_nothing_else(self, town, visit, mails):
        town.profile.ask_email(visit, "new@example.org")

        with pytest.raises(LinkExpired):
            town.recovery.reset(link_in(mails), NEW)

    def test_a_new_password_link_in_the_old_mailbox_is_worth_nothing(
        self, town, visit, mails, transaction
    ):
        town.profile.ask_email(visit, "new@example.org")
        token = link_in(mails)
        town.recovery.forgot("ana@example.org")
        town.profile.confirm_email(token)

        assert rows(transaction, LinkRow.token_hash) == []

    @pytest.mark.parametrize("email", ["no address", "", "Ana@example.org", "a\nb@example.org"])
    def test_what_is_no_new_address_is_refused(self, town, visit, email):
        with pytest.raises(InvalidInput) as raised:
            town.profile.ask_email(visit, email)

        assert raised.value.params["field"] == "email"

    def test_strangers_are_not_flooded(self, town, visit):
        for _ in range(5):
            town.profile.ask_email(visit, "new@example.org")

        with pytest.raises(TooManyAttempts):
            town.profile.ask_email(visit, "new@example.org")

    def test_the_log_says_when_it_was_asked_and_done(self, town, visit, mails, transaction):
        town.profile.ask_email(visit, "new@example.org")
        town.profile.confirm_email(link_in(mails))

        written = lines(transaction)
        assert written == [
            ("account.email", {"change": "asked"}),
            ("account.email", {"change": "changed"}),
        ]
