"""Provider keys: kept, tested, forgotten, never read back; and who opened them."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from vidgenie import bootstrap
from vidgenie.api.models import Answer, Body, Done, problems
from vidgenie.api.provider_options import ProviderSetup
from vidgenie.api.session import Me, Visiting
from vidgenie.audit.chain import Entry
from vidgenie.errors import ConfirmationNeeded, InvalidInput
from vidgenie.services.key_views import KeyringView

router = APIRouter(prefix="/api/user/api-keys", tags=["keys"], responses=problems(401, 403))

Slug = Annotated[str, Field(max_length=40)]
# The service says more about keys; this bound keeps its work small.
Secret = Annotated[str, Field(max_length=10_000)]
_KEYS = TypeAdapter(
    Annotated[dict[str, Secret], Field(max_length=50)], config=ConfigDict(strict=True)
)


class Key(Answer):
    """A stored key: `masked`: its last four characters; `detail`: why it is invalid."""

    provider: str
    mode: str
    masked: str
    status: str
    detail: str
    revision: int
    last_updated: datetime
    checked_at: datetime | None
    used_at: datetime | None


class Cost(Answer):
    """What the service itself asks, in millionths of a US dollar for one `unit`."""

    kind: str
    provider: str
    micro_usd: int
    unit: str
    as_of: str


class Opened(Answer):
    """A Provider of the service; `isReady`: a Run could call it now."""

    kind: str
    slug: str
    title: str
    is_ready: bool
    warning: bool


class Service(Answer):
    """A service that takes a key or is set up by hand.

    `slug`: what its key is kept under; `installationKey`: the operator has set one for
    everybody; `isOptional`: it works without one; `opens`: the Providers it is for.
    """

    slug: str
    title: str
    kinds: list[str]
    takes_key: bool
    is_optional: bool
    example: str
    url: str
    costs: list[Cost]
    installation_key: bool
    opens: list[Opened]
    options: list[ProviderSetup]
    key: Key | None


class Encryption(Answer):
    """The lock; `problem` and `variable` say what to put right when `isLocked`."""

    cipher: str
    master_key_version: int | None
    is_locked: bool
    problem: str
    variable: str


class KeysAnswer(Answer):
    """The Account's keys, and the services there are."""

    keys: list[Key]
    providers: list[Service]
    encryption: Encryption
    policy: str


class KeysBody(Body):
    """`<provider>: key`, or the names openaiKey, imageGenKey and vo3Key.

    Providers that share a key, as pika and stable_video, are given one: it is kept under
    the service's slug.

    `revisions`: provider -> the revision seen; a key changed since is not overwritten.
    """

    model_config = ConfigDict(extra="allow")

    revisions: Annotated[dict[Slug, int], Field(max_length=50)] = {}

    @property
    def given(self) -> dict[str, str]:
        """What was sent as keys. Raises InvalidInput for what is no text."""
        extra = self.model_extra or {}
        try:
            return _KEYS.validate_python(extra)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False, include_context=False)[0]
            field = str(first["loc"][0])[:40] if first["loc"] else "key"
            raise InvalidInput(first["msg"], field=field, problem=first["type"]) from None


class Saved(Done):
    """The Account's keys now."""

    keys: list[Key]


class TestBody(Body):
    """Which service, or which Provider of it, to ask; `key`: another one than the stored."""

    provider: Slug
    kind: Slug = ""
    key: Secret | None = None


class TestAnswer(Answer):
    """`detail`: empty, key_refused, no_credit, forbidden, unreachable, or what else is wrong."""

    provider: str
    valid: bool
    status: str
    detail: str


class Line(Answer):
    """One line of the log; `actor`: you or system."""

    seq: int
    at: datetime
    action: str
    provider: str
    purpose: str
    workflow_id: str | None
    node_id: str | None
    actor: str


class LogAnswer(Answer):
    """Newest first; `next`: pass as `before`; `intact`: nobody changed the log."""

    items: list[Line]
    next: int | None
    intact: bool


@router.get("")
def keys(account: Me) -> KeysAnswer:
    """The Account's keys, never the keys themselves."""
    return _answer(bootstrap.services().keys.overview(account))


@router.post("", responses=problems(400, 409, 413, 415, 503))
@router.put("", responses=problems(400, 409, 413, 415, 503))
def save(body: KeysBody, visit: Visiting) -> Saved:
    """Keep these keys, all or none; replacing one needs a fresh confirmation."""
    kept = bootstrap.services().keys.save(
        visit.account,
        body.given,
        body.revisions,
        confirmed=visit.is_confirmed or not visit.session_id,
    )
    return Saved(keys=[Key.model_validate(key) for key in kept])


@router.delete("/{provider}", responses=problems(404))
def delete(provider: str, visit: Visiting) -> Done:
    """Forget a key; needs a fresh confirmation."""
    if visit.session_id and not visit.is_confirmed:
        raise ConfirmationNeeded
    bootstrap.services().keys.delete(visit.account, provider)
    return Done()


@router.post("/validate", responses=problems(400, 413, 415, 429, 503))
async def validate(body: TestBody, account: Me) -> TestAnswer:
    """Ask the service whether it takes the key, and is where it should be; costs nothing."""
    checks = bootstrap.services().key_checks
    verdict = await checks.test(account, body.provider, body.key, kind=body.kind)
    return TestAnswer.model_validate(verdict)


@router.get("/log")
def log(
    account: Me,
    before: Annotated[int | None, Query(ge=1, le=2**62)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> LogAnswer:
    """Who opened the Account's keys, when and for what."""
    found = bootstrap.services().keys.log(account, before=before, limit=limit)
    return LogAnswer(
        items=[_line(entry) for entry in found.items], next=found.next, intact=found.intact
    )


def _answer(view: KeyringView) -> KeysAnswer:
    return KeysAnswer.model_validate(view)


def _line(entry: Entry) -> Line:
    data = entry.data
    return Line(
        seq=entry.seq,
        at=entry.at,
        action=entry.action,
        provider=entry.thing,
        purpose=str(data.get("purpose", "")),
        workflow_id=str(data.get("run", "")) or None,
        node_id=str(data.get("node", "")) or None,
        actor="you" if entry.actor == entry.account_id else "system",
    )
