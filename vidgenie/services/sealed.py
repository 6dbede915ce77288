"""Use cases on sealed keys: those that only their owner's browser can open."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from vidgenie.audit.chain import Chain
from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.domain.ports.keys import KeyMode
from vidgenie.domain.run import RunStatus
from vidgenie.engine import news, store
from vidgenie.engine.threads import in_thread
from vidgenie.errors import ConfirmationNeeded, NotFound
from vidgenie.vault import sealed
from vidgenie.vault.grants import LARGEST_BLOB, LONGEST_KEY, Grants, Offer
from vidgenie.vault.key_requests import KeyRequest
from vidgenie.vault.recipients import EPOCH, Recipient
from vidgenie.vault.sealed import Wrapping
from vidgenie.vault.secrets import Secrets, StoredKey

__all__ = [
    "LARGEST_BLOB",
    "LONGEST_KEY",
    "Offer",
    "RequestView",
    "SealedKey",
    "SealedService",
    "VaultView",
    "Wrapping",
]

# Seconds after which a watcher looks by itself: not every change of a request is a change of a Run.
LOOK = 5.0


@dataclass(frozen=True, slots=True)
class SealedKey:
    """A provider key as a browser sealed it.

    secret_id: 32 hex digits, made by the browser; with `generation` part of what the
        blob is bound to. last4: its last characters, to recognise it by.
    """

    secret_id: str
    generation: int
    blob: bytes = field(repr=False)
    last4: str = ""


@dataclass(frozen=True, slots=True)
class VaultView:
    """What a browser needs to open the vault; see vault.sealed.Header.

    policy: managed, sealed or sealed_only. is_locked: this server's own vault is.
    secrets: the sealed keys.
    """

    account_id: str
    environment: str
    policy: str
    is_locked: bool
    generation: int
    recovery_generation: int
    strict: bool
    wrapping: Wrapping | None
    secrets: tuple[StoredKey, ...]


@dataclass(frozen=True, slots=True)
class RequestView:
    """A Run waits for a key: what the browser opens, and whom it seals it to.

    title: the Provider's name. secret_id, generation, blob: the sealed key.
    expires_at: the latest for the grant, seconds since 1970.
    """

    run_id: str
    node_id: str
    provider: str
    title: str
    secret_id: str
    generation: int
    blob: bytes = field(repr=False)
    recipient: Recipient
    expires_at: int


@dataclass(frozen=True, slots=True)
class SealedService:
    """Sealed vaults, and the requests of Runs for what is in them.

    is_locked: whether the master key is missing.
    titles: slug -> name of the Providers that take a key.
    watch: a context in which an event is set after each change of an Account's Runs.
    """

    transaction: Transaction
    reading: Transaction
    secrets: Secrets
    grants: Grants
    audit: Chain
    clock: Callable[[], datetime]
    environment: str
    policy: str
    is_locked: Callable[[], bool]
    titles: Mapping[str, str]
    watch: Callable[[str], AbstractAsyncContextManager[asyncio.Event]]

    def header(self, account: Account) -> VaultView:
        """The sealed vault of this Account, whether there is one or not."""
        is_locked = self.is_locked()
        with self.reading() as session:
            header = sealed.find(session, account.id)
            return VaultView(
                account_id=account.id,
                environment=self.environment,
                policy=self.policy,
                is_locked=is_locked,
                generation=header.generation,
                recovery_generation=header.recovery_generation,
                strict=header.strict,
                wrapping=header.wrapping,
                secrets=self._sealed(session, account),
            )

    def exists(self, account: Account) -> bool:
        """Whether this Account has a sealed vault."""
        with self.reading() as session:
            return sealed.find(session, account.id).wrapping is not None

    def create(self, account: Account, wrapping: Wrapping, *, generation: int) -> VaultView:
        """Begin a vault. Raises Conflict (exists, stale_version)."""
        with self.transaction() as session:
            now = self.clock()
            sealed.create(session, account.id, wrapping, generation=generation, now=now)
            self._note(session, account, "vault.put", "")
        return self.header(account)

    def rewrap(self, account: Account, wrapping: Wrapping, *, generation: int) -> VaultView:
        """Put the same vault key under a new passphrase; the sealed keys stay as they are.

        generation: the one the caller has seen. Raises NotFound and Conflict (stale_version).
        """
        with self.transaction() as session:
            now = self.clock()
            sealed.rewrap(session, account.id, wrapping, generation=generation, now=now)
            self._note(session, account, "vault.rotate", "")
        return self.header(account)

    def set_strict(self, account: Account, *, strict: bool) -> VaultView:
        """Choose whether Runs go on alone after a crash; strict also ends what others can open.

        Raises NotFound.
        """
        with self.transaction() as session:
            now = self.clock()
            sealed.set_strict(session, account.id, strict=strict, now=now)
            if strict:
                self.grants.revoke(session, account.id, now, kind=EPOCH)
        return self.header(account)

    def remove(self, account: Account) -> None:
        """Delete the vault, every sealed key and every grant. Raises NotFound."""
        with self.transaction() as session:
            now = self.clock()
            sealed.remove(session, account.id, now)
            self.grants.revoke(session, account.id, now)
            removed = [key.provider for key in self._sealed(session, account)]
            for provider in removed:
                self.secrets.delete(session, account.id, provider)
            for provider in ["", *removed]:
                self._note(session, account, "vault.delete", provider)

    def put(
        self,
        account: Account,
        provider: str,
        key: SealedKey,
        *,
        revision: int | None = None,
        confirmed: bool = True,
    ) -> StoredKey:
        """Keep a sealed key instead of the one there was; grants of that one end.

        revision: of the key the caller has seen, None = whichever. confirmed: whether
        replacing a key is allowed. Raises NotFound for a Provider that takes no key or
        when there is no vault, ConfirmationNeeded, and Conflict (stale_version), also
        for a key sealed with that of a vault since removed.
        """
        if provider not in self.titles:
            raise NotFound("provider")
        with self.transaction() as session:
            now = self.clock()
            sealed.check_generation(session, account.id, key.generation)
            if not confirmed and self.secrets.find(session, account.id, provider):
                raise ConfirmationNeeded
            self.grants.revoke(session, account.id, now, provider=provider)
            stored = self.secrets.put_sealed(
                session,
                account.id,
                provider,
                secret_id=key.secret_id,
                generation=key.generation,
                blob=key.blob,
                last4=key.last4,
                now=now,
                revision=revision,
            )
            self._note(session, account, "vault.put", provider)
        return stored

    def requests(self, account: Account) -> list[RequestView]:
        """What the Runs of this Account wait for, oldest first."""
        with self.reading() as session:
            asked = self.grants.requests(session, account.id, self.clock())
            if not asked:
                return []
            keys = {key.provider: key for key in self._sealed(session, account)}
            return [
                self._view(request, keys[request.provider])
                for request in asked
                if request.provider in keys and _is_under_way(session, request.run_id)
            ]

    def give(self, account: Account, offer: Offer) -> None:
        """Take what a browser granted to a Run.

        Raises NotFound unless this Account is asked for just that, and InvalidInput;
        see vault.grants.Grants.give.
        """
        with self.transaction() as session:
            request = self.grants.give(session, account.id, offer, self.clock())
            details = {
                "run": offer.run_id,
                "node": request.node_id,
                "recipient": request.recipient.kind,
            }
            self._note(session, account, "vault.grant", offer.provider, details)
        # Other tabs stop asking at once. A transaction of its own: who ends a Run locks it first.
        with self.transaction() as session:
            if _is_under_way(session, offer.run_id):
                news.touch(session, offer.run_id)

    async def changes(self, account: Account) -> AsyncGenerator[list[RequestView], None]:
        """What Runs wait for, now and after every change, for as long as the caller listens."""
        async with self.watch(account.id) as changed:
            seen: list[RequestView] | None = None
            while True:
                changed.clear()
                found = await in_thread(lambda: self.requests(account))
                if found != seen:
                    seen = found
                    yield found
                with suppress(TimeoutError):
                    await asyncio.wait_for(changed.wait(), LOOK)

    def _view(self, request: KeyRequest, key: StoredKey) -> RequestView:
        return RequestView(
            run_id=request.run_id,
            node_id=request.node_id,
            provider=request.provider,
            title=self.titles.get(request.provider, request.provider),
            secret_id=key.id,
            generation=key.generation,
            blob=key.blob,
            recipient=request.recipient,
            expires_at=request.expires_at,
        )

    def _sealed(self, session: Session, account: Account) -> tuple[StoredKey, ...]:
        stored = self.secrets.all(session, account.id)
        return tuple(key for key in stored if key.mode is KeyMode.SEALED)

    def _note(
        self,
        session: Session,
        account: Account,
        action: str,
        provider: str,
        details: Mapping[str, str] | None = None,
    ) -> None:
        self.audit.append(
            session,
            actor=account.id,
            account_id=account.id,
            action=action,
            thing=provider,
            data={"mode": KeyMode.SEALED.value, **(details or {})},
            now=self.clock(),
        )


def _is_under_way(session: Session, run_id: str) -> bool:
    run = store.run(session, run_id)
    return run is not None and not RunStatus(run.status).is_over
