"""Use cases on Templates of Graphs: looked at, filled in, saved, changed, forgotten, carried."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.domain.graph import Graph
from vidgenie.domain.pricing import PriceTable
from vidgenie.errors import InvalidInput, NotFound
from vidgenie.library import assets as library
from vidgenie.projects import graph_templates as store
from vidgenie.projects.graph_templates import GraphTemplate, Hole
from vidgenie.services import template_holes as holes
from vidgenie.services import template_taking as taking
from vidgenie.services.builtin_graphs import builtin_graphs
from vidgenie.services.template_holes import Wanted
from vidgenie.services.template_rules import check_room, check_words
from vidgenie.services.template_taking import Removed
from vidgenie.services.template_views import GraphTemplateDetail, GraphTemplateView, Viewer

# Kind of Asset that is wanted -> the problem with any other.
_NOT_A = {"image": "not_a_picture", "video": "not_a_clip", "audio": "not_sound"}


@dataclass(frozen=True, slots=True)
class SavedTemplate:
    """A Template that was saved, and what did not go into it."""

    view: GraphTemplateView
    removed: tuple[Removed, ...] = ()


@dataclass(frozen=True, slots=True)
class HoleWords:
    """What a hole is called from now on, and its example. None leaves as it is."""

    name: str
    label: str | None = None
    example: str | None = None


@dataclass(frozen=True, slots=True)
class GraphTemplateService:
    """Keeps Templates of Graphs. clock: the present instant, aware, UTC.

    read: (session, account id, Graph) -> its name and what is drawn. Raises NotFound.
    """

    transaction: Transaction
    reading: Transaction
    clock: Callable[[], datetime]
    viewer: Viewer
    prices: Callable[[Session], PriceTable]
    read: Callable[[Session, str, str], tuple[str, Graph]]

    def all(self, account: Account, *, language: str) -> list[GraphTemplateView]:
        """Those of ours in their places, then the Account's own, the newest first."""
        with self.reading() as session:
            found = (*builtin_graphs(), *store.own(session, account.id))
            prices = self.prices(session)
        return [self.viewer.detail(one, prices, language).view for one in found]

    def get(self, account: Account, slug: str, *, language: str) -> GraphTemplateDetail:
        """One Template with its Graph, its examples filled in. Raises NotFound."""
        with self.reading() as session:
            one = _template(session, account.id, slug)
            return self.viewer.detail(one, self.prices(session), language)

    def knows(self, account: Account, slug: str) -> bool:
        """Whether this is a Template of a Graph that the Account may see."""
        with self.reading() as session:
            try:
                _template(session, account.id, slug)
            except NotFound:
                return False
        return True

    def filled(
        self,
        account: Account,
        slug: str,
        *,
        values: Mapping[str, str],
        assets: Mapping[str, str],
        language: str,
    ) -> tuple[str, dict[str, Any]]:
        """(title, Graph) to begin with: texts and Assets in their holes, as hole -> it.

        Raises NotFound for the Template and for an Asset of somebody else's, and InvalidInput
        that names the hole: unknown, too_long, empty, not_a_picture, not_a_clip, not_sound.
        """
        with self.reading() as session:
            one = _template(session, account.id, slug)
            _check_files(session, account, one, assets)
        texts = holes.checked(one.body, values, language)
        graph = holes.filled(holes.in_language(one.body.graph, language), texts)
        return holes.spoken(one.texts, language).title, holes.with_files(one.body, graph, assets)

    def save(  # noqa: PLR0913  # one for each thing it says
        self,
        account: Account,
        graph_id: str,
        *,
        title: str,
        description: str = "",
        wanted: Sequence[Wanted] = (),
        language: str = "en",
    ) -> SavedTemplate:
        """Save a Graph as a Template: these texts become holes, and so does every Asset.

        Pins, brand kits and words put right by hand stay behind; what did is told.
        Raises NotFound, InvalidInput, and Conflict (too_many).
        """
        words = check_words(title, description)
        with self.transaction() as session:
            check_room(session, account)
            _, graph = self.read(session, account.id, graph_id)
            types = self.viewer.types
            if not graph.nodes:
                raise InvalidInput("The graph is empty.", field="graphId", problem="empty")
            data, files, removed = taking.stripped(graph, types, language)
            data, texts = holes.punched(data, list(wanted), types, language)
            body = store.GraphBody(data, texts, files)
            slug = store.add(session, account.id, {language: words}, body, now=self.clock())
        return SavedTemplate(self.get(account, slug, language=language).view, removed)

    def change(  # noqa: PLR0913  # one for each thing it says
        self,
        account: Account,
        slug: str,
        *,
        title: str | None = None,
        description: str | None = None,
        told: Sequence[HoleWords] | None = None,
        language: str = "en",
    ) -> GraphTemplateView:
        """Change one of the Account's own; a hole that is not told of any more is closed.

        Raises NotFound and InvalidInput.
        """
        with self.transaction() as session:
            one = store.template(session, account.id, slug)
            spoken = language if language in one.texts else next(iter(one.texts))
            old = one.texts[spoken]
            words = check_words(
                old.title if title is None else title,
                old.description if description is None else description,
            )
            body = one.body
            if told is not None:
                body = holes.closed(body, _told(one, told, spoken))
            changed = replace(one, texts={**one.texts, spoken: words}, body=body)
            store.change(session, account.id, changed, now=self.clock())
        return self.get(account, slug, language=language).view

    def delete(self, account: Account, slug: str) -> None:
        """Forget one of the Account's own; Graphs made of it stay. Raises NotFound."""
        with self.transaction() as session:
            store.remove(session, account.id, slug)

    def exported(self, account: Account, slug: str) -> dict[str, Any]:
        """The Template as a file that `imported` takes. Raises NotFound."""
        with self.reading() as session:
            one = _template(session, account.id, slug)
        return taking.file_of(one)

    def imported(self, account: Account, data: Mapping[str, Any]) -> SavedTemplate:
        """Keep a Template of a file; what of it cannot be is left out and told.

        Raises InvalidInput, InvalidGraph, and Conflict (too_many).
        """
        texts, body, removed = taking.read(data, self.viewer.types)
        with self.transaction() as session:
            check_room(session, account)
            slug = store.add(session, account.id, texts, body, now=self.clock())
        return SavedTemplate(self.get(account, slug, language=next(iter(texts))).view, removed)


def _template(session: Session, account_id: str, slug: str) -> GraphTemplate:
    """One of ours, or of the Account's own. Raises NotFound."""
    ours = next((one for one in builtin_graphs() if one.slug == slug), None)
    return ours or store.template(session, account_id, slug)


def _check_files(
    session: Session, account: Account, one: GraphTemplate, assets: Mapping[str, str]
) -> None:
    known = {hole.name: hole for hole in one.body.files}
    for name, asset_id in assets.items():
        place = f"assets.{name}"
        if name not in known:
            raise InvalidInput("There is no such hole.", field=place, problem="unknown")
        kind = known[name].kind
        if library.asset(session, account.id, asset_id).kind != kind:
            raise InvalidInput(f"This Asset is no {kind}.", field=place, problem=_NOT_A[kind])


def _told(one: GraphTemplate, told: Sequence[HoleWords], language: str) -> list[Hole]:
    known = {hole.name: hole for hole in one.body.holes}
    kept = dict[str, Hole]()
    for number, words in enumerate(told):
        place = f"holes.{number}"
        hole = known.get(words.name)
        if hole is None or words.name in kept:
            problem = "exists" if hole else "unknown"
            raise InvalidInput("There is no such hole.", field=f"{place}.name", problem=problem)
        if words.label is not None and words.label.strip():
            hole = replace(hole, label={**hole.label, language: " ".join(words.label.split())})
        if words.example is not None:
            if len(words.example) > hole.longest:
                message = f"At most {hole.longest} characters."
                raise InvalidInput(
                    message, field=f"{place}.example", problem="too_long", max=hole.longest
                )
            hole = replace(hole, example={**hole.example, language: words.example})
        kept[hole.name] = hole
    return list(kept.values())
