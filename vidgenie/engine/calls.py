"""Submissions to Providers, written down before they are sent: nobody pays twice."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, cast

from sqlmodel import Session, col, select

from vidgenie.db import Transaction
from vidgenie.domain.ports.declared import Finds
from vidgenie.domain.ports.provider import Call, Job, JobStatus, MediaProvider, Provider
from vidgenie.engine import store
from vidgenie.engine.caller import Caller
from vidgenie.engine.retry import persistently
from vidgenie.engine.tables import Json, ProviderCallRow
from vidgenie.engine.threads import in_thread
from vidgenie.errors import (
    InvalidInput,
    KeyNotGranted,
    KeyRefused,
    MissingKey,
    NodeTimeout,
    NotSetUp,
    ProviderRejected,
    ProviderUnavailable,
    ProviderUnknown,
    VaultLocked,
)

Answer = Json


LOOKS = 3
# There is no key to ask with, or no address.
_CLOSED = (KeyNotGranted, KeyRefused, MissingKey, NotSetUp, VaultLocked)
_MEMORY = timedelta(hours=48)  # that a submission is looked for in, and its job may be taken
BETWEEN_LOOKS = 3.0  # seconds; a service may need a moment to list what it has just taken


@dataclass(frozen=True, slots=True)
class Submission:
    """One request that costs money, called `key`; sent at most once, with the Account's key.

    send: makes the request. purpose: submit or write, for the audit log.
    find: looks for the job of a request that got no answer, given when it was sent.
    """

    caller: Caller
    provider: Provider
    key: str
    send: Callable[[Call], Awaitable[Answer]]
    purpose: str
    find: Callable[[Call, datetime], Awaitable[Answer | None]] | None = None

    async def answer(self) -> Answer:
        """The Provider's answer; a request that was surely not accepted is sent again."""
        return await persistently(self._try, what=self.key)

    async def _try(self) -> Answer:
        # What is already answered needs no key; what still waits for one was never intended.
        transaction = self.caller.transaction
        known = await in_thread(lambda: known_answer(transaction, self.key))
        if known is not None:
            return known
        doubtful = await in_thread(lambda: _doubtful_since(transaction, self.key, self.provider))
        if doubtful is not None:
            return await self._found(await self._opened_to_look(), doubtful)
        await self.caller.enter(self.provider)
        call = await self.caller.open(self.provider, self.key, self.purpose)
        await self.caller.prove(self.provider, call)
        begun = datetime.now(tz=UTC)
        try:
            return await submit_once(
                transaction,
                key=self.key,
                run_id=self.caller.run_id,
                provider=self.provider,
                send=lambda: self._sent(call),
            )
        except ProviderUnknown:
            return await self._found(call, begun)

    async def _opened_to_look(self) -> Call:
        """What to look with. A key that is gone proves nothing: it may have been ordered."""
        if _finds(self.provider) is Finds.NEVER:
            raise _unanswered(self.provider)
        try:
            return await self.caller.open(self.provider, self.key, self.purpose)
        except _CLOSED:
            raise _unanswered(self.provider) from None

    async def _found(self, call: Call, since: datetime) -> Answer:
        """The job of a request that got no answer, where the Provider can be asked about it.

        Raises ProviderUnknown, and ProviderUnavailable when it surely has no such job.
        """
        find, finds = self.find, _finds(self.provider)
        if find is None or finds is Finds.NEVER:
            raise _unanswered(self.provider)
        transaction = self.caller.transaction
        for look in range(LOOKS):
            if look:
                await asyncio.sleep(BETWEEN_LOOKS)
            try:
                job = await self.caller.make(self.provider, call, lambda: find(call, since))
            except ProviderUnavailable:
                continue
            except (ProviderRejected, KeyRefused, NodeTimeout):
                break
            if job is not None and await in_thread(partial(_claim, transaction, self.key, job)):
                return job
            if finds is Finds.SURELY:
                await in_thread(partial(_note, transaction, self.key, state="refused", job=None))
                message = f"{self.provider.title} never got the request."
                raise ProviderUnavailable(message, provider=self.provider.slug)
        raise _unanswered(self.provider)

    async def _sent(self, call: Call) -> Answer:
        try:
            return await self.caller.make(self.provider, call, lambda: self.send(call))
        except NodeTimeout:
            raise _unanswered(self.provider) from None


def known_answer(transaction: Transaction, key: str) -> Answer | None:
    """The answer to the submission called `key`, None when there is none yet."""
    with transaction() as session:
        row = session.get(ProviderCallRow, key)
        return cast("Answer", row.job) if row is not None and row.state == "sent" else None


async def submit_once(
    transaction: Transaction,
    *,
    key: str,
    run_id: str,
    provider: Provider,
    send: Callable[[], Awaitable[Answer]],
) -> Answer:
    """The Provider's answer to the submission called `key`; it is sent at most once.

    The intention is committed, then the request goes out, then its answer is
    committed. After a crash in between nobody can know whether the Provider has
    it: unless sending it again is harmless, that is ProviderUnknown and a person
    decides. A request that was surely not accepted may be sent again.
    """
    known = await in_thread(lambda: _intend(transaction, key=key, run_id=run_id, provider=provider))
    if known is not None:
        return known
    try:
        answer = await send()
    except (InvalidInput, ProviderRejected, ProviderUnavailable, KeyRefused):
        # A plain answer: nothing was made.
        await in_thread(lambda: _note(transaction, key, state="refused", job=None))
        raise
    await in_thread(lambda: _note(transaction, key, state="sent", job=answer))
    return answer


def job_to_json(job: Job) -> Json:
    """The Job as it is stored."""
    return asdict(job)


def job_from_json(data: Json) -> Job:
    """The Job that `job_to_json` wrote."""
    given = {**data, "status": JobStatus(data["status"])}
    return Job(**cast("dict[str, Any]", given))


def is_begun(transaction: Transaction, key: str) -> bool:
    """Whether the submission called `key` was ever intended."""
    with transaction() as session:
        return session.get(ProviderCallRow, key) is not None


def light(job: Json) -> Json:
    """The Job without a file that came with it, which is too large for a checkpoint."""
    return {**job, "url": None} if str(job.get("url")).startswith("data:") else job


def whole(transaction: Transaction, key: str, job: Job) -> Job:
    """The Job with the file that came with the answer to the submission `key`, if one did."""
    answer = known_answer(transaction, key) or {}
    return job if light(answer) == answer else replace(job, url=answer["url"])


def forget(session: Session, run_id: str) -> None:
    """Files that came with answers go: they are Assets now, or nobody wants them any more."""
    for row in session.exec(select(ProviderCallRow).where(ProviderCallRow.run_id == run_id)):
        row.job = None if row.job is None else light(row.job)


def _intend(
    transaction: Transaction, *, key: str, run_id: str, provider: Provider
) -> Answer | None:
    """Write the intention down; the answer when there already is one."""
    with transaction() as session:
        row = session.get(ProviderCallRow, key, with_for_update=True)
        if row is not None and row.state == "sent":
            return cast("Answer", row.job)
        if row is not None and row.state == "sending" and not provider.repeatable:
            raise _unanswered(provider)
        if row is None:
            row = ProviderCallRow(
                key=key,
                run_id=run_id,
                provider=provider.slug,
                state="sending",
                created_at=datetime.now(tz=UTC),
            )
        row.state = "sending"
        row.provider = provider.slug
        row.sent_at = datetime.now(tz=UTC)
        row.submissions += 1
        session.add(row)
        return None


def _finds(provider: Provider) -> Finds:
    return provider.finds if isinstance(provider, MediaProvider) else Finds.NEVER


def _doubtful_since(transaction: Transaction, key: str, provider: Provider) -> datetime | None:
    """When the request was sent that got no answer; None when sending one is right."""
    with transaction() as session:
        row = session.get(ProviderCallRow, key)
        if row is None or row.state != "sending" or provider.repeatable:
            return None
        return row.sent_at or row.created_at


def send_again(session: Session, run_id: str, node_id: str) -> None:
    """Somebody has decided: requests of this Node that got no answer may be sent once more."""
    prefix = f"{run_id}:{node_id}:"
    rows = select(ProviderCallRow).where(ProviderCallRow.run_id == run_id)
    for row in session.exec(rows.where(ProviderCallRow.state == "sending")):
        if row.key.startswith(prefix):
            row.state = "refused"


def _unanswered(provider: Provider) -> ProviderUnknown:
    return ProviderUnknown(
        f"{provider.title} did not answer: it may or may not have taken the request.",
        provider=provider.slug,
    )


def _note(transaction: Transaction, key: str, *, state: str, job: Answer | None) -> None:
    with transaction() as session:
        row = _call(session, key)
        row.state = state
        row.job = job


def _claim(transaction: Transaction, key: str, job: Answer) -> bool:
    """Note a job that was found, unless it is that of another submission.

    A service that tells its jobs apart by what was asked for may be found to have one
    that the same request made another time.
    """
    with transaction() as session:
        own = _call(session, key)
        calls = select(ProviderCallRow).where(ProviderCallRow.provider == own.provider)
        recent = calls.where(col(ProviderCallRow.created_at) > store.now() - _MEMORY)
        # Locked in one order, two that look at the same time claim one after the other.
        rows = session.exec(recent.order_by(col(ProviderCallRow.key)).with_for_update()).all()
        taken = (row for row in rows if row.key != key and row.job is not None)
        if any(row.job is not None and row.job.get("id") == job["id"] for row in taken):
            return False
        own.state, own.job = "sent", job
        return True


def _call(session: Session, key: str) -> ProviderCallRow:
    row = session.get(ProviderCallRow, key)
    if row is None:
        raise LookupError(f"the call {key} was never intended")
    return row
