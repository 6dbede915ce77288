"""Errors survive where they are stored, and never leak."""

import pickle

import pytest

from vidgenie.errors import (
    Conflict,
    InsufficientCredits,
    InvalidGraph,
    InvalidInput,
    NodeTimeout,
    PlatformError,
    ProviderUnavailable,
    StorageFull,
    VidGenieError,
    revive,
)

EXAMPLES = [
    InvalidInput("too long", field="prompt", problem="too_long", max=1000),
    InvalidGraph("a loop", problem="cycle", node="n1"),
    InsufficientCredits(required=10, available=3),
    Conflict("twice", problem="idempotency_key_reused"),
    ProviderUnavailable("busy", provider="luma", retry_after=3.0),
    StorageFull(),
    NodeTimeout(seconds=300),
]


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda e: e.code)
def test_every_error_survives_pickling(error: VidGenieError):
    again = pickle.loads(pickle.dumps(error))  # noqa: S301  # our own

    assert type(again) is type(error)
    assert (str(again), again.__dict__) == (str(error), error.__dict__)


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda e: e.code)
def test_every_error_comes_back_from_json(error: VidGenieError):
    again = revive(error.to_dict())

    assert type(again) is type(error)
    assert again.to_dict() == error.to_dict()
    assert again.retryable == error.retryable


def test_an_unknown_code_is_our_own_fault():
    assert type(revive({"code": "from_the_future", "error": "x"})) is PlatformError


def test_the_402_reads_as_the_contract_says():
    assert InsufficientCredits(required=10, available=3).to_dict() == {
        "error": "Insufficient credits",
        "code": "insufficient_credits",
        "required": 10,
        "available": 3,
    }
