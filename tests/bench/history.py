"""The history of credits: a page of 10,000 entries over REST, and a table of 100,000."""

import json
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert, select, update
from sqlmodel import Session, col

from tests.bench.figure import Figure, percentile
from tests.support.server import Server, client
from vidgenie import bootstrap
from vidgenie.domain.run import NodeStatus
from vidgenie.engine.tables import NodeRow, RunRow
from vidgenie.ledger import store as ledger
from vidgenie.ledger.tables import CreditLot, HoldRow, LedgerEntry
from vidgenie.services.setup import migrate
from vidgenie.settings import Settings

ENTRIES, MANY = 10_000, 100_000
_NODES = 3  # charged in each Run: with its Hold and its release that makes five entries
_ASKED = 30
_AT_ONCE = 500  # Runs written in one transaction
_EMAIL, _OTHER, _PASSWORD = "history@example.com", "table@example.com", "correct horse battery"
_PRICE = 3


def measure(home: Path) -> list[Figure]:
    """How long a page takes, and how long and how much memory the whole table."""
    _prepare(home)
    answer = subprocess.run(
        [sys.executable, "-m", "tests.bench.history_job", str(home), _OTHER],
        check=True,
        capture_output=True,
    )
    told = json.loads(answer.stdout)
    server = Server(home).start(within=300)
    try:
        with client(server) as http:
            words = {"email": _EMAIL, "password": _PASSWORD}
            http.post("/api/auth/login", json=words).raise_for_status()
            asked = {
                "the first page": {},
                "a page in the middle": {"cursor": str(ENTRIES // 2)},
                "of one kind, to a day": {"type": "release", "to": "2026-01-05"},
                "by words": {"q": "phare 77"},
                "by words that are shown": {"q": "vidéo luma 77"},
            }
            times = {
                name: _times(http, "/api/credits/history", query) for name, query in asked.items()
            }
            balance = _times(http, "/api/credits/balance", {})
    finally:
        server.stop()
    pages = [
        Figure(f"{ENTRIES:,} entries of credits, {name}, p95", percentile(each, 0.95), "ms", 300)
        for name, each in times.items()
    ]
    return [
        *pages,
        Figure("the balance of that account, p95", percentile(balance, 0.95), "ms", 300),
        Figure(f"a table of {MANY:,} entries, as CSV", told["seconds"], "s", 60),
        Figure("the same, memory beyond what a page takes", told["bytes"] / 1e6, "MB", 100),
        Figure("watching credits, added to a start, median", told["watch_ms"], "ms", 2),
    ]


def _times(http, path: str, query: dict[str, str]) -> list[float]:
    times = list[float]()
    for _ in range(_ASKED):
        begun = time.perf_counter()
        http.get(path, params=query).raise_for_status()
        times.append((time.perf_counter() - begun) * 1000)
    return times


def _prepare(home: Path) -> None:
    """An installation with two Accounts that have spent for months."""
    home.mkdir(parents=True, exist_ok=True)
    settings = Settings(home=home)
    migrate(settings)
    services = bootstrap.build(settings)
    for email, entries in ((_EMAIL, ENTRIES), (_OTHER, MANY)):
        account = services.accounts.register(email, _PASSWORD).account
        runs = entries // (_NODES + 2)
        with services.engine.transaction() as session:
            amount = runs * _PRICE * _NODES + runs
            ledger.grant(session, account.id, amount=amount, source="pack", key=f"bench:{email}")
        for begin in range(0, runs, _AT_ONCE):
            with services.engine.transaction() as session:
                _spend(session, account.id, range(begin, min(runs, begin + _AT_ONCE)))
    services.engine.close()


def _spend(session: Session, account_id: str, numbers: range) -> None:
    """So many Runs that are over, with what they charged."""
    connection = session.connection()
    pack = select(col(CreditLot.id)).where(
        col(CreditLot.account_id) == account_id, col(CreditLot.source) == "pack"
    )
    lot_id = connection.execute(pack).scalar_one()
    ids = {number: f"{account_id[:20]}{number:012x}" for number in numbers}
    begun = {n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=7 * n) for n in numbers}
    connection.execute(insert(RunRow), [_run(ids[n], account_id, n, begun[n]) for n in numbers])
    nodes = [_node(ids[n], place) for n in numbers for place in range(_NODES)]
    connection.execute(insert(NodeRow), nodes)
    amount = _PRICE * _NODES + 1
    holds = [
        {"run_id": ids[n], "account_id": account_id, "amount": amount, "state": "open",
         "created_at": begun[n]}
        for n in numbers
    ]  # fmt: skip
    connection.execute(insert(HoldRow), holds)
    entries = [
        entry for n in numbers for entry in _entries(ids[n], account_id, lot_id, begun[n], amount)
    ]
    connection.execute(insert(LedgerEntry), entries)
    closed = update(HoldRow).where(col(HoldRow.run_id).in_(ids.values()))
    connection.execute(closed.values(state="closed", settled_at=datetime.now(tz=UTC)))


def _entries(run_id, account_id, lot_id, at, amount):
    """What a Run does to a ledger: a Hold, a capture for each Node, a release."""
    moves = [
        ("hold", f"hold:{run_id}", "available", "held", amount, {}),
        *(
            ("capture", f"capture:{run_id}:n{n}", "held", "consumed", _PRICE, {"nodeId": f"n{n}"})
            for n in range(_NODES)
        ),
        ("release", f"close:{run_id}", "held", "available", 1, {}),
    ]
    common = {
        "created_at": at, "account_id": account_id, "lot_id": lot_id, "run_id": run_id, "line": 0,
    }  # fmt: skip
    for kind, key, source, target, credits_, details in moves:
        yield {
            **common,
            "kind": kind,
            "key": key,
            "source": source,
            "target": target,
            "amount": credits_,
            "reason": kind,
            "details": details,
        }


def _run(run_id: str, account_id: str, number: int, begun: datetime) -> dict[str, object]:
    params = {"text": "Un phare breton à l'aube, mer calme, " * 4}
    nodes = [
        {"id": f"n{place}", "type": "image", "title": f"Plan {place}", "params": params}
        for place in range(_NODES)
    ]
    return {
        "id": run_id,
        "account_id": account_id,
        "status": "succeeded",
        "prompt": f"Un phare breton à l'aube, numéro {number}",
        "graph": {"nodes": nodes, "edges": []},
        "version": 9,
        "touched": number,
        "request_hash": "",
        "held": 10,
        "created_at": begun,
        "started_at": begun,
        "finished_at": begun + timedelta(seconds=40),
        "resumed": 0,
        "source": "api",
        "priority": 50,
    }


def _node(run_id: str, place: int) -> dict[str, object]:
    return {
        "run_id": run_id,
        "node_id": f"n{place}",
        "type": "image",
        "position": place,
        "provider": ("openai", "luma", "local")[place],
        "price": _PRICE,
        "expected": 4.0,
        "status": NodeStatus.SUCCEEDED.value,
        "progress": 1.0,
        "seq": 5,
        "alternatives": [],
        "instead_of": "",
        "waits_for": "",
        "waits": 0,
        "gave_up": {},
        "reused_from": "",
    }
