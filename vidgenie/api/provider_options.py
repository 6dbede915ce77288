"""What people type in for Providers besides keys: addresses, choices, consents."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from vidgenie import bootstrap
from vidgenie.api.models import Answer, Body, problems
from vidgenie.api.session import Visiting
from vidgenie.errors import InvalidInput
from vidgenie.services.options import ProviderOptions

router = APIRouter(prefix="/api/user/provider-options", tags=["keys"], responses=problems(401, 403))

Slug = Annotated[str, Field(max_length=40)]
# The service says more about each value; this bound keeps its work small.
Value = Annotated[str, Field(max_length=250_000)]
_GIVEN = TypeAdapter(
    dict[Slug, Annotated[dict[Slug, Value], Field(max_length=50)]],
    config=ConfigDict(strict=True),
)


class Setting(Answer):
    """An option; `value`: what was typed in, empty: `default` holds.

    `kind`: address, text, choice, switch, consent, usd or json. `isSetByOperator`: the
    operator's address holds where nothing was typed in. `kinds`: what it matters for.
    """

    name: str
    kind: str
    value: str
    default: str
    allowed: list[str]
    kinds: list[str]
    is_required: bool
    is_set_by_operator: bool


class ProviderSetup(Answer):
    """The options of a Provider; `isReady`: nothing that is required is missing."""

    slug: str
    title: str
    kinds: list[str]
    warning: bool
    is_ready: bool
    options: list[Setting]


class SetupAnswer(Answer):
    """Every Provider that has options."""

    providers: list[ProviderSetup]


class SetupBody(Body):
    """`<provider>: {<option>: text}`; options left out stay, an empty text takes one back."""

    model_config = ConfigDict(extra="allow")

    @property
    def given(self) -> dict[str, dict[str, str]]:
        """What was sent. Raises InvalidInput for what is no text."""
        try:
            return _GIVEN.validate_python(self.model_extra or {})
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False, include_context=False)[0]
            field = ".".join(str(part)[:40] for part in first["loc"][:2]) or "body"
            raise InvalidInput(first["msg"], field=field, problem=first["type"]) from None


@router.get("")
def provider_options(visit: Visiting) -> SetupAnswer:
    """What the Account has typed in, Provider by Provider."""
    return _answer(bootstrap.services().options.view(visit.account))


@router.put("", responses=problems(400, 413, 415))
def save(body: SetupBody, visit: Visiting) -> SetupAnswer:
    """Keep these, all or none.

    To change the address that a stored key is sent to needs a fresh confirmation, in a
    browser.
    """
    kept = bootstrap.services().options.save(
        visit.account, body.given, confirmed=visit.is_confirmed and bool(visit.session_id)
    )
    return _answer(kept)


def _answer(found: tuple[ProviderOptions, ...]) -> SetupAnswer:
    return SetupAnswer(providers=[ProviderSetup.model_validate(each) for each in found])
