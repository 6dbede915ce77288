"""What the owner's browser does with sealed keys, in Python."""

import asyncio
import secrets
from dataclasses import dataclass

from tests.engine.studio import Studio, another
from vidgenie.services.sealed import RequestView, SealedKey
from vidgenie.settings import Settings
from vidgenie.vault import hpke
from vidgenie.vault.crypto import context, seal
from vidgenie.vault.grants import Offer
from vidgenie.vault.sealed import Wrapping


@dataclass
class Browser:
    """A browser of the studio's Account, its vault unlocked."""

    studio: Studio
    settings: Settings

    def seal(self, key: str, *, strict: bool = False) -> None:
        """Make a vault and keep the key for Keyed Pen in it."""
        account, service = self.studio.account, self.studio.services.sealed
        wrapping = Wrapping(
            kdf="pbkdf2-sha256",
            kdf_params={"iterations": 600_000},
            salt=secrets.token_bytes(16),
            wrapped_key=secrets.token_bytes(60),
            recovery=secrets.token_bytes(60),
        )
        vault = service.create(account, wrapping, generation=1)
        if strict:
            service.set_strict(account, strict=True)
        key_id = secrets.token_hex(16)
        bound_to = context("production", "sealed", account.id, "keyed", key_id, "1")
        blob = seal(secrets.token_bytes(32), key.encode(), bound_to)
        sealed = SealedKey(key_id, vault.generation, blob, key[-4:])
        service.put(account, "keyed", sealed)

    def requests(self) -> list[RequestView]:
        """What Runs wait for."""
        return self.studio.services.sealed.requests(self.studio.account)

    async def asked(self, run_id: str, *, within: float = 20.0) -> RequestView:
        """The request of a Run, as soon as there is one."""
        async with asyncio.timeout(within):
            while True:
                for request in await asyncio.to_thread(self.requests):
                    if request.run_id == run_id:
                        return request
                await asyncio.sleep(0.05)

    def grant(self, request: RequestView, key: str) -> None:
        """Hand the key to the Run that asks."""
        account = self.studio.account
        info = context(
            "production",
            "grant",
            request.run_id,
            account.id,
            request.provider,
            request.recipient.id,
            str(request.expires_at),
        )
        blob = hpke.seal(request.recipient.public, key.encode(), info)
        offer = Offer(
            request.run_id, request.provider, request.recipient.id, request.expires_at, blob
        )
        self.studio.services.sealed.give(account, offer)

    def another_process(self) -> Studio:
        """The same installation in another process: nothing in memory yet."""
        return another(self.studio, self.settings)
