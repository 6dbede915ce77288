"""An installation with people who have Projects, and what Runs would have made for them."""

import itertools
import secrets
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import event, func
from sqlmodel import select

from vidgenie import bootstrap
from vidgenie.accounts.passwords import Passwords
from vidgenie.domain import value as values
from vidgenie.domain.asset import Asset, MediaFacts
from vidgenie.domain.files import FileValue, PortType
from vidgenie.domain.project import Purpose
from vidgenie.domain.project_graph import digest
from vidgenie.domain.run import NodeStatus, RunStatus
from vidgenie.domain.take import order_for
from vidgenie.engine.tables import NodeRow, RunRow
from vidgenie.ledger import store as ledger
from vidgenie.library import assets
from vidgenie.library.tables import ContentRow
from vidgenie.projects import store
from vidgenie.projects.store import NewTake
from vidgenie.projects.tables import ProjectRunRow
from vidgenie.services.project_making import NewProject, NewSegment
from vidgenie.services.stages import stage_of
from vidgenie.settings import Settings

START = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


class Clock:
    """A minute later whenever it is asked."""

    def __init__(self):
        self.now = START
        self.step = timedelta(minutes=1)

    def __call__(self):
        self.now += self.step
        return self.now


@dataclass
class House:
    """Services on a database, and two people."""

    services: bootstrap.Services
    ana: object
    bob: object
    clock: Clock = field(default_factory=Clock)
    numbers: object = field(default_factory=itertools.count)

    @property
    def projects(self):
        built = self.services.projects
        maker = replace(built.maker, clock=self.clock)
        return replace(built, clock=self.clock, maker=maker)

    @property
    def segments(self):
        return replace(self.services.segments, clock=self.clock)

    @property
    def transaction(self):
        return self.services.engine.transaction

    @property
    def storage(self):
        return self.services.engine.storage

    def project(self, *texts, account=None, **more):
        """A Project of somebody (Ana) with these texts."""
        new = NewProject(
            **{"title": "Sea", "segments": [NewSegment(text=text) for text in texts], **more}
        )
        return self.projects.create(account or self.ana, new)

    def asset(self, *, account=None, kind="image", run_id=None, node_id=None, content=b""):
        """An Asset with a file of its own, unless `content` says otherwise."""
        owner = account or self.ana
        suffix = "mp4" if kind == "video" else "png"
        path = self.storage.new_temp(suffix)
        path.write_bytes(content or secrets.token_bytes(16))
        stored = self.storage.put(path)
        asset = Asset(
            id=secrets.token_hex(16),
            account_id=owner.id,
            kind=kind,
            sha256=stored.sha256,
            facts=MediaFacts(suffix, 8, 8, stored.bytes, 5.0 if kind == "video" else None),
            created_at=datetime.now(tz=UTC),
            run_id=run_id,
            node_id=node_id,
        )
        with self.transaction() as session:
            assets.add_asset(session, asset)
        return asset

    def run(  # one Run with everything it did
        self,
        project,
        purpose=Purpose.TAKES,
        *,
        segments=(),
        status=RunStatus.SUCCEEDED,
        nodes=NodeStatus.SUCCEEDED,
        reuses=None,
        **more,
    ):
        """A Run of a Project, by these Segments; its id.

        nodes: what became of its Takes. reuses: an Asset they show. more: of the Run's row.
        """
        run_id = f"{next(self.numbers):032x}"
        made = [reuses or self._made(run_id, number, nodes) for number, _ in enumerate(segments)]
        with self.transaction() as session:
            row = store.row(session, self.ana.id, project.id)
            now = datetime.now(tz=UTC)
            session.add(
                RunRow(
                    id=run_id,
                    account_id=row.account_id,
                    status=status,
                    graph={"nodes": [], "edges": []},
                    created_at=now,
                    finished_at=now if status.is_over else None,
                    **more,
                )
            )
            session.flush()
            whole = store.project(session, self.ana.id, project.id)
            by_id = {each.id: each for each in whole.segments}
            orders = []
            for number, segment_id in enumerate(segments):
                session.add(self._node(run_id, number, nodes, made[number]))
                order = order_for(whole, by_id[segment_id])
                orders.append(NewTake(f"clip-{number}", order))
            store.add_run(
                session,
                account_id=row.account_id,
                project_id=project.id,
                run_id=run_id,
                purpose=purpose,
                orders=orders,
            )
        return run_id

    def film(self, project, purpose=Purpose.FILM, **more):
        """A Run that made the finished video of all included Segments."""
        makes = purpose is not Purpose.ANIMATIC
        ids = [segment.id for segment in project.segments if segment.is_included and makes]
        run_id = self.run(project, purpose, segments=ids, **more)
        video = self.asset(kind="video", run_id=run_id, node_id="assemble")
        small = self.asset(kind="thumbnail", run_id=run_id, node_id="assemble")
        with self.transaction() as session:
            run = session.get(RunRow, run_id)
            run.result = values.to_json(_file(video, thumbnail=small.id))
            stage = stage_of(session, store.row(session, self.ana.id, project.id))
            session.get(ProjectRunRow, run_id).shows = digest(stage.project, stage.shown)
            session.add(
                ContentRow(
                    id=secrets.token_hex(16),
                    account_id=self.ana.id,
                    run_id=run_id,
                    type="video",
                    title="Sea",
                    prompt="Sea",
                    status="completed",
                    video_asset_id=video.id,
                    thumbnail_asset_id=small.id,
                    created_at=run.created_at,
                    updated_at=run.created_at,
                )
            )
        return run_id

    def end(self, run_id, status=RunStatus.SUCCEEDED, nodes=NodeStatus.SUCCEEDED):
        """Have a Run be over."""
        with self.transaction() as session:
            session.get(RunRow, run_id).status = status
            for node in session.exec(select(NodeRow).where(NodeRow.run_id == run_id)):
                node.status = nodes

    def count(self, table):
        """How many rows a table has."""
        with self.transaction() as session:
            return session.exec(select(func.count()).select_from(table)).one()

    def files(self):
        """Names of all stored files."""
        return {path.name for path in self.storage.root.rglob("*") if path.is_file()}

    def queries(self, work):
        """How many statements some work takes."""
        seen = []

        def note(_connection, _cursor, statement, *_rest):
            seen.append(statement)

        event.listen(self.services.database, "before_cursor_execute", note)
        try:
            work()
        finally:
            event.remove(self.services.database, "before_cursor_execute", note)
        return len([each for each in seen if not each.startswith("BEGIN")])

    def _made(self, run_id, number, nodes):
        if nodes is not NodeStatus.SUCCEEDED:
            return None
        return self.asset(kind="video", run_id=run_id, node_id=f"clip-{number}")

    def _node(self, run_id, number, status, made):
        return NodeRow(
            run_id=run_id,
            node_id=f"clip-{number}",
            type="video",
            position=number,
            provider="local",
            price=10,
            expected=4.0,
            status=status,
            progress=0.5 if status is NodeStatus.RUNNING else 1.0,
            output={"video": values.to_json(_file(made))} if made else None,
            error={"code": "provider_rejected", "error": "No."}
            if status is NodeStatus.FAILED
            else None,
        )


def _file(asset, *, thumbnail=""):
    facts = asset.facts
    return FileValue(
        asset.id,
        PortType.VIDEO if asset.kind == "video" else PortType.IMAGE,
        facts.suffix,
        facts.width,
        facts.height,
        facts.bytes,
        facts.seconds,
        thumbnail,
    )


def built_house(home, url, ana, bob):
    """On a database that has its tables, and these people."""
    settings = Settings(home=home, database_url=url, registrations_per_hour=1000)
    return House(bootstrap.build(settings), ana, bob)


def open_house(home, url):
    """On a database that has its tables, and no row."""
    house = built_house(home, url, None, None)
    services = house.services
    accounts = replace(services.accounts, passwords=Passwords(memory=64, passes=1))
    people = [
        accounts.register(f"{name}@example.com", "correct horse battery").account
        for name in ("admin", "ana", "bob")
    ]
    with services.engine.transaction() as session:
        ledger.seed_prices(session)
    return replace(house, ana=people[1], bob=people[2])
