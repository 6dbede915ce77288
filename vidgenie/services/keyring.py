"""Keys for Runs: the Account's own, else the installation's; every opening leaves a line."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

from sqlmodel import Session

from vidgenie.audit.chain import Chain
from vidgenie.db import Transaction
from vidgenie.domain.ports.keys import KeyMode, KeyStatus, KeyUse, Place
from vidgenie.domain.ports.provider import Provider
from vidgenie.engine import news
from vidgenie.errors import KeyRefused, MissingKey, NotSetUp, VaultLocked
from vidgenie.library import options
from vidgenie.services.places import Places
from vidgenie.vault import sealed
from vidgenie.vault.crypto import Unreadable
from vidgenie.vault.grants import Grants
from vidgenie.vault.secrets import Secrets, StoredKey

# For this long a key that was accepted is not asked about again.
PROVEN = timedelta(minutes=10)
SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Keyring:
    """What the engine opens keys with.

    installation: environment variables; keys of the operator for everybody.
    places: where Providers are.

    A key is kept under its holder's slug: several Providers may share it.
    """

    transaction: Transaction
    reading: Transaction
    clock: Callable[[], datetime]
    audit: Chain
    secrets: Secrets
    grants: Grants
    installation: Mapping[str, str] = field(repr=False)
    places: Places

    def open(self, account_id: str, provider: Provider, use: KeyUse) -> str | None:
        """The key, "" when none is needed; None: its owner's browser was asked for it.

        The line in the audit log is committed before the key leaves. Raises
        MissingKey, KeyRefused for a key the service refused lately, VaultLocked.
        """
        if provider.key_form is None:
            return ""
        with self.transaction() as session:
            stored = self.secrets.find(session, account_id, provider.key_slug)
            if stored is None:
                return self._installation_key(session, account_id, provider, use)
            if stored.status is KeyStatus.INVALID:
                raise _refused(provider, stored)
            key = self._stored_key(session, account_id, provider, stored, use)
            if key is not None:
                self.secrets.touch(session, account_id, provider.key_slug, self.clock())
                self._note(session, account_id, provider, use, source=stored.mode)
            is_new = key is None and self._ask(session, account_id, provider, use)
        if is_new:
            self._tell(use.run_id)
        return key

    def check(self, session: Session, account_id: str, provider: Provider) -> None:
        """Raise NotSetUp, MissingKey or KeyRefused when a Run with it could not begin."""
        place = self.places.of(session, account_id, provider)
        if place.missing:
            raise NotSetUp(provider.title, provider=provider.slug, option=place.missing)
        if provider.key_form is None:
            return
        stored = self.secrets.find(session, account_id, provider.key_slug)
        if stored is None and provider.needs_key and not self._shared_key(provider, place):
            raise MissingKey(provider.title, provider=provider.slug)
        if stored is not None and stored.status is KeyStatus.INVALID:
            raise _refused(provider, stored)

    def ready(self, session: Session, account_id: str) -> Callable[[Provider], bool]:
        """Tells which Providers a Run of this Account could call now; reads the tables once."""
        stored = {key.provider: key.status for key in self.secrets.all(session, account_id)}
        typed = options.options(session, account_id)

        def is_ready(provider: Provider) -> bool:
            place = self.places.put(provider, typed.get(provider.slug, {}))
            status = stored.get(provider.key_slug)
            if place.missing:
                return False
            if status is None:
                return not provider.needs_key or bool(self._shared_key(provider, place))
            return status is not KeyStatus.INVALID

        return is_ready

    def is_unproven(self, account_id: str, provider: Provider) -> bool:
        """Whether a stored key was not accepted in the last ten minutes."""
        if provider.key_form is None:
            return False
        with self.reading() as session:
            stored = self.secrets.find(session, account_id, provider.key_slug)
        if stored is None:
            return False
        # A clock that was set back must not make a key proven for longer.
        checked_at = stored.checked_at if stored.status is KeyStatus.VALID else None
        return checked_at is None or abs(self.clock() - checked_at) >= PROVEN

    def judge(self, account_id: str, provider: Provider, key: str, problem: str) -> None:
        """Remember what the service said of `key`, if that is the one stored; "" = it takes it.

        The installation's key is not judged, nor one that was replaced meanwhile.
        """
        status = KeyStatus.INVALID if problem else KeyStatus.VALID
        with self.transaction() as session:
            stored = self.secrets.find(session, account_id, provider.key_slug)
            if stored is None or not self._is_same(session, account_id, stored, key):
                return
            self.secrets.mark(
                session,
                account_id,
                provider.key_slug,
                status,
                detail=problem,
                now=self.clock(),
                key_id=stored.id,
            )

    def place(self, account_id: str, provider: Provider) -> Place:
        """Where the Provider is for this Account, and what was typed in for it."""
        with self.reading() as session:
            return self.places.of(session, account_id, provider)

    def key_id(self, session: Session, account_id: str, provider: Provider) -> tuple[str, str]:
        """(Account or "" for the installation, id of the key) that a call would be made with."""
        stored = self.secrets.find(session, account_id, provider.key_slug)
        if stored is not None:
            return account_id, stored.id
        is_own = self.places.of(session, account_id, provider).is_own
        return (account_id, "") if is_own or provider.key_form is None else ("", "")

    def withdraw(self, session: Session, run_id: str) -> None:
        """Nothing is asked or granted for this Run any more."""
        self.grants.withdraw(session, run_id)

    def is_offered(self, provider: Provider) -> bool:
        """Whether everybody here can call this Provider, with nothing of their own."""
        if self.places.put(provider, {}).missing:
            return False
        return not provider.needs_key or bool(self.installation_key(provider))

    def installation_key(self, provider: Provider) -> str:
        """The operator's key for everybody, "" when there is none."""
        form = provider.key_form
        names = (form.name, *form.also) if form else ()
        given = (self.installation.get(name, "").strip() for name in names)
        return next((key for key in given if key), "")

    def _shared_key(self, provider: Provider, place: Place) -> str:
        """The operator's key, but not for an address that the Account typed in."""
        return "" if place.is_own else self.installation_key(provider)

    def managed_key(self, session: Session, account_id: str, provider: Provider) -> str | None:
        """The stored key; None for a sealed one. The caller writes the line in the log.

        Raises KeyRefused (damaged) when what is stored was changed, and VaultLocked.
        """
        try:
            return self.secrets.open(session, account_id, provider.key_slug)
        except Unreadable:
            raise KeyRefused(provider.title, provider=provider.slug, problem="damaged") from None
        except VaultLocked as error:
            raise discreet(error) from None

    def _is_same(self, session: Session, account_id: str, stored: StoredKey, key: str) -> bool:
        """Whether `key` is the one stored. A sealed one cannot be opened to compare."""
        if stored.mode is KeyMode.SEALED:
            return bool(stored.last4) and key.endswith(stored.last4)
        return self.secrets.is_same(session, account_id, stored.provider, key, now=self.clock())

    def _installation_key(
        self, session: Session, account_id: str, provider: Provider, use: KeyUse
    ) -> str:
        key = self._shared_key(provider, self.places.of(session, account_id, provider))
        if not key and not provider.needs_key:
            return ""
        if not key:
            raise MissingKey(provider.title, provider=provider.slug)
        self._note(session, account_id, provider, use, source="installation")
        return key

    def _stored_key(
        self,
        session: Session,
        account_id: str,
        provider: Provider,
        stored: StoredKey,
        use: KeyUse,
    ) -> str | None:
        # One that was sealed in this very moment is no longer there to be opened.
        if stored.mode is KeyMode.MANAGED and (
            key := self.managed_key(session, account_id, provider)
        ):
            return key
        return self.grants.open(
            session,
            account_id=account_id,
            run_id=use.run_id,
            provider=provider.key_slug,
            now=self.clock(),
        )

    def _ask(self, session: Session, account_id: str, provider: Provider, use: KeyUse) -> bool:
        """Have the owner's browser asked for a sealed key; whether that is new."""
        is_new = self.grants.ask(
            session,
            account_id=account_id,
            run_id=use.run_id,
            node_id=use.node_id,
            provider=provider.key_slug,
            strict=sealed.is_strict(session, account_id),
            now=self.clock(),
        )
        if is_new:
            self._note(session, account_id, provider, use, action="vault.request")
        return is_new

    def _tell(self, run_id: str) -> None:
        """Have the owner look, in a transaction of its own: who ends a Run locks it first."""
        with self.transaction() as session:
            news.touch(session, run_id)

    def _note(  # noqa: PLR0913  # whose, for whom, why, and from where
        self,
        session: Session,
        account_id: str,
        provider: Provider,
        use: KeyUse,
        *,
        source: str = "sealed",
        action: str = "vault.use",
    ) -> None:
        self.audit.append(
            session,
            actor=SYSTEM,
            account_id=account_id,
            action=action,
            thing=provider.slug,
            data={
                "purpose": use.purpose,
                "run": use.run_id,
                "node": use.node_id,
                "source": str(source),
            },
            now=self.clock(),
        )


def discreet(error: VaultLocked) -> VaultLocked:
    """The same for people who do not run the installation: without its paths."""
    where = str(error.params["variable"])
    shown = f"keys/{Path(where).name}" if "/" in where else where
    version = cast("int", error.params["version"])
    return VaultLocked(problem=str(error.params["problem"]), variable=shown, version=version)


def _refused(provider: Provider, stored: StoredKey) -> KeyRefused:
    problem = stored.detail or "key_refused"
    return KeyRefused(provider.title, provider=provider.slug, problem=problem)
