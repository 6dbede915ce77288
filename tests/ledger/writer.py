"""A process that is made to be killed: writes to the ledger, and tells what was committed.

Started with a database URL, a file for what was committed, and a number of
lives: each life is a fork that works until it is killed with SIGKILL.
"""

import os
import secrets
import signal
import sys
import time
from pathlib import Path

from vidgenie import db
from vidgenie.errors import InsufficientCredits
from vidgenie.ledger import store


def work(transaction, tell):
    """One Run: hold, capture two Nodes, close; each in its own transaction."""
    run_id = secrets.token_hex(8)
    try:
        with transaction() as session:
            store.reserve(session, "ana", run_id=run_id, amount=10)
        for node_id in "ab":
            with transaction() as session:
                store.capture(session, run_id=run_id, node_id=node_id, amount=3)
        with transaction() as session:
            store.close(session, run_id=run_id)
    except InsufficientCredits:
        with transaction() as session:
            store.grant(session, "ana", amount=500, source="pack", key=run_id)
    else:
        tell(f"{run_id}\n".encode())


def main(url, told, lives):
    """Let a fork live for 60 to 160 ms, kill it, and so on.

    Every second one is let tell something first: on a busy machine all of them would
    else be killed before they had done anything that could be lost.
    """
    engine = db.open_engine(url)
    transaction = db.transactions(engine)
    with Path(told).open("ab", buffering=0) as file:
        # Once before the first fork, so that lives are spent writing and not warming up.
        work(transaction, file.write)
        engine.dispose()
        for life in range(int(lives)):
            before = Path(told).stat().st_size
            child = os.fork()
            while child == 0:
                work(transaction, file.write)
            until = time.monotonic() + 20
            while life % 2 and Path(told).stat().st_size == before and time.monotonic() < until:
                time.sleep(0.01)
            time.sleep(0.06 + secrets.randbelow(100) / 1000)
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
