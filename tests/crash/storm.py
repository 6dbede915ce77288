"""Runs under a storm of kill -9, and what must be true afterwards."""

import random  # noqa: TID251  # when to kill is chance, and its seed is printed
import time
from dataclasses import dataclass
from pathlib import Path

import httpx
from sqlmodel import select

from tests.support.server import Client, Server
from vidgenie import db
from vidgenie.engine.tables import ProviderCallRow
from vidgenie.ledger import store as ledger
from vidgenie.services.setup import migrate
from vidgenie.settings import Settings

PRICE = 10
IDEAS = (
    "Un phare sous l'orage, la nuit",
    "A calm mountain lake at sunrise",
    "Une ville cyberpunk sous la pluie",
    "A forest path in autumn fog",
    "Le désert au coucher du soleil",
)


@dataclass(frozen=True)
class Outcome:
    """What the storm left.

    calls: (submissions, state) of every provider call.
    """

    statuses: list[dict]
    kills: int
    calls: list[tuple[int, str]]
    violations: dict[str, int]
    open_holds: int
    balance: dict
    downloads: list[int]


def weather(home: Path, database_url: str, *, runs: int, kills: int, seed: int) -> Outcome:
    """Start `runs` Runs of 10 credits each, kill the server `kills` times at random moments.

    The clips are short and small; `local` has a price here, so that money is at stake.
    """
    settings = Settings(home=home, database_url=database_url)
    migrate(settings)
    database = db.open_engine(settings.database)
    transaction = db.transactions(database)
    with transaction() as session:
        ledger.set_price(session, provider="local", action="video.8", price=PRICE)
    chance = random.Random(seed)  # noqa: S311  # no secret depends on it
    server = Server(home, database_url).start()
    try:
        Client.register(server, "admin@example.com")
        person = Client.register(server, "user@example.com")
        ids = [
            person.execute(IDEAS[i % 5], duration=5, resolution="720p", seed=i) for i in range(runs)
        ]
        for _ in range(kills):
            time.sleep(chance.uniform(0.3, 4.0))
            server.kill()
            server.start()
        statuses = [person.finished(run_id, within=300) for run_id in ids]
        downloads = [_size(server, s["result"]["videoUrl"]) for s in statuses if s["result"]]
        balance = person.http.get("/api/credits/balance").json()
    finally:
        server.stop()
    with transaction() as session:
        rows = session.exec(select(ProviderCallRow)).all()
        outcome = Outcome(
            statuses=statuses,
            kills=kills,
            calls=[(row.submissions, row.state) for row in rows],
            violations=ledger.violations(session),
            open_holds=len(ledger.open_holds(session)),
            balance=balance,
            downloads=downloads,
        )
    database.dispose()
    return outcome


def _size(server: Server, url: str) -> int:
    answer = httpx.get(f"{server.origin}{url}", timeout=30.0)
    answer.raise_for_status()
    return len(answer.content)
