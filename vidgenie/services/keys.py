"""Use cases on provider keys: keep, test, forget; who opened them, and which come first."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from vidgenie.audit.chain import Chain
from vidgenie.audit.watch import Watch
from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.domain.ports.keys import KeyStatus, Place
from vidgenie.domain.ports.provider import Call, Provider
from vidgenie.engine import circuit
from vidgenie.engine.threads import in_thread
from vidgenie.errors import (
    ConfirmationNeeded,
    Forbidden,
    InvalidInput,
    MissingKey,
    NotFound,
    NotSetUp,
    ProviderRejected,
    ProviderUnavailable,
    RateLimited,
    VaultLocked,
)
from vidgenie.library import options
from vidgenie.redact import shielded
from vidgenie.services.holders import Holder, holder_of, holders
from vidgenie.services.key_views import (
    SAID,
    KeyringView,
    KeyView,
    LogView,
    OpenedView,
    ServiceView,
    VaultView,
    Verdict,
    costs_of,
    view_of,
)
from vidgenie.services.keyring import Keyring, discreet
from vidgenie.services.limits import KEY_TEST, Limiter
from vidgenie.services.options import ProviderOptions, described
from vidgenie.vault.keys import clean_key
from vidgenie.vault.master import MasterKeys
from vidgenie.vault.secrets import Secrets, StoredKey

# The source documents' names for three keys (PRD 4.1).
DOCUMENT_NAMES = {"openaiKey": "openai", "imageGenKey": "stability", "vo3Key": "veo"}
_MOST_LINES = 200
# What a refusal has to be about for the key to be to blame.
_ABOUT_KEYS = frozenset({"key_refused", "no_credit", "forbidden"})


@dataclass(frozen=True, slots=True)
class KeyService:
    """Provider keys of people.

    watch: tells whether the audit log is whole.
    providers: (kind, slug) -> Provider; those of one holder share one key.
    """

    transaction: Transaction
    reading: Transaction
    clock: Callable[[], datetime]
    audit: Chain
    providers: Mapping[tuple[str, str], Provider]
    secrets: Secrets
    master: MasterKeys
    keyring: Keyring
    watch: Watch
    limiter: Limiter
    policy: str

    def overview(self, account: Account) -> KeyringView:
        """The Account's keys, and the services that take one or are set up by hand."""
        with self.reading() as session:
            stored = {key.provider: key for key in self.secrets.all(session, account.id)}
            typed = options.options(session, account.id)
            is_ready = self.keyring.ready(session, account.id)
        chosen = described(self.keyring.places, self.providers, typed)
        return KeyringView(
            keys=tuple(view_of(stored[slug]) for slug in sorted(stored)),
            providers=tuple(
                self._service(holder, stored.get(holder.slug), chosen, is_ready)
                for holder in holders(self.providers).values()
            ),
            encryption=self._vault(account),
            policy=self.policy,
        )

    def save(
        self,
        account: Account,
        keys: Mapping[str, str],
        revisions: Mapping[str, int],
        *,
        confirmed: bool = True,
    ) -> tuple[KeyView, ...]:
        """Keep these keys, all of them or none; the Account's keys afterwards.

        keys: slug of the holder, or of a Provider it opens (or a name of the source
        documents) -> key. revisions: slug -> the revision the caller has seen.
        confirmed: whether replacing a key is allowed.
        Raises InvalidInput that names the slug, Conflict (stale_version),
        ConfirmationNeeded, Forbidden (sealed_only) and VaultLocked.
        """
        if self.policy == "sealed_only":
            raise Forbidden("This installation keeps sealed keys only.", problem="sealed_only")
        if not keys:
            raise InvalidInput("Give at least one key.", field="key", problem="empty")
        cleaned: dict[str, str] = {}
        for name, text in keys.items():
            holder = self._holder(DOCUMENT_NAMES.get(name, name), field=name)
            if holder.slug in cleaned:
                raise InvalidInput("Give each key once.", field=name[:40], problem="duplicate")
            cleaned[holder.slug] = self._cleaned(holder, text, field=name)
        seen = {self._seen(name): revision for name, revision in revisions.items()}
        now = self.clock()
        with self.transaction() as session:
            known = {key.provider: key for key in self.secrets.all(session, account.id)}
            if not confirmed and known.keys() & cleaned.keys():
                raise ConfirmationNeeded
            for slug, key in cleaned.items():
                self._put(session, account, slug, key, seen.get(slug), now)
            stored = self.secrets.all(session, account.id)
            for slug in cleaned:
                self._note(session, account, "vault.put", slug)
        return tuple(view_of(key) for key in sorted(stored, key=lambda key: key.provider))

    def _put(  # noqa: PLR0913, PLR0917  # whose, for whom, what, instead of which, when
        self,
        session: Session,
        account: Account,
        slug: str,
        key: str,
        revision: int | None,
        now: datetime,
    ) -> None:
        self.keyring.grants.revoke(session, account.id, now, provider=slug)
        try:
            self.secrets.put(session, account.id, slug, key, now=now, revision=revision)
        except VaultLocked as error:
            raise discreet(error) from None

    def delete(self, account: Account, slug: str) -> None:
        """Forget one key. Raises NotFound."""
        with self.transaction() as session:
            if not self.secrets.delete(session, account.id, slug):
                raise NotFound("key")
            self.keyring.grants.revoke(session, account.id, self.clock(), provider=slug)
            self._note(session, account, "vault.delete", slug)

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
        holder = self._holder(slug)
        await in_thread(lambda: self.limiter.take((KEY_TEST, account.id)))
        provider, place = await in_thread(lambda: self._set_up(account, holder, slug, kind))
        if typed is not None:
            key = self._cleaned(holder, typed, field=slug)
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

    def log(self, account: Account, *, before: int | None = None, limit: int = 50) -> LogView:
        """Who opened the Account's keys, and why. limit: 1 to 200. Raises InvalidInput."""
        if not 1 <= limit <= _MOST_LINES:
            raise InvalidInput(
                "Ask for 1 to 200 lines.", field="limit", problem="out_of_range", max=_MOST_LINES
            )
        with self.reading() as session:
            found = self.audit.entries(
                session, account.id, about="vault", before=before, limit=limit + 1
            )
        more = len(found) > limit
        return LogView(
            items=tuple(found[:limit]),
            next=found[limit - 1].seq if more else None,
            intact=self.watch.is_whole(self.clock()),
        )

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
                slug = provider.key_slug
                self._note(session, account, "vault.validate", slug, purpose="validate")
        return key

    def _cleaned(self, holder: Holder, text: str, *, field: str) -> str:
        if holder.form is None:
            raise _unknown(field, holder.slug)
        others = [
            (other.title, other.form)
            for other in holders(self.providers).values()
            if other.form is not None
            and other.slug != holder.slug
            and other.slug not in holder.form.accepts
        ]
        return clean_key(text, field=field, form=holder.form, others=others)

    def _holder(self, name: str, *, field: str = "provider") -> Holder:
        found = holder_of(holders(self.providers), name)
        if found is None:
            raise _unknown(field, name)
        return found

    def _seen(self, name: str) -> str:
        """The holder that a revision is about."""
        found = holder_of(holders(self.providers), DOCUMENT_NAMES.get(name, name))
        return found.slug if found else name

    def _service(
        self,
        holder: Holder,
        stored: StoredKey | None,
        chosen: Mapping[str, ProviderOptions],
        is_ready: Callable[[Provider], bool],
    ) -> ServiceView:
        form = holder.form
        return ServiceView(
            slug=holder.slug,
            title=holder.title,
            kinds=tuple(sorted({maker.kind.value for maker in holder.makers})),
            takes_key=form is not None,
            is_optional=form is not None and form.is_optional,
            example=form.example if form else "",
            url=form.url if form else "",
            costs=costs_of(holder),
            installation_key=any(map(self.keyring.installation_key, holder.makers)),
            opens=tuple(
                OpenedView(m.kind.value, m.slug, m.title, is_ready(m), m.warning)
                for m in holder.makers
            ),
            options=tuple(
                chosen[slug]
                for slug in dict.fromkeys(m.slug for m in holder.makers)
                if slug in chosen
            ),
            key=view_of(stored) if stored else None,
        )

    def _vault(self, account: Account) -> VaultView:
        fault = self.master.fault()
        if fault and not account.is_admin:
            fault = discreet(fault)
        return VaultView(
            cipher="AES-256-GCM",
            master_key_version=None if fault else self.master.active_version(),
            is_locked=fault is not None,
            problem=str(fault.params["problem"]) if fault else "",
            variable=str(fault.params["variable"]) if fault else "",
        )

    def _note(
        self, session: Session, account: Account, action: str, slug: str, **data: str
    ) -> None:
        self.audit.append(
            session,
            actor=account.id,
            account_id=account.id,
            action=action,
            thing=slug,
            data=data,
            now=self.clock(),
        )


def _unknown(field: str, name: str) -> InvalidInput:
    message = f"There is no service {name[:40]!r} that takes a key."
    return InvalidInput(message, field=field[:40], problem="unknown")
