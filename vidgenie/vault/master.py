"""Master keys in the long run: replaced every 90 days, while everybody works."""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import Session

from vidgenie.errors import InvalidInput
from vidgenie.vault import rewrap, versions
from vidgenie.vault.crypto import seal
from vidgenie.vault.master_variable import VARIABLE
from vidgenie.vault.rewrap import TABLES, Wrapped
from vidgenie.vault.ring import Ring
from vidgenie.vault.versions import Version

log = logging.getLogger(__name__)

LIFETIME = timedelta(days=90)
"""How long one version locks new keys."""

_HOW = (
    f"Set {VARIABLE} of every process to 2:NEW,1:PRESENT (NEW is what `openssl rand -base64 32`"
    " prints, 2 the next version), restart them, then call `vidgenie keys rotate`."
)


@dataclass(frozen=True, slots=True)
class VersionReport:
    """One version of the master key, for the operator.

    state: active, decrypt_only or destroyed.
    where: its file, or the variable.
    problem: missing, wrong, malformed, or "" when the key is at hand.
    retired_at: since then nothing in the database needs it; backups may.
    rows: what is locked with it.
    """

    number: int
    state: str
    where: str
    problem: str
    activated_at: datetime
    retired_at: datetime | None
    rows: int


class MasterKeys(Ring):
    """The ring, and how its keys are replaced.

    A new version locks from then on, older ones still open; `rewrap` moves what they
    locked to the new one, in small transactions. A version that nothing in the
    database needs any more is retired: its key stays, for backups, until `destroy`.
    """

    _is_reminded = False

    def is_due(self, now: datetime) -> bool:
        """Whether the active version is 90 days old."""
        with self._reading() as session:
            active = versions.active(session)
        return active is not None and now - active.activated_at >= LIFETIME

    def upkeep(self, now: datetime) -> None:
        """Replace the active version when that is due, and finish what was left of a rotation.

        To be called now and then, by any number of processes; can be interrupted at any
        time. Keys in the environment are the operator's to replace: he is reminded.
        Does nothing while there is a fault.
        """
        if fault := self.fault():
            log.error("%s", fault)
            return
        if self.is_due(now):
            if self._source.makes_keys:
                self._rotate(now, older_than=now - LIFETIME)
            elif not self._is_reminded:
                log.warning("The master key is older than %d days: %s", LIFETIME.days, _HOW)
                self._is_reminded = True
        if self._is_unfinished():
            self.rewrap(now=now)

    def rotate(self, now: datetime | None = None) -> int:
        """Put a new version to use; its number. What older ones locked still opens: see `rewrap`.

        Raises VaultLocked, and InvalidInput when VIDGENIE_MASTER_KEY holds no newer key.
        """
        return self._rotate(now or _now(), older_than=None)

    def rewrap(self, batch: int = 200, *, now: datetime | None = None) -> int:
        """Lock again with the active version what older ones locked; rows left on those.

        Left are rows that are damaged, that need a key which is missing, or that another
        transaction holds. Can be interrupted and repeated at any time, by several
        processes at once. Versions that nothing needs any more are retired.
        Raises VaultLocked.

        batch: rows a transaction.
        """
        while any(self._pass(wrapped, batch) for wrapped in TABLES):
            log.debug("looking for rows that are still locked with an older master key")
        with self._transaction() as session:
            versions.alone(session)
            left = {version.number: self._count(session, version) for version in self._old(session)}
            for number, rows in left.items():
                if rows == 0:
                    versions.retire(session, number, now or _now())
        return sum(left.values())

    def destroy(self, number: int) -> None:
        """Delete the key of a retired version: backups that need it cannot be read any more.

        Raises InvalidInput when the version is still needed, or is none.
        """
        with self._transaction() as session:
            versions.alone(session)
            version = versions.find(session, number)
            if version is None or version.is_needed or self._count(session, version):
                raise InvalidInput(
                    f"Master key {number} is still needed, or there is none.",
                    field="version",
                    problem="in_use",
                )
            versions.destroy(session, number)
        self._keys.pop(number, None)
        self._source.destroy(number)

    def report(self) -> list[VersionReport]:
        """All versions, the oldest first."""
        with self._reading() as session:
            return [
                VersionReport(
                    number=version.number,
                    state=version.state,
                    where=self._source.where(version.number),
                    problem=self._problem(version),
                    activated_at=version.activated_at,
                    retired_at=version.retired_at,
                    rows=self._count(session, version),
                )
                for version in versions.everything(session)
            ]

    def _rotate(self, now: datetime, *, older_than: datetime | None) -> int:
        with self._transaction() as session:
            versions.alone(session)
            active = self._active(session)
            self._key(active)
            if older_than is not None and active.activated_at > older_than:
                return active.number  # another process was faster
            number = versions.everything(session)[-1].number + 1
            if not self._source.makes_keys:
                number = max(number, *self._source.versions())
                if number not in self._source.versions():
                    raise _no_newer_key()
            self._activate(session, number, now)
        log.info("Master key %d is in use: %s", number, self._source.where(number))
        return number

    def _pass(self, wrapped: Wrapped, size: int) -> int:
        """Go through a table once; how many rows were locked again."""
        done = 0
        last: tuple[Any, ...] | None = None
        while True:
            with self._transaction() as session:
                active = self._active(session, hold=True)
                key = self._key(active)
                found = rewrap.batch(
                    session,
                    wrapped,
                    [v.number for v in self._old(session) if not self._problem(v)],
                    environment=self._environment,
                    active=active.number,
                    again=lambda version, blob, bound_to, key=key: seal(
                        key, self.unwrap(version, blob, bound_to), bound_to
                    ),
                    after=last,
                    size=size,
                )
            done += found.done
            last = found.last
            if last is None:
                return done

    def _is_unfinished(self) -> bool:
        with self._reading() as session:
            return any(v.is_needed or self._count(session, v) for v in self._old(session))

    def _old(self, session: Session) -> list[Version]:
        """Versions that may have locked something and are not the active one."""
        return [v for v in versions.everything(session) if v.state == "decrypt_only"]

    def _count(self, session: Session, version: Version) -> int:
        return sum(rewrap.count(session, table, [version.number]) for table in TABLES)


def _no_newer_key() -> InvalidInput:
    return InvalidInput(
        f"{VARIABLE} holds no newer key. {_HOW}", field=VARIABLE, problem="no_newer_key"
    )


def _now() -> datetime:
    return datetime.now(tz=UTC)
