"""Admission: what a Run would cost, and Runs that start, one or many, all or nothing."""

import hashlib
import json
import math
import secrets
from collections.abc import Callable, Mapping, Sequence
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
from vidgenie.engine.engine import Engine
from vidgenie.engine.store import NewNode, NewRun
from vidgenie.engine.tables import RunRow
from vidgenie.errors import Conflict, InvalidInput, StorageFull
from vidgenie.ledger import store as ledger
from vidgenie.ledger.moves import lock
from vidgenie.library import assets, brands
from vidgenie.library import store as library
from vidgenie.library.store import NewContent
from vidgenie.services.credits import CreditService
from vidgenie.services.fallbacks import Fallbacks
from vidgenie.services.limits import Limiter


@dataclass(frozen=True, slots=True)
class QuoteView:
    """What a Run would cost, in credits, and what the Account has.

    available: at least the total when its plan has no limit.
    """

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
class Order:
    """A Run that is wanted.

    idempotency_key: the same one with the same Graph is the same Run; "" = a new one.
    also: called with (session, Run) in the transaction that starts it.
    is_listed: whether the library shows what it makes.
    """

    graph: Graph
    idempotency_key: str = ""
    also: Callable[[Session, str], None] | None = None
    is_listed: bool = True


@dataclass(frozen=True, slots=True)
class Admission:
    """Lets Runs begin.

    has_room: whether the storage can take what a Run makes.
    check_key: raises MissingKey or KeyRefused for (session, account id, Provider).
    limit: how many times an Account may start Runs.
    fallbacks: who may take over from whom, and what each is expected to charge.
    """

    engine: Engine
    transaction: Transaction
    reading: Transaction
    credits: CreditService
    node_types: Mapping[str, NodeType]
    providers: Mapping[tuple[str, str], Provider]
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
        floor = priced.total if balance.unlimited else 0
        available = max(balance.credits, floor)
        return QuoteView(priced.total, available, balance.unlimited, priced.lines)

    def start(self, account: Account, orders: Sequence[Order]) -> list[Started]:
        """Set the credits aside and queue the Runs: all of them, or nothing at all.

        An Order with an idempotency key that was used with the same Graph answers the Run it
        started; with another Graph it raises Conflict. Raises InvalidGraph, InvalidInput,
        InsufficientCredits, NotFound for an Asset or a brand kit, MissingKey, KeyRefused,
        TooManyAttempts and StorageFull.
        """
        checked = [self._checked(order.graph) for order in orders]
        if not self.has_room():
            raise StorageFull
        self.limiter.take((self.limit, account.id))
        with self.transaction() as session:
            accounts.check_stays(session, account.id)
            if any(order.idempotency_key for order in orders):
                # Taking the wallet first makes a repeated request wait for the first one.
                lock(session, account.id)
            return [
                self._start(session, account, order, nodes)
                for order, nodes in zip(orders, checked, strict=True)
            ]

    def known(self, account: Account, idempotency_key: str) -> Started | None:
        """The Run that was started with this key, whatever its Graph."""
        with self.reading() as session:
            run = store.by_idempotency_key(session, account.id, idempotency_key)
            return None if run is None else _started(session, run)

    def _start(
        self, session: Session, account: Account, order: Order, nodes: Sequence[CheckedNode]
    ) -> Started:
        request_hash = _digest(order.graph)
        if order.idempotency_key:
            known = store.by_idempotency_key(session, account.id, order.idempotency_key)
            if known is not None:
                return _started_before(session, known, request_hash)
        self._check_means(session, account, nodes)
        self.credits.top_up(session, account)
        for checked in nodes:
            self.fallbacks.check_price(session, account, checked)
        prices = ledger.prices(session)
        priced = quote(nodes, prices, self._estimates(nodes))
        new = NewRun(
            id=secrets.token_hex(16),
            account_id=account.id,
            prompt=_prompt(order.graph),
            graph=graph_json.to_json(order.graph),
            nodes=self._rows(session, account, nodes, priced, prices),
            held=priced.total,
            idempotency_key=order.idempotency_key or None,
            request_hash=request_hash,
        )
        ledger.reserve(session, account.id, run_id=new.id, amount=priced.total)
        self.engine.start(session, new)
        if order.is_listed:
            library.add_content(
                session,
                NewContent(account.id, new.id, _makes(nodes), new.prompt, priced.total),
            )
        if order.also:
            order.also(session, new.id)
        return Started(new.id, _seconds(new.nodes), priced.total)

    def _check_means(
        self, session: Session, account: Account, nodes: Sequence[CheckedNode]
    ) -> None:
        """Raise MissingKey, KeyRefused, NotFound or InvalidInput before anything is paid for."""
        for provider in self._makers(nodes):
            self.check_key(session, account.id, provider)
        for checked in nodes:
            _check_assets(session, account, checked)
        for kit_id in chain.from_iterable(c.type.brands(c.params) for c in nodes):
            brands.kit(session, account.id, kit_id)

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
                    asdict(heir)
                    for heir in self.fallbacks.heirs(
                        session, account, checked, prices, units=line.units
                    )
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


def _started_before(session: Session, run: RunRow, request_hash: str) -> Started:
    if run.request_hash != request_hash:
        raise Conflict(
            "This Idempotency-Key was used for another request.", problem="idempotency_key_reused"
        )
    return _started(session, run)


def _started(session: Session, run: RunRow) -> Started:
    rows = store.nodes(session, [run.id])[run.id]
    return Started(run.id, math.ceil(sum(row.expected for row in rows)), run.held)


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
