"""What people paste: taken when it can be a key, refused with the reason when it cannot."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidgenie.domain.ports.declared import KeyForm
from vidgenie.errors import InvalidInput
from vidgenie.vault.keys import LONGEST, clean_key

OPENAI = KeyForm("OPENAI_API_KEY", "sk-...", "https://example.com", r"sk-(?!ant-)[\w-]{16,}")
STABLE = KeyForm("STABLE_API_KEY", "st-...", "https://example.com", r"st-\w{16,}")
LUMA = KeyForm("LUMA_API_KEY", "...", "https://example.com")
GOOGLE = KeyForm("GOOGLE_API_KEY", "AIza...", "https://example.com", r"AIza\w{16,}", is_json=True)
# Not a key: nothing is signed here.
ACCOUNT = {
    "type": "service_account",
    "project_id": "films",
    "private_key_id": "0123abcd",
    "private_key": "-----BEGIN PRIVATE KEY-----\nAAAA\nBBBB\n-----END PRIVATE KEY-----\n",
    "client_email": "maker@films.iam.gserviceaccount.com",
}
FILE = json.dumps({**ACCOUNT, "client_id": "1", "token_uri": "https://example.com"}, indent=2)
OTHERS = (("Stable", STABLE), ("Luma", LUMA))
KEY = "sk-0123456789abcdef"


def clean(text, form=OPENAI, others=OTHERS):
    return clean_key(text, field="openai", form=form, others=others)


def refused(text, form=OPENAI, others=OTHERS):
    with pytest.raises(InvalidInput) as caught:
        clean(text, form, others)
    assert text.strip() == "" or text.strip() not in str(caught.value)
    return caught.value.params


@pytest.mark.parametrize("around", ["{}", " {}", "{}\n", "\r\n\t{}  \r\n"])
def test_blanks_around_a_key_do_not_matter(around):
    assert clean(around.format(KEY)) == KEY


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "empty"),
        (" \r\n\t", "empty"),
        ("sk-1234", "too_short"),
        ("k" * (LONGEST + 1), "too_long"),
        ("sk-01234567\n89abcdef", "control_character"),
        ("sk-01234567\r\n89abcdef", "control_character"),
        ("sk-01234567\t89abcdef", "control_character"),
        ("sk-01234567\x0089abcdef", "control_character"),
        (f"{KEY}\x00", "control_character"),
        ("sk-01234567\x7f89abcdef", "control_character"),
        ("sk-01234567\x8589abcdef", "control_character"),
        ("sk-0123456789abcdéf", "not_ascii"),
        ("sk\u20110123456789abcdef", "not_ascii"),
        (f"\ufeff{KEY}", "not_ascii"),
        (f"{KEY}\u200b", "not_ascii"),
        (f"\u00a0{KEY}", "not_ascii"),
        ("sk-01234567 89abcdef", "has_space"),
        (f"Bearer {KEY}", "has_space"),
    ],
)
def test_what_cannot_be_a_key_is_refused(text, problem):
    assert refused(text) == {"field": "openai", "problem": problem}


def test_a_key_of_another_service_is_recognised():
    assert refused("st-0123456789abcdef") == {
        "field": "openai",
        "problem": "other_service",
        "service": "Stable",
    }


def test_even_when_this_service_has_keys_of_any_shape():
    assert refused(KEY, form=LUMA, others=(("OpenAI", OPENAI),))["service"] == "OpenAI"


def test_a_key_that_belongs_here_belongs_here():
    greedy = KeyForm("X", "", "", ".*")

    assert clean(KEY, others=(("Greedy", greedy),)) == KEY


def test_a_key_of_no_known_shape_is_taken():
    assert clean("0123456789") == "0123456789"


@given(st.text(max_size=60))
def test_what_is_taken_fits_into_a_header(text):
    try:
        key = clean(text, others=())
    except InvalidInput:
        return
    assert key.isascii()
    assert key.isprintable()
    assert " " not in key
    assert key == text.strip()


@pytest.mark.parametrize("around", ["{}", "\n{}\n", "\ufeff{}"])
def test_a_file_is_kept_as_one_word_of_what_is_needed(around):
    key = clean(around.replace("{}", FILE), form=GOOGLE)

    assert key.isascii()
    assert key.isprintable()
    assert " " not in key
    assert json.loads(base64.b64decode(key)) == ACCOUNT
    assert clean(key, form=GOOGLE) == key


def without(name):
    return json.dumps({field: text for field, text in ACCOUNT.items() if field != name})


@pytest.mark.parametrize(
    "text",
    [
        FILE[:-20],
        "{}",
        "{" * 9000,
        '{"a":' * 3000,
        json.dumps({**ACCOUNT, "type": "authorized_user"}),
        json.dumps({**ACCOUNT, "private_key": "AAAA"}),
        json.dumps({**ACCOUNT, "private_key": "-----BEGIN PRIVATE KEY-----\nAAAA"}),
        json.dumps({**ACCOUNT, "project_id": 7}),
        json.dumps({**ACCOUNT, "client_email": ""}),
        *[without(name) for name in ACCOUNT],
        "eyJ0eXBlIjoi",
        "eyJ!",
        base64.b64encode(b'{"type":"service_account"}').decode(),
        base64.b64encode(b'{"a\xff').decode(),
    ],
)
def test_a_file_that_is_no_service_account_is_malformed(text):
    assert refused(text, form=GOOGLE) == {"field": "openai", "problem": "malformed"}


def test_a_file_can_be_too_long():
    assert refused("{" + "x" * 20_000, form=GOOGLE)["problem"] == "too_long"


def test_a_file_is_no_key_for_services_without_files():
    assert refused(FILE)["problem"] in ("control_character", "too_long")


def test_an_ordinary_key_stays_one_where_files_will_do_too():
    assert clean("AIza0123456789abcdef", form=GOOGLE) == "AIza0123456789abcdef"
    assert refused("st-0123456789abcdef", form=GOOGLE)["service"] == "Stable"
