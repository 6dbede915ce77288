"""Grants on their way: HPKE (RFC 9180), base mode, X25519 / HKDF-SHA256 / AES-256-GCM.

A blob is the encapsulated key (32 bytes), then ciphertext and tag; the associated
data are empty. ui/vault/crypto.js seals the same way; tests compare.
"""

from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from vidgenie.vault.crypto import Unreadable

KEY_BYTES = 32
OVERHEAD = 32 + 16  # encapsulated key and tag
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


@dataclass(frozen=True, slots=True)
class KeyPair:
    """An X25519 key pair, 32 bytes each."""

    public: bytes
    private: bytes = field(repr=False)


def generate() -> KeyPair:
    """A new key pair."""
    private = X25519PrivateKey.generate()
    return KeyPair(private.public_key().public_bytes_raw(), private.private_bytes_raw())


def seal(public: bytes, plaintext: bytes, info: bytes) -> bytes:
    """A blob that only the holder of the private key opens, and only with the same `info`.

    Raises Unreadable when `public` is no usable key (all zeros, or another of low order).
    """
    try:
        return _SUITE.encrypt(plaintext, X25519PublicKey.from_public_bytes(public), info)
    except ValueError:
        raise Unreadable from None


def open(private: bytes, blob: bytes, info: bytes) -> bytes:  # noqa: A001  # RFC 9180's name for it
    """What was sealed. Raises Unreadable, whatever is wrong with the blob."""
    if len(blob) < OVERHEAD:
        raise Unreadable
    try:
        return _SUITE.decrypt(blob, X25519PrivateKey.from_private_bytes(private), info)
    except (InvalidTag, ValueError):
        raise Unreadable from None
