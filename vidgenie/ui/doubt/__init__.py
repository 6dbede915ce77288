"""Runs that ended in doubt: what their owner is asked, Node by Node, and the answer."""

import asyncio
from collections.abc import Callable
from typing import Annotated, Any, Literal

import reflex as rx
from pydantic import Field

from vidgenie import bootstrap
from vidgenie.domain.account import Account
from vidgenie.errors import Conflict
from vidgenie.services.runs import Decision
from vidgenie.services.views import RunView
from vidgenie.ui.clock import milliseconds
from vidgenie.ui.modules import module
from vidgenie.ui.session import signed_in

_JSX = module(__file__, "doubt.jsx")

Json = dict[str, Any]
_Id = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
_Name = Annotated[str, Field(max_length=64)]


def questions(view: RunView, *, titled: Callable[[str, str], str]) -> list[Json]:
    """What there is to decide about a Run, as the component takes it.

    titled: (node type, slug of a Provider) -> its name.
    until: epoch ms; microUsd: what one request is expected to cost there, None = unknown.
    """
    return [
        {
            "run": view.id,
            "node": node.id,
            "type": node.type,
            "provider": titled(node.type, node.provider),
            "kind": node.question,
            "canLook": node.can_look,
            "until": milliseconds(view.doubt_until),
            "microUsd": node.estimate_micro_usd,
        }
        for node in view.nodes
        if node.question
    ]


class DecidesDoubt(rx.State, mixin=True):
    """For pages that ask about Runs in doubt.

    answered: how many decisions were taken here, well or not: the buttons wait for it.
    """

    answered: rx.Field[int] = rx.field(0)

    @rx.event
    @signed_in
    async def decide(
        self,
        account: Account,
        run: _Id,
        node: _Name,
        decision: Literal["again", "look", "give_up"],
    ) -> None:
        """Settle the doubt about one Node; where another tab was first, show what it did."""
        runs = bootstrap.services().runs
        self.answered += 1
        try:
            view = await asyncio.to_thread(runs.decide, account, run, node, Decision(decision))
        except Conflict:
            await self._decided(account, await asyncio.to_thread(runs.view, account, run))
            raise
        await self._decided(account, view)

    async def _decided(self, account: Account, view: RunView) -> None:
        """Show where the Run stands now."""
        raise NotImplementedError


def _decided(
    run: rx.Var[str], node: rx.Var[str], decision: rx.Var[str]
) -> tuple[rx.Var[str], rx.Var[str], rx.Var[str]]:
    return (run, node, decision)


class Doubt(rx.Component):
    """One question with its buttons; nothing when `question` is empty.

    on_decide(run, node, decision). answered: see DecidesDoubt. names_node: it stands
    elsewhere than in its Node. is_large: it has the width of a page.
    """

    library = _JSX
    tag = "Doubt"

    question: rx.Var[Json]
    answered: rx.Var[int]
    names_node: rx.Var[bool]
    is_large: rx.Var[bool]
    test_id: rx.Var[str]

    on_decide: rx.EventHandler[_decided]


doubt = Doubt.create
