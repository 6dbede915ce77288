"""Links that open a file without a cookie."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidgenie.services.links import Links

NOON = 1_800_000_000.0 // 3600 * 3600
NAME = f"{'a' * 32}.mp4"


def links(now=NOON, secret=b"s" * 32):
    return Links(secret, clock=lambda: now)


def parts(link):
    query = parse_qs(urlsplit(link).query)
    return {"signature": query["s"][0], "expires": int(query["e"][0])}


def test_our_own_link_is_good():
    assert links().is_good(NAME, **parts(links().sign(NAME)))


def test_a_link_stays_the_same_for_an_hour_so_that_browsers_keep_the_file():
    assert links(NOON).sign(NAME) == links(NOON + 3599).sign(NAME)
    assert links(NOON).sign(NAME) != links(NOON + 3600).sign(NAME)


@given(seconds=st.integers(0, 10**9))
def test_a_link_is_good_for_a_day_at_least_and_never_for_more_than_an_hour_longer(seconds):
    signed = parts(links(seconds).sign(NAME))

    assert links(seconds + 24 * 3600 - 1).is_good(NAME, **signed)
    assert not links(seconds + 25 * 3600).is_good(NAME, **signed)


def test_an_old_link_is_dead():
    signed = parts(links().sign(NAME))

    assert not links(signed["expires"]).is_good(NAME, **signed)


def test_a_link_opens_one_file():
    signed = parts(links().sign(NAME))

    assert not links().is_good(f"{'b' * 32}.mp4", **signed)


def test_a_link_cannot_be_made_to_last_longer():
    signed = parts(links().sign(NAME))

    assert not links().is_good(NAME, signature=signed["signature"], expires=signed["expires"] + 1)


@pytest.mark.parametrize("signature", ["", "0" * 64, "é" * 64, "a" * 10_000])
def test_a_made_up_signature_is_refused(signature):
    assert not links().is_good(NAME, signature=signature, expires=int(NOON) + 60)


def test_another_installation_signs_differently():
    assert not links(secret=b"t" * 32).is_good(NAME, **parts(links().sign(NAME)))


def test_a_link_may_ask_for_a_download():
    link = links().sign(NAME, download=True)

    assert link.endswith("&d=1")
    assert links().is_good(NAME, **parts(link))
