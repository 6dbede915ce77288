"""Admission: what a Run would cost, and Runs that start, one or many, all or nothing."""

import hashlib
import json
import math
import secrets
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import chain

from sqlmodel import Session

from vidgenie.accounts import store as accounts
from vidgenie.accounts.throttle import Limit
from vidgenie.db import Transaction
from vidgenie.domain import graph_json
from vidgenie.domain.account import Account
from vidgenie.domain.graph import CheckedNode, Graph
from vidgenie.domain.graph_parts import executable
from vidgenie.domain.pricing import PriceTable, Quote, quote
from vidgenie.engine import pace, store
from vidgenie.engine.engine import Engine
from vidgenie.engine.outputs import Made
from vidgenie.engine.store import NewNode, NewRun
from vidgenie.engine.tables import RunRow
from vidgenie.errors import Conflict, PriceChanged, StorageFull, UserError
from vidgenie.ledger import store as ledger
from vidgenie.ledger.moves import lock
from vidgenie.library import store as library
from vidgenie.library.store import NewContent
from vidgenie.services.budgets import Budgets
from vidgenie.services.checking import Checking
from vidgenie.services.credits import CreditService
from vidgenie.services.fallbacks import Fallbacks
from vidgenie.services.limits import Limiter
from vidgenie.services.orders import Order, QuoteView, Started


@dataclass(frozen=True, slots=True)
class Admission:
    """Lets Runs begin.

    has_room: whether the storage can take what a Run makes.
    limit: how many times an Account may start Runs.
    fallbacks: who may take over from whom, and what each is expected to charge.
    """

    engine: Engine
    transaction: Transaction
    reading: Transaction
    credits: CreditService
    budgets: Budgets
    checking: Checking
    has_room: Callable[[], bool]
    fallbacks: Fallbacks
    limiter: Limiter
    limit: Limit

    def quote(self, account: Account, graph: Graph, given: Collection[str] = ()) -> QuoteView:
        """The price of a Graph; starts nothing. Raises InvalidGraph and InvalidInput.

        given: Nodes that are not made, and not paid for.
        """
        _, nodes = self._checked(graph, given)
        nodes = [checked for checked in nodes if checked.node.id not in given]
        balance = self.credits.standing(account)
        with self.reading() as session:
            priced = quote(nodes, ledger.prices(session), self._estimates(nodes))
        floor = priced.total if balance.unlimited else 0
        available = max(balance.available, floor)
        return QuoteView(priced.total, available, balance.unlimited, priced.lines)

    def check_means(self, account: Account, graph: Graph, given: Collection[str]) -> None:
        """Raise what `start` would: MissingKey, KeyRefused, NotSetUp, NotFound, InvalidInput."""
        _, nodes = self._checked(graph, given)
        to_make = [checked for checked in nodes if checked.node.id not in given]
        with self.reading() as session:
            self.checking.check_means(session, account, to_make)
            for checked in to_make:
                self.fallbacks.check_price(session, account, checked)

    def seconds(self, graph: Graph, given: Collection[str]) -> int:
        """How long a Run of the Graph should take; 0 when that is not known."""
        try:
            _, nodes = self._checked(graph, given)
        except UserError:
            return 0
        to_make = [checked for checked in nodes if checked.node.id not in given]
        with self.reading() as session:
            return math.ceil(sum(self._seconds(session, to_make).values()))

    def start(
        self, account: Account, orders: Sequence[Order], *, most: int | None = None
    ) -> list[Started]:
        """Set the credits aside and queue the Runs: all of them, or nothing at all.

        most: credits that were agreed to, for all of them together; None = whatever they cost.
        An Order with an idempotency key that was used with the same request answers the Run it
        started; with another one it raises Conflict. Raises InvalidGraph, InvalidInput,
        PriceChanged, InsufficientCredits, BudgetExceeded, NotFound for an Asset or a brand kit,
        MissingKey, KeyRefused, TooManyAttempts and StorageFull.
        """
        checked = [self._checked(order.graph, order.given) for order in orders]
        if not self.has_room():
            raise StorageFull
        self.limiter.take((self.limit, account.id))
        with self.transaction() as session:
            accounts.check_stays(session, account.id)
            if any(order.idempotency_key for order in orders):
                # Taking the wallet first makes a repeated request wait for the first one.
                lock(session, account.id)
            # Read once: every Run is checked and charged by the same prices.
            prices = ledger.prices(session)
            if most is not None:
                wanted = zip(orders, (nodes for _, nodes in checked), strict=True)
                _check_agreed(session, account, wanted, prices, most=most)
            started = [
                self._start(session, account, order, graph, nodes, prices=prices)
                for order, (graph, nodes) in zip(orders, checked, strict=True)
            ]
            if any(each.credits for each in started):
                self.credits.spent(session, account)
            return started

    def known(self, account: Account, idempotency_key: str) -> Started | None:
        """The Run that was started with this key, whatever its Graph."""
        with self.reading() as session:
            run = store.by_idempotency_key(session, account.id, idempotency_key)
            return None if run is None else _started(session, run)

    def _start(  # noqa: PLR0913  # all of it is one Order
        self,
        session: Session,
        account: Account,
        order: Order,
        graph: Graph,
        nodes: Sequence[CheckedNode],
        *,
        prices: PriceTable,
    ) -> Started:
        request_hash = _digest(order)
        if order.idempotency_key:
            known = store.by_idempotency_key(session, account.id, order.idempotency_key)
            if known is not None:
                return _started_before(session, known, request_hash)
        to_make = _to_make(order, nodes)
        self.checking.check_means(session, account, to_make)
        self.credits.top_up(session, account)
        for checked in to_make:
            self.fallbacks.check_price(session, account, checked)
        priced = quote(to_make, prices, self._estimates(to_make))
        made = self._made_nodes(session, account, to_make, priced, prices)
        dollars = sum(map(_dearest, made.values()))
        self.budgets.check(session, account.id, credits=priced.total, micro_usd=dollars)
        new = NewRun(
            id=secrets.token_hex(16),
            account_id=account.id,
            prompt=_prompt(order.graph),
            graph=graph_json.to_json(graph),
            nodes=[made.get(c.node.id) or _given(c, order.given[c.node.id]) for c in nodes],
            held=priced.total,
            idempotency_key=order.idempotency_key or None,
            request_hash=request_hash,
            graph_id=order.graph_id,
            source=order.source,
            priority=order.priority,
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

    def _checked(self, graph: Graph, given: Collection[str]) -> tuple[Graph, list[CheckedNode]]:
        """What a Run of the Graph has, and its Nodes in execution order."""
        left = executable(graph, self.checking.node_types)
        return left, self.checking.checked(left, given)

    def _made_nodes(
        self,
        session: Session,
        account: Account,
        nodes: Sequence[CheckedNode],
        priced: Quote,
        prices: PriceTable,
    ) -> dict[str, NewNode]:
        seconds = self._seconds(session, nodes)
        return {
            checked.node.id: NewNode(
                id=checked.node.id,
                type=checked.node.type,
                provider=line.provider,
                price=line.credits,
                expected=seconds[checked.node.id],
                estimate_micro_usd=line.provider_micro_usd,
                alternatives=[
                    asdict(heir)
                    for heir in self.fallbacks.heirs(
                        session, account, checked, prices, units=line.units
                    )
                ],
            )
            for checked, line in zip(nodes, priced.lines, strict=True)
        }

    @staticmethod
    def _seconds(session: Session, nodes: Sequence[CheckedNode]) -> dict[str, float]:
        """Node -> how long it should take: as such work has taken here, else as declared."""
        works = {
            c.node.id: (c.node.type, c.type.provider(c.params), c.type.action(c.params) or "")
            for c in nodes
        }
        known = pace.known(session, set(works.values()))
        return {
            checked.node.id: known.get(work, checked.type.seconds(checked.params))
            for checked, work in zip(nodes, works.values(), strict=True)
        }

    def _estimates(self, nodes: Sequence[CheckedNode]) -> dict[str, int | None]:
        """Node -> what its Provider is expected to charge, in millionths of a dollar."""
        return {
            checked.node.id: self.fallbacks.estimate(checked, self.checking.providers[kind, slug])
            for checked in nodes
            if (kind := checked.type.kind)
            for slug in [checked.type.provider(checked.params)]
        }


def _to_make(order: Order, nodes: Sequence[CheckedNode]) -> list[CheckedNode]:
    """The Nodes that have nothing yet."""
    return [checked for checked in nodes if checked.node.id not in order.given]


def _check_agreed(
    session: Session,
    account: Account,
    wanted: Iterable[tuple[Order, Sequence[CheckedNode]]],
    prices: PriceTable,
    *,
    most: int,
) -> None:
    """Raise PriceChanged when more would be set aside now than was agreed to.

    Runs that the same request has started before keep the price they have.
    """
    required = 0
    for order, nodes in wanted:
        key = order.idempotency_key
        if key and store.by_idempotency_key(session, account.id, key):
            continue
        required += quote(_to_make(order, nodes), prices).total
    if required > most:
        raise PriceChanged(agreed=most, required=required)


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


def _dearest(node: NewNode) -> int:
    """What its Provider may charge, or one that takes over, in millionths of a dollar."""
    known = (node.estimate_micro_usd, *(one["estimate"] for one in node.alternatives))
    return max((micro_usd for micro_usd in known if micro_usd is not None), default=0)


def _given(checked: CheckedNode, made: Made) -> NewNode:
    """A Node that has its output already."""
    return NewNode(
        id=checked.node.id,
        type=checked.node.type,
        provider=made.provider,
        price=0,
        expected=0.0,
        output=made.output,
        reused_from=made.run_id,
        recipe=made.recipe,
        digest=made.digest,
    )


def _digest(order: Order) -> str:
    text = order.request or json.dumps(
        graph_json.to_json(order.graph), sort_keys=True, ensure_ascii=False
    )
    return hashlib.sha256(text.encode()).hexdigest()
