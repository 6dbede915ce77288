"""Use cases on Runs: quote, start, follow, cancel."""

import hashlib
import json
import math
import secrets
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import chain

from sqlmodel import Session

from vidgenie.accounts import store as accounts
from vidgenie.accounts.throttle import Limit
from vidgenie.db import Transaction
from vidgenie.domain import graph_json
from vidgenie.domain.account import Account
from vidgenie.domain.graph import CheckedNode, Graph, check
from vidgenie.domain.node_type import NodeType
from vidgenie.domain.ports.provider import Provider
from vidgenie.domain.pricing import PriceTable, Quote, QuoteLine, quote
from vidgenie.engine import store
from vidgenie.engine.doubt import Decision
from vidgenie.engine.engine import Engine
from vidgenie.engine.store import NewNode, NewRun
from vidgenie.engine.tables import RunRow
from vidgenie.engine.threads import in_thread
from vidgenie.errors import Conflict, InvalidInput, NotFound, StorageFull
from vidgenie.ledger import store as ledger
from vidgenie.ledger.moves import lock
from vidgenie.library import assets, brands
from vidgenie.library import store as library
from vidgenie.library.store import NewContent
from vidgenie.services.credits import CreditService
from vidgenie.services.fallbacks import Fallbacks
from vidgenie.services.limits import Limiter
from vidgenie.services.views import RunView, ViewMaker


@dataclass(frozen=True, slots=True)
class QuoteView:
    """What a Run would cost, in credits, and what the Account has."""

    total: int
    available: int
    unlimited: bool
    lines: tuple[QuoteLine, ...]


@dataclass(frozen=True, slots=True)
class Started:
    """A Run that is queued. credits: what its Hold took."""

    run_id: str
    estimated_seconds: int
    credits: int


@dataclass(frozen=True, slots=True)
class RunService:
    """The life of a Run.

    has_room: whether the storage can take what a Run makes.
    check_key: raises MissingKey or KeyRefused for (session, account id, Provider).
    limit: how many Runs an Account may start.
    fallbacks: who may take over from whom, and what each is expected to charge.
    """

    engine: Engine
    transaction: Transaction
    reading: Transaction
    credits: CreditService
    node_types: Mapping[str, NodeType]
    providers: Mapping[tuple[str, str], Provider]
    views: ViewMaker
    has_room: Callable[[], bool]
    check_key: Callable[[Session, str, Provider], None]
    fallbacks: Fallbacks
    limiter: Limiter
    limit: Limit

    def quote(self, account: Account, graph: Graph) -> QuoteView:
        """The price of a Graph; starts nothing. Raises InvalidGraph and InvalidInput."""
        nodes = self._checked(graph)
        balance = self.credits.balance(account)
        with self.reading() as session:
            priced = quote(nodes, ledger.prices(session), self._estimates(nodes))
        return QuoteView(priced.total, balance.credits, balance.unlimited, priced.lines)

    def start(self, account: Account, graph: Graph, *, idempotency_key: str = "") -> Started:
        """Set the credits aside and queue the Run: all of it, or nothing at all.

        The same idempotency key with the same Graph answers the Run it started;
        with another Graph it raises Conflict. Raises InvalidGraph, InvalidInput,
        InsufficientCredits, NotFound for an Asset or a brand kit, MissingKey, KeyRefused,
        TooManyAttempts and StorageFull.
        """
        nodes = self._checked(graph)
        if not self.has_room():
            raise StorageFull
        request_hash = _digest(graph)
        self.limiter.take((self.limit, account.id))
        with self.transaction() as session:
            accounts.check_stays(session, account.id)
            if idempotency_key:
                # Taking the wallet first makes a repeated request wait for the first one.
                lock(session, account.id)
                known = store.by_idempotency_key(session, account.id, idempotency_key)
                if known is not None:
                    return _started_before(session, known, request_hash)
            for provider in self._makers(nodes):
                self.check_key(session, account.id, provider)
            for checked in nodes:
                _check_assets(session, account, checked)
            for kit_id in chain.from_iterable(c.type.brands(c.params) for c in nodes):
                brands.kit(session, account.id, kit_id)
            self.credits.top_up(session, account)
            for checked in nodes:
                self.fallbacks.check_price(session, account, checked)
            prices = ledger.prices(session)
            priced = quote(nodes, prices, self._estimates(nodes))
            new = NewRun(
                id=secrets.token_hex(16),
                account_id=account.id,
                prompt=_prompt(graph),
                graph=graph_json.to_json(graph),
                nodes=self._rows(session, account, nodes, priced, prices),
                held=priced.total,
                idempotency_key=idempotency_key or None,
                request_hash=request_hash,
            )
            ledger.reserve(session, account.id, run_id=new.id, amount=priced.total)
            self.engine.start(session, new)
            library.add_content(
                session,
                NewContent(account.id, new.id, _makes(nodes), new.prompt, priced.total),
            )
        return Started(new.id, _seconds(new.nodes), priced.total)

    def view(self, account: Account, run_id: str) -> RunView:
        """The Run now. Raises NotFound, also when it is somebody else's."""
        with self.reading() as session:
            return self._view(session, _owned(session, account, run_id))

    def latest(self, account: Account) -> RunView | None:
        """The Run under way, else the newest one, else None."""
        with self.reading() as session:
            run = store.latest(session, account.id)
            return None if run is None else self._view(session, run)

    def in_doubt(self, account: Account) -> set[str]:
        """Ids of the Runs that the Account can still decide about."""
        with self.reading() as session:
            return store.in_doubt(session, account.id)

    def cancel(self, account: Account, run_id: str) -> RunView:
        """Stop a Run: its Nodes end within a second, what was not made is not charged.

        A Run that is over stays as it is. Raises NotFound.
        """
        with self.transaction() as session:
            _owned(session, account, run_id)
            stopping = self.engine.cancel(session, run_id)
        if stopping:
            self.engine.interrupt(run_id)
        return self.view(account, run_id)

    def decide(self, account: Account, run_id: str, node_id: str, decision: Decision) -> RunView:
        """Settle a doubt: have the request sent again, look for its result, or give it up.

        What was made is kept, and the Run goes on with the credits that are set aside.
        Raises NotFound and Conflict (not_in_doubt).
        """
        with self.transaction() as session:
            accounts.check_stays(session, account.id)
            _owned(session, account, run_id)
            self.engine.decide(session, run_id, node_id, decision)
        return self.view(account, run_id)

    async def changes(
        self, account: Account, run_id: str | None = None
    ) -> AsyncGenerator[RunView, None]:
        """The Run now, then after every change, until it is over.

        Without `run_id`: the Account's latest Run, whichever that is at the time,
        for as long as the caller listens. Raises NotFound.
        """
        async with self.engine.hub.watch(run_id or account.id) as changed:
            seen: tuple[str, int] | None = None
            while True:
                changed.clear()
                view = await in_thread(lambda: self._now(account, run_id))
                if view is not None and (view.id, view.version) != seen:
                    seen = (view.id, view.version)
                    yield view
                    if run_id and view.status.is_over:
                        return
                await changed.wait()

    def _now(self, account: Account, run_id: str | None) -> RunView | None:
        return self.view(account, run_id) if run_id else self.latest(account)

    def _checked(self, graph: Graph) -> list[CheckedNode]:
        nodes = check(graph, self.node_types)
        for checked in nodes:
            slug = checked.type.provider(checked.params)
            kind = checked.type.kind
            if kind is not None and (kind, slug) not in self.providers:
                raise InvalidInput(
                    f"There is no {kind} provider called {slug}.",
                    field="provider",
                    problem="unknown",
                    node=checked.node.id,
                )
            if kind is not None:
                _check_suits(checked, self.providers[kind, slug])
        return nodes

    def _makers(self, nodes: Sequence[CheckedNode]) -> list[Provider]:
        """The Providers these Nodes call, each once."""
        places = [(c.type.kind, c.type.provider(c.params)) for c in nodes]
        return [self.providers[kind, slug] for kind, slug in dict.fromkeys(places) if kind]

    def _rows(
        self,
        session: Session,
        account: Account,
        nodes: Sequence[CheckedNode],
        priced: Quote,
        prices: PriceTable,
    ) -> list[NewNode]:
        return [
            NewNode(
                id=checked.node.id,
                type=checked.node.type,
                provider=line.provider,
                price=line.credits,
                expected=checked.type.seconds(checked.params),
                estimate_micro_usd=line.provider_micro_usd,
                alternatives=[
                    asdict(heir) for heir in self.fallbacks.heirs(session, account, checked, prices)
                ],
            )
            for checked, line in zip(nodes, priced.lines, strict=True)
        ]

    def _estimates(self, nodes: Sequence[CheckedNode]) -> dict[str, int | None]:
        """Node -> what its Provider is expected to charge, in millionths of a dollar."""
        return {
            checked.node.id: self.fallbacks.estimate(checked, self.providers[kind, slug])
            for checked in nodes
            if (kind := checked.type.kind)
            for slug in [checked.type.provider(checked.params)]
        }

    def _view(self, session: Session, run: RunRow) -> RunView:
        nodes = store.nodes(session, [run.id])[run.id]
        made = library.content_of_run(session, run.account_id, run.id)
        return self.views.run(run, nodes, content_id=made.id if made else "")


def _check_suits(checked: CheckedNode, provider: Provider) -> None:
    try:
        checked.type.suits(checked.params, provider, checked.inputs)
    except InvalidInput as error:
        raise InvalidInput(str(error), **{**error.params, "node": checked.node.id}) from None  # pyright: ignore[reportArgumentType]  # field and problem are texts


# Kind of Asset that is wanted -> the problem with any other.
_NOT_A = {"image": "not_a_picture", "video": "not_a_clip", "audio": "not_sound"}


def _check_assets(session: Session, account: Account, checked: CheckedNode) -> None:
    """Raise NotFound, or InvalidInput that names the Node, before anything is paid for."""
    wanted = checked.type.asset_type
    for asset_id in checked.type.assets(checked.params):
        found = assets.asset(session, account.id, asset_id)
        if wanted is not None and found.kind != wanted:
            raise InvalidInput(
                f"This Asset is no {wanted}.",
                field="asset",
                problem=_NOT_A[wanted],
                node=checked.node.id,
            )


def _owned(session: Session, account: Account, run_id: str) -> RunRow:
    run = store.run(session, run_id)
    if run is None or run.account_id != account.id:
        raise NotFound("run")
    return run


def _started_before(session: Session, run: RunRow, request_hash: str) -> Started:
    if run.request_hash != request_hash:
        raise Conflict(
            "This Idempotency-Key was used for another request.", problem="idempotency_key_reused"
        )
    rows = store.nodes(session, [run.id])[run.id]
    seconds = sum(row.expected for row in rows)
    return Started(run.id, math.ceil(seconds), run.held)


def _seconds(nodes: Sequence[NewNode]) -> int:
    return math.ceil(sum(node.expected for node in nodes))


def _prompt(graph: Graph) -> str:
    """What the person typed: a title, else the first text of the Graph."""
    texts = (node.params.get(name) for name in ("title", "text") for node in graph.nodes)
    return next((text.strip() for text in texts if isinstance(text, str) and text.strip()), "")


def _makes(nodes: Sequence[CheckedNode]) -> str:
    """The most a Run makes: video, image or audio."""
    types = set(
        chain.from_iterable(
            port.types
            for checked in nodes
            for port in checked.type.outputs.values()
            if checked.type.kind or checked.type.crafts
        )
    )
    return next((kind for kind in ("video", "image", "audio") if kind in types), "image")


def _digest(graph: Graph) -> str:
    text = json.dumps(graph_json.to_json(graph), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
