"""No form of a key stays in a text, and what is no key stays as it is."""

import base64
import json
import secrets
from urllib.parse import quote

import httpx
import pytest

from tests.redact.canary import KEY, leaks
from vidgenie.redact import live, scrub, scrub_data, scrub_error

WAYS = {
    "plain": lambda key: key,
    "in a sentence": lambda key: f"<{key}>",
    "repr": repr,
    "bytes": lambda key: repr(key.encode()),
    "json": json.dumps,
    "json in json": lambda key: json.dumps(json.dumps(key)),
    "every character escaped": lambda key: "".join(f"\\u{ord(c):04x}" for c in key),
    "query": lambda key: f"https://h/x?y={quote(key, safe='')}",
    "query, lower": lambda key: quote(key, safe="").lower() if key.islower() else quote(key, "/"),
    "httpx": lambda key: str(httpx.URL("https://h/x", params={"y": key})),
    "hex": lambda key: key.encode().hex(),
    "HEX": lambda key: key.encode().hex().upper(),
    "base64": lambda key: base64.b64encode(key.encode()).decode(),
    "urlsafe base64": lambda key: base64.urlsafe_b64encode(key.encode()).decode(),
    "basic": lambda key: httpx.BasicAuth("me", key)._auth_header,
}


@pytest.mark.parametrize("key", [KEY, KEY.lower(), "a b" * 5, 'x"y\\z' * 4, "clé-secrète-à-moi"])
@pytest.mark.parametrize("way", WAYS)
def test_a_live_key_is_hidden_however_it_is_written(way, key):
    text = f"before {WAYS[way](key)} after"
    with live(key):
        scrubbed = scrub(text)

    assert "[key]" in scrubbed
    assert scrubbed.startswith("before ")
    assert not leaks(scrubbed, key)


def test_base64_is_found_wherever_the_key_begins_in_it():
    for _ in range(300):
        key = secrets.token_urlsafe(9 + secrets.randbelow(36))
        with live(key):
            for before in range(7):
                for after in range(4):
                    data = b"u" * before + key.encode() + b"v" * after
                    assert "[key]" in scrub(base64.b64encode(data).decode())
                    assert "[key]" in scrub(base64.urlsafe_b64encode(data).decode())


def test_no_key_hides_nothing():
    with live("", "short"):
        assert scrub("a short text") == "a short text"


@pytest.mark.parametrize(
    "secret",
    [
        "sk-proj-abcdefghijklmnopqrstuvwx",
        "sk-ant-api03-abcdefghijklmnopqrst",
        "sk_abcdefghijklmnopqrstuvwxyz",
        "AIzaSyA0123456789abcdefghijklmnopqrstuv",
        "AQ.Ab8RN6IabcdefghijklmnopqrstuvwxyzABCDEF",
        "whsec_abcdefghijklmnopqrstuv",
        "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
        "AKIAABCDEFGHIJKLMNOP",
        "luma-abcdefgh_ijklmnop-qrstuvwx",
        "0f8fad5b-d9cb-469f-a165-70867728950e:0123456789abcdef0123456789abcdef",
        "-----BEGIN PRIVATE KEY-----MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcw",
        "vg_live_abcdefgh_0123456789012345678901234567890",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc_DEF-123",
    ],
)
@pytest.mark.parametrize("before", ["", " ", '"', "\\n", "%20", "key=", "b'"])
def test_what_looks_like_a_key_is_hidden_though_nobody_uses_it(before, secret):
    assert secret[8:] not in scrub(f"the service said {before}{secret}!")


@pytest.mark.parametrize(
    ("text", "scrubbed"),
    [
        ("GET https://h/v?key=abcdef&x=1", "GET https://h/v?key=[key]&x=1"),
        ("/media/ab.mp4?e=12&s=0123abcd", "/media/ab.mp4?e=12&s=[key]"),
        ("https://b/x?X-Amz-Signature=ab12", "https://b/x?X-Amz-Signature=[key]"),
        ("https://b/x?X-Goog-Signature=ab12&y", "https://b/x?X-Goog-Signature=[key]&y"),
        ("https://us/reset#token=abc.def", "https://us/reset#token=[key]"),
        ("?next=%2Freset%3Ftoken%3Dabcdef", "?next=%2Freset%3Ftoken%3D[key]"),
        ("postgresql://me:pw@db/vg", "postgresql://[key]@db/vg"),
        ("redis://:pw@r:6379/0", "redis://[key]@r:6379/0"),
        ("Authorization: Bearer abcdef12", "Authorization: [key]"),
        ("{'authorization': 'Token abc'}", "{'authorization': '[key]'}"),
        ("[(b'x-api-key', b'abc'), (b'a', b'b')]", "[(b'x-api-key', b'[key]'), (b'a', b'b')]"),
        ('{"x-goog-api-key": "abc", "a": 1}', '{"x-goog-api-key": "[key]", "a": 1}'),
        ("x: Basic dXNlcjpwYXNz", "x: Basic [key]"),
        ("cookies vg_session=abc; a=b", "cookies vg_session=[key]; a=b"),
    ],
)
def test_headers_and_signed_links_lose_what_is_secret_in_them(text, scrubbed):
    assert scrub(text) == scrubbed


@pytest.mark.parametrize(
    "text",
    [
        "",
        "task-0123456789abcdef0123456789 of the queue",
        "run 0123456789abcdef0123456789abcdef: video at 50 %, 3 of 12 = 25 %",
        "no cookie, please; the key is wrong; basic; bearer",
        "https://example.com/a.png?size=big&page=2",
        "someone@example.com asked at 10:30",
        "un renard roux qui danse sous la pluie, 9:16, très lent",
    ],
)
def test_ordinary_texts_are_left_alone(text):
    assert scrub(text) == text


def test_values_are_scrubbed_to_the_leaves():
    with live(KEY):
        scrubbed = scrub_data({KEY: [KEY, {"a": (KEY, 1, None, True, 2.5)}], "b": KEY.encode()})

    assert not leaks(json.dumps(scrubbed))
    assert scrubbed["[key]"][1]["a"][1:] == [1, None, True, 2.5]


def test_an_error_in_one_line_has_its_name():
    with live(KEY):
        assert scrub_error(ValueError(f"bad header {KEY}")) == "ValueError: bad header [key]"
