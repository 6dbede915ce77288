"""Use cases on provider keys: keep, test, forget; who opened them, and which come first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from vidgenie.audit.chain import Chain
from vidgenie.audit.watch import Watch
from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.domain.ports.keys import KeyStatus
from vidgenie.domain.ports.provider import Call, Provider
from vidgenie.engine.threads import in_thread
from vidgenie.errors import (
    ConfirmationNeeded,
    Forbidden,
    InvalidInput,
    MissingKey,
    NotFound,
    ProviderRejected,
    ProviderUnavailable,
    VaultLocked,
)
from vidgenie.redact import shielded
from vidgenie.services.key_views import (
    KeyringView,
    KeyView,
    LogView,
    ServiceView,
    VaultView,
    Verdict,
    cost_of,
    form_of,
    view_of,
)
from vidgenie.services.keyring import Keyring, discreet
from vidgenie.services.limits import KEY_TEST, Limiter
from vidgenie.vault.keys import clean_key
from vidgenie.vault.master import MasterKeys
from vidgenie.vault.secrets import Secrets, StoredKey

# The source documents' names for three keys (PRD 4.1).
DOCUMENT_NAMES = {"openaiKey": "openai", "imageGenKey": "stability", "vo3Key": "veo"}
_MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class KeyService:
    """Provider keys of people.

    watch: tells whether the audit log is whole.
    providers: (kind, slug) -> Provider; those of one slug share one key.
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
        """The Account's keys, and the services that take one."""
        with self.reading() as session:
            stored = {key.provider: key for key in self.secrets.all(session, account.id)}
        services = tuple(
            self._service(slug, makers, stored.get(slug))
            for slug, makers in sorted(self._services().items())
        )
        return KeyringView(
            keys=tuple(view_of(stored[slug]) for slug in sorted(stored)),
            providers=services,
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

        keys: slug (or a name of the source documents) -> key. revisions: slug -> the
        revision the caller has seen. confirmed: whether replacing a key is allowed.
        Raises InvalidInput that names the slug, Conflict (stale_version),
        ConfirmationNeeded, Forbidden (sealed_only) and VaultLocked.
        """
        if self.policy == "sealed_only":
            raise Forbidden("This installation keeps sealed keys only.", problem="sealed_only")
        if not keys:
            raise InvalidInput("Give at least one key.", field="key", problem="empty")
        cleaned = {
            DOCUMENT_NAMES.get(name, name): self._cleaned(name, text) for name, text in keys.items()
        }
        now = self.clock()
        with self.transaction() as session:
            known = {key.provider: key for key in self.secrets.all(session, account.id)}
            if not confirmed and known.keys() & cleaned.keys():
                raise ConfirmationNeeded
            for slug, key in cleaned.items():
                self._put(session, account, slug, key, revisions.get(slug), now)
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

    async def test(self, account: Account, slug: str, typed: str | None = None) -> Verdict:
        """Ask the service about a key, by a request that costs nothing.

        typed: a key that need not be stored; None: the stored one, or else the
        installation's. What is known of a stored key is kept. Raises InvalidInput,
        MissingKey (also for a sealed key that was not sent along), TooManyAttempts
        and VaultLocked.
        """
        provider = self._provider(slug)
        await in_thread(lambda: self.limiter.take((KEY_TEST, account.id)))
        if typed is not None:
            key = self._cleaned(slug, typed)
        else:
            key = await in_thread(lambda: self._opened(account, provider))
        problem = await self._asked(account, provider, key)
        if problem == "unreachable":
            return Verdict(slug, KeyStatus.UNCHECKED, problem)
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

    async def _asked(self, account: Account, provider: Provider, key: str) -> str:
        place = await in_thread(lambda: self.keyring.place(account.id, provider))
        call = Call(
            key=key,
            base_url=place.base_url,
            is_guarded=place.is_guarded,
            options=place.options,
        )
        try:
            await shielded(provider.slug, key, lambda: provider.validate(call))
        except ProviderRejected as error:
            return str(error.params.get("problem", "key_refused"))
        except ProviderUnavailable:
            return "unreachable"
        return ""

    def _opened(self, account: Account, provider: Provider) -> str:
        """The key that a Run would use; a refused one too: it may be good again."""
        with self.transaction() as session:
            stored = self.secrets.find(session, account.id, provider.slug)
            if stored is None:
                key = self.keyring.installation_key(provider)
            else:
                key = self.keyring.managed_key(session, account.id, provider) or ""
            if not key:
                raise MissingKey(provider.title, provider=provider.slug)
            self._note(session, account, "vault.validate", provider.slug, purpose="validate")
        return key

    def _cleaned(self, name: str, text: str) -> str:
        provider = self._provider(DOCUMENT_NAMES.get(name, name), field=name)
        others = [
            (makers[0].title, form_of(makers[0]))
            for slug, makers in self._services().items()
            if slug != provider.slug
        ]
        return clean_key(text, field=name, form=form_of(provider), others=others)

    def _provider(self, slug: str, *, field: str = "provider") -> Provider:
        makers = self._services().get(slug)
        if makers is None:
            raise InvalidInput(
                f"There is no service {slug[:40]!r} that takes a key.",
                field=field[:40],
                problem="unknown",
            )
        return makers[0]

    def _services(self) -> dict[str, list[Provider]]:
        """Slug -> its Providers, for those that take a key."""
        found: dict[str, list[Provider]] = {}
        for (_, slug), provider in sorted(self.providers.items()):
            if provider.key_form is not None:
                found.setdefault(slug, []).append(provider)
        return found

    def _service(self, slug: str, makers: list[Provider], stored: StoredKey | None) -> ServiceView:
        form = form_of(makers[0])
        return ServiceView(
            slug=slug,
            title=makers[0].title,
            kinds=tuple(sorted(maker.kind.value for maker in makers)),
            example=form.example,
            url=form.url,
            costs=tuple(cost_of(maker.kind, maker.cost) for maker in makers if maker.cost),
            installation_key=bool(self.keyring.installation_key(makers[0])),
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
