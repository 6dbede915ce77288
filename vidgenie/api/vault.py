"""The sealed vault: keys that only their owner's browser can open.

The server keeps what the browser made and opens nothing. Everything the browser seals
is bound to where it belongs (vault.crypto.context): the vault key to environment,
"vault-key", account and generation; a sealed key to environment, "sealed", account,
provider, secretId and the generation it is sealed in; a grant to environment, "grant",
workflow, provider, recipient and expiresAt.
"""

from datetime import datetime

from fastapi import APIRouter

from vidgenie import bootstrap
from vidgenie.api.models import Answer, Done, problems
from vidgenie.api.session import Confirmed, Me, Visiting
from vidgenie.api.vault_models import (
    Choice,
    Grant,
    NewKey,
    NewPassphrase,
    NewVault,
    Requests,
    Slug,
    Vault,
    requests_of,
    vault_of,
)
from vidgenie.services.sealed import SealedKey

router = APIRouter(prefix="/api/vault", tags=["sealed vault"], responses=problems(401, 403))


class Key(Answer):
    """A stored key, as GET /api/user/api-keys shows it."""

    provider: str
    mode: str
    masked: str
    status: str
    detail: str
    revision: int
    last_updated: datetime
    checked_at: datetime | None
    used_at: datetime | None


class Kept(Done, Answer):
    """The key that is stored now."""

    key: Key


@router.get("")
def vault(account: Me) -> Vault:
    """What a browser needs to open the sealed vault, and the sealed keys."""
    return vault_of(bootstrap.services().sealed.header(account))


@router.post("", responses=problems(400, 409, 413, 415))
def create(body: NewVault, account: Me) -> Vault:
    """Begin a sealed vault. 409 `exists`; `stale_version` when one was removed meanwhile."""
    sealed = bootstrap.services().sealed
    return vault_of(sealed.create(account, body.wrapping(), generation=body.generation))


@router.put("", responses=problems(400, 404, 409, 413, 415))
def change_passphrase(body: NewPassphrase, account: Me) -> Vault:
    """Wrap the same vault key under a new passphrase; sealed keys stay as they are.

    The generation goes up by one. 409 `stale_version` when it has gone up already.
    """
    sealed = bootstrap.services().sealed
    return vault_of(sealed.rewrap(account, body.wrapping(), generation=body.generation))


@router.patch("", responses=problems(400, 404, 413, 415))
def choose(body: Choice, account: Me) -> Vault:
    """Choose whether Runs go on alone after a crash (the default) or ask again (strict)."""
    return vault_of(bootstrap.services().sealed.set_strict(account, strict=body.strict))


@router.delete("", responses=problems(404))
def remove(account: Confirmed) -> Done:
    """Delete the sealed vault with every sealed key and grant."""
    bootstrap.services().sealed.remove(account)
    return Done()


@router.put("/keys/{provider}", responses=problems(400, 404, 409, 413, 415))
def put_key(provider: Slug, body: NewKey, visit: Visiting) -> Kept:
    """Keep a sealed key, instead of the one there was; that needs a fresh confirmation.

    409 `stale_version`: the key, or the vault it was sealed for, was replaced meanwhile.
    """
    key = SealedKey(body.secret_id, body.generation, body.blob, body.last4)
    stored = bootstrap.services().sealed.put(
        visit.account,
        provider,
        key,
        revision=body.revision,
        confirmed=visit.is_confirmed or not visit.session_id,
    )
    return Kept(
        key=Key(
            provider=stored.provider,
            mode=stored.mode,
            masked=f"••••{stored.last4}",
            status=stored.status,
            detail=stored.detail,
            revision=stored.revision,
            last_updated=stored.updated_at,
            checked_at=stored.checked_at,
            used_at=stored.used_at,
        )
    )


@router.get("/requests")
def requests(account: Me) -> Requests:
    """The sealed keys that Runs wait for."""
    return requests_of(bootstrap.services().sealed.requests(account))


@router.post("/grants", responses=problems(400, 404, 413, 415))
def grant(body: Grant, account: Me) -> Done:
    """Hand a key to one Run, as a request asks for. 404 when nobody asks for it any more.

    422 `expiresAt`: `past`, `too_late`; `blob`: `unreadable` when it does not open with
    what it should be bound to. Some blobs are only found unreadable at their first use:
    then the key is asked for again.
    """
    bootstrap.services().sealed.give(account, body.offer())
    return Done()
