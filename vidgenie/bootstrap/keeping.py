"""Services about keys and what they open."""

from dataclasses import dataclass

from vidgenie.audit.watch import Watch
from vidgenie.bootstrap.ground import Ground, now
from vidgenie.engine.engine import Engine
from vidgenie.services.board import BoardService
from vidgenie.services.key_checks import KeyCheckService
from vidgenie.services.keys import KeyService
from vidgenie.services.options import OptionService
from vidgenie.services.sealed import SealedService


@dataclass(frozen=True)
class Keeping:
    """Those services."""

    keys: KeyService
    key_checks: KeyCheckService
    options: OptionService
    board: BoardService
    sealed: SealedService


def keeping(ground: Ground, engine: Engine) -> Keeping:
    """Wire them."""
    settings, vault, providers = ground.settings, ground.vault, ground.providers
    watch = Watch(ground.audit, ground.anchors, ground.reading)
    return Keeping(
        keys=KeyService(
            *ground.common,
            providers=providers,
            secrets=vault.secrets,
            master=vault.master,
            keyring=ground.keyring,
            watch=watch,
            policy=settings.vault_default,
        ),
        key_checks=KeyCheckService(
            ground.transaction,
            now,
            ground.audit,
            providers,
            vault.secrets,
            ground.keyring,
            ground.limiter,
        ),
        options=OptionService(ground.transaction, ground.reading, now, providers, ground.keyring),
        board=BoardService(ground.reading, now, providers, ground.keyring),
        sealed=SealedService(
            ground.transaction,
            ground.reading,
            vault.secrets,
            vault.grants,
            ground.audit,
            now,
            environment=settings.environment,
            policy=settings.vault_default,
            is_locked=lambda: vault.master.fault() is not None,
            titles={
                provider.key_slug: provider.key_form.title or provider.title
                for provider in providers.values()
                if provider.key_form
            },
            watch=lambda account_id: engine.hub.watch(account_id),  # noqa: PLW0108  # the hub is made on the event loop that watches
        ),
    )
