"""The ledger as the engine needs it; nothing here commits."""

from sqlmodel import Session

from vidgenie.ledger import store as ledger

# What history says of credits that came back because we failed.
PLATFORM_FAILURE = "platform_failure"


class Books:
    """Takes what Nodes cost out of a Run's Hold."""

    def capture(self, session: Session, *, run_id: str, node_id: str, amount: int) -> None:
        """Take what a verified Node costs, once."""
        ledger.capture(session, run_id=run_id, node_id=node_id, amount=amount)

    def close(self, session: Session, *, run_id: str) -> None:
        """Give back the rest of the Run's Hold, once."""
        ledger.close(session, run_id=run_id)

    def refund(self, session: Session, *, run_id: str) -> int:
        """Give back all that the Run was charged, because we failed it; so many credits, once."""
        return ledger.refund(session, run_id=run_id, key="platform", reason=PLATFORM_FAILURE)
