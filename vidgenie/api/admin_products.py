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
from vidgenie.services.assortment import CURRENCIES, MOST_CENTS, Conversion, ProductChange
from vidgenie.services.assortment_views import ProductVersionView, ProductView

router = APIRouter(prefix="/api/admin/products", tags=["admin"], responses=problems(401, 403))


class ProductNow(Answer):
    """A Plan or Pack as it is at an instant. cents: hundredths of `currency`.

    title, titleFr: what it is called; "" for Plans that come with the release.
    """

    credits: int
    cents: int
    currency: str
    is_unlimited: bool
    is_offered: bool
    title: str
    title_fr: str
    position: int


class ProductVersionAnswer(ProductNow):
    """The same from an instant on. id, author: "" = it came with the release.

    cancelledAt, cancelledBy: of one that was taken back before it began, else null and "".
    """

    id: str
    starts_at: datetime
    created_at: datetime
    author: str
    note: str
    standing: Literal["past", "current", "scheduled", "cancelled"]
    cancelled_at: datetime | None
    cancelled_by: str


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

    isOffered: false = nobody can buy it any more; who has it keeps it. isUnlimited: of a Plan,
    left out = as it was. title, titleFr: what people call it; titleFr of Plans alone; neither
    counts for Plans that come with the release. newest: as it was looked at. A slug that is not
    there is a new Plan or Pack; isNew: refused when there is one.
    """

    kind: ProductKind
    slug: Annotated[str, Field(min_length=1, max_length=20)]
    credits: Credits
    cents: Annotated[int, Field(strict=True, ge=0, le=MOST_CENTS)]
    currency: Annotated[str, Field(max_length=3)] = CURRENCIES[0]
    is_offered: Annotated[bool, Field(strict=True)] = True
    title: Annotated[str, Field(max_length=200)] = ""
    title_fr: Annotated[str, Field(max_length=200)] = ""
    is_unlimited: Annotated[bool, Field(strict=True)] | None = None
    is_new: Annotated[bool, Field(strict=True)] = False
    position: Annotated[int, Field(strict=True, ge=0, le=1000)] = 0
    starts_at: AwareDatetime | None = None
    note: Note
    newest: Seen = None

    @property
    def change(self) -> ProductChange:
        """What the service takes."""
        return ProductChange(**self.model_dump(exclude={"newest"}), seen=self.newest)


class ConvertedBody(Body):
    """What one Plan or Pack costs. cents: hundredths of the new currency."""

    kind: ProductKind
    slug: Annotated[str, Field(min_length=1, max_length=20)]
    cents: Annotated[int, Field(strict=True, ge=0, le=MOST_CENTS)]


class ConversionBody(Body):
    """Another currency for all that is for sale, from `startsAt` on, null = now.

    prices: of everything that is for sale then; the free Plan may be left out.
    """

    currency: Annotated[str, Field(max_length=3)]
    prices: Annotated[list[ConvertedBody], Field(max_length=50)]
    starts_at: AwareDatetime | None = None
    note: Note

    @property
    def conversion(self) -> Conversion:
        """What the service takes."""
        cents = {(one.kind, one.slug): one.cents for one in self.prices}
        return Conversion(self.currency, cents, self.note, self.starts_at)


@router.get("")
def products(_admin: Admin) -> AssortmentAnswer:
    """Every Plan and Pack with all its versions."""
    items = [_answer(one) for one in bootstrap.services().assortment.catalogue()]
    return AssortmentAnswer(items=items, currencies=list(CURRENCIES))


@router.post("", status_code=201, responses=problems(400, 409, 413, 415, 422))
def change(body: ProductBody, admin: Admin) -> ProductAnswer:
    """Add a version. Orders and subscriptions keep what was agreed on.

    Everything for sale at once is in one currency (422 one_currency); `POST currency` changes
    it. 409: edited_elsewhere, there is a newer version; same_instant; slug_taken; too_many.
    """
    return _answer(bootstrap.services().assortment.change(admin, body.change))


@router.post("/currency", status_code=201, responses=problems(400, 404, 409, 413, 415, 422))
def convert(body: ConversionBody, admin: Admin) -> AssortmentAnswer:
    """Sell everything in another currency. Orders and subscriptions keep what was agreed on.

    422: missing, something that is for sale then has no price. 409: same_instant.
    """
    items = bootstrap.services().assortment.convert(admin, body.conversion)
    return AssortmentAnswer(items=[_answer(one) for one in items], currencies=list(CURRENCIES))


@router.delete("/versions/{version_id}", responses=problems(404, 409))
def cancel(version_id: Id, admin: Admin) -> Done:
    """Take a version back that has not begun, and what was written at once with it.

    409: begun, it can only be replaced; one_currency, what is left would be mixed.
    """
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
        cancelled_at=view.cancelled_at,
        cancelled_by=view.cancelled_by,
    )
