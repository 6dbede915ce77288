"""An authenticator app, and recovery codes for when it is lost."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from pyotp.totp import TOTP

from tests.services.town import PASSWORD, Clock, build, lines, rows
from vidgenie.accounts.tables import MailRow, RecoveryCodeRow, SessionRow, TotpRow
from vidgenie.errors import (
    Conflict,
    NotFound,
    SecondFactorNeeded,
    TooManyAttempts,
    WrongCode,
    WrongCredentials,
)
from vidgenie.settings import Settings

EMAIL = "ana@example.org"
REFUSALS = (SecondFactorNeeded, WrongCode, WrongCredentials, TooManyAttempts)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def town(transaction, reading, clock):
    return build(transaction, reading, clock)


@pytest.fixture
def ana(town):
    return town.accounts.register(EMAIL, PASSWORD, "Ana").account


@pytest.fixture
def app(town, ana, clock):
    """Ana's authenticator app: `app()` is the code it shows now; `app.codes` to recover."""

    class App:
        def __init__(self):
            self.secret = town.second_factor.propose(ana).secret
            self.codes = town.second_factor.enable(ana, self())
            clock.move(seconds=90)

        def __call__(self, steps=0):
            return TOTP(self.secret).generate_otp(int(clock().timestamp()) // 30 + steps)

    return App()


def attempt(town, code="", password=PASSWORD):
    """The error that a log-in ends with, None when it works."""
    try:
        town.accounts.login(EMAIL, password, code=code)
    except REFUSALS as error:
        return type(error)
    return None


class TestEnrolment:
    def test_nothing_asks_for_a_code_before_one_was_given(self, town, ana):
        town.second_factor.propose(ana)

        assert attempt(town) is None
        assert not town.second_factor.has_app(ana)

    def test_the_first_code_switches_it_on(self, town, ana, app):
        assert town.second_factor.has_app(ana)
        assert attempt(town) is SecondFactorNeeded

    def test_a_wrong_first_code_changes_nothing(self, town, ana):
        town.second_factor.propose(ana)

        with pytest.raises(WrongCode):
            town.second_factor.enable(ana, "000000")

        assert attempt(town) is None

    def test_without_a_proposal_there_is_nothing_to_enable(self, town, ana):
        with pytest.raises(NotFound):
            town.second_factor.enable(ana, "123456")

    def test_a_second_proposal_replaces_the_first(self, town, ana, clock):
        old = town.second_factor.propose(ana)
        town.second_factor.propose(ana)

        with pytest.raises(WrongCode):
            town.second_factor.enable(ana, TOTP(old.secret).at(clock()))

    def test_an_app_in_use_is_not_replaced(self, town, ana, app):
        with pytest.raises(Conflict):
            town.second_factor.propose(ana)

        assert attempt(town, app()) is None

    def test_the_code_that_enabled_it_signs_nobody_in(self, town, ana, clock):
        secret = town.second_factor.propose(ana).secret
        code = TOTP(secret).at(clock())
        town.second_factor.enable(ana, code)

        assert attempt(town, code) is WrongCode

    def test_the_qr_code_is_a_drawing_that_runs_nothing(self, town, ana):
        made = town.second_factor.propose(ana)

        assert re.fullmatch(r"<svg [^<>]*>(<path [^<>]*/>)+</svg>\s*", made.qr)
        assert made.uri.startswith("otpauth://totp/VidGenie:ana%40example.org?secret=")

    def test_the_secret_is_neither_stored_nor_in_the_repr(self, town, ana, transaction):
        made = town.second_factor.propose(ana)

        stored = rows(transaction, *TotpRow.__table__.columns)
        assert made.secret.encode() not in stored[0][1]
        assert made.secret not in repr(made)

    def test_a_secret_moved_to_another_account_does_not_open(
        self, town, ana, app, transaction, clock
    ):
        bob = town.accounts.register("bob@example.org", PASSWORD).account
        with transaction() as session:
            connection = session.connection()
            connection.exec_driver_sql(f"UPDATE vg_totp SET account_id = '{bob.id}'")

        with pytest.raises(WrongCode):
            town.accounts.login("bob@example.org", PASSWORD, code=app())

    def test_the_owner_is_told(self, town, ana, app, transaction):
        town.second_factor.disable(ana)

        assert sorted(rows(transaction, MailRow.kind)) == [("totp_off",), ("totp_on",)]


class TestLogin:
    @pytest.mark.parametrize("steps", [-1, 0, 1])
    def test_clocks_may_differ_by_half_a_minute(self, town, app, steps):
        assert attempt(town, app(steps)) is None

    @pytest.mark.parametrize("steps", [-2, 2])
    def test_older_and_newer_codes_are_wrong(self, town, app, steps):
        assert attempt(town, app(steps)) is WrongCode

    def test_people_type_spaces(self, town, app):
        code = app()

        assert attempt(town, f" {code[:3]} {code[3:]} ") is None

    @pytest.mark.parametrize(
        "code", ["x", "12345", "1234567", "\uff11\uff12\uff13\uff14\uff15\uff16", "\x00", "\ud800"]
    )
    def test_what_is_no_code_is_wrong(self, town, app, code):
        assert attempt(town, code) is WrongCode

    def test_a_code_works_once(self, town, app):
        code = app()

        assert [attempt(town, code) for _ in range(2)] == [None, WrongCode]

    def test_a_code_is_worth_nothing_after_a_newer_one(self, town, app):
        assert [attempt(town, app(1)), attempt(town, app())] == [None, WrongCode]

    def test_of_many_at_once_with_the_same_code_one_gets_in(self, town, ana, app):
        code = app()
        with ThreadPoolExecutor(8) as pool:
            outcomes = list(pool.map(lambda _: attempt(town, code), range(8)))

        assert sorted(map(str, outcomes)) == sorted(map(str, [None] + [WrongCode] * 7))

    def test_whether_there_is_a_second_factor_is_not_told_without_the_password(self, town, app):
        outcomes = {attempt(town, code, password="wrong horse") for code in ("", "123456", app())}

        assert outcomes == {WrongCredentials}

    def test_a_wrong_password_uses_no_code_up(self, town, app):
        code = app()
        attempt(town, code, password="wrong horse")

        assert attempt(town, code) is None

    def test_wrong_codes_are_throttled_as_wrong_passwords(self, transaction, reading, clock):
        town = build(transaction, reading, clock, settings=Settings(login_burst=3))
        ana = town.accounts.register(EMAIL, PASSWORD).account
        secret = town.second_factor.propose(ana).secret
        town.second_factor.enable(ana, TOTP(secret).at(clock()))

        outcomes = [attempt(town, "000000") for _ in range(4)]

        assert outcomes == [WrongCode] * 3 + [TooManyAttempts]

    def test_who_knows_the_password_gets_one_guess_a_minute_in_the_long_run(self, town, app, clock):
        for _ in range(10):
            attempt(town, "000000")
        clock.move(seconds=30)

        assert attempt(town, "000000") is TooManyAttempts

    def test_no_session_comes_of_a_refusal(self, town, ana, app, transaction):
        before = len(rows(transaction, SessionRow.id))
        attempt(town)
        attempt(town, "000000")

        assert len(rows(transaction, SessionRow.id)) == before

    def test_a_wrong_code_is_in_the_log_and_the_right_one_too(self, town, app, transaction):
        attempt(town, "000000")
        attempt(town, app())

        written = [data for action, data in lines(transaction, but=()) if action.endswith("login")]
        assert written[1:] == [{"how": "wrong_code"}, {"how": "totp"}]

    def test_when_the_secret_does_not_open_recovery_codes_still_work(
        self, transaction, reading, clock, app
    ):
        elsewhere = build(transaction, reading, clock, key=b"x" * 32)

        assert attempt(elsewhere, app()) is WrongCode
        assert attempt(elsewhere, app.codes[0]) is None


class TestConfirming:
    @pytest.fixture
    def visit(self, town, app):
        signed_in = town.accounts.login(EMAIL, PASSWORD, code=app())
        return town.accounts.visit(cookie=signed_in.session_token)

    def test_the_password_alone_confirms_nothing(self, town, visit):
        with pytest.raises(SecondFactorNeeded):
            town.accounts.confirm(visit, PASSWORD)

    def test_the_password_and_a_code_confirm(self, town, visit, app, clock):
        clock.move(minutes=20)

        town.accounts.confirm(visit, PASSWORD, app())


class TestRecoveryCodes:
    def test_there_are_ten_of_80_bits(self, app):
        assert len(set(app.codes)) == 10
        assert all(re.fullmatch(r"([A-Z2-7]{4}-){3}[A-Z2-7]{4}", code) for code in app.codes)

    def test_one_signs_in_once(self, town, app):
        assert [attempt(town, app.codes[3]) for _ in range(2)] == [None, WrongCode]

    def test_it_may_be_typed_in_small_letters_without_lines(self, town, app):
        assert attempt(town, app.codes[0].lower().replace("-", " ")) is None

    def test_the_others_stay_good(self, town, ana, app):
        attempt(town, app.codes[0])

        assert town.second_factor.codes_left(ana) == 9
        assert attempt(town, app.codes[1]) is None

    def test_of_many_at_once_with_the_same_code_one_gets_in(self, town, app):
        with ThreadPoolExecutor(8) as pool:
            outcomes = list(pool.map(lambda _: attempt(town, app.codes[0]), range(8)))

        assert outcomes.count(None) == 1

    def test_many_at_once_with_different_codes_all_get_in(self, town, app):
        with ThreadPoolExecutor(8) as pool:
            outcomes = list(pool.map(lambda code: attempt(town, code), app.codes[:8]))

        assert outcomes == [None] * 8

    def test_the_owner_is_told(self, town, app, transaction):
        attempt(town, app.codes[0])

        bodies = [
            body
            for kind, body in rows(transaction, MailRow.kind, MailRow.body)
            if kind == "recovery_used"
        ]
        assert "Codes left: 9." in bodies[0]

    def test_only_hashes_are_stored(self, app, transaction):
        stored = str(rows(transaction, *RecoveryCodeRow.__table__.columns))

        assert not any(code in stored or code.replace("-", "") in stored for code in app.codes)

    def test_new_ones_replace_the_old_ones(self, town, ana, app):
        made = town.second_factor.new_codes(ana)

        assert attempt(town, app.codes[0]) is WrongCode
        assert attempt(town, made[0]) is None

    def test_asking_twice_at_once_leaves_ten(self, town, ana, app):
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda _: town.second_factor.new_codes(ana), range(4)))

        assert town.second_factor.codes_left(ana) == 10

    def test_somebody_elses_code_is_wrong(self, town, app, clock):
        bob = town.accounts.register("bob@example.org", PASSWORD).account
        secret = town.second_factor.propose(bob).secret
        town.second_factor.enable(bob, TOTP(secret).at(clock()))

        with pytest.raises(WrongCode):
            town.accounts.login("bob@example.org", PASSWORD, code=app.codes[0])

    def test_without_an_app_there_are_none(self, town, ana):
        with pytest.raises(NotFound):
            town.second_factor.new_codes(ana)


class TestRemoval:
    def test_the_password_is_enough_again(self, town, ana, app):
        town.second_factor.disable(ana)

        assert attempt(town) is None
        assert town.second_factor.codes_left(ana) == 0

    def test_there_must_be_one(self, town, ana):
        with pytest.raises(NotFound):
            town.second_factor.disable(ana)

    def test_a_proposal_is_no_app(self, town, ana):
        town.second_factor.propose(ana)

        with pytest.raises(NotFound):
            town.second_factor.disable(ana)

    def test_every_change_is_in_the_log(self, town, ana, app, transaction):
        town.second_factor.new_codes(ana)
        town.second_factor.disable(ana)

        assert [data["change"] for _, data in lines(transaction)] == ["on", "recovery_codes", "off"]


class TestAdmins:
    @pytest.mark.parametrize(("is_required", "expected"), [(False, False), (True, True)])
    def test_an_admin_without_an_app_must_set_one_up_where_that_is_asked(
        self, transaction, reading, clock, is_required, expected
    ):
        town = build(transaction, reading, clock, settings=Settings(require_admin_totp=is_required))
        admin = town.accounts.register(EMAIL, PASSWORD).account

        assert town.second_factor.must_enrol(admin) is expected
        assert town.profile.about(admin).must_enrol is expected

    def test_with_an_app_nothing_more_is_asked(self, transaction, reading, clock):
        town = build(transaction, reading, clock, settings=Settings(require_admin_totp=True))
        admin = town.accounts.register(EMAIL, PASSWORD).account
        secret = town.second_factor.propose(admin).secret
        town.second_factor.enable(admin, TOTP(secret).at(clock()))

        assert not town.second_factor.must_enrol(admin)

    def test_nobody_else_must(self, transaction, reading, clock):
        town = build(transaction, reading, clock, settings=Settings(require_admin_totp=True))
        town.accounts.register(EMAIL, PASSWORD)
        bob = town.accounts.register("bob@example.org", PASSWORD).account

        assert not town.second_factor.must_enrol(bob)
