"""Use cases of who runs the installation on other people's credits: look, adjust, refund."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from vidgenie.accounts import store as accounts
from vidgenie.accounts.emails import check_email
from vidgenie.accounts.identity import LEAVING
from vidgenie.audit.chain import Chain
from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.engine import news
from vidgenie.errors import Conflict, InvalidInput, NotFound
from vidgenie.ledger import store as ledger
from vidgenie.ledger.tables import HoldRow, LedgerEntry
from vidgenie.library import store as library
from vidgenie.services.budgets import MOST_CREDITS
from vidgenie.services.credit_books import CreditBook, read_book, title_of
from vidgenie.services.tariff_rules import admin_id, reason
from vidgenie.services.telling import Tells

__all__ = ["CreditAdmin", "CreditBook"]

_LONGEST_KEY = 200


@dataclass(frozen=True, slots=True)
class CreditAdmin:
    """Changes balances by hand: each with a reason that its owner reads, never below zero.

    tell: tells the owner. clock: the present instant, aware, UTC.
    """

    transaction: Transaction
    reading: Transaction
    clock: Callable[[], datetime]
    audit: Chain
    tell: Tells

    def find(self, email: str) -> CreditBook:
        """The credits of the Account with this address. Raises NotFound."""
        try:
            address = check_email(email)
        except InvalidInput:
            raise NotFound("account") from None
        with self.reading() as session:
            found = accounts.credentials(session, address)
            return read_book(session, _staying(found[0] if found else None), now=self.clock())

    def book(self, account_id: str) -> CreditBook:
        """The credits of the Account of this id. Raises NotFound."""
        with self.reading() as session:
            account = _staying(accounts.find(session, account_id))
            return read_book(session, account, now=self.clock())

    def adjust(
        self, admin: Account | None, account_id: str, amount: int, why: str, *, key: str
    ) -> CreditBook:
        """Give credits (`amount` > 0) or take some (< 0); what they are then.

        admin: None = the operator. key: the same one does it once. Raises NotFound,
        InvalidInput, InsufficientCredits when there are fewer available, and Conflict
        (idempotency_key_reused).
        """
        why = reason(why, field="reason")
        if not amount or abs(amount) > MOST_CREDITS:
            raise InvalidInput(
                f"Give or take 1 to {MOST_CREDITS} credits.",
                field="amount",
                problem="out_of_range" if amount else "zero",
                max=MOST_CREDITS,
            )
        once = _digest(key)
        with self.transaction() as session:
            account = _staying(accounts.find(session, account_id))
            ledger.lock(session, account.id)
            written = _written(session, f"adjust:{account.id}:{once}")
            _check_same(written, abs(amount), kind="grant" if amount > 0 else "adjust")
            if written is None:
                ledger.adjust(
                    session,
                    account.id,
                    amount=amount,
                    key=once,
                    reason=why,
                    author=admin_id(admin),
                    now=self.clock(),
                )
                params = {"credits": amount, "reason": why}
                self._tell(session, account.id, "adjusted", f"adjusted:{once}", params, "/credits")
                self._log(session, admin, account.id, "adjust", account.id, amount, why)
        return self.book(account_id)

    def refund(
        self, admin: Account | None, run_id: str, amount: int | None, why: str, *, key: str
    ) -> tuple[int, CreditBook]:
        """Give back what a Run was charged, or `amount` of it; how much, and what is there then.

        admin: None = the operator. key: the same one does it once. Raises NotFound,
        InvalidInput, and Conflict (nothing_to_refund, idempotency_key_reused).
        """
        why = reason(why, field="reason")
        once = f"admin:{_digest(key)}"
        with self.transaction() as session:
            hold = session.get(HoldRow, run_id)
            account = _staying(accounts.find(session, hold.account_id) if hold else None, "run")
            ledger.lock(session, account.id)
            written = _written(session, f"refund:{run_id}:{once}")
            if written is None:
                _check_refund(session, run_id, amount)
                given = ledger.refund(
                    session, run_id=run_id, amount=amount, key=once, reason=why, now=self.clock()
                )
                charged = ledger.run_costs(session, [run_id])[run_id].charged
                library.recharge_content(session, run_id=run_id, charged=charged)
                params = {"title": title_of(session, run_id), "credits": given}
                told = f"refunded:{run_id}:{once}"
                self._tell(session, account.id, "run_refunded", told, params, f"/runs/{run_id}")
                self._log(session, admin, account.id, "refund", run_id, given, why)
            else:
                _check_same(written, amount or written[1], kind="refund")
                given = written[1]
        return given, self.book(account.id)

    def _tell(  # noqa: PLR0913, PLR0917  # what a message is
        self,
        session: Session,
        account_id: str,
        kind: str,
        key: str,
        params: Mapping[str, object],
        href: str,
    ) -> None:
        """Tell its owner, and the tabs that show the balance."""
        self.tell(session, account_id, kind, key=key, params=params, href=href)
        news.tell(session, account_id)

    def _log(  # noqa: PLR0913, PLR0917  # a line of the log
        self,
        session: Session,
        admin: Account | None,
        account_id: str,
        what: str,
        thing: str,
        amount: int,
        why: str,
    ) -> None:
        self.audit.append(
            session,
            actor=admin_id(admin),
            account_id=account_id,
            action="admin.credits",
            thing=thing,
            data={"change": what, "amount": amount, "reason": why},
            now=self.clock(),
        )


def _staying(account: Account | None, what: str = "account") -> Account:
    """The Account, unless it is not there or is being erased. Raises NotFound."""
    if account is None or account.role in LEAVING:
        raise NotFound(what)
    return account


def _digest(key: str) -> str:
    if not 0 < len(key) <= _LONGEST_KEY:
        raise InvalidInput(
            f"Use an idempotency key of 1 to {_LONGEST_KEY} characters.",
            field="idempotencyKey",
            problem="malformed" if key else "missing",
            max=_LONGEST_KEY,
        )
    return hashlib.sha256(key.encode()).hexdigest()[:40]


def _written(session: Session, key: str) -> tuple[str, int] | None:
    """Kind and credits of the operation of this key, None when it has not happened."""
    query = (
        select(LedgerEntry.kind, func.sum(LedgerEntry.amount))
        .where(col(LedgerEntry.key) == key)
        .group_by(col(LedgerEntry.kind))
    )
    row = session.exec(query).first()
    return row and (row[0], int(row[1]))


def _check_same(written: tuple[str, int] | None, amount: int, *, kind: str) -> None:
    """Raise Conflict when the key has done something else before."""
    if written is not None and written != (kind, amount):
        raise Conflict(
            "This Idempotency-Key was used for another request.", problem="idempotency_key_reused"
        )


def _check_refund(session: Session, run_id: str, amount: int | None) -> None:
    """Raise InvalidInput and Conflict unless so much can be given back."""
    hold = session.get(HoldRow, run_id, populate_existing=True)
    left = hold.captured - hold.refunded if hold else 0
    if amount is not None and amount <= 0:
        raise InvalidInput(
            "Give back 1 credit at least.", field="amount", problem="out_of_range", max=left
        )
    if not left:
        raise Conflict("Nothing of this Run is left to give back.", problem="nothing_to_refund")
    if amount is not None and amount > left:
        raise InvalidInput(
            "This Run was charged less.", field="amount", problem="too_much", max=left
        )
