"""The price table, for admins: what is charged, since when and why; and what will be."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import AwareDatetime, Field

from vidgenie import bootstrap
from vidgenie.api.models import Answer, Body, Done, Id, problems
from vidgenie.api.session import Admin
from vidgenie.services.budgets import MOST_CREDITS
from vidgenie.services.tariffs import PriceChange

router = APIRouter(prefix="/api/admin/prices", tags=["admin"], responses=problems(401, 403))

Credits = Annotated[int, Field(strict=True, ge=0, le=MOST_CREDITS)]
Note = Annotated[str, Field(max_length=1000)]
Seen = Annotated[
    Annotated[str, Field(pattern=r"^([0-9a-f]{32})?$")] | None,
    Field(
        description="`newest` as it was looked at: when there is a newer one, the answer is 409."
    ),
]
_Slug = Annotated[str, Field(min_length=1, max_length=40)]


class PriceVersionAnswer(Answer):
    """A price from an instant on. author: e-mail address, "" = it came with the release.

    credits: null = from then on a less exact price counts. cancelledAt, cancelledBy: of one
    that was taken back before it began, else null and "".
    """

    id: str
    credits: int | None
    starts_at: datetime
    created_at: datetime
    author: str
    note: str
    standing: Literal["past", "current", "scheduled", "cancelled"]
    cancelled_at: datetime | None
    cancelled_by: str


class PriceAnswer(Answer):
    """The price of an action at a Provider; "*" stands for any of them.

    credits: now. isNeeded: it cannot be withdrawn. versions: the latest to begin first.
    """

    provider: str
    action: str
    credits: int | None
    newest: str
    is_needed: bool
    versions: list[PriceVersionAnswer]


class MakerAnswer(Answer):
    """A Provider, and the actions it can have prices of its own for."""

    slug: str
    title: str
    actions: list[str]


class TariffAnswer(Answer):
    """Every price; the most exact one counts: (provider, action), (provider, *), (*, action)."""

    items: list[PriceAnswer]
    makers: list[MakerAnswer]


class PriceBody(Body):
    """A price from `startsAt` on, null = now. credits: null = there is none from then on."""

    provider: _Slug
    action: _Slug
    credits: Credits | None
    starts_at: AwareDatetime | None = None

    def change(self, *, note: str = "", seen: str | None = None) -> PriceChange:
        """What the service takes."""
        return PriceChange(self.provider, self.action, self.credits, note, self.starts_at, seen)


class PriceChangeBody(PriceBody):
    """The same, and why."""

    note: Note
    newest: Seen = None


class VideoPrice(Answer):
    """What a typical video costs. video: clip (idea, picture, 8 s) or short (30 s, spoken)."""

    video: str
    before: int
    after: int


class PreviewAnswer(Answer):
    """What a change would mean."""

    videos: list[VideoPrice]


@router.get("")
def prices(_admin: Admin) -> TariffAnswer:
    """Every price with all its versions."""
    return TariffAnswer.model_validate(bootstrap.services().tariffs.catalogue())


@router.post("", status_code=201, responses=problems(400, 409, 413, 415, 422))
def change(body: PriceChangeBody, admin: Admin) -> PriceAnswer:
    """Add a version. What was quoted to a Run that has started stays as it is.

    409: edited_elsewhere, there is a newer version; same_instant.
    """
    wanted = body.change(note=body.note, seen=body.newest)
    return PriceAnswer.model_validate(bootstrap.services().tariffs.change(admin, wanted))


@router.post("/preview", responses=problems(400, 413, 415, 422))
def preview(body: PriceBody, _admin: Admin) -> PreviewAnswer:
    """What typical videos cost before and after a change; writes nothing."""
    videos = bootstrap.services().tariffs.preview(body.change())
    return PreviewAnswer(videos=[VideoPrice.model_validate(one) for one in videos])


@router.delete("/versions/{version_id}", responses=problems(404, 409))
def cancel(version_id: Id, admin: Admin) -> Done:
    """Take a version back that has not begun. 409 begun: it can only be replaced."""
    bootstrap.services().tariffs.cancel(admin, version_id)
    return Done()
