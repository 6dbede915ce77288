"""A service account of Google Cloud: who it is, and tokens it signs itself.

A token is a JWT that the account signs and the API takes as it is: no exchange for an access
token, so no second service that can be down and no token to keep. It is what Google's own
client libraries send to this API (https://google.aip.dev/auth/4111): the scope is in it and
no audience, so that one token is good for the clip's storage too.
"""

import base64
import binascii
import json
import time
from dataclasses import dataclass, field
from typing import cast

from vidgenie.redact import live

SCOPE = "https://www.googleapis.com/auth/cloud-platform"
_LIFE = 3600  # s, the longest that Google takes
EARLY = 60  # s; our clock may be ahead of Google's by as much
_FIELDS = ("project_id", "private_key_id", "private_key", "client_email")


@dataclass(frozen=True, slots=True)
class ServiceAccount:
    """The parts of its JSON file that are used."""

    project: str
    email: str
    key_id: str
    private_key: str = field(repr=False)

    def token(self) -> str:
        """A bearer token for an hour, "" when the private key is none. Takes milliseconds."""
        from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415  # as below
        from google.auth import crypt, jwt  # noqa: PLC0415  # 100 ms, for who uses it

        begin = int(time.time()) - EARLY
        claims = {"iss": self.email, "sub": self.email, "iat": begin, "exp": begin + _LIFE}
        # The vault knows the file as one word: what logs must not show is in it.
        with live(self.private_key):
            try:
                signer = crypt.RSASigner.from_string(self.private_key, self.key_id)
                return jwt.encode(signer, {**claims, "scope": SCOPE}).decode()
            except (ValueError, TypeError, UnsupportedAlgorithm):
                return ""


def read(key: str) -> ServiceAccount | None:
    """The account in its JSON file, or in what the vault keeps of it; None when it is neither."""
    try:
        text = key if key.startswith("{") else base64.b64decode(key, validate=True).decode()
        said: object = json.loads(text)
    except (binascii.Error, ValueError, RecursionError):
        return None
    if not isinstance(said, dict):
        return None
    found = [cast("dict[str, object]", said).get(name) for name in _FIELDS]
    if not all(isinstance(text, str) and text for text in found):
        return None
    project, key_id, private_key, email = cast("list[str]", found)
    return ServiceAccount(project, email, key_id, private_key)
