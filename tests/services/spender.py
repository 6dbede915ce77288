"""Somebody who spends credits, on a database and a clock of their own."""

import itertools
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime

from vidgenie.domain.account import Account
from vidgenie.domain.run import NodeStatus, RunStatus
from vidgenie.engine.tables import NodeRow, RunRow
from vidgenie.ledger import store as ledger
from vidgenie.services.credits import CreditService

# A Wednesday.
START = datetime(2026, 3, 11, 12, tzinfo=UTC)
Node = tuple[str, str, str, str]  # id, type, provider, title


class Clock:
    """A clock that a test moves."""

    def __init__(self, now=START):
        self.now = now

    def __call__(self):
        return self.now


@dataclass
class Spender:
    """An Account with a wallet, and Runs it has paid for."""

    transaction: object
    service: CreditService
    clock: Clock
    account: Account
    numbers: object = field(default_factory=itertools.count)

    @property
    def id(self):
        return self.account.id

    def run(self, prompt="a fox", nodes=(("video", "video", "luma", ""),), *, price=10, held=None):
        """A Run that has charged `price` for each Node; its id."""
        run_id = secrets.token_hex(16)
        with self.transaction() as session:
            session.add(self._row(run_id, prompt, nodes))
            session.flush()
            for position, (node_id, kind, provider, _) in enumerate(nodes):
                session.add(
                    NodeRow(
                        run_id=run_id,
                        node_id=node_id,
                        type=kind,
                        position=position,
                        provider=provider,
                        price=price,
                        expected=1.0,
                        status=NodeStatus.SUCCEEDED,
                    )
                )
            amount = price * len(nodes) if held is None else held
            now = self.clock()
            ledger.reserve(session, self.id, run_id=run_id, amount=amount, now=now)
            for node_id, *_ in nodes:
                ledger.capture(session, run_id=run_id, node_id=node_id, amount=price, now=now)
            ledger.close(session, run_id=run_id, now=now)
        return run_id

    def _row(self, run_id, prompt, nodes):
        drawn = [
            {"id": node_id, "type": kind, "params": {}} | ({"title": title} if title else {})
            for node_id, kind, _, title in nodes
        ]
        return RunRow(
            id=run_id,
            account_id=self.id,
            status=RunStatus.SUCCEEDED,
            prompt=prompt,
            graph={"nodes": drawn, "edges": []},
            created_at=self.clock(),
        )

    def deduct(self, amount, reason="test"):
        return self.service.deduct(self.account, amount, reason)


def spender(transaction, reading, clock, *, plan="free", after_spend=None):
    """A new Account on a plan, its first month granted."""
    service = CreditService(transaction, reading, clock, after_spend)
    name = secrets.token_hex(4)
    account = Account(id=secrets.token_hex(16), email=f"{name}@x.org", name=name, plan=plan)
    with transaction() as session:
        service.welcome(session, account)
    return Spender(transaction, service, clock, account)
