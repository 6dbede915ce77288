"""The vault's arithmetic: AES-256-GCM with a context, keys derived by HKDF.

The same bytes come out in the browser (ui/vault/crypto.js); tests compare.
"""

import os
import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
_NONCE = 12
_TAG = 16


class Unreadable(Exception):
    """A blob does not open with this key in this context: it was changed, moved or cut."""


def context(*parts: str) -> bytes:
    """What a blob is bound to. Each part is written with its length, so none can run into the next.

    Layout: b"VG1", then per part 4 bytes of length (big-endian) and its UTF-8 bytes.
    """
    texts = [part.encode() for part in parts]
    return b"VG1" + b"".join(struct.pack(">I", len(text)) + text for text in texts)


def seal(key: bytes, plaintext: bytes, bound_to: bytes) -> bytes:
    """Nonce (12 bytes, random), ciphertext, tag (16 bytes). key: 32 bytes."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plaintext, bound_to)


def unseal(key: bytes, blob: bytes, bound_to: bytes) -> bytes:
    """What `seal` was given. Raises Unreadable."""
    if len(blob) < _NONCE + _TAG:
        raise Unreadable
    try:
        return AESGCM(key).decrypt(blob[:_NONCE], blob[_NONCE:], bound_to)
    except InvalidTag:
        raise Unreadable from None


def derive(key: bytes, label: str, length: int = KEY_BYTES) -> bytes:
    """Another secret out of `key`, by HKDF-SHA256 without a salt."""
    return HKDF(hashes.SHA256(), length, salt=None, info=label.encode()).derive(key)
