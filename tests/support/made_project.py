"""A Project of which everything was made, but for the making: rows and small files."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime

from sqlmodel import update

from vidgenie.domain.asset import Asset, MediaFacts
from vidgenie.domain.files import FileValue, PortType
from vidgenie.domain.project import Mode, Purpose
from vidgenie.domain.run import NodeStatus, RunStatus
from vidgenie.domain.take import TakeOrder
from vidgenie.domain.value import to_json
from vidgenie.engine import store as runs
from vidgenie.engine.store import NewNode, NewRun
from vidgenie.engine.tables import NodeRow, RunRow
from vidgenie.library import assets as shelf
from vidgenie.library import store as library
from vidgenie.library.store import NewContent
from vidgenie.library.tables import ContentRow
from vidgenie.projects import store
from vidgenie.projects.store import NewTake
from vidgenie.projects.tables import ProjectRow, SegmentRow

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
PROJECT = "9" * 32
ORDER = TakeOrder("", Mode.TEXT, "a heron", "luma", "", 5)
WORDS = json.dumps([["Bonjour", 0.2, 0.6], ["à", 0.6, 0.7], ["tous.", 0.7, 1.1]])


def id_of(name):
    return hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()


class MadeProject:
    """A Project with three Segments, of which nothing was made yet."""

    def __init__(self, transaction, storage, folder, owner):
        self.transaction, self.storage = transaction, storage
        self.folder, self.owner = folder, owner
        with transaction() as session:
            session.add(
                ProjectRow(
                    id=PROJECT,
                    account_id=self.owner,
                    title="../Été : 3 conseils\\?.",
                    theme="Conseils",
                    script_by="local",
                    choices={},
                    created_at=NOW,
                    updated_at=NOW,
                )
            )
            session.flush()
            for position, text in enumerate(("Bonjour à tous.", "Voici.", "Au revoir.")):
                session.add(
                    SegmentRow(
                        id=id_of(f"segment {position}"),
                        project_id=PROJECT,
                        account_id=self.owner,
                        position=position,
                        text=text,
                        prompt=f"scene {position + 1}",
                    )
                )

    def asset(self, name, content, *, origin=None):
        """A clip with this content."""
        path = self.folder / f"{name}.mp4"
        path.write_bytes(content)
        stored = self.storage.put(path)
        facts = MediaFacts("mp4", 1080, 1920, stored.bytes, 5.0, 150, "h264", "aac")
        made = Asset(
            id_of(name), self.owner, "video", stored.sha256, facts, NOW, origin=origin or {}
        )
        with self.transaction() as session:
            shelf.add_asset(session, made)
        return made

    def makes_clips(self, **contents):
        """A Run that makes a Take of each of these Segments, by luma."""
        new = NewRun(
            id_of("takes"),
            self.owner,
            "",
            {"nodes": [], "edges": []},
            [NewNode(name, "video", "luma", 10, 1.0) for name in contents],
            0,
        )
        with self.transaction() as session:
            runs.create(session, new)
            orders = [
                NewTake(name, replace(ORDER, segment=id_of(f"segment {name[-1]}")))
                for name in contents
            ]
            store.add_run(
                session,
                account_id=self.owner,
                project_id=PROJECT,
                run_id=new.id,
                purpose=Purpose.TAKES,
                orders=orders,
            )
        for name, content in contents.items():
            asset = self.asset(name, content, origin={"model": "ray-3.2"})
            value = FileValue(asset.id, PortType.VIDEO, "mp4", 1080, 1920, 1, 5.0)
            with self.transaction() as session:
                session.exec(
                    update(NodeRow)
                    .where(NodeRow.run_id == new.id, NodeRow.node_id == name)
                    .values(status=NodeStatus.SUCCEEDED, output={"video": to_json(value)})
                )

    def makes_film(self, content):
        """A Run that makes the finished video."""
        origin = {"words": WORDS, "language": "fr"}
        asset = self.asset(f"film{len(content)}", content, origin=origin)
        run_id = id_of(f"run {len(content)}")
        shown = FileValue(asset.id, PortType.VIDEO, "mp4", 1080, 1920, len(content), 5.0)
        with self.transaction() as session:
            runs.create(session, NewRun(run_id, self.owner, "", {"nodes": [], "edges": []}, [], 0))
            session.exec(
                update(RunRow)
                .where(RunRow.id == run_id)
                .values(status=RunStatus.SUCCEEDED, result=to_json(shown))
            )
            store.add_run(
                session,
                account_id=self.owner,
                project_id=PROJECT,
                run_id=run_id,
                purpose=Purpose.FILM,
                orders=[],
            )
            library.add_content(session, NewContent(self.owner, run_id, "video", ""))
            session.exec(
                update(ContentRow)
                .where(ContentRow.run_id == run_id)
                .values(status="completed", video_asset_id=asset.id)
            )
