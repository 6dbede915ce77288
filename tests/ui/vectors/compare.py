"""The vectors of sealed keys, and whether what JavaScript made of them is the same."""

import json
import re
import shutil
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

import vidgenie.ui.vault
from vidgenie.vault import crypto, hpke

HERE = Path(__file__).parent
VECTORS = json.loads((HERE / "vault.json").read_text(encoding="utf-8"))
KDFS = ("argon2id", "pbkdf2-sha256")
_RFC = {name: bytes.fromhex(value) for name, value in VECTORS["rfc9180"].items()}


def copy_modules(folder: Path) -> None:
    """What a page imports to answer the vectors: answers.js and the modules of ui/vault."""
    for path in Path(vidgenie.ui.vault.__path__[0]).glob("*.js"):
        shutil.copy(path, folder)
    shutil.copy(HERE / "answers.js", folder)


def plain_grant() -> bytes:
    """The blob of RFC 9180's vector as we send them: without associated data.

    Its key and nonce come from the RFC, its last step from AES-GCM.
    """
    sealed = AESGCM(_RFC["key"]).encrypt(_RFC["base_nonce"], _RFC["pt"], b"")
    return _RFC["enc"] + sealed


def open_grant(blob: bytes) -> bytes:
    """What a grant to the recipient of RFC 9180's vector says, by Python."""
    return hpke.open(_RFC["skRm"], blob, _RFC["info"])


def check_answers(answers: dict, kdfs: tuple[str, ...]) -> None:
    """Fail unless `answers`, made by answers.js with these `kdfs`, is what Python makes of them."""
    assert answers["isSupported"]
    for name in ("context", "derive"):
        assert answers[name] == [vector["hex"] for vector in VECTORS[name]], name
    stretched = [vector for vector in VECTORS["passphrase"] if vector["kdf"] in kdfs]
    assert answers["passphrase"] == [vector["hex"] for vector in stretched]
    assert answers["recovery"] == [vector["bytes"] for vector in VECTORS["recovery"]]
    assert re.fullmatch(r"(?:[A-Z2-7]{4}-){7}[A-Z2-7]{4}", answers["newCode"])
    for vector, answer in zip(VECTORS["seal"], answers["seal"], strict=True):
        _check_sealed(vector, answer)
    _check_grants(answers["rfc9180"])
    if VECTORS["header"]["kdf"] in kdfs:
        _check_header(answers["header"])


def _check_sealed(vector: dict, answer: dict) -> None:
    key, context = bytes.fromhex(vector["key"]), crypto.context(*vector["context"])
    assert answer["blob"] == vector["blob"]
    assert answer["opened"] == vector["plaintext"]
    anew = bytes.fromhex(answer["anew"])
    assert anew[:12].hex() != vector["nonce"]
    assert crypto.unseal(key, anew, context).hex() == vector["plaintext"]
    assert answer["elsewhere"] == answer["flipped"] == answer["cut"] == "unreadable"


def _check_grants(answer: dict) -> None:
    assert answer["sealed"] == (_RFC["enc"] + _RFC["ct"]).hex()
    assert answer["sealedPlain"] == plain_grant().hex()
    anew = [bytes.fromhex(blob) for blob in answer["sealedAnew"]]
    assert len({blob[:32] for blob in anew} | {_RFC["enc"]}) == len(anew) + 1
    assert {open_grant(blob) for blob in anew} == {_RFC["pt"]}


def _check_header(answer: dict) -> None:
    vector = VECTORS["header"]
    assert answer["byPassphrase"] == answer["byCode"] == vector["vaultKey"]
    assert answer["elsewhere"] == answer["otherKey"] == "unreadable"
    assert answer["isExtractable"] is False
    code = bytes.fromhex(VECTORS["recovery"][0]["bytes"])
    key = crypto.derive(code, "vg/sealed/recovery/v1")
    anew = bytes.fromhex(answer["wrappedAnew"])
    opened = crypto.unseal(key, anew, crypto.context(*vector["context"]))
    assert opened.hex() == vector["vaultKey"]
