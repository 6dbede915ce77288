"""Layout of the dashboard."""

import reflex as rx

from vidgenie.pages.dashboard.state import DashboardState
from vidgenie.ui import kit
from vidgenie.ui.contents import ContentRow, content_card, contents_grid, contents_skeleton
from vidgenie.ui.credits import credits_widget
from vidgenie.ui.i18n import t
from vidgenie.ui.icons import icon
from vidgenie.ui.nav import NAVIGATION, NavItem
from vidgenie.ui.session import SessionState
from vidgenie.ui.shell import shell

ROUTE = "/dashboard"
NAVIGATION.add(NavItem(ROUTE, "nav.dashboard", "house", order=10))


@rx.page(
    route=ROUTE,
    title=t("page.dashboard"),
    on_load=[SessionState.enter, DashboardState.load, DashboardState.watch],
)
def dashboard() -> rx.Component:
    """Where one comes in: what is new, what is left, and the way to the next video."""
    return shell(
        kit.heading(t("dashboard.hello", name=SessionState.name), t("dashboard.text")),
        rx.el.div(_call(), credits_widget(), class_name="vg-dashboard"),
        _short(),
        kit.section(
            t("dashboard.recent"),
            _recent(),
            aside=rx.cond(
                DashboardState.total > 0,
                kit.link(t("dashboard.all"), to="/library", class_name="vg-more"),
            ),
        ),
        active=ROUTE,
    )


def _call() -> rx.Component:
    return kit.link(
        rx.el.div(
            rx.el.span(icon("sparkles", size=22), class_name="vg-call-icon"),
            rx.el.span(t("dashboard.create"), class_name="vg-call-title"),
            rx.el.span(t("dashboard.create_text"), class_name="vg-call-text"),
            rx.el.span(
                t("dashboard.create_go"), icon("arrow-right", size=17), class_name="vg-call-go"
            ),
            class_name="vg-call-words",
        ),
        rx.el.span(
            *[rx.el.i() for _ in range(4)],
            class_name="vg-call-art",
            custom_attrs={"aria-hidden": "true"},
        ),
        to="/create",
        class_name="vg-call",
        attributes={"data-testid": "create-call"},
    )


def _short() -> rx.Component:
    """The way to videos of several Segments."""
    return kit.card(
        rx.el.span(icon("folder-kanban", size=20), class_name="vg-promise-icon flex-none"),
        rx.el.div(
            rx.el.h2(t("dashboard.short"), class_name="text-[16px] font-semibold"),
            rx.el.p(t("dashboard.short_text"), class_name="text-[14px] text-mute"),
            class_name="min-w-0 flex-[1_1_260px]",
        ),
        kit.link_button(
            icon("layout-template"), t("templates.title"), to="/templates", look="quiet"
        ),
        kit.link_button(icon("folder-kanban"), t("dashboard.short_projects"), to="/projects"),
        kit.link_button(icon("zap"), t("dashboard.short_quick"), to="/generate", look="primary"),
        class_name="mt-4 flex flex-wrap items-center gap-x-4 gap-y-3 p-4 pr-5",
        test_id="short-call",
    )


def _recent() -> kit.Child:
    return rx.cond(
        DashboardState.is_loaded,
        rx.cond(
            DashboardState.total > 0,
            contents_grid(
                rx.foreach(
                    DashboardState.contents,
                    _card,
                ),
                test_id="recent-contents",
            ),
            kit.card(
                kit.empty_state(
                    "clapperboard",
                    title=t("dashboard.empty"),
                    text=t("dashboard.empty_text"),
                    action=kit.link_button(
                        icon("sparkles"), t("dashboard.empty_go"), to="/create", look="primary"
                    ),
                ),
            ),
        ),
        contents_skeleton(),
    )


def _card(item: ContentRow) -> rx.Component:
    opens = rx.cond(item.status == "processing", "/create", "/library/?open=" + item.id)
    return content_card(item, DashboardState.live, on_click=rx.redirect(opens))
