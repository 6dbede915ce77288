"""Sealed keys are the same bytes in Python and in JavaScript (Node here, Chromium in tests/e2e)."""

import base64
import hashlib
import json
import shutil
import unicodedata

import pytest
from argon2.low_level import Type, hash_secret_raw

from tests.ui import node_page
from tests.ui.vectors.compare import (
    KDFS,
    VECTORS,
    check_answers,
    copy_modules,
    open_grant,
    plain_grant,
)
from vidgenie.services.frontend import WEB
from vidgenie.vault import crypto, hpke

HASHES = WEB / "node_modules" / "hash-wasm"
_RUN = """
import { answers } from "./answers.js";
import vectors from "./vault.json" with { type: "json" };
console.log(JSON.stringify(await answers(vectors, %s)));
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """What a script that imports the modules prints, as JSON."""
    folder = node_page.lay_out(
        tmp_path_factory.mktemp("vault"), {}, {"vault.json": json.dumps(VECTORS)}
    )
    copy_modules(folder)
    if HASHES.exists():
        shutil.copytree(HASHES, folder / "node_modules" / "hash-wasm")
    return lambda script: node_page.printed(folder, script)


def test_python_agrees_with_the_vectors():
    for vector in VECTORS["context"]:
        assert crypto.context(*vector["parts"]).hex() == vector["hex"]
    for vector in VECTORS["derive"]:
        assert (
            crypto.derive(bytes.fromhex(vector["secret"]), vector["label"]).hex() == vector["hex"]
        )
    for vector in VECTORS["seal"]:
        opened = crypto.unseal(
            bytes.fromhex(vector["key"]),
            bytes.fromhex(vector["blob"]),
            crypto.context(*vector["context"]),
        )
        assert opened.hex() == vector["plaintext"]
    for vector in VECTORS["recovery"]:
        letters = vector["code"].replace("-", "")
        assert base64.b32decode(letters).hex() == vector["bytes"]


@pytest.mark.parametrize("vector", VECTORS["passphrase"], ids=lambda vector: vector["kdf"])
def test_python_stretches_passphrases_as_the_vectors_say(vector):
    assert _stretched(vector).hex() == vector["hex"]


def test_a_passphrase_is_the_same_however_its_letters_are_encoded():
    composed, decomposed = (VECTORS["passphrase"][at]["passphrase"] for at in (2, 4))

    assert composed != decomposed
    assert _normal(composed) == _normal(decomposed)


def test_python_opens_the_header_of_the_vectors():
    vector = VECTORS["header"]
    context = crypto.context(*vector["context"])
    by_passphrase = crypto.derive(_stretched(vector), "vg/sealed/passphrase/v1")
    code = base64.b32decode(vector["code"].replace("-", ""))
    by_code = crypto.derive(code, "vg/sealed/recovery/v1")

    for key, wrapped in ((by_passphrase, "wrappedKey"), (by_code, "wrappedKeyRecovery")):
        opened = crypto.unseal(key, bytes.fromhex(vector[wrapped]), context)
        assert opened.hex() == vector["vaultKey"]


def test_python_opens_a_grant_of_rfc_9180():
    assert open_grant(plain_grant()).hex() == VECTORS["rfc9180"]["pt"]


def test_node_agrees_with_the_vectors(run):
    kdfs = ("pbkdf2-sha256",)

    check_answers(run(_RUN % json.dumps(kdfs)), kdfs)


@pytest.mark.skipif(not HASHES.exists(), reason="the pages were never built; tests/e2e builds them")
def test_node_agrees_about_argon2id(run):
    check_answers(run(_RUN % json.dumps(KDFS)), KDFS)


def test_a_grant_moved_to_another_run_account_provider_or_hour_does_not_open(run):
    recipient = hpke.generate()
    parts = ["test", "grant", "r1", "a1", "openai", "p1", "1800000000"]
    blob = bytes.fromhex(
        run(f"""
        import {{ context }} from "./crypto.js";
        import {{ fromHex, toHex, utf8 }} from "./bytes.js";
        import {{ hpkeSeal }} from "./hpke.js";
        const info = context(...{json.dumps(parts)});
        const blob = await hpkeSeal(fromHex("{recipient.public.hex()}"), info, utf8("sk-1"));
        console.log(JSON.stringify(toHex(blob)));
        """)
    )

    assert hpke.open(recipient.private, blob, crypto.context(*parts)) == b"sk-1"
    for at in range(len(parts)):
        moved = [*parts[:at], parts[at] + "x", *parts[at + 1 :]]
        with pytest.raises(crypto.Unreadable):
            hpke.open(recipient.private, blob, crypto.context(*moved))


def test_passphrases_that_are_made_up_are_never_the_same_and_long_enough(run):
    made = run("""
    import { newPassphrase, strength } from "./words.js";
    const made = Array.from({ length: 200 }, newPassphrase);
    console.log(JSON.stringify(made.map((one) => [one, strength(one, one)])));
    """)

    assert len({passphrase for passphrase, _ in made}) == len(made)
    assert all(told["isEnough"] and told["level"] == "strong" for _, told in made)


@pytest.mark.parametrize(
    "passphrase",
    ["aaaaaaaaaaaaaa", "passwordpassword", "12345678901234", "azertyuiopqsdf", "too short", ""],
)
def test_a_passphrase_anybody_would_try_is_not_enough(run, passphrase):
    told = run(f"""
    import {{ strength }} from "./words.js";
    console.log(JSON.stringify(strength({json.dumps(passphrase)})));
    """)

    assert not told["isEnough"]
    assert told["level"] in ("weak", "fair")


def test_a_recovery_code_is_read_as_people_type_it(run):
    vector = VECTORS["recovery"][0]
    misread = vector["code"].lower().replace("o", "0").replace("i", "1").replace("-", "  ")

    read = run(f"""
    import {{ toHex }} from "./bytes.js";
    import {{ readRecoveryCode }} from "./words.js";
    const read = (typed) => readRecoveryCode(typed) && toHex(readRecoveryCode(typed));
    const typed = ["{misread}", "{vector["code"]}A", "9" + "A".repeat(31)];
    console.log(JSON.stringify(typed.map(read)));
    """)

    assert read == [vector["bytes"], None, None]


@pytest.mark.parametrize(
    "how",
    [
        {"kdf": "argon2id", "kdfParams": {"m": 4194304, "t": 3, "p": 1}},
        {"kdf": "argon2id", "kdfParams": {"m": 65536, "t": 3}},
        {"kdf": "pbkdf2-sha256", "kdfParams": {"iterations": 1}},
        {"kdf": "md5", "kdfParams": {}},
        {"kdf": "argon2id"},
    ],
)
def test_a_server_cannot_weaken_or_freeze_the_stretching(run, how):
    code = run(f"""
    import {{ stretch }} from "./crypto.js";
    const how = {{ ...{json.dumps(how)}, salt: new Uint8Array(16) }};
    console.log(JSON.stringify(await stretch("x", how).then(() => "", (error) => error.code)));
    """)

    assert code == "unknown_kdf"


def test_without_webcrypto_it_says_so(run):
    code = run("""
    Object.defineProperty(globalThis, "crypto", { value: {} });
    const { requireSupport } = await import("./crypto.js");
    console.log(JSON.stringify(await requireSupport().then(() => "", (error) => error.code)));
    """)

    assert code == "no_webcrypto"


def _normal(passphrase):
    return unicodedata.normalize("NFKC", passphrase).encode()


def _stretched(vector):
    password, salt = _normal(vector["passphrase"]), bytes.fromhex(vector["salt"])
    params = vector["kdfParams"]
    if vector["kdf"] == "pbkdf2-sha256":
        return hashlib.pbkdf2_hmac("sha256", password, salt, params["iterations"])
    return hash_secret_raw(password, salt, params["t"], params["m"], params["p"], 32, Type.ID)
