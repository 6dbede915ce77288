"""Brand kits: logo, intro, outro, font and colours of somebody's videos."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from vidgenie import bootstrap
from vidgenie.api.models import Answer, Body, Done, Id, problems
from vidgenie.api.session import Me
from vidgenie.domain.timeline import Corner
from vidgenie.services.brands import LONGEST_NAME, OPACITIES, WIDTHS, BrandKit

router = APIRouter(prefix="/api/brand-kits", tags=["brand kits"], responses=problems(401, 403))

# The service says more about it; an empty one is the caption style's own.
Colour = Annotated[str, Field(pattern=r"^(#[0-9A-Fa-f]{6})?$")]


class BrandKitBody(Body):
    """A brand kit. `logoWidth`: part of the frame's width; colours are #RRGGBB.

    An empty `font`, `colour`, `active` or `box` leaves it to the caption style: the colour
    of the words, of the word that is said, of the box.
    """

    name: Annotated[str, Field(min_length=1, max_length=LONGEST_NAME * 2)]
    is_default: bool = False
    logo_asset_id: Id | None = None
    logo_corner: Corner = Corner.TOP_RIGHT
    logo_width: Annotated[float, Field(ge=WIDTHS[0], le=WIDTHS[1])] = 0.16
    logo_opacity: Annotated[float, Field(ge=OPACITIES[0], le=OPACITIES[1])] = 0.9
    intro_asset_id: Id | None = None
    outro_asset_id: Id | None = None
    font: Annotated[str, Field(max_length=60)] = ""
    colour: Colour = ""
    active: Colour = ""
    box: Colour = ""

    @property
    def kit(self) -> BrandKit:
        """What the service takes."""
        return BrandKit(**self.model_dump())


class BrandKitAnswer(Answer):
    """A brand kit; links are good for a day, empty where there is nothing to show."""

    id: str
    name: str
    is_default: bool
    logo_asset_id: str | None
    logo_url: str
    logo_corner: Corner
    logo_width: float
    logo_opacity: float
    intro_asset_id: str | None
    intro_url: str
    outro_asset_id: str | None
    outro_url: str
    font: str
    colour: str
    active: str
    box: str


class BrandKitsAnswer(Answer):
    """The Account's brand kits, the oldest first."""

    brand_kits: list[BrandKitAnswer]


@router.get("")
def brand_kits(account: Me) -> BrandKitsAnswer:
    """The Account's brand kits."""
    found = bootstrap.services().brands.all(account)
    return BrandKitsAnswer(brand_kits=[BrandKitAnswer.model_validate(kit) for kit in found])


@router.post("", responses=problems(400, 404, 409, 413, 415, 422))
def create_brand_kit(body: BrandKitBody, account: Me) -> BrandKitAnswer:
    """Make a brand kit; an Account has at most twenty, one of them its default."""
    made = bootstrap.services().brands.create(account, body.kit)
    return BrandKitAnswer.model_validate(made)


@router.get("/{kit_id}", responses=problems(404))
def brand_kit(kit_id: Id, account: Me) -> BrandKitAnswer:
    """One brand kit."""
    return BrandKitAnswer.model_validate(bootstrap.services().brands.get(account, kit_id))


@router.put("/{kit_id}", responses=problems(400, 404, 413, 415, 422))
def change_brand_kit(kit_id: Id, body: BrandKitBody, account: Me) -> BrandKitAnswer:
    """Keep this brand kit instead of what was there; what is left out is as in a new one."""
    changed = bootstrap.services().brands.change(account, kit_id, body.kit)
    return BrandKitAnswer.model_validate(changed)


@router.delete("/{kit_id}", responses=problems(404))
def delete_brand_kit(kit_id: Id, account: Me) -> Done:
    """Forget a brand kit; its files, and videos made with it, stay."""
    bootstrap.services().brands.delete(account, kit_id)
    return Done()
