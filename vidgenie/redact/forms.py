"""Every form a secret takes in logs, tracebacks, addresses and bodies."""

import base64
import json
import re
from urllib.parse import quote, quote_plus

# Shorter texts are found everywhere, and no service has keys as short.
SHORTEST = 8
# What libraries leave as it is in a path, in a query, and nowhere.
_LEFT_ALONE = ("", "/", "!$&'()*+,;=:@", "/!$&'()*+,;=:@?")


def forms(secret: str) -> frozenset[str]:
    """The secret as it may be written: plain, quoted, escaped, in hex and in base64.

    A key pasted with a line feed or an accent in it counts as a whole and in its
    printable parts: some libraries quote only those. Forms of less than SHORTEST
    characters are left out.
    """
    parts = {part for part in re.split(r"[^\x21-\x7e]+", secret) if len(part) >= SHORTEST}
    found: set[str] = set()
    for text in {secret, secret.strip(), *parts}:
        found |= _forms(text)
    return frozenset(form for form in found if len(form) >= SHORTEST)


def _forms(text: str) -> set[str]:
    data = text.encode(errors="surrogatepass")
    quoted = {quote(data, safe=safe) for safe in _LEFT_ALONE} | {quote_plus(data)}
    escaped = {
        repr(text)[1:-1],
        ascii(text)[1:-1],
        repr(data)[2:-1],
        json.dumps(text)[1:-1],
        json.dumps(text, ensure_ascii=False)[1:-1],
        "".join(f"\\u{ord(char):04x}" for char in text),
    }
    # A text in JSON, and that in a log line or in JSON again.
    escaped |= {outer(form)[1:-1] for form in escaped for outer in (repr, json.dumps)}
    lower = {re.sub(r"%[0-9A-F]{2}", lambda found: found[0].lower(), form) for form in quoted}
    digits = {data.hex(), data.hex().upper()}
    return {text} | quoted | lower | escaped | digits | _base64(data)


def _base64(data: bytes) -> set[str]:
    """The characters that depend on the secret alone, wherever in a text it begins."""
    found: set[str] = set()
    for before in range(3):
        encoded = base64.b64encode(b"\0" * before + data).decode().rstrip("=")
        # The first bits belong to what stands before it, the last to what follows.
        begin = (8 * before + 5) // 6
        end = len(encoded) - (1 if (len(data) + before) % 3 else 0)
        core = encoded[begin:end]
        found |= {core, core.replace("+", "-").replace("/", "_")}
    return found
