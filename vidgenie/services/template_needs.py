"""What Templates of Projects take: Providers, credits."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from sqlmodel import Session

from vidgenie.domain.graph import check
from vidgenie.domain.node_type import NodeType
from vidgenie.domain.ports.provider import Provider
from vidgenie.domain.pricing import PriceTable, quote
from vidgenie.domain.project import Project
from vidgenie.domain.project_graph import film
from vidgenie.domain.take import order_for
from vidgenie.errors import UserError
from vidgenie.projects.templates import Body

LOCAL = "local"


@dataclass(frozen=True, slots=True)
class Need:
    """A Provider other than this server. title: its name."""

    kind: str
    provider: str
    title: str


def needs_of(body: Body) -> Iterator[tuple[str, str]]:
    """(kind, slug) of Providers other than this server."""
    choices = body.choices
    makers = [
        ("video", choices.provider),
        ("image", choices.image_provider),
        ("text", choices.text_provider),
        ("speech", choices.voice.provider if choices.voice else ""),
        *(("video", part.provider) for part in body.segments),
    ]
    return ((kind, slug) for kind, slug in makers if slug and slug != LOCAL)


def uses_of(body: Body) -> tuple[str, ...]:
    """What its video has: voice, captions, music."""
    choices = body.choices
    has = {"voice": choices.voice, "captions": choices.look, "music": choices.music}
    return tuple(name for name, chosen in has.items() if chosen)


def untitled(_kind: str, slug: str) -> str:
    """A Provider nobody knows the name of."""
    return slug


def unpriced(_session: Session, _project: Project) -> int | None:
    """Nobody knows a price."""
    return None


def titles(makers: Mapping[tuple[str, str], Provider]) -> Callable[[str, str], str]:
    """(kind, slug) -> what the Provider is called."""

    def title(kind: str, slug: str) -> str:
        maker = makers.get((kind, slug))
        return maker.title if maker else slug

    return title


def film_price(
    types: Mapping[str, NodeType], prices: Callable[[Session], PriceTable]
) -> Callable[[Session, Project], int | None]:
    """Project -> credits of its film when every clip has yet to be made."""

    def price(session: Session, project: Project) -> int | None:
        try:
            orders = {segment.id: order_for(project, segment) for segment in project.included}
            graph = film(project, {}, orders).graph
            return quote(check(graph, types), prices(session)).total
        except UserError:
            return None

    return price
