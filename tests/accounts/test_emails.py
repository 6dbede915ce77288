"""E-mail addresses, written one way."""

import pytest

from vidgenie.accounts.emails import check_email
from vidgenie.errors import InvalidInput


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("ana@example.org", "ana@example.org"),
        ("  Ana.Maria+films@Example.ORG ", "ana.maria+films@example.org"),
        ("o'neil@mail.example.co.uk", "o'neil@mail.example.co.uk"),
        ("rene\u0301@exemple.fr", "ren\u00e9@exemple.fr"),
        ("ana@b\u00fccher.example", "ana@b\u00fccher.example"),
        (f"{'a' * 64}@example.org", f"{'a' * 64}@example.org"),
    ],
)
def test_an_address_is_stored_trimmed_and_lower_case(typed, stored):
    assert check_email(typed) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ana",
        "ana@",
        "@example.org",
        "ana@example",
        "ana@@example.org",
        "ana@exa mple.org",
        "ana maria@example.org",
        ".ana@example.org",
        "ana..maria@example.org",
        "ana@-example.org",
        "ana@example..org",
        "ana@example.org\nBcc: bob@example.org",
        "ana\x00@example.org",
        "ana\ud800@example.org",
        "<ana@example.org>",
        f"{'a' * 65}@example.org",
        f"ana@{'a' * 64}.org",
    ],
)
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(InvalidInput) as raised:
        check_email(typed)

    assert (raised.value.params["field"], raised.value.params["problem"]) == ("email", "malformed")


def test_an_endless_address_is_refused_at_once():
    with pytest.raises(InvalidInput) as raised:
        check_email("a." * 100_000 + "@example.org")

    assert raised.value.params["problem"] == "too_long"
