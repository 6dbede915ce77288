"""Passwords: slow to guess, refused when everybody has them."""

import pytest

from vidgenie.accounts.passwords import Passwords, check_password
from vidgenie.errors import InvalidInput

QUICK = Passwords(memory=64, passes=1)


def test_the_right_password_is_right():
    password_hash = QUICK.hash("correct horse")

    assert QUICK.is_right("correct horse", password_hash)


@pytest.mark.parametrize("given", ["correct hors", "", "x" * 5000, "\ud800"])
def test_any_other_password_is_wrong(given):
    password_hash = QUICK.hash("correct horse")

    assert not QUICK.is_right(given, password_hash)


def test_nobody_has_no_password():
    assert not QUICK.is_right("", None)


def test_a_damaged_hash_is_never_right():
    assert not QUICK.is_right("correct horse", "$argon2id$nonsense")


def test_accents_may_be_typed_either_way():
    password_hash = QUICK.hash("fe\u0301e e\u0301toile\u0301e")

    assert QUICK.is_right("f\u00e9e \u00e9toil\u00e9e", password_hash)


def test_the_same_password_never_has_the_same_hash():
    assert QUICK.hash("correct horse") != QUICK.hash("correct horse")


def test_a_hash_made_with_other_settings_is_dated():
    assert Passwords(memory=128, passes=1).is_dated(QUICK.hash("correct horse"))


def test_a_hash_made_with_todays_settings_is_not_dated():
    assert not QUICK.is_dated(QUICK.hash("correct horse"))


def test_every_hash_takes_64_mebibytes():
    assert "m=65536," in Passwords().hash("correct horse")


@pytest.mark.parametrize("password", ["12345678"[:8] + "!", "x" * 256, "éééééééé", "correct horse"])
def test_a_good_password_is_taken(password):
    check_password(password, email="ana@example.org")


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("1234567", "too_short"),
        ("", "too_short"),
        ("x" * 257, "too_long"),
        ("Ana@Example.org", "same_as_email"),
        (" ana@example.org ", "same_as_email"),
        ("password", "too_common"),
        ("MotDePasse", "too_common"),
        ("azertyuiop", "too_common"),
    ],
)
def test_a_bad_password_is_refused_with_its_problem(password, problem):
    with pytest.raises(InvalidInput) as raised:
        check_password(password, email="ana@example.org")

    assert (raised.value.params["field"], raised.value.params["problem"]) == ("password", problem)
