"""Plans and Packs, for admins: what is for sale, since when and why; and what will be."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import AwareDatetime, Field

from vidgenie import bootstrap
from vidgenie.api.admin_prices import Credits, Note, Seen
from vidgenie.api.models import Answer, Body, Done, Id, problems
from vidgenie.api.session import Admin
from vidgenie.domain.product import ProductKind
from vidgenie.services.assortment import CURRENCIES, MOST_CENTS, ProductChange
from vidgenie.services.assortment_views import ProductVersionView, ProductView

router = APIRouter(prefix="/api/admin/products", tags=["admin"], responses=problems(401, 403))


class ProductNow(Answer):
    """A Plan or Pack as it is at an instant. cents: hundredths of `currency`."""

    credits: int
    cents: int
    currency: str
    is_unlimited: bool
    is_offered: bool
    title: str
    position: int


class ProductVersionAnswer(ProductNow):
    """The same from an instant on. id, author: "" = it came with the release."""

    id: str
    starts_at: datetime
    created_at: datetime
    author: str
    note: str
    standing: Literal["past", "current", "scheduled"]


class ProductAnswer(Answer):
    """A Plan or a Pack. now: null when it has not begun. versions: the latest to begin first."""

    kind: ProductKind
    slug: str
    now: ProductNow | None
    newest: str
    versions: list[ProductVersionAnswer]


class AssortmentAnswer(Answer):
    """What is for sale, Plans first."""

    items: list[ProductAnswer]
    currencies: list[str]


class ProductBody(Body):
    """A Plan or Pack from `startsAt` on, null = now.

    isOffered: false = nobody can buy it any more; who has it keeps it. title: of a Pack.
    newest: as it was looked at. A slug that is not there is a new Pack.
    """

    kind: ProductKind
    slug: Annotated[str, Field(min_length=1, max_length=20)]
    credits: Credits
    cents: Annotated[int, Field(strict=True, ge=0, le=MOST_CENTS)]
    currency: Annotated[str, Field(max_length=3)] = CURRENCIES[0]
    is_offered: Annotated[bool, Field(strict=True)] = True
    title: Annotated[str, Field(max_length=200)] = ""
    position: Annotated[int, Field(strict=True, ge=0, le=1000)] = 0
    starts_at: AwareDatetime | None = None
    note: Note
    newest: Seen = None

    @property
    def change(self) -> ProductChange:
        """What the service takes."""
        return ProductChange(**self.model_dump(exclude={"newest"}), seen=self.newest)


@router.get("")
def products(_admin: Admin) -> AssortmentAnswer:
    """Every Plan and Pack with all its versions."""
    items = [_answer(one) for one in bootstrap.services().assortment.catalogue()]
    return AssortmentAnswer(items=items, currencies=list(CURRENCIES))


@router.post("", status_code=201, responses=problems(400, 409, 413, 415, 422))
def change(body: ProductBody, admin: Admin) -> ProductAnswer:
    """Add a version. Orders and subscriptions keep what was agreed on.

    409: edited_elsewhere, there is a newer version; same_instant; too_many.
    """
    return _answer(bootstrap.services().assortment.change(admin, body.change))


@router.delete("/versions/{version_id}", responses=problems(404, 409))
def cancel(version_id: Id, admin: Admin) -> Done:
    """Take a version back that has not begun. 409 begun: it can only be replaced."""
    bootstrap.services().assortment.cancel(admin, version_id)
    return Done()


def _answer(view: ProductView) -> ProductAnswer:
    return ProductAnswer(
        kind=view.kind,
        slug=view.slug,
        now=None if view.now is None else ProductNow.model_validate(view.now),
        newest=view.newest,
        versions=[_version(one) for one in view.versions],
    )


def _version(view: ProductVersionView) -> ProductVersionAnswer:
    return ProductVersionAnswer(
        **ProductNow.model_validate(view.product).model_dump(),
        id=view.id,
        starts_at=view.starts_at,
        created_at=view.created_at,
        author=view.author,
        note=view.note,
        standing=view.standing.value,
    )
