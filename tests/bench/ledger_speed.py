"""One process of the speed of the ledger: counts what it does between two instants.

Started with a database's URL, `ledger` or `bare`, its number, and for how many seconds; it
says when it is ready, begins when it reads a line, and then says how many it did.
"""

import secrets
import sys
import time
from collections.abc import Iterator

from sqlalchemy import text

from vidgenie import db
from vidgenie.ledger import store


def runs(transaction: db.Transaction, account_id: str) -> Iterator[None]:
    """Runs of one hold and one capture, each kept before the next one is begun."""
    while True:
        run_id = secrets.token_hex(8)
        with transaction() as session:
            store.reserve(session, account_id, run_id=run_id, amount=2)
        yield
        with transaction() as session:
            store.capture(session, run_id=run_id, node_id="a", amount=1)
        yield


def bare(transaction: db.Transaction, number: int) -> Iterator[None]:
    """The least that can be kept: one row, one statement, through the same driver."""
    statement = text("UPDATE bare SET n = n + 1 WHERE id = :id")
    while True:
        with transaction() as session:
            session.connection().execute(statement, {"id": number})
        yield


def main(url: str, what: str, number: str, seconds: str) -> None:
    """Print how many were done."""
    engine = db.open_engine(url, pool_size=1)
    transaction = db.transactions(engine)
    account_id = f"speed{number}"
    with transaction() as session:
        store.open_wallet(session, account_id, unlimited=False)
        key = secrets.token_hex(8)
        store.grant(session, account_id, amount=10**6, source="pack", key=key)
    work = runs(transaction, account_id) if what == "ledger" else bare(transaction, int(number))
    next(work)
    print("ready", flush=True)
    sys.stdin.readline()
    done, until = 0, time.monotonic() + float(seconds)
    while time.monotonic() < until:
        next(work)
        done += 1
    print(done)


if __name__ == "__main__":
    main(*sys.argv[1:])
