"""The ring of master keys: what every data key is locked with. None is ever written to a log.

Several processes work side by side: which versions there are stands in the database
(`versions`), the keys themselves in files or in the environment.
"""

import logging
from datetime import UTC, datetime
from hmac import compare_digest
from pathlib import Path

from sqlmodel import Session

from vidgenie.db import Transaction
from vidgenie.errors import VaultLocked
from vidgenie.vault import versions
from vidgenie.vault.crypto import derive, seal, unseal
from vidgenie.vault.master_files import FileKeys
from vidgenie.vault.master_variable import VariableKeys
from vidgenie.vault.versions import Version

log = logging.getLogger(__name__)


class Ring:
    """The versions of the master key: to lock with the active one, to open with any.

    home: keys are in its folder `keys`, one file a version, unless they are `given`.
    given: what VIDGENIE_MASTER_KEY holds, "" for files.
    environment: name of the installation; what is locked in one does not open in another.
    """

    def __init__(
        self,
        *,
        home: Path,
        given: str,
        environment: str,
        transaction: Transaction,
        reading: Transaction,
    ) -> None:
        self._source = VariableKeys(given) if given.strip() else FileKeys(home / "keys")
        self._environment = environment
        self._transaction = transaction
        self._reading = reading
        # Version -> what it locks with. Only versions whose key is proved to be the right one.
        self._keys: dict[int, bytes] = {}

    def start(self) -> None:
        """Make the first master key if there never was one; say what is wrong, if something is.

        Raises nothing for a key that is missing, malformed or another one: the
        installation runs without its vault, and `fault` tells.
        """
        try:
            with self._transaction() as session:
                versions.alone(session)
                if not versions.everything(session):
                    self._begin(session)
        except VaultLocked:
            log.debug("there is no first master key", exc_info=True)
        except OSError as error:
            log.error("%s cannot be written: %s", self._source.where(1), error.strerror)  # noqa: TRY400  # a full or read-only disk; the path says all
        if fault := self.fault():
            log.error("%s Nothing is overwritten.", fault)

    def fault(self) -> VaultLocked | None:
        """Why stored keys cannot be read, or some of them; None when all is well.

        Looks again each time, so a key that was put right is found.
        """
        with self._reading() as session:
            known = versions.everything(session)
        try:
            for version in known:
                if version.is_needed:
                    self._key(version)
        except VaultLocked as error:
            return error
        return None if known else self._lost(1)

    def active_version(self) -> int | None:
        """Which version locks new keys; None before `start`."""
        with self._reading() as session:
            active = versions.active(session)
        return active.number if active else None

    def wrap(self, session: Session, secret: bytes, bound_to: bytes) -> tuple[int, bytes]:
        """Lock a secret: the version that did, and the blob. Raises VaultLocked.

        To be stored by the same transaction. bound_to: a `crypto.context`.
        """
        active = self._active(session, hold=True)
        return active.number, seal(self._key(active), secret, bound_to)

    def unwrap(self, version: int, blob: bytes, bound_to: bytes) -> bytes:
        """What `wrap` locked. Raises VaultLocked; Unreadable when the blob was changed or moved."""
        key = self._keys.get(version)
        if key is None:
            with self._reading() as session:
                found = versions.find(session, version)
            if found is None:
                raise self._lost(version)
            key = self._key(found)
        return unseal(key, blob, bound_to)

    def _begin(self, session: Session) -> None:
        """The first version: the newest key there is, or one that is made."""
        number = max(self._source.versions(), default=1)
        self._activate(session, number, _now())

    def _activate(self, session: Session, number: int, now: datetime) -> None:
        # The file is on the disk before the database knows of it, never the other way round.
        key = self._source.make(number)
        check = self._check_value(number, key)
        version = Version(number, check, self._environment, self._source.name, "active", now, None)
        versions.activate(session, version)

    def _active(self, session: Session, *, hold: bool = False) -> Version:
        active = versions.active(session, hold=hold)
        if active is None:
            raise self._lost(1)
        return active

    def _key(self, version: Version) -> bytes:
        """What a version locks with, proved to be the right key. Raises VaultLocked."""
        number = version.number
        if number not in self._keys:
            if version.environment != self._environment:
                raise VaultLocked(problem="wrong", variable="VIDGENIE_ENVIRONMENT", version=number)
            key = self._source.find(number)
            if not compare_digest(self._check_value(number, key), version.check_value):
                where = self._source.where(number)
                raise VaultLocked(problem="wrong", variable=where, version=number)
            self._keys[number] = derive(key, f"vg/master-lock/{self._environment}")
        return self._keys[number]

    def _problem(self, version: Version) -> str:
        """What is wrong with the key of a version, "" when it is at hand."""
        try:
            self._key(version)
        except VaultLocked as error:
            return str(error.params["problem"])
        return ""

    def _lost(self, number: int) -> VaultLocked:
        """Why there is no such version."""
        try:
            self._source.find(number)
        except VaultLocked as error:
            return error
        return VaultLocked(problem="missing", variable=self._source.where(number), version=number)

    def _check_value(self, number: int, key: bytes) -> bytes:
        return derive(key, f"vg/master-check/{number}/{self._environment}", 16)


def _now() -> datetime:
    return datetime.now(tz=UTC)
