"""A large Project opened over REST: 60 Segments with three Takes each."""

import statistics
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import Session, col, update

from tests.bench.figure import Figure, percentile
from tests.support.server import Server, client
from vidgenie import bootstrap
from vidgenie.domain import value as values
from vidgenie.domain.account import Account
from vidgenie.domain.asset import Asset, MediaFacts
from vidgenie.domain.files import FileValue
from vidgenie.domain.project import MOST_SEGMENTS, Purpose
from vidgenie.domain.run import NodeStatus, RunStatus
from vidgenie.domain.value import PortType
from vidgenie.engine.tables import NodeRow, RunRow
from vidgenie.ledger import store as ledger
from vidgenie.library.shelf import Shelf
from vidgenie.services.planning import Plan
from vidgenie.services.project_making import NewProject, NewSegment
from vidgenie.services.setup import migrate
from vidgenie.settings import Settings
from vidgenie.storage.disk import Store

TAKES = 3
_ASKED = 20
_EMAIL, _PASSWORD = "board@example.com", "correct horse battery"


def measure(home: Path) -> list[Figure]:
    """How long the server takes for what the board asks when it opens."""
    project = _prepared(home)
    server = Server(home).start(within=300)
    try:
        with client(server) as http:
            words = {"email": _EMAIL, "password": _PASSWORD}
            http.post("/api/auth/login", json=words).raise_for_status()
            times = list[float]()
            for _ in range(_ASKED):
                begun = time.perf_counter()
                http.get(f"/api/projects/{project}").raise_for_status()
                times.append((time.perf_counter() - begun) * 1000)
            answer = http.get(f"/api/projects/{project}").raise_for_status()
    finally:
        server.stop()
    segments = answer.json()["segments"]
    assert [one["takeCount"] for one in segments] == [TAKES] * MOST_SEGMENTS, segments[0]
    assert all(one["take"] for one in segments)
    return [
        Figure("a Project of 60 Segments with 3 Takes each, p50", statistics.median(times), "ms"),
        Figure("the same, p95", percentile(times, 0.95), "ms", goal=1000),
        Figure("the same, JSON", len(answer.content) / 1000, "kB"),
    ]


def _prepared(home: Path) -> str:
    """An installation with one Account and its large Project; the Project's id."""
    home.mkdir(parents=True, exist_ok=True)
    settings = Settings(home=home, runs_per_hour=1000)
    migrate(settings)
    services = bootstrap.build(settings)
    account = services.accounts.register(_EMAIL, _PASSWORD).account
    with services.engine.transaction() as session:
        ledger.seed_prices(session)
    segments = [
        NewSegment(f"Ce que dit le segment {number}, en cinq secondes.", f"Un phare, {number}")
        for number in range(1, MOST_SEGMENTS + 1)
    ]
    project = services.projects.create(account, NewProject(theme="Le phare", segments=segments))
    plan = Plan(Purpose.TAKES, "all")
    for _ in range(TAKES):
        started = services.production.produce(account, project.id, plan)
        with services.engine.transaction() as session:
            _finish(session, account, started.run_id, home)
    services.engine.close()
    return project.id


def _finish(session: Session, account: Account, run_id: str, home: Path) -> None:
    """Write down that every clip of the Run was made, as the engine would."""
    now = datetime.now(tz=UTC)
    shelf = Shelf(Store(home / "media"))
    facts = MediaFacts("mp4", 1080, 1920, 6_000_000, 5.0, 150, "h264", "aac")
    for number in range(1, MOST_SEGMENTS + 1):
        node_id = f"clip-{number}"
        asset_id = f"{run_id[:28]}{number:04x}"
        shelf.keep(
            session,
            Asset(asset_id, account.id, "video", asset_id * 2, facts, now, run_id, node_id),
        )
        size = (facts.width, facts.height, facts.bytes, facts.seconds)
        made = FileValue(asset_id, PortType.VIDEO, facts.suffix, *size)
        session.exec(
            update(NodeRow)
            .where(col(NodeRow.run_id) == run_id, col(NodeRow.node_id) == node_id)
            .values(output={"video": values.to_json(made)})
        )
    done = {"started_at": now, "finished_at": now}
    session.exec(
        update(NodeRow)
        .where(col(NodeRow.run_id) == run_id)
        .values(status=NodeStatus.SUCCEEDED.value, progress=1.0, **done)
    )
    session.exec(
        update(RunRow)
        .where(col(RunRow.id) == run_id)
        .values(status=RunStatus.SUCCEEDED.value, **done)
    )
