"""What a key costs in the vault, and a line in the audit log; on SQLite."""

import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.figure import Figure
from vidgenie import db
from vidgenie.audit.chain import Chain
from vidgenie.services.setup import migrate
from vidgenie.settings import Settings
from vidgenie.vault.master import MasterKeys
from vidgenie.vault.secrets import Secrets

ACCOUNTS = 2_000
LINES = 5_000
COMMITS = 200


def measure() -> list[Figure]:
    """Milliseconds for one of each."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder))
        migrate(settings)
        engine = db.open_engine(settings.database)
        figures = measure_on(db.transactions(engine), db.reader(engine), settings.home)
        engine.dispose()
    return figures


def measure_on(transaction: db.Transaction, reading: db.Transaction, home: Path) -> list[Figure]:
    """The same on any database that has the tables."""
    return [*_vault(transaction, reading, home), *_log(transaction, reading)]


def _vault(transaction: db.Transaction, reading: db.Transaction, home: Path) -> list[Figure]:
    master = MasterKeys(
        home=home, given="", environment="bench", transaction=transaction, reading=reading
    )
    master.start()
    secrets, now = Secrets(master, "bench"), datetime.now(tz=UTC)

    def put() -> None:
        with transaction() as session:
            for number in range(ACCOUNTS):
                secrets.put(session, str(number), "openai", f"sk-{number:020}", now=now)

    def read() -> None:
        with reading() as session:
            for number in range(ACCOUNTS):
                secrets.open(session, str(number), "openai")

    saved, opened = _each(put, ACCOUNTS), _each(read, ACCOUNTS)
    master.rotate()
    return [
        Figure("vault: save a key, the first of its account", saved, "ms"),
        Figure("vault: open a key", opened, "ms"),
        Figure(
            "vault: lock a data key again after a rotation", _each(master.rewrap, ACCOUNTS), "ms"
        ),
    ]


def _log(transaction: db.Transaction, reading: db.Transaction) -> list[Figure]:
    chain, now = Chain(b"k" * 32), datetime.now(tz=UTC)

    def append(lines: int) -> None:
        with transaction() as session:
            for number in range(lines):
                chain.append(
                    session,
                    actor="ana",
                    account_id="ana",
                    action="vault.use",
                    thing="openai",
                    data={"purpose": "poll", "run": str(number)},
                    now=now,
                )

    def commit() -> None:
        for _ in range(COMMITS):
            append(1)

    def verify() -> None:
        with reading() as session:
            assert chain.verify(session, []) == []

    return [
        Figure(
            "audit: append a line, many in a transaction", _each(lambda: append(LINES), LINES), "ms"
        ),
        Figure("audit: append a line, each in its own", _each(commit, COMMITS), "ms"),
        Figure("audit: verify a line", _each(verify, LINES + COMMITS), "ms"),
    ]


def _each(work: Callable[[], object], times: int) -> float:
    begun = time.monotonic()
    work()
    return (time.monotonic() - begun) / times * 1000
