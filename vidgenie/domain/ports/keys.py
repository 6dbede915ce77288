"""Port: what a Provider's key is opened for."""

from dataclasses import dataclass
from enum import StrEnum


class KeyStatus(StrEnum):
    """What is known about a stored key."""

    UNCHECKED = "unchecked"
    VALID = "valid"
    INVALID = "invalid"


class KeyMode(StrEnum):
    """Who can open a stored key: this server for Runs, or only its owner's browser."""

    MANAGED = "managed"
    SEALED = "sealed"


@dataclass(frozen=True, slots=True)
class KeyUse:
    """Why a key is opened; goes into the audit log.

    purpose: submit, poll, deliver, cancel, write or validate.
    run_id, node_id: "" when it is not for a Run.
    """

    purpose: str
    run_id: str = ""
    node_id: str = ""
