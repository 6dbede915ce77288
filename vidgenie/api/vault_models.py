"""What the routes of the sealed vault take and answer; bytes are standard base64."""

import base64
from contextlib import suppress
from typing import Annotated, Literal

from pydantic import (
    BeforeValidator,
    Field,
    PlainSerializer,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
)
from pydantic_core import PydanticCustomError

from vidgenie.api.models import Answer, Body, Id
from vidgenie.services.sealed import (
    LARGEST_BLOB,
    LONGEST_KEY,
    Offer,
    RequestView,
    VaultView,
    Wrapping,
)

_SEAL = 12 + 16  # nonce and tag of crypto.seal
_LARGEST_TEXT = 8192  # no field is longer as base64

# As ui/vault/crypto.js has them; m in KiB.
_PARAMS = {
    "argon2id": {"m": (8_192, 1_048_576), "t": (1, 16), "p": (1, 4)},
    "pbkdf2-sha256": {"iterations": (100_000, 10_000_000)},
}


def _decoded(value: object) -> bytes:
    """Strictly: what is not base64 is refused, not skipped."""
    if isinstance(value, str) and len(value) <= _LARGEST_TEXT:
        with suppress(ValueError):
            return base64.b64decode(value, validate=True)
    raise PydanticCustomError("not_base64", "Write bytes as base64.")


def _encoded(value: bytes) -> str:
    return base64.b64encode(value).decode()


_TEXT = WithJsonSchema({"type": "string", "contentEncoding": "base64"})
Given = Annotated[bytes, BeforeValidator(_decoded), _TEXT]
Bytes = Annotated[bytes, PlainSerializer(_encoded, return_type=str), _TEXT]
WrappedKey = Annotated[Given, Field(min_length=_SEAL + 32, max_length=_SEAL + 32)]
Generation = Annotated[int, Field(ge=1, lt=2**31)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]


class Passphrase(Body):
    """How the passphrase becomes a key, and the vault key wrapped under it."""

    kdf: Literal["argon2id", "pbkdf2-sha256"]
    kdf_params: Annotated[dict[str, int], Field(max_length=8)]
    salt: Annotated[Given, Field(min_length=16, max_length=64)]
    wrapped_key: WrappedKey

    @field_validator("kdf_params")
    @classmethod
    def _usable(cls, params: dict[str, int], info: ValidationInfo) -> dict[str, int]:
        """Refuses what makes the passphrase easy to guess, or would freeze a browser."""
        bounds = _PARAMS.get(info.data.get("kdf", ""), {})
        is_usable = params.keys() == bounds.keys() and all(
            least <= params[name] <= most for name, (least, most) in bounds.items()
        )
        if not is_usable:
            raise PydanticCustomError("unusable", "These parameters are not usable.")
        return params


class NewVault(Passphrase):
    """A vault key, wrapped under a passphrase and under a recovery code.

    generation: what both are bound to: one more than GET /api/vault says.
    """

    generation: Generation = 1
    wrapped_key_recovery: WrappedKey

    def wrapping(self) -> Wrapping:
        """In the words of the service."""
        return _wrapping(self, self.wrapped_key_recovery)


class NewPassphrase(Passphrase):
    """The same vault key under another passphrase, bound to `generation` + 1.

    generation: the one GET /api/vault says. wrappedKeyRecovery: under a new recovery
    code, bound to `generation` + 1 too; without it the old one stays as it is.
    """

    generation: Generation
    wrapped_key_recovery: WrappedKey | None = None

    def wrapping(self) -> Wrapping:
        """In the words of the service."""
        return _wrapping(self, self.wrapped_key_recovery or b"")


class Choice(Body):
    """strict: a grant can be opened by one process of the server and ends with it."""

    strict: bool


class NewKey(Body):
    """A provider key, sealed with the vault key.

    revision: of the key the caller has seen; another one is not overwritten.
    """

    secret_id: Id
    generation: Generation
    blob: Annotated[Given, Field(min_length=_SEAL + 1, max_length=_SEAL + LONGEST_KEY)]
    last4: Annotated[str, Field(pattern=r"^[!-~]{0,4}$")]
    revision: Annotated[int, Field(ge=0, lt=2**31)] | None = None


class Grant(Body):
    """The key of a request, sealed (HPKE) to its recipient.

    expiresAt: seconds since 1970, at most that of the request.
    """

    workflow_id: Id
    provider: Slug
    recipient_id: Id
    expires_at: Annotated[int, Field(ge=1, lt=2**40)]
    blob: Annotated[Given, Field(min_length=1, max_length=LARGEST_BLOB)]

    def offer(self) -> Offer:
        """In the words of the vault."""
        return Offer(
            run_id=self.workflow_id,
            provider=self.provider,
            recipient_id=self.recipient_id,
            expires_at=self.expires_at,
            blob=self.blob,
        )


class SealedSecret(Answer):
    """A sealed key; only the browser opens `blob`."""

    provider: str
    secret_id: str
    generation: int
    blob: Bytes


class Vault(Answer):
    """The sealed vault; without one `exists` is false and the kdf and keys are null.

    generation: what `wrappedKey` is bound to; recoveryGeneration: what
    `wrappedKeyRecovery` is bound to. policy: managed, sealed or sealed_only.
    isLocked: the server's own vault cannot be opened.
    """

    exists: bool
    generation: int
    recovery_generation: int
    kdf: str | None = None
    kdf_params: dict[str, int] | None = None
    salt: Bytes | None = None
    wrapped_key: Bytes | None = None
    wrapped_key_recovery: Bytes | None = None
    strict: bool
    environment: str
    account_id: str
    policy: str
    is_locked: bool
    secrets: list[SealedSecret]


class RequestRecipient(Answer):
    """Whom to seal to: publicKey is an X25519 key of 32 bytes."""

    id: str
    kind: str
    public_key: Bytes


class KeyRequest(Answer):
    """A Run waits for a key. expiresAt: the latest for the grant, seconds since 1970."""

    workflow_id: str
    node_id: str
    provider: str
    title: str
    secret_id: str
    generation: int
    blob: Bytes
    recipient: RequestRecipient
    expires_at: int


class Requests(Answer):
    """What Runs wait for, oldest first; one is known by workflow, provider and recipient."""

    requests: list[KeyRequest]


def vault_of(view: VaultView) -> Vault:
    """The answer for a vault."""
    wrapping = view.wrapping
    known = (
        {}
        if wrapping is None
        else {
            "kdf": wrapping.kdf,
            "kdf_params": dict(wrapping.kdf_params),
            "salt": wrapping.salt,
            "wrapped_key": wrapping.wrapped_key,
            "wrapped_key_recovery": wrapping.recovery,
        }
    )
    return Vault.model_validate(
        {
            "exists": wrapping is not None,
            "generation": view.generation,
            "recovery_generation": view.recovery_generation,
            "strict": view.strict,
            "environment": view.environment,
            "account_id": view.account_id,
            "policy": view.policy,
            "is_locked": view.is_locked,
            "secrets": [
                SealedSecret(
                    provider=key.provider,
                    secret_id=key.id,
                    generation=key.generation,
                    blob=key.blob,
                )
                for key in view.secrets
            ],
            **known,
        }
    )


def requests_of(views: list[RequestView]) -> Requests:
    """The answer for requests."""
    return Requests(
        requests=[
            KeyRequest(
                workflow_id=view.run_id,
                node_id=view.node_id,
                provider=view.provider,
                title=view.title,
                secret_id=view.secret_id,
                generation=view.generation,
                blob=view.blob,
                recipient=RequestRecipient(
                    id=view.recipient.id,
                    kind=view.recipient.kind,
                    public_key=view.recipient.public,
                ),
                expires_at=view.expires_at,
            )
            for view in views
        ]
    )


def _wrapping(body: Passphrase, recovery: bytes) -> Wrapping:
    return Wrapping(body.kdf, body.kdf_params, body.salt, body.wrapped_key, recovery)
