"""A process of the installation, and whom its grants are about."""

from dataclasses import dataclass

from tests.vault.sealed_parts import NOW
from vidgenie.vault.grants import Grants

ALICE, BOB = "a" * 32, "b" * 32
RUN, OTHER_RUN = "1" * 32, "2" * 32
KEY = "sk-canary-1234"


@dataclass
class Process:
    """A process of the installation, and what it does with grants."""

    grants: Grants
    transaction: object

    def ask(self, now=NOW, *, strict=False, run_id=RUN, provider="openai", account_id=ALICE):
        with self.transaction() as session:
            return self.grants.ask(
                session,
                account_id=account_id,
                run_id=run_id,
                node_id="n1",
                provider=provider,
                strict=strict,
                now=now,
            )

    def requests(self, now=NOW, account_id=ALICE):
        with self.transaction() as session:
            return self.grants.requests(session, account_id, now)

    def give(self, offer, now=NOW, account_id=ALICE):
        with self.transaction() as session:
            return self.grants.give(session, account_id, offer, now)

    def open(self, now=NOW, *, run_id=RUN, provider="openai", account_id=ALICE):
        with self.transaction() as session:
            return self.grants.open(
                session, account_id=account_id, run_id=run_id, provider=provider, now=now
            )

    def janitor(self, now):
        with self.transaction() as session:
            return self.grants.janitor(session, now)
