"""Use cases on provider keys: keep, forget, tell who opened them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from vidgenie.audit.chain import Chain
from vidgenie.audit.watch import Watch
from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.domain.ports.provider import Provider
from vidgenie.errors import ConfirmationNeeded, Forbidden, InvalidInput, NotFound, VaultLocked
from vidgenie.library import options
from vidgenie.services.holders import Holder, cleaned, holder_of, holders, wanted
from vidgenie.services.key_views import (
    KeyringView,
    KeyView,
    LogView,
    OpenedView,
    ServiceView,
    VaultView,
    costs_of,
    view_of,
)
from vidgenie.services.keyring import Keyring, discreet
from vidgenie.services.options import ProviderOptions, described
from vidgenie.vault.master import MasterKeys
from vidgenie.vault.secrets import Secrets, StoredKey

# The source documents' names for three keys (PRD 4.1).
DOCUMENT_NAMES = {"openaiKey": "openai", "imageGenKey": "stability", "vo3Key": "veo"}
_MOST_LINES = 200


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
        new = self._cleaned(keys)
        seen = {self._seen(name): revision for name, revision in revisions.items()}
        now = self.clock()
        with self.transaction() as session:
            known = {key.provider: key for key in self.secrets.all(session, account.id)}
            if not confirmed and known.keys() & new.keys():
                raise ConfirmationNeeded
            for slug, key in new.items():
                self._put(session, account, slug, key, seen.get(slug), now)
            stored = self.secrets.all(session, account.id)
            for slug in new:
                self._note(session, account, "vault.put", slug)
        return tuple(view_of(key) for key in sorted(stored, key=lambda key: key.provider))

    def _cleaned(self, keys: Mapping[str, str]) -> dict[str, str]:
        """Slug of the holder -> key. Raises InvalidInput."""
        known = holders(self.providers)
        new: dict[str, str] = {}
        for name, text in keys.items():
            holder = wanted(known, DOCUMENT_NAMES.get(name, name), field=name)
            if holder.slug in new:
                raise InvalidInput("Give each key once.", field=name[:40], problem="duplicate")
            new[holder.slug] = cleaned(known, holder, text, field=name)
        return new

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

    def _note(self, session: Session, account: Account, action: str, slug: str) -> None:
        self.audit.append(
            session,
            actor=account.id,
            account_id=account.id,
            action=action,
            thing=slug,
            data={},
            now=self.clock(),
        )
