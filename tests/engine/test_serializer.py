"""What DBOS may write down."""

import json

import pytest

from vidgenie.engine.serializer import MAX_BYTES, GuardSerializer, SecretRefused, redacted
from vidgenie.errors import NodeTimeout, PlatformError

SECRETS = [
    "sk-abcdefghijklmnopqrstuvwx",
    "AKIAABCDEFGHIJKLMNOP",
    "Bearer abcdefghijklmnopqrstuvwxyz",
    "vg_live_abcdefgh_abcdefghijklmnop",
    "-----BEGIN RSA PRIVATE KEY-----",
]


def test_values_come_back_as_they_went():
    value = {"args": ["é", 1, None, [True]], "kwargs": {"a": 0.5}}

    assert GuardSerializer().deserialize(GuardSerializer().serialize(value)) == value


@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_is_refused(secret: str):
    with pytest.raises(SecretRefused):
        GuardSerializer().serialize({"args": [{"key": secret}]})


def test_a_large_value_is_refused():
    with pytest.raises(SecretRefused):
        GuardSerializer().serialize("x" * (MAX_BYTES + 1))


@pytest.mark.parametrize("secret", SECRETS)
def test_an_error_is_redacted_not_refused(secret: str):
    text = GuardSerializer().serialize(RuntimeError(f"with {secret} in it"))

    assert secret not in text
    assert json.loads(text)["__error__"]["type"] == "RuntimeError"


def test_our_errors_come_back_as_themselves():
    error = GuardSerializer().deserialize(GuardSerializer().serialize(NodeTimeout(seconds=3)))

    assert isinstance(error, NodeTimeout)
    assert error.params == {"seconds": 3}


def test_other_errors_come_back_as_ours():
    error = GuardSerializer().deserialize(GuardSerializer().serialize(KeyError("x")))

    assert isinstance(error, PlatformError)
    assert error.params["type"] == "KeyError"


def test_a_redacted_text_is_short():
    assert len(redacted("a " * 1000)) == 500
