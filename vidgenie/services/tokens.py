"""Use cases on API tokens: what programs sign in with."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session

from vidgenie.accounts import tokens
from vidgenie.accounts.identity import SCOPES
from vidgenie.accounts.names import check_name
from vidgenie.accounts.tokens import ApiToken
from vidgenie.audit.chain import Chain
from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.errors import InvalidInput, NotFound

DAYS = 90
LONGEST_DAYS = 365


@dataclass(frozen=True, slots=True)
class NewToken:
    """An API token that was just made; `token` is shown this once."""

    id: str
    name: str
    token: str = field(repr=False)
    scopes: tuple[str, ...]
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class TokenService:
    """API tokens. clock: the present instant, aware, UTC."""

    transaction: Transaction
    reading: Transaction
    clock: Callable[[], datetime]
    audit: Chain

    def create(
        self, account: Account, name: str, *, scopes: Iterable[str] = SCOPES, days: int = DAYS
    ) -> NewToken:
        """Make an API token for the Account.

        scopes: some of SCOPES; days: how long it lives, 1 to 365. Raises InvalidInput.
        """
        shown = check_name(name)
        wanted = frozenset(scopes)
        if not wanted or not wanted <= frozenset(SCOPES):
            raise InvalidInput(
                f"Choose from {', '.join(SCOPES)}.", field="scopes", problem="malformed"
            )
        if not 1 <= days <= LONGEST_DAYS:
            raise InvalidInput(
                f"A token lives 1 to {LONGEST_DAYS} days.",
                field="days",
                problem="out_of_range",
                min=1,
                max=LONGEST_DAYS,
            )
        now = self.clock()
        expires_at = now + timedelta(days=days)
        with self.transaction() as session:
            kept, token = tokens.add_token(
                session, account.id, name=shown, scopes=wanted, expires_at=expires_at, now=now
            )
            self._note(session, account, kept.id, change="made", scopes=",".join(kept.scopes))
        return NewToken(kept.id, kept.name, token, kept.scopes, expires_at)

    def all(self, account: Account) -> list[ApiToken]:
        """The API tokens of the Account, newest first."""
        with self.reading() as session:
            return tokens.tokens(session, account.id)

    def revoke(self, account: Account, token_id: str) -> None:
        """Make one API token useless. Raises NotFound, also when it is somebody else's."""
        with self.transaction() as session:
            if not tokens.delete_token(session, account.id, token_id):
                raise NotFound("token")
            self._note(session, account, token_id, change="revoked")

    def _note(self, session: Session, account: Account, token_id: str, **data: str) -> None:
        self.audit.append(
            session,
            actor=account.id,
            account_id=account.id,
            action="account.token",
            thing=token_id,
            data=data,
            now=self.clock(),
        )
