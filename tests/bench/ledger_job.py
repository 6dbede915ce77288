"""One process of `tests.bench.ledger`: operations on the ledger, each one told once it is kept.

Started with a database's URL, a file for what was committed, its number, how many
operations, and how many lives: with more than one, a fork works until it is killed with
SIGKILL, and the next one goes on.
"""

import os
import secrets
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from sqlmodel import Session

from vidgenie import db
from vidgenie.errors import InsufficientCredits
from vidgenie.ledger import store

ACCOUNTS = 8
WRITERS = 16

Act = Callable[[Session], object]


def account_of(number: int) -> str:
    """Two processes, and in the end sixteen, write for the same Account."""
    return f"account{number % ACCOUNTS}"


def mixed(account_id: str) -> list[tuple[str, Act]]:
    """Operations on one new Run and beside it, with what is told of each."""
    run_id = secrets.token_hex(8)
    acts: list[tuple[str, Act]] = [
        (
            f"hold {run_id} 10",
            lambda s: store.reserve(s, account_id, run_id=run_id, amount=10),
        ),
        (
            f"capture {run_id} 3",
            lambda s: store.capture(s, run_id=run_id, node_id="a", amount=3),
        ),
        (
            f"capture {run_id} 4",
            lambda s: store.capture(s, run_id=run_id, node_id="b", amount=4),
        ),
        (f"close {run_id} 3", lambda s: store.close(s, run_id=run_id)),
    ]
    dice = secrets.randbelow(100)
    if dice < 25:
        acts.append(
            (
                f"refund {run_id} 7",
                lambda s: store.refund(s, run_id=run_id, key="k", reason="platform_failure"),
            )
        )
    if dice < 50:
        key = secrets.token_hex(8)
        acts.append(
            (
                f"deduct {key} 2",
                lambda s: store.deduct(s, account_id, amount=2, reason="x", key=key),
            )
        )
    if dice >= 80:
        key = secrets.token_hex(8)
        acts.append(
            (
                f"grant {key} 50",
                lambda s: store.grant(s, account_id, amount=50, source="pack", key=key),
            )
        )
    return acts


def work(url: str, told: int, number: int, count: int) -> None:
    """So many operations, each in a transaction of its own; what is kept is told."""
    engine = db.open_engine(url, pool_size=1)
    transaction = db.transactions(engine)
    account_id = account_of(number)
    while count > 0:
        for what, act in mixed(account_id):
            try:
                with transaction() as session:
                    act(session)
            except InsufficientCredits:
                with transaction() as session:
                    key = secrets.token_hex(8)
                    store.grant(session, account_id, amount=500, source="pack", key=key)
                what = f"grant {key} 500"  # noqa: PLW2901  # that is what was done
                os.write(told, f"{what}\n".encode())
                count -= 1
                break
            os.write(told, f"{what}\n".encode())
            count -= 1
    engine.dispose()


def lines(path: Path) -> int:
    """How many operations were told."""
    return path.read_bytes().count(b"\n")


def main(url: str, path: str, number: str, count: str, is_killed: str) -> None:
    """Fork, kill, and so on, until all operations are done."""
    told = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    killed = 0
    while (left := int(count) - lines(Path(path))) > 0:
        child = os.fork()
        if not child:
            work(url, told, int(number), left)
            os._exit(0)
        # Long enough to come to life on a busy machine, too short to finish.
        until = time.monotonic() + 0.5 + secrets.randbelow(2500) / 1000
        while (ended := os.waitpid(child, os.WNOHANG)) == (0, 0):
            if is_killed == "kill" and time.monotonic() > until:
                os.kill(child, signal.SIGKILL)
                ended = os.waitpid(child, 0)
                killed += 1
                break
            time.sleep(0.01)
        if ended[1] not in (0, signal.SIGKILL):
            sys.exit(f"process {number} failed")
    print(killed)


if __name__ == "__main__":
    main(*sys.argv[1:])
