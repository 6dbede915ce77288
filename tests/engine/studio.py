"""A whole installation for tests: real services, a Provider that does as it is told."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import ClassVar

import pytest

from tests.support import executing as engines
from tests.support.scripts import written_for
from vidgenie import bootstrap, nodes
from vidgenie.accounts.passwords import Passwords
from vidgenie.domain.account import Account
from vidgenie.domain.graph import Edge, Graph, Node
from vidgenie.domain.node_type import NodeContext, NodeType, Params, Port, port
from vidgenie.domain.ports.declared import KeyForm
from vidgenie.domain.ports.provider import Call, Kind, MediaProvider
from vidgenie.domain.ports.text import (
    EnhanceRequest,
    ScriptRequest,
    TextAnswer,
    TextProvider,
)
from vidgenie.domain.value import PortType, TextValue, Value
from vidgenie.engine import migrate
from vidgenie.errors import ProviderRejected, ProviderUnavailable
from vidgenie.ledger import store as ledger
from vidgenie.plugins import discover
from vidgenie.services.views import RunView
from vidgenie.settings import Settings


def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every job asked about at once: the services are on this machine."""
    for provider in bootstrap.all_providers().values():
        if isinstance(provider, MediaProvider):
            quick = replace(provider.pace, first=0.01, every=0.01, longest=0.05)
            monkeypatch.setattr(type(provider), "pace", quick)


@dataclass
class Pen(TextProvider):
    """Writes what the prompt tells it to: "hang", "reject", "busy 2" (twice, then an answer)."""

    slug: ClassVar[str] = "pen"
    title: ClassVar[str] = "Pen"
    calls: list[str] = field(default_factory=list)
    briefs: list[ScriptRequest] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    working: int = 0
    most_at_once: int = 0
    interrupted_at: float = 0.0

    async def enhance(self, request: EnhanceRequest, call: Call) -> TextAnswer:
        self.calls.append(call.idempotency_key)
        self.working += 1
        self.most_at_once = max(self.most_at_once, self.working)
        try:
            return await self._answer(request.prompt)
        except asyncio.CancelledError:
            self.interrupted_at = time.monotonic()
            raise
        finally:
            self.working -= 1

    async def script(self, request: ScriptRequest, call: Call) -> TextAnswer:
        """What is in `scripts`, one after the other, "hang" too; then one that is right."""
        self.calls.append(call.idempotency_key)
        self.briefs.append(request)
        if len(self.briefs) <= len(self.scripts):
            answer = self.scripts[len(self.briefs) - 1]
            if answer == "hang":
                await asyncio.sleep(600)
            return TextAnswer(answer)
        return TextAnswer(written_for(request.brief))

    async def _answer(self, prompt: str) -> TextAnswer:
        order, _, count = prompt.partition(" ")
        if order == "hang":
            await asyncio.sleep(600)
        if order == "slow":
            await asyncio.sleep(float(count))
        if order == "reject":
            raise ProviderRejected("Pen refused this.", provider="pen")
        if order == "busy" and len(self.calls) <= int(count):
            raise ProviderUnavailable("Pen is busy.", provider="pen")
        if order == "crash":
            raise RuntimeError("a bug, with sk-abcdefghijklmnopqrstuvwx in it")
        return TextAnswer(f"<{prompt}>")


class SteadyPen(Pen):
    """A Pen whose submissions may be repeated."""

    slug: ClassVar[str] = "steadypen"
    repeatable: ClassVar[bool] = True


@dataclass
class KeyedPen(Pen):
    """A Pen that wants a key; one that ends in "-revoked" is refused, at work as in a test.

    keys: what came with each call; asked: with each test.
    """

    slug: ClassVar[str] = "keyed"
    title: ClassVar[str] = "Keyed Pen"
    key_form: ClassVar[KeyForm | None] = KeyForm("KEYED_API_KEY", "kp-...", "https://kp.example")
    keys: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    is_down: bool = False

    async def validate(self, call: Call) -> None:
        self.asked.append(call.key)
        if self.is_down:
            raise ProviderUnavailable("Keyed Pen is down.", provider="keyed")
        if call.key.endswith("-revoked"):
            raise ProviderRejected("No.", provider="keyed", problem="key_refused")

    async def enhance(self, request: EnhanceRequest, call: Call) -> TextAnswer:
        self.keys.append(call.key)
        if request.prompt == "revoked meanwhile":
            raise ProviderRejected("No.", provider="keyed", problem="key_refused")
        if request.prompt == "moderated":
            raise ProviderRejected("Not this.", provider="keyed", problem="moderated")
        if request.prompt == "bug":
            raise RuntimeError(f"Illegal header value b'Bearer {call.key}'")
        return await super().enhance(request, call)


class JoinParams(Params):
    """No values."""


class Join(NodeType):
    """Puts up to three texts together."""

    slug: ClassVar[str] = "join"
    icon: ClassVar[str] = "x"
    params: ClassVar[type[Params]] = JoinParams
    inputs: ClassVar[Mapping[str, Port]] = {
        name: port(PortType.TEXT, required=False) for name in "abc"
    }
    outputs: ClassVar[Mapping[str, Port]] = {"text": port(PortType.TEXT)}

    async def run(self, params: Params, context: NodeContext) -> Mapping[str, Value]:
        return {"text": TextValue("".join(context.text(name) for name in "abc"))}


def chain(prompt: str, *, provider: str = "pen") -> Graph:
    """prompt -> enhance -> join."""
    return Graph(
        nodes=(
            Node("prompt", "prompt", {"text": prompt}),
            Node("enhance", "enhance", {"provider": provider}),
            Node("join", "join"),
        ),
        edges=(Edge("prompt", "text", "enhance", "text"), Edge("enhance", "text", "join", "a")),
    )


@dataclass
class Studio:
    """Services, the Pen they use, and an Account with 100 credits."""

    services: bootstrap.Services
    pen: Pen
    steady: SteadyPen
    account: Account
    keyed: KeyedPen

    async def start(self, graph: Graph, *, key: str = "") -> str:
        """Start a Run; its id."""
        runs = self.services.runs
        started = await asyncio.to_thread(
            lambda: runs.start(self.account, graph, idempotency_key=key)
        )
        return started.run_id

    async def finish(self, run_id: str, *, within: float = 30.0) -> RunView:
        """The Run once it is over."""
        async with asyncio.timeout(within):
            return [view async for view in self.services.runs.changes(self.account, run_id)][-1]

    async def until(self, run_id: str, wanted: "str", *, within: float = 20.0) -> RunView:
        """The Run as soon as the Node `wanted` works."""
        async with asyncio.timeout(within):
            async for view in self.services.runs.changes(self.account, run_id):
                if view.current == wanted:
                    return view
        raise AssertionError(f"{wanted} never worked")

    def violations(self) -> dict[str, int]:
        """What is wrong with the books."""
        with self.services.engine.reading() as session:
            return ledger.violations(session)

    def open_holds(self) -> int:
        """How many Holds are open."""
        with self.services.engine.reading() as session:
            return len(ledger.open_holds(session))


def open_studio(settings: Settings) -> Studio:
    """Wire an installation on a database that has its tables."""
    migrate.migrate(settings.database)
    settings = replace(settings, registrations_per_hour=1000)
    pen, steady, keyed = Pen(), SteadyPen(), KeyedPen()
    services = _built(settings, pen, steady, keyed)
    accounts = services.accounts
    accounts.register("admin@example.com", "correct horse battery")
    account = accounts.register("user@example.com", "correct horse battery").account
    with services.engine.transaction() as session:
        ledger.seed_prices(session)
    services.vault_master.start()
    return Studio(services, pen, steady, account, keyed)


def another(studio: Studio, settings: Settings) -> Studio:
    """The same installation and Account, wired anew."""
    pen, steady, keyed = Pen(), SteadyPen(), KeyedPen()
    return Studio(_built(settings, pen, steady, keyed), pen, steady, studio.account, keyed)


def _built(settings: Settings, *pens: Pen) -> bootstrap.Services:
    services = bootstrap.build(
        settings,
        node_types={**discover(nodes, NodeType), "join": Join()},
        providers={(Kind.TEXT, pen.slug): pen for pen in pens},
    )
    quick = replace(services.accounts, passwords=Passwords(memory=64, passes=1))
    return replace(services, accounts=quick)


@asynccontextmanager
async def executing(studio: Studio) -> AsyncIterator[Studio]:
    """The studio while its engine executes; closed afterwards."""
    async with engines.executing(studio.services.engine):
        yield studio
    studio.services.engine.close()
