"""A search that finds nothing proves nothing, unless it finds what was planted."""

import base64
import gzip
import io
import json
import pickle
import secrets
import sqlite3
import time
import zipfile
import zlib
from urllib.parse import quote

import pytest

from tests.support.canary import dump, encodings, make_key, search
from vidgenie.redact.forms import forms

SERVICES = ["openai", "stability", "google"]
KEYS = {service: make_key(service) for service in SERVICES}
NOISE = secrets.token_bytes(300_000)

# As programs write them, not as the search looks for them.
WRITTEN = {
    "plain": lambda key: key.encode(),
    "reversed": lambda key: "".join(reversed(key)).encode(),
    "hex": lambda key: key.encode().hex().encode(),
    "upper hex": lambda key: base64.b16encode(key.encode()),
    "base64": lambda key: base64.b64encode(f"user:{key}!".encode()),
    "urlsafe base64": lambda key: base64.urlsafe_b64encode(f"{{{key}}}".encode()),
    "percent": lambda key: "".join(f"%{ord(char):02x}" for char in key).encode(),
    "unicode escapes": lambda key: "".join(rf"\u{ord(char):04x}" for char in key).encode(),
    "utf-16": lambda key: f"x{key}x".encode("utf-16"),
}
PACKED = {
    "as it is": lambda data: data,
    "gzip": gzip.compress,
    "zlib": zlib.compress,
    "zlib, hard": lambda data: zlib.compress(data, 9),
    "deflate": lambda data: zlib.compress(data, wbits=-15),
    "two gzips": lambda data: gzip.compress(gzip.compress(data)),
    "gzip further on": lambda data: b"HTTP/1.1 200 OK\r\n\r\n" + gzip.compress(data),
    "gzip cut off": lambda data: gzip.compress(data + NOISE)[:200_000],
    "gzip in base64": lambda data: b'{"x": "' + base64.b64encode(gzip.compress(data)) + b'"}',
    "pickle in base64": lambda data: base64.b64encode(pickle.dumps({"x": [data]})),
}


def names(hits):
    return {(hit.key, hit.encoding) for hit in hits}


@pytest.mark.parametrize("service", SERVICES)
def test_a_key_looks_like_its_services_and_there_is_no_other(service):
    keys = {make_key(service) for _ in range(50)}

    assert len(keys) == 50
    assert {len(key) for key in keys} == {len(KEYS[service])}


def test_there_are_nine_encodings():
    assert len(encodings(KEYS["openai"])) == 9
    assert encodings(KEYS["openai"]).keys() == WRITTEN.keys()


@pytest.mark.parametrize("encoding", WRITTEN)
@pytest.mark.parametrize("service", SERVICES)
def test_a_planted_key_is_found_in_each_encoding(encoding, service):
    planted = NOISE + WRITTEN[encoding](KEYS[service]) + NOISE

    found = names(search([("planted", planted)], KEYS))

    # These keys have no sign in base64 by which one could tell the two.
    assert (service, encoding.removeprefix("urlsafe ")) in found or (service, encoding) in found


@pytest.mark.parametrize("encoding", ["base64", "urlsafe base64"])
def test_the_two_base64_are_found_apart(encoding):
    keys = {"odd": "~?>~?>~?>~?>~?>~?>~?>~?>"}

    found = names(search([("planted", WRITTEN[encoding](keys["odd"]))], keys))

    assert ("odd", encoding) in found
    assert len({name for _, name in found if "base64" in name}) == 1


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("before", range(4))
def test_base64_is_found_wherever_the_key_begins(service, before):
    text = base64.b64encode(b"a" * before + KEYS[service].encode() + b"b" * 5)

    assert (service, "base64") in names(search([("planted", b"x" + text)], KEYS))


@pytest.mark.parametrize("packed", PACKED)
@pytest.mark.parametrize("encoding", ["plain", "hex", "utf-16"])
def test_what_is_packed_is_opened(packed, encoding):
    data = b"some text " + WRITTEN[encoding](KEYS["google"]) + b" and more"

    found = search([("planted", PACKED[packed](data))], KEYS)

    assert {hit.key for hit in found} == {"google"}


def test_members_of_a_zip_are_opened_and_their_names_read():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("account.json", json.dumps({"key": KEYS["openai"]}))
        archive.writestr(f"{KEYS['google']}.txt", "x")

    found = names(search([("export.zip", file.getvalue())], KEYS))

    assert found >= {("openai", "plain"), ("google", "plain")}


def test_half_a_key_is_a_hit():
    for service, key in KEYS.items():
        cut = f"bad header {key}"[: len("bad header ") + len(key) * 3 // 4].encode()
        assert (service, "first half") in names(search([("log", cut)], KEYS))


def test_the_mask_that_people_see_is_none():
    masked = " ".join(f"••••{key[-4:]} {key[:3]}…" for key in KEYS.values()).encode()

    assert search([("page", masked)], KEYS) == []


def test_noise_is_none():
    text = " ".join(make_key(service) for service in SERVICES * 100).encode()

    assert search([("noise", NOISE), ("other keys", text), ("empty", b"")], KEYS) == []


def test_a_folder_is_searched_with_its_database_its_log_and_what_is_hidden(tmp_path):
    (tmp_path / ".hidden" / "deep").mkdir(parents=True)
    (tmp_path / ".hidden" / "deep" / "state.pkl").write_bytes(pickle.dumps(KEYS["stability"]))
    (tmp_path / f"{KEYS['google']}.lock").touch()
    connection = sqlite3.connect(tmp_path / "a.db")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("CREATE TABLE t (x)")
    connection.execute("INSERT INTO t VALUES (?)", (f"Bearer {KEYS['openai']}",))
    connection.commit()

    found = {(hit.key, hit.where.rpartition("/")[2]) for hit in search([tmp_path], KEYS)}
    connection.close()

    assert ("stability", "state.pkl") in found
    assert ("openai", "a.db-wal") in found
    assert {key for key, where in found if "(its name)" in where} == {"google"}


@pytest.mark.parametrize("kind", ["text", "blob", "json"])
def test_a_value_across_pages_is_found_in_the_dump(database_url, kind):
    """A file is searched page by page; a row that is longer goes on somewhere else."""
    from sqlalchemy import Column, LargeBinary, MetaData, String, Table, create_engine  # noqa: PLC0415  # the other tests need none

    long = "x" * 9000 + KEYS["openai"]
    value = {"text": long, "blob": gzip.compress(long.encode()), "json": json.dumps([long])}[kind]
    engine = create_engine(database_url.replace("postgresql://", "postgresql+psycopg://", 1))
    column = Column("x", LargeBinary if kind == "blob" else String)
    table = Table("t", meta := MetaData(), column)
    meta.create_all(engine)
    with engine.begin() as connection:
        connection.execute(table.insert(), {"x": value})
    engine.dispose()

    assert {hit.key for hit in search([("dump", dump(database_url))], KEYS)} == {"openai"}


def test_what_redaction_looks_for_and_what_the_search_looks_for_agree():
    """Every form the product hides is one the search finds, unless it is a library's own way."""
    for service, key in KEYS.items():
        missed = [
            form for form in forms(key) if not search([("form", form.encode())], {service: key})
        ]
        assert not missed


def test_quoting_leaves_these_keys_as_they_are():
    assert all(quote(key, safe="") == key for key in KEYS.values())


def test_a_hundred_megabytes_take_seconds(tmp_path):
    path = tmp_path / "big.log"
    line = b"2026-01-01 00:00:00,000 INFO vidgenie.engine: a line of a log without anything in it\n"
    path.write_bytes(line * (100_000_000 // len(line)) + KEYS["google"].encode())
    begun = time.monotonic()

    found = search([path], KEYS)

    assert names(found) >= {("google", "plain")}
    assert time.monotonic() - begun < 60
