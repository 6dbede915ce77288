"""What Providers answer becomes our errors, and waits become seconds."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidgenie.errors import ProviderRejected, ProviderUnavailable
from vidgenie.net import checked, retry_after


def test_a_success_passes():
    response = httpx.Response(201)

    assert checked(response, provider="luma") is response


@pytest.mark.parametrize("status", [408, 409, 425, 429, 500, 502, 503, 504, 529])
def test_what_may_pass_is_worth_another_try(status):
    with pytest.raises(ProviderUnavailable) as caught:
        checked(httpx.Response(status, headers={"retry-after": "7"}), provider="luma")

    assert caught.value.retry_after == 7.0


@pytest.mark.parametrize(
    ("status", "problem"),
    [(302, "refused"), (400, "refused"), (401, "key_refused"), (402, "no_credit"),
     (403, "forbidden"), (404, "not_found"), (413, "too_large"), (422, "refused")],
)  # fmt: skip
def test_a_refusal_is_for_good_and_says_what_it_is_about(status, problem):
    with pytest.raises(ProviderRejected) as caught:
        checked(httpx.Response(status), provider="luma")

    assert caught.value.params == {"provider": "luma", "problem": problem, "status": status}


def test_nothing_a_provider_says_is_repeated():
    with pytest.raises(ProviderRejected) as caught:
        checked(httpx.Response(400, text="bad key sk-SECRET"), provider="luma")

    assert "SECRET" not in f"{caught.value!r}{caught.value.to_dict()}"


@pytest.mark.parametrize("text", ["", "soon", "Wed, 99 Foo 2026"])
def test_a_wait_that_is_not_told_is_none(text):
    assert retry_after(httpx.Response(429, headers={"retry-after": text})) is None


def test_a_wait_may_be_told_as_a_date():
    later = datetime.now(tz=UTC) + timedelta(seconds=60)
    header = later.strftime("%a, %d %b %Y %H:%M:%S GMT")

    assert retry_after(httpx.Response(429, headers={"retry-after": header})) == pytest.approx(
        60, abs=3
    )


@pytest.mark.parametrize("hours", [-30, -1, 0, 1, 30])
def test_a_date_is_read_by_the_servers_own_clock(hours):
    """A service whose clock is wrong asks for the same minute."""
    present = datetime.now(tz=UTC) + timedelta(hours=hours)
    headers = {
        name: f"{moment:%a, %d %b %Y %H:%M:%S} GMT"
        for name, moment in (("date", present), ("retry-after", present + timedelta(seconds=60)))
    }

    assert retry_after(httpx.Response(429, headers=headers)) == 60


def test_a_date_that_is_past_is_now():
    headers = {"retry-after": "Sat, 21 Nov 2020 10:00:00 GMT"}

    assert retry_after(httpx.Response(429, headers=headers)) == 0.0


@pytest.mark.parametrize(
    "text",
    ["inf", "nan", "1e999", "-5", "9" * 5000, "\xb2", "Sat, 21 Nov 2026 10:00:00 +99999999999999"],
)
def test_a_wait_that_is_no_number_of_seconds_is_none(text):
    headers = [(b"retry-after", text.encode("latin-1"))]

    assert retry_after(httpx.Response(429, headers=headers)) is None


@given(st.binary(max_size=60).filter(lambda text: not set(text) & {0, 10, 13}))
def test_whatever_is_told_is_a_wait_or_none(text):
    wait = retry_after(httpx.Response(429, headers=[(b"retry-after", text)]))

    assert wait is None or 0 <= wait < float("inf")
