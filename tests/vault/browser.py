"""What a browser does with sealed keys (ui/vault), in Python, for tests."""

import os
import secrets

from vidgenie.vault import hpke
from vidgenie.vault.crypto import context, seal, unseal
from vidgenie.vault.grants import KeyRequest, Offer
from vidgenie.vault.sealed import Wrapping


class Browser:
    """An unlocked vault. wrapping_key stands for what the passphrase becomes."""

    def __init__(self, account_id, environment="test"):
        self.account_id = account_id
        self.environment = environment
        self.vault_key = os.urandom(32)
        self.wrapping_key = os.urandom(32)
        self.recovery_key = os.urandom(32)

    def wrapping(self, generation, *, recovery=True):
        """The vault key, wrapped for this generation."""
        bound_to = self._vault_context(generation)
        return Wrapping(
            "argon2id",
            {"m": 65536, "t": 3, "p": 1},
            os.urandom(16),
            seal(self.wrapping_key, self.vault_key, bound_to),
            seal(self.recovery_key, self.vault_key, bound_to) if recovery else b"",
        )

    def new_passphrase(self):
        """From now on `wrapping` uses another."""
        self.wrapping_key = os.urandom(32)

    def unwrap(self, header):
        """The vault key as the passphrase, then as the recovery code, brings it out."""
        wrapping = header.wrapping
        by_passphrase = self._vault_context(header.generation)
        by_code = self._vault_context(header.recovery_generation)
        return (
            unseal(self.wrapping_key, wrapping.wrapped_key, by_passphrase),
            unseal(self.recovery_key, wrapping.recovery, by_code),
        )

    def seal(self, provider, key, *, generation=1):
        """(secret id, blob) of a provider's key."""
        secret_id = secrets.token_hex(16)
        bound_to = self._key_context(provider, secret_id, generation)
        return secret_id, seal(self.vault_key, key.encode(), bound_to)

    def open(self, provider, secret_id, generation, blob):
        """A provider's key."""
        bound_to = self._key_context(provider, secret_id, generation)
        return unseal(self.vault_key, blob, bound_to).decode()

    def grant(self, request: KeyRequest, key="sk-canary-1234", *, expires_at=None):
        """The answer to a request."""
        expires_at = expires_at or request.expires_at
        info = self.info(
            request.run_id, request.provider, request.recipient.id, expires_at=expires_at
        )
        blob = hpke.seal(request.recipient.public, key.encode(), info)
        return Offer(request.run_id, request.provider, request.recipient.id, expires_at, blob)

    def info(self, run_id, provider, recipient_id, *, expires_at):
        """What a grant is bound to."""
        return context(
            self.environment,
            "grant",
            run_id,
            self.account_id,
            provider,
            recipient_id,
            str(expires_at),
        )

    def _vault_context(self, generation):
        return context(self.environment, "vault-key", self.account_id, str(generation))

    def _key_context(self, provider, secret_id, generation):
        return context(
            self.environment, "sealed", self.account_id, provider, secret_id, str(generation)
        )
