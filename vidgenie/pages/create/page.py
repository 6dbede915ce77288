"""Layout of the canvas page."""

import reflex as rx

from vidgenie.pages.create import bodies, parts
from vidgenie.pages.create.live import LiveState, live_nodes
from vidgenie.pages.create.notes import questions
from vidgenie.pages.create.state import CreateState
from vidgenie.ui import kit
from vidgenie.ui.flow import flow_canvas
from vidgenie.ui.i18n import t
from vidgenie.ui.nav import NAVIGATION, NavItem
from vidgenie.ui.session import SessionState
from vidgenie.ui.shell import shell

ROUTE = "/create"
NAVIGATION.add(NavItem(ROUTE, "nav.create", "sparkles", order=20))


@rx.page(
    route=ROUTE,
    title=t("page.create"),
    on_load=[SessionState.enter, CreateState.load, LiveState.watch],
)
def create() -> rx.Component:
    """The Graph on its canvas, and the bar that runs it."""
    canvas = flow_canvas(
        bodies={"other": bodies.node_body},
        nodes=CreateState.nodes,
        edges=CreateState.edges,
        live=live_nodes(),
        more=CreateState.made,
        clock=LiveState.clock,
        locked=CreateState.is_running,
        on_move=CreateState.move,
        on_run=CreateState.run,
    )
    return shell(
        rx.el.h1(t("create.title"), class_name="vg-sr"),
        rx.el.div(
            rx.cond(CreateState.nodes.length() > 0, canvas, _waiting()),
            class_name="vg-create-canvas",
        ),
        parts.error_card(),
        questions(is_large=True),
        parts.run_bar(),
        active=ROUTE,
        bleed=True,
    )


def _waiting() -> rx.Component:
    return rx.el.div(
        *[kit.skeleton("h-64 w-64 max-w-full shrink-0") for _ in range(4)],
        class_name="vg-create-waiting",
    )
