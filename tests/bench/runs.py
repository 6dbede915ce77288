"""5,000 Runs listed over REST: the first page, one far down, filtered, by words."""

import statistics
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert

from tests.bench.figure import Figure, percentile
from tests.support.server import Server, client
from vidgenie import bootstrap
from vidgenie.domain.run import NodeStatus
from vidgenie.engine.tables import NodeRow, RunRow
from vidgenie.ledger import store as ledger
from vidgenie.services.setup import migrate
from vidgenie.settings import Settings

RUNS, NODES = 5_000, 5
_ASKED = 20
_AT_ONCE = 1_000  # Runs written in one statement
_EMAIL, _PASSWORD = "runs@example.com", "correct horse battery"
_STATUSES = ("succeeded", "succeeded", "succeeded", "failed", "cancelled")
_PROVIDERS = ("local", "openai", "luma", "runway", "elevenlabs")


def measure(home: Path) -> list[Figure]:
    """How long the server takes for a page of thirty."""
    _prepare(home)
    server = Server(home).start(within=300)
    try:
        with client(server) as http:
            words = {"email": _EMAIL, "password": _PASSWORD}
            http.post("/api/auth/login", json=words).raise_for_status()
            first = http.get("/api/runs").raise_for_status().json()
            assert first["counts"]["all"] == RUNS, first["counts"]
            asked = {
                "the first page": {},
                "a page in the middle": {"cursor": f"{RUNS // 2:032x}"},
                "by state and Provider": {"status": "failed", "provider": "luma"},
                "by words": {"q": "phare 12"},
            }
            times = {name: _times(http, query) for name, query in asked.items()}
            size = len(http.get("/api/runs").content)
    finally:
        server.stop()
    figures = [
        Figure(f"{RUNS:,} Runs, {name}, p95", percentile(each, 0.95), "ms", goal=300)
        for name, each in times.items()
    ]
    median = statistics.median(times["the first page"])
    return [
        Figure(f"{RUNS:,} Runs of {NODES} Nodes, the first page, p50", median, "ms"),
        *figures,
        Figure("the same, JSON of a page", size / 1000, "kB"),
    ]


def _times(http, query: dict[str, str]) -> list[float]:
    times = list[float]()
    for _ in range(_ASKED):
        begun = time.perf_counter()
        answer = http.get("/api/runs", params=query).raise_for_status()
        times.append((time.perf_counter() - begun) * 1000)
        assert answer.json()["items"], query
    return times


def _prepare(home: Path) -> None:
    """An installation with one Account and its Runs."""
    home.mkdir(parents=True, exist_ok=True)
    settings = Settings(home=home)
    migrate(settings)
    services = bootstrap.build(settings)
    account = services.accounts.register(_EMAIL, _PASSWORD).account
    with services.engine.transaction() as session:
        ledger.seed_prices(session)
        for begin in range(0, RUNS, _AT_ONCE):
            numbers = range(begin, begin + _AT_ONCE)
            connection = session.connection()
            connection.execute(insert(RunRow), [_run(number, account.id) for number in numbers])
            nodes = [_node(number, place) for number in numbers for place in range(NODES)]
            connection.execute(insert(NodeRow), nodes)
    services.engine.close()


def _run(number: int, account_id: str) -> dict[str, object]:
    begun = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=7 * number)
    params = {"text": "Un phare breton à l'aube, mer calme, " * 4}
    nodes = [
        {"id": f"n{place}", "type": "image", "params": params, "position": {"x": 0.0, "y": 0.0}}
        for place in range(NODES)
    ]
    return {
        "id": f"{number:032x}",
        "account_id": account_id,
        "status": _STATUSES[number % len(_STATUSES)],
        "prompt": f"Un phare breton à l'aube, numéro {number}",
        "graph": {"nodes": nodes, "edges": []},
        "version": 9,
        "touched": number,
        "request_hash": "",
        "held": 20,
        "result": _file(number),
        "created_at": begun,
        "started_at": begun,
        "finished_at": begun + timedelta(seconds=40),
        "resumed": 0,
        "source": ("graph", "api")[number % 2],
        "priority": 50,
    }


def _node(number: int, place: int) -> dict[str, object]:
    return {
        "run_id": f"{number:032x}",
        "node_id": f"n{place}",
        "type": "image",
        "position": place,
        "provider": _PROVIDERS[(number + place) % len(_PROVIDERS)] if number % 3 else "local",
        "price": 4,
        "expected": 4.0,
        "status": NodeStatus.SUCCEEDED.value,
        "progress": 1.0,
        "seq": 5,
        "alternatives": [],
        "instead_of": "",
        "waits_for": "",
        "waits": 0,
        "gave_up": {},
        "estimate_micro_usd": 40_000,
        "output": {"image": _file(number)},
        "reused_from": "",
    }


def _file(number: int) -> dict[str, object]:
    facts = {"width": 1080, "height": 1920, "bytes": 900_000, "seconds": None}
    ids = {"asset": f"{number:032x}", "thumbnail": f"{number:032x}"}
    return {"type": "image", "suffix": "png", **ids, **facts, "origin": {"seed": "7" * 400}}
