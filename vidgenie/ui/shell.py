"""The frame around every page."""

import reflex as rx
from reflex_components_core.core.banner import has_connection_errors

from vidgenie.ui import kit
from vidgenie.ui.auth import log_out_button
from vidgenie.ui.i18n import label, locale, t, toggle_locale
from vidgenie.ui.icons import icon
from vidgenie.ui.nav import NAVIGATION, NavItem
from vidgenie.ui.notifications import bell
from vidgenie.ui.session import SessionState
from vidgenie.ui.toast import toast
from vidgenie.ui.vault import key_agent


def shell(*children: kit.Child, active: str, bleed: bool = False) -> rx.Component:
    """A page for people who are signed in.

    active: route of the page, marked in the navigation.
    bleed: the page fills the window itself, without margins.
    """
    inside = "vg-main-bleed" if bleed else "vg-main"
    return rx.el.div(
        _skip_link(),
        rx.el.header(
            _brand("/dashboard"),
            rx.el.nav(
                *[
                    _nav_link(item, active=active, class_name="vg-nav-link")
                    for item in NAVIGATION.items()
                ],
                aria_label=t("shell.navigation"),
                class_name="vg-nav",
            ),
            rx.el.div(
                _credits_pill(), _bell(), *_switches(), _account_menu(), class_name="vg-header-end"
            ),
            class_name="vg-header",
        ),
        _offline(),
        rx.el.main(*children, id="main", tab_index=-1, class_name=inside),
        rx.el.nav(
            *[_nav_link(item, active=active, class_name="vg-tab") for item in NAVIGATION.often()],
            aria_label=t("shell.navigation"),
            class_name="vg-tabs",
        ),
        toast(),
        rx.cond(SessionState.sealed, key_agent()),
        class_name="vg-page",
    )


def guest_shell(*children: kit.Child, actions: bool = True) -> rx.Component:
    """A page for people who are not signed in."""
    ways_in = (
        [
            kit.link_button(t("shell.log_in"), to="/login", look="quiet", size="small"),
            kit.link_button(t("shell.register"), to="/register", look="primary", size="small"),
        ]
        if actions
        else []
    )
    return rx.el.div(
        _skip_link(),
        rx.el.header(
            _brand("/"),
            rx.el.div(*_switches(), *ways_in, class_name="vg-header-end"),
            class_name="vg-header",
        ),
        rx.el.main(*children, id="main", tab_index=-1),
        toast(),
        class_name="vg-page vg-page-guest",
    )


def _skip_link() -> rx.Component:
    return rx.el.a(t("shell.skip"), href="#main", class_name="vg-skip")


def _brand(to: str) -> rx.Component:
    return kit.link(
        rx.el.img(src="/logo.svg", alt="", width="26", height="26"),
        rx.el.span("VidGenie"),
        to=to,
        class_name="vg-brand",
    )


def _nav_link(item: NavItem, *, active: str, class_name: str) -> rx.Component:
    here = {"aria-current": "page"} if item.route == active else {}
    return kit.link(
        icon(item.icon, size=17),
        rx.el.span(t(item.key)),
        to=item.route,
        class_name=class_name,
        attributes=here,
    )


def _credits_pill() -> rx.Component:
    amount = rx.cond(
        SessionState.unlimited, t("credits.unlimited"), t("credits.pill", n=SessionState.credits)
    )
    return kit.link(
        icon("coins", size=15),
        rx.cond(
            SessionState.known, rx.el.span(amount, class_name="vg-num"), kit.skeleton("h-3 w-10")
        ),
        rx.cond(
            SessionState.held > 0,
            rx.el.span(t("credits.pill_held", n=SessionState.held), class_name="vg-pill-held"),
        ),
        to="/credits",
        title=t("credits.pill_title"),
        class_name="vg-pill",
        attributes={
            "data-testid": "credits-balance",
            "data-credits": SessionState.credits,
            "data-held": SessionState.held,
        },
    )


def _bell() -> rx.Component:
    return bell(unread=SessionState.unread, news=SessionState.news)


def _switches() -> list[rx.Component]:
    return [
        rx.el.button(
            icon("languages", size=17),
            rx.el.span(locale().upper()),
            on_click=toggle_locale(),
            aria_label=t("shell.switch_language"),
            title=t("shell.switch_language"),
            type="button",
            class_name="vg-icon-btn",
            custom_attrs={"data-testid": "locale-switch", "data-locale": locale()},
        ),
        rx.el.button(
            rx.el.span(icon("sun", size=18), class_name="vg-when-dark"),
            rx.el.span(icon("moon", size=18), class_name="vg-when-light"),
            on_click=rx.toggle_color_mode,
            aria_label=t("shell.switch_theme"),
            title=t("shell.switch_theme"),
            type="button",
            class_name="vg-icon-btn",
            custom_attrs={"data-testid": "theme-switch"},
        ),
    ]


def _account_menu() -> rx.Component:
    return rx.fragment(
        rx.el.button(
            rx.el.span(SessionState.name[:1].upper(), class_name="vg-avatar"),
            aria_label=t("shell.account"),
            title=t("shell.account"),
            type="button",
            class_name="vg-avatar-btn",
            custom_attrs={"popovertarget": "account-menu", "data-testid": "account-menu"},
        ),
        rx.el.div(
            rx.el.div(
                rx.el.p(SessionState.name, class_name="truncate font-semibold"),
                rx.el.p(SessionState.email, class_name="truncate text-[13px] text-mute"),
                rx.el.span(
                    label("plan", SessionState.plan), class_name="vg-badge vg-badge-accent mt-2"
                ),
                class_name="vg-menu-head",
            ),
            *[
                kit.link(icon(item.icon), t(item.key), to=item.route, class_name="vg-menu-item")
                for item in NAVIGATION.seldom()
            ],
            kit.link(
                icon("settings"),
                t("settings.title"),
                to="/settings",
                class_name="vg-menu-item",
                attributes={"data-testid": "settings-link"},
            ),
            rx.cond(
                SessionState.role == "admin",
                kit.link(
                    icon("shield-check"), t("admin.heading"), to="/admin", class_name="vg-menu-item"
                ),
            ),
            log_out_button(icon("log-out"), t("shell.log_out"), class_name="vg-menu-item"),
            id="account-menu",
            class_name="vg-menu",
            custom_attrs={"popover": "auto"},
        ),
    )


def _offline() -> kit.Child:
    return rx.cond(
        has_connection_errors,
        rx.el.div(icon("wifi-off"), t("shell.offline"), role="status", class_name="vg-offline"),
    )
