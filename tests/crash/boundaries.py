"""Providers whose calls a server is killed in, and what must be true of their Runs afterwards."""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Engine
from sqlmodel import select

from tests.support.fake_services import FakeServices
from tests.support.gates import Gate
from tests.support.server import Client, Server
from vidgenie import db
from vidgenie.engine.tables import ProviderCallRow
from vidgenie.ledger import store as ledger
from vidgenie.ledger.tables import LedgerEntry

T = TypeVar("T")
_SMALL: Mapping[str, object] = {"duration": 5, "resolution": "720p", "audio": False}


def until(condition: Callable[[], T], *, within: float = 60.0) -> T:
    """What `condition` says once it is true."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.05)
    raise TimeoutError(condition)


@dataclass(frozen=True)
class Maker:
    """A Provider, and what its requests look like: "METHOD /path", as regular expressions.

    node: type of the Node it works for. question: free, before the order. poll, download:
    "" when the work comes with the answer.
    """

    slug: str
    node: str
    price: int
    question: str
    order: str
    poll: str = ""
    download: str = ""
    params: Mapping[str, object] = field(default_factory=dict)


RUNWAY = Maker(
    "runway",
    "video",
    10,
    question="GET /v1/organization",
    order="POST /v1/text_to_video",
    poll="GET /v1/tasks/.*",
    download="GET /results/.*",
    params=_SMALL,
)
LUMA = Maker(
    "luma_legacy",
    "video",
    10,
    question="GET /credits",
    order="POST /generations/video",
    poll="GET /generations/.+",
    download="GET /results/.*",
    params=_SMALL,
)
COMFY = Maker(
    "comfyui",
    "image",
    2,
    question="GET /system_stats",
    order="POST /prompt",
    poll="GET /queue",
    download="GET /view",
    params={"size": "512x512"},
)
STABILITY = Maker(
    "stability",
    "image",
    3,
    question="GET /v1/user/balance",
    order="POST /v2beta/stable-image/.*",
    params={"size": "1024x1024"},
)
OPENAI = Maker("openai", "enhance", 1, question="GET /models", order="POST /chat/completions")
LOCAL = Maker("local", "video", 0, question="", order="", params=_SMALL)
REMOTE = (RUNWAY, LUMA, COMFY, STABILITY, OPENAI)


def graph(maker: Maker, prompt: str, **params: object) -> dict[str, object]:
    """prompt -> the Provider's Node, called "made" -> output, if there is something to see."""
    source, target = ("text", "text") if maker.node == "enhance" else ("text", "prompt")
    wanted = {"provider": maker.slug, **maker.params, **params}
    nodes = [
        {"id": "prompt", "type": "prompt", "params": {"text": prompt}},
        {"id": "made", "type": maker.node, "params": wanted},
    ]
    edges = [_edge("prompt", source, "made", target)]
    if maker.node != "enhance":
        nodes.append({"id": "output", "type": "output", "params": {}})
        edges.append(_edge("made", maker.node, "output", "result"))
    return {"nodes": nodes, "edges": edges}


def _edge(source: str, port: str, target: str, into: str) -> dict[str, str]:
    return {"source": source, "sourceHandle": port, "target": target, "targetHandle": into}


@dataclass
class Job:
    """A Run of one Provider, and how to recognise its orders."""

    maker: Maker
    prompt: str
    run_id: str


@dataclass
class Scene:
    """A server, the services it calls, and the tables it leaves.

    people: how many Accounts there are so far.
    """

    server: Server
    services: FakeServices
    database: Engine
    people: int = 0

    def person(self) -> "Person":
        """An Account with 100 credits and a key for every service."""
        self.people += 1
        api = Client.register(self.server, f"person{self.people}@example.com")
        keys = {maker.slug: self.services.key(maker.slug) for maker in REMOTE}
        api.http.put("/api/user/api-keys", json=keys).raise_for_status()
        return Person(self, api, f"Heron {self.people} at dawn")

    def kill(self, gates: Iterable[Gate]) -> None:
        """kill -9 once all of them are reached; what stands there then gets no answer."""
        waiting = list(gates)
        for gate in waiting:
            assert gate.reached.wait(60.0), f"nobody came to {gate}"
        self.server.kill()
        for gate in waiting:
            gate.opened.set()

    def restart(self) -> None:
        """Start again where it was killed."""
        self.server.start(within=120.0)

    def orders(self, job: Job) -> int:
        """How many paid requests the service has accepted for it."""
        return self.services.count(service=job.maker.slug, prompt=job.prompt)

    def calls(self, job: Job) -> list[tuple[int, str]]:
        """(submissions, state) of its provider calls, the latest last."""
        with db.reader(self.database)() as session:
            rows = session.exec(
                select(ProviderCallRow)
                .where(ProviderCallRow.run_id == job.run_id)
                .order_by(ProviderCallRow.key)
            ).all()
            return [(row.submissions, row.state) for row in rows]

    def moves(self, job: Job) -> dict[str, list[int]]:
        """Kind of entry in the ledger -> its amounts, for this Run."""
        found: dict[str, list[int]] = {}
        with db.reader(self.database)() as session:
            rows = session.exec(select(LedgerEntry).where(LedgerEntry.run_id == job.run_id))
            for row in rows.all():
                found.setdefault(row.kind, []).append(row.amount)
        return found

    def is_sound(self, jobs: Iterable[Job]) -> bool:
        """Whether the books balance, and nothing is set aside for these Runs any more."""
        with db.reader(self.database)() as session:
            assert ledger.violations(session) == {}
            holding = {hold.run_id for hold in ledger.open_holds(session)}
        assert not holding & {job.run_id for job in jobs}
        return True

    def paid_once(self, job: Job, *, orders: int = 1) -> bool:
        """Whether the Run was charged once for what it made, after so many orders."""
        price = job.maker.price
        moves = {"hold": [price], "capture": [price]} if price else {}
        assert (job.maker.slug, self.moves(job)) == (job.maker.slug, moves)
        assert (job.maker.slug, self.orders(job)) == (job.maker.slug, orders)
        assert [state for _, state in self.calls(job)] == ["sent"]
        return True

    def given_back(self, job: Job, *, orders: int = 1) -> bool:
        """Whether its credits came back, once, after so many orders."""
        price = job.maker.price
        assert self.moves(job) == {"hold": [price], "release": [price]}
        assert self.orders(job) == orders
        return True


@dataclass
class Person:
    """Somebody who starts Runs and decides about them."""

    scene: Scene
    api: Client
    name: str

    def forget_key(self, slug: str) -> None:
        """Have the key of a service deleted."""
        self.api.http.delete(f"/api/user/api-keys/{slug}").raise_for_status()

    def start(self, maker: Maker, **params: object) -> Job:
        """A Run of this Provider. params: more of them, of its Node."""
        prompt = f"{self.name} for {maker.slug}"
        asked = graph(maker, prompt, **params)
        answer = self.api.http.post("/api/workflow/execute", json=asked)
        answer.raise_for_status()
        return Job(maker, prompt, answer.json()["workflowId"])

    def finished(self, job: Job) -> dict:
        """The Run once it is over."""
        return self.api.finished(job.run_id, within=120.0)

    def made(self, job: Job) -> dict:
        """The Provider's Node as it is now."""
        nodes = self.api.status(job.run_id)["nodes"]
        return next(node for node in nodes if node["id"] == "made")

    def decide(self, job: Job, decision: str) -> int:
        """Settle the doubt; the status of the answer."""
        body = {"nodeId": "made", "decision": decision}
        answer = self.api.http.post(f"/api/workflow/decide/{job.run_id}", json=body)
        return answer.status_code

    def insists(self, job: Job) -> str:
        """How the Run ends for who has the order sent again once, should it be in doubt.

        It is when the server was killed just as the order left.
        """
        if self.finished(job)["status"] == "UNKNOWN":
            assert self.decide(job, "again") == 200
        return self.finished(job)["status"]

    def cancel(self, job: Job) -> None:
        """Stop the Run."""
        self.api.http.post(f"/api/workflow/cancel/{job.run_id}").raise_for_status()

    def credits(self) -> tuple[int, int]:
        """(to spend, set aside)."""
        said = self.api.http.get("/api/credits/balance").json()
        return said["credits"], said["held"]

    def is_asked(self, job: Job, *, can_look: bool = False) -> bool:
        """Whether the Run ended in a doubt that its owner can settle, with its credits held."""
        status = self.finished(job)
        made = self.made(job)
        assert (job.maker.slug, status["status"]) == (job.maker.slug, "UNKNOWN"), status
        assert datetime.fromisoformat(status["decideUntil"]).tzinfo is not None
        assert status["cost"] == {
            "held": job.maker.price,
            "charged": 0,
            "released": 0,
            "refunded": 0,
        }
        assert (made["question"], made["canLook"]) == ("unanswered", can_look)
        assert self.scene.moves(job) == {"hold": [job.maker.price]}
        assert self.scene.calls(job)[-1][1] == "sending"
        return True
