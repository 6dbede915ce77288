"""State of the canvas: the Graph, its price, and what the last Run made."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

import reflex as rx
from pydantic import Field
from reflex.state import BaseState
from typing_extensions import TypedDict

from vidgenie import bootstrap
from vidgenie.domain.account import Account
from vidgenie.domain.graph import Graph
from vidgenie.errors import NotFound, VidGenieError
from vidgenie.pages.create import shown
from vidgenie.pages.create.shown import Charge, Result
from vidgenie.services.preferences import ChoiceView
from vidgenie.services.views import RunView
from vidgenie.ui.doubt import DecidesDoubt, questions
from vidgenie.ui.flow import rows
from vidgenie.ui.flow.rows import Json, Palette
from vidgenie.ui.makers import maker_title
from vidgenie.ui.money import Bill
from vidgenie.ui.session import refresh_credits, signed_in

_Name = Annotated[str, Field(max_length=64)]
_Value = Annotated[str, Field(max_length=1000)] | bool
_Pixels = Annotated[float, Field(ge=-1e6, le=1e6)]


class Moved(TypedDict):
    """Where a Node was put down, in canvas units."""

    id: _Name
    x: _Pixels
    y: _Pixels


class CreateState(DecidesDoubt, rx.State):
    """Backs /create; LiveState holds what changes at every step of a Run.

    nodes, edges: what the canvas draws. made: Node id -> what it made, or why it failed.
    cost: credits; available: what the Account has. is_running: the Graph cannot be changed.
    is_changed: the Graph is no longer the one the Run shown was made from.
    problem: why the Run failed or could not start, as `VidGenieError.to_dict` writes it.
    questions: what its owner is asked when it ended in doubt, see `ui.doubt`.
    bills: what Providers are expected to charge for the Graph as it is; billed: what they
        have charged for the Run shown. In dollars, see `ui.money`.
    """

    nodes: rx.Field[list[Json]] = rx.field(default_factory=list[Json])
    edges: rx.Field[list[Json]] = rx.field(default_factory=list[Json])
    made: rx.Field[dict[str, Json]] = rx.field(default_factory=dict[str, Json])
    cost: rx.Field[int] = rx.field(0)
    run_id: rx.Field[str] = rx.field("")
    is_running: rx.Field[bool] = rx.field(False)
    is_changed: rx.Field[bool] = rx.field(False)
    result: rx.Field[Result] = rx.field(default_factory=Result)
    charge: rx.Field[Charge] = rx.field(default_factory=Charge)
    problem: rx.Field[dict[str, Any]] = rx.field(default_factory=dict[str, Any])
    questions: rx.Field[list[Json]] = rx.field(default_factory=list[Json])
    bills: rx.Field[list[Json]] = rx.field(default_factory=list[Json])
    billed: rx.Field[list[Json]] = rx.field(default_factory=list[Json])
    _draft: Graph | None = None
    _drawn: str = ""
    _choices: rx.Field[dict[str, tuple[ChoiceView, ...]]] = rx.field(
        default_factory=dict[str, tuple[ChoiceView, ...]]
    )
    _prices: rx.Field[dict[str, int]] = rx.field(default_factory=dict[str, int])
    _quoted: rx.Field[dict[str, Bill]] = rx.field(default_factory=dict[str, Bill])

    @rx.event
    @signed_in
    async def load(self, account: Account) -> None:
        """Show what the Account is working on, and the Run it came from.

        `LiveState.watch` shows what changes from then on. It may come first: both show
        the latest Run.
        """
        self._forget()
        self.is_running = self.is_changed = False
        self._drawn = ""
        await self._open(account)
        view = await asyncio.to_thread(bootstrap.services().runs.latest, account)
        if view is not None:
            self._follow(view)

    @rx.event
    @signed_in
    async def edit(self, account: Account, node: _Name, name: _Name, value: _Value) -> None:
        """Set one value of one Node, and keep the Graph."""
        graph = await self._current(account)
        found = rows.find(graph, node)
        chosen = _palette({}).coerced(found, name, value)
        await self._keep(account, rows.with_params(graph, node, {**found.params, name: chosen}))

    @rx.event
    @signed_in
    async def move(
        self, account: Account, items: Annotated[list[Moved], Field(max_length=200)]
    ) -> None:
        """Keep where Nodes were put down."""
        graph = await self._current(account)
        places = {item["id"]: (item["x"], item["y"]) for item in items}
        moved = rows.with_positions(graph, places)
        await asyncio.to_thread(bootstrap.services().graphs.save_draft, account, moved)
        self._draft = moved
        self._draw(moved)

    @rx.event
    @signed_in
    async def start_over(self, account: Account) -> None:
        """Begin a new video: the five Nodes as they come, with the choices made so far."""
        graph = await self._current(account)
        fresh = (
            rows.with_params(graph, "prompt", {"text": ""})
            if _has_prompt(graph)
            else await asyncio.to_thread(bootstrap.services().graphs.default, account)
        )
        self._forget()
        await self._keep(account, fresh)
        self.is_changed = False

    @rx.event
    @signed_in
    async def use_demo(self, account: Account) -> None:
        """Let this server do all the work: no key, no credits."""
        graph = await self._current(account)
        palette = _palette(await _choices(account))
        nodes = tuple(replace(node, params=palette.demo_params(node)) for node in graph.nodes)
        await self._keep(account, replace(graph, nodes=nodes))
        self.problem = {}

    @rx.event
    def dismiss(self) -> None:
        """Take the message about the problem away."""
        self.problem = {}

    @rx.event
    @signed_in
    async def run(self, account: Account) -> None:
        """Start a Run of the Graph as it is kept; the same click twice starts one."""
        if self.is_running:
            return
        services = bootstrap.services()
        draft = await asyncio.to_thread(services.graphs.draft, account)
        before = await asyncio.to_thread(services.runs.latest, account)
        key = f"canvas:{draft.version}:{before.id if before else ''}"
        self._forget()
        try:
            started = await asyncio.to_thread(
                services.runs.start, account, draft.graph, idempotency_key=key
            )
        except VidGenieError as error:
            self.problem = shown.named(error.to_dict(), titled=maker_title)
            return
        self.run_id = started.run_id
        self.is_running = True
        self.is_changed = False

    @rx.event
    @signed_in
    async def cancel(self, account: Account) -> None:
        """Stop the Run that is shown."""
        if self.run_id:
            await asyncio.to_thread(bootstrap.services().runs.cancel, account, self.run_id)

    async def _open(self, account: Account) -> None:
        graph = await self._current(account)
        await self._price(account, graph)
        self._draw(graph)

    def _follow(self, view: RunView) -> bool:
        """Show a Run if it belongs on this canvas; whether it does.

        Comes at every step of a Run: only what is new is assigned, and so sent.
        """
        is_over = view.status.is_over
        is_ours = view.id == self.run_id
        fits = self._draft is not None and rows.same_work(view.graph, self._draft)
        # One that waits for a decision is shown whatever was drawn since.
        if is_over and not is_ours and not fits and not view.doubt_until:
            return False
        if not is_over and not fits:
            self._draft = view.graph
        if self._drawn != (drawn := f"{view.id} {is_over}"):
            self._drawn = drawn
            self._draw(self._draft or view.graph)
        put(
            self,
            run_id=view.id,
            is_running=not is_over,
            is_changed=is_over and not fits,
            made=shown.made(view, titled=maker_title),
            result=shown.result(view),
            charge=Charge(view.held, view.charged, view.released),
            problem=shown.problem(view, titled=maker_title),
            questions=questions(view, titled=maker_title),
            billed=[bill.to_json() for bill in shown.bills(view.nodes, titled=maker_title)],
        )
        return True

    async def _decided(self, account: Account, view: RunView) -> None:
        """The Run goes on, or it is over: `LiveState.watch` shows what follows."""
        self._follow(view)
        await refresh_credits(self, account)

    async def _current(self, account: Account) -> Graph:
        """The Graph as it is kept: another tab may have changed it."""
        draft = await asyncio.to_thread(bootstrap.services().graphs.draft, account)
        return draft.graph

    async def _keep(self, account: Account, graph: Graph) -> None:
        await asyncio.to_thread(bootstrap.services().graphs.save_draft, account, graph)
        await self._price(account, graph)
        if not self.run_id:
            self.problem = {}
        self.is_changed = bool(self.run_id) and not self.is_running
        self._draw(graph)

    async def _price(self, account: Account, graph: Graph) -> None:
        """What the Graph would cost; an idea yet to be written costs what any idea does."""
        self._draft = graph
        self._choices = await _choices(account)
        priced = rows.with_params(graph, "prompt", {"text": "…"}) if _has_prompt(graph) else graph
        try:
            quote = await asyncio.to_thread(bootstrap.services().runs.quote, account, priced)
        except VidGenieError:
            return
        self.cost = quote.total
        self._prices = {line.node_id: line.credits for line in quote.lines}
        self._quoted = shown.quoted(quote.lines, titled=maker_title)
        self.bills = [bill.to_json() for bill in self._quoted.values()]

    def _draw(self, graph: Graph) -> None:
        palette = _palette(self._choices)
        self.nodes = palette.rows(graph, prices=self._prices, bills=self._quoted)
        self.edges = rows.edges(graph)

    def _forget(self) -> None:
        self.run_id = ""
        self.made = {}
        self.result = Result()
        self.charge = Charge()
        self.problem = {}
        self.questions = []
        self.billed = []


def put(state: BaseState, **values: object) -> None:
    """Assign what differs: Reflex sends whatever is assigned."""
    for name, value in values.items():
        if getattr(state, name) != value:
            setattr(state, name, value)


def _palette(choices: Mapping[str, tuple[ChoiceView, ...]]) -> Palette:
    return Palette.of(bootstrap.services().catalog, choices)


async def _choices(account: Account) -> dict[str, tuple[ChoiceView, ...]]:
    """Kind -> Providers, in the Account's order."""
    view = await asyncio.to_thread(bootstrap.services().preferences.view, account)
    return dict(view.choices)


def _has_prompt(graph: Graph) -> bool:
    try:
        return rows.find(graph, "prompt").type == "prompt"
    except NotFound:
        return False
