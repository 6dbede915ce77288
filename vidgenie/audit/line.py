"""What a line of the audit log says, and the seal that holds it to the line before."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

START = bytes(32)
"""What the first line has in place of the seal of a line before it."""

Value = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line.

    seq: 1, 2, 3...
    actor: id of an Account, "system" or "operator".
    account_id: whom it concerns.
    action: as vault.use.
    thing: what it was done to, as the slug of a Provider.
    data: what else is known about it.
    """

    seq: int
    at: datetime
    actor: str
    account_id: str
    action: str
    thing: str
    data: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Anchor:
    """A line that was once the last one, kept outside the database.

    mac: 32 bytes.
    """

    seq: int
    mac: bytes


@dataclass(frozen=True, slots=True)
class Fault:
    """Something was done to the log.

    seq: the line it was done to; for `truncated` the first line that is gone.
    problem: edited (also: put there by somebody else), missing or truncated.
    """

    seq: int
    problem: str


def seal(key: bytes, entry: Entry, prev: bytes) -> bytes:
    """HMAC-SHA256, 32 bytes, over a line and the seal of the one before."""
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    said = [entry.seq, at, entry.actor, entry.account_id, entry.action, entry.thing]
    text = json.dumps([*said, entry.data], sort_keys=True, separators=(",", ":"))
    # The length of `prev` never varies, so no text can run into it.
    return hmac.new(key, text.encode() + prev, hashlib.sha256).digest()
