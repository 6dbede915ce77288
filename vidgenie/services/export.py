"""Data export: everything an Account owns, in one zip."""

import json
import os
import re
import threading
import zipfile
from base64 import b64encode
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Row, Select, select
from sqlmodel import Session, col

from vidgenie.audit.chain import Chain
from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.domain.ports.storage import Storage
from vidgenie.errors import StorageFull, TooManyAttempts
from vidgenie.library.tables import AssetRow
from vidgenie.services.export_readme import Contents, readmes
from vidgenie.services.owned import account_table, owned, shown
from vidgenie.storage.disk import full_disk_is_told

_ROWS_AT_ONCE = 500
_SPARE = 100_000_000  # bytes an export leaves free
_PATIENCE = 60  # seconds after which a refused export may be asked for again
_UNSAFE = re.compile(r"[^\w .-]+")


@dataclass(frozen=True, slots=True)
class Archive:
    """An export that was made. path: it is the caller's to send and to delete."""

    path: Path
    download_name: str


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    path: Path
    bytes: int


@dataclass(frozen=True, slots=True)
class ExportService:
    """Makes archives; its methods wait, so call them from a thread.

    clock: the present instant, aware, UTC.
    making: ids of the Accounts whose archive is being made by this process.
    """

    transaction: Transaction
    reading: Transaction
    clock: Callable[[], datetime]
    audit: Chain
    storage: Storage
    making: set[str] = field(default_factory=set[str])
    lock: threading.Lock = field(default_factory=threading.Lock)

    def export(self, account: Account) -> Archive:
        """An archive of all that the Account owns, as it is now.

        One at a time for an Account. Raises TooManyAttempts and StorageFull.
        """
        now = self.clock()
        with self._alone(account), self._temp() as path, full_disk_is_told():
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
                tables, media = self._rows(zipped, account)
                if sum(each.bytes for each in media) + _SPARE > self.storage.free_bytes():
                    raise StorageFull
                missing = [each.name for each in media if not _stored(zipped, each)]
                contents = Contents(
                    email=account.email,
                    made_at=now,
                    tables=sorted(tables.items()),
                    media=len(media) - len(missing),
                    missing=missing,
                )
                for name, text in readmes(contents).items():
                    zipped.writestr(name, text)
            with self.transaction() as session:
                self.audit.append(
                    session,
                    actor=account.id,
                    account_id=account.id,
                    action="account.export",
                    thing=account.id,
                    data={"files": contents.media, "bytes": path.stat().st_size},
                    now=now,
                )
        return Archive(path, f"vidgenie-{now:%Y-%m-%d}.zip")

    def _rows(
        self, zipped: zipfile.ZipFile, account: Account
    ) -> tuple[dict[str, int], list[_File]]:
        """Write every row down, as of one instant; rows by table, and the files to add."""
        counts: dict[str, int] = {}
        with self.reading() as session:
            _freeze(session)
            people = account_table()
            columns = shown(people)
            query = select(*columns).where(people.c.id == account.id)
            (profile,) = _objects(session, columns, query)
            zipped.writestr("account.json", _json(profile) + "\n")
            for each in owned():
                columns = shown(each.table)
                query = select(*columns).where(each.mine(account.id))
                query = query.order_by(*each.table.primary_key)
                objects = _objects(session, columns, query)
                counts[each.name] = _write(zipped, f"data/{each.name}.json", objects)
            rows = session.connection().execute(_files(account.id))
            media = [self._file(row) for row in rows]
        return counts, media

    def _file(self, row: Row[str, str, str, str, int, dict[str, str]]) -> _File:
        asset_id, kind, sha256, suffix, size, origin = row
        stem = _UNSAFE.sub("", Path(origin.get("name", "")).stem).strip(" .")[:60] or kind
        name = f"media/{stem}-{asset_id}.{suffix}"
        return _File(name, self.storage.path(sha256, suffix), size)

    @contextmanager
    def _alone(self, account: Account) -> Generator[None]:
        with self.lock:
            if account.id in self.making:
                raise TooManyAttempts(retry_after=_PATIENCE)
            self.making.add(account.id)
        try:
            yield
        finally:
            self.making.discard(account.id)

    @contextmanager
    def _temp(self) -> Generator[Path]:
        """A file only we can read; it goes when the block fails, and is swept if we do."""
        path = self.storage.new_temp("zip")
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        try:
            yield path
        except BaseException:
            path.unlink(missing_ok=True)
            raise


def _files(account_id: str) -> Select[str, str, str, str, int, dict[str, str]]:
    return (
        select(
            col(AssetRow.id),
            col(AssetRow.kind),
            col(AssetRow.sha256),
            col(AssetRow.suffix),
            col(AssetRow.bytes),
            col(AssetRow.origin),
        )
        .where(col(AssetRow.account_id) == account_id)
        .order_by(col(AssetRow.id))
        .execution_options(yield_per=_ROWS_AT_ONCE)
    )


def _freeze(session: Session) -> None:
    """Have all that is read be of one instant; on SQLite it is."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def _objects(
    session: Session, columns: list[Column[object]], query: Select[*tuple[Any, ...]]
) -> Generator[Mapping[str, object]]:
    """The rows one by one: never all of them in memory."""
    names = [column.name for column in columns]
    rows = session.connection().execute(query, execution_options={"yield_per": _ROWS_AT_ONCE})
    for row in rows:
        yield dict(zip(names, row, strict=True))


def _write(zipped: zipfile.ZipFile, name: str, objects: Generator[Mapping[str, object]]) -> int:
    """Write a JSON list as it comes; its length."""
    count = 0
    with zipped.open(name, "w", force_zip64=True) as file:
        for each in objects:
            file.write(("[\n" if count == 0 else ",\n").encode() + _json(each).encode())
            count += 1
        file.write(b"\n]\n" if count else b"[]\n")
    return count


def _stored(zipped: zipfile.ZipFile, file: _File) -> bool:
    """Add a picture or clip as it is, in small pieces; False when it is not there."""
    try:
        zipped.write(file.path, file.name, compress_type=zipfile.ZIP_STORED)
    except FileNotFoundError:
        return False
    return True


def _json(value: Mapping[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return b64encode(value).decode()
    raise TypeError(f"no JSON for {type(value).__name__}")
