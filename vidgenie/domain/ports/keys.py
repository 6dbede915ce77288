"""Port: what a Provider's key is opened for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True)
class Place:
    """Where a Provider is for an Account, and what the Account has typed in for it.

    base_url: "" = where it always is. is_own: the Account typed the address in itself, so
        nobody else's key goes there. is_guarded, may_be_inside: see Call.
    options: every declared option; what was typed in, else its default.
    missing: the first option without which the Provider is off, "" when nothing is missing.
    """

    base_url: str = ""
    is_own: bool = False
    is_guarded: bool = False
    may_be_inside: bool = False
    options: Mapping[str, str] = field(default_factory=dict[str, str])
    missing: str = ""
