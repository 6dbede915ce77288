"""Use case: ask a service about a key, before a Run has to."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from vidgenie.audit.chain import Chain
from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.domain.ports.keys import KeyStatus, Place
from vidgenie.domain.ports.provider import Call, Provider
from vidgenie.engine import circuit
from vidgenie.engine.threads import in_thread
from vidgenie.errors import MissingKey, NotSetUp, ProviderRejected, ProviderUnavailable, RateLimited
from vidgenie.redact import shielded
from vidgenie.services.holders import Holder, cleaned, holders, wanted
from vidgenie.services.key_views import SAID, Verdict
from vidgenie.services.keyring import Keyring
from vidgenie.services.limits import KEY_TEST, Limiter
from vidgenie.vault.secrets import Secrets

# What a refusal has to be about for the key to be to blame.
_ABOUT_KEYS = frozenset({"key_refused", "no_credit", "forbidden"})


@dataclass(frozen=True, slots=True)
class KeyCheckService:
    """Asks services about keys.

    providers: (kind, slug) -> Provider; those of one holder share one key.
    """

    transaction: Transaction
    clock: Callable[[], datetime]
    audit: Chain
    providers: Mapping[tuple[str, str], Provider]
    secrets: Secrets
    keyring: Keyring
    limiter: Limiter

    async def test(
        self, account: Account, slug: str, typed: str | None = None, *, kind: str = ""
    ) -> Verdict:
        """Ask the service about a key, and what was typed in, by a request that costs nothing.

        slug, kind: of the holder, or of the Provider that is to be asked. typed: a key
        that need not be stored; None: the stored one, or else the installation's, or none
        where none is needed. What is known of a stored key is kept, and how the Provider
        has answered goes on the board. Raises InvalidInput, NotSetUp, MissingKey (also
        for a sealed key that was not sent along), TooManyAttempts and VaultLocked.
        """
        known = holders(self.providers)
        holder = wanted(known, slug)
        await in_thread(lambda: self.limiter.take((KEY_TEST, account.id)))
        provider, place = await in_thread(lambda: self._set_up(account, holder, slug, kind))
        if typed is not None:
            key = cleaned(known, holder, typed, field=slug)
        else:
            key = await in_thread(lambda: self._opened(account, provider, is_own=place.is_own))
        begun = time.monotonic()
        problem = await self._asked(provider, key, place)
        if typed is None:
            seconds = time.monotonic() - begun
            await in_thread(lambda: self._record(account, provider, problem, seconds))
        if problem and problem not in _ABOUT_KEYS:
            return Verdict(slug, KeyStatus.UNCHECKED, problem)
        if key:
            await in_thread(lambda: self.keyring.judge(account.id, provider, key, problem))
        return Verdict(slug, KeyStatus.INVALID if problem else KeyStatus.VALID, problem)

    def _set_up(
        self, account: Account, holder: Holder, slug: str, kind: str
    ) -> tuple[Provider, Place]:
        """Who is asked, and where it is: the first that is set up. Raises NotSetUp."""
        named = [m for m in holder.makers if m.slug == slug and kind in ("", m.kind)]
        placed = [
            (maker, self.keyring.place(account.id, maker))
            for maker in named or sorted(holder.makers, key=lambda m: m is not holder.asked)
        ]
        first, place = placed[0]
        for found in placed:
            if not found[1].missing:
                return found
        raise NotSetUp(first.title, provider=first.slug, option=place.missing)

    async def _asked(self, provider: Provider, key: str, place: Place) -> str:
        """What is wrong, "" = nothing."""
        call = Call(
            key=key,
            base_url=place.base_url,
            is_guarded=place.is_guarded,
            may_be_inside=place.may_be_inside,
            options=place.options,
        )
        try:
            await shielded(provider.slug, key, lambda: provider.validate(call))
        except ProviderRejected as error:
            problem = str(error.params.get("problem", "key_refused" if key else "refused"))
            return problem if problem in SAID else "failed"
        except RateLimited:
            return "busy"
        except ProviderUnavailable:
            return "unreachable"
        return ""

    def _record(self, account: Account, provider: Provider, problem: str, seconds: float) -> None:
        """Note the answer as that of a Run would be; one that is well is not left alone."""
        now = self.clock()
        with self.transaction() as session:
            holder, key_id = self.keyring.key_id(session, account.id, provider)
            line = circuit.Line(holder, provider.kind, provider.slug, key_id)
            if not problem or problem == "busy":
                circuit.succeeded(session, line, now, seconds=seconds)
            # Anybody can ask as often as the limiter lets them: that must not keep others,
            # who share the operator's key, from a service that is well.
            elif holder:
                is_ill = problem == "unreachable"
                circuit.failed(session, line, now, problem=problem, is_ill=is_ill)

    def _opened(self, account: Account, provider: Provider, *, is_own: bool) -> str:
        """The key that a Run would use; a refused one too: it may be good again.

        is_own: the Account has typed the address in, where no other key is sent.
        """
        if provider.key_form is None:
            return ""
        with self.transaction() as session:
            stored = self.secrets.find(session, account.id, provider.key_slug)
            if stored is None:
                key = "" if is_own else self.keyring.installation_key(provider)
            else:
                key = self.keyring.managed_key(session, account.id, provider) or ""
            # A key that is sealed is not "no key".
            if not key and (provider.needs_key or stored is not None):
                raise MissingKey(provider.title, provider=provider.slug)
            if key:
                self.audit.append(
                    session,
                    actor=account.id,
                    account_id=account.id,
                    action="vault.validate",
                    thing=provider.key_slug,
                    data={"purpose": "validate"},
                    now=self.clock(),
                )
        return key
