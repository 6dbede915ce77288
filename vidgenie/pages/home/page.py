"""Layout of the landing page."""

import reflex as rx

from vidgenie.pages.home.hero import hero_picture
from vidgenie.ui import kit
from vidgenie.ui.i18n import t
from vidgenie.ui.icons import icon
from vidgenie.ui.session import SessionState
from vidgenie.ui.shell import guest_shell


@rx.page(route="/", title=t("page.home"), on_load=SessionState.skip_when_signed_in)
def home() -> rx.Component:
    """What VidGenie is, and the way in."""
    return guest_shell(
        rx.el.section(
            rx.el.p(icon("sparkles", size=14), t("home.badge"), class_name="vg-hero-badge"),
            rx.el.h1(
                t("home.title"), " ", rx.el.span(t("home.title_end"), class_name="vg-gradient-text")
            ),
            rx.el.p(t("home.text"), class_name="vg-hero-text"),
            rx.el.div(
                kit.link_button(
                    t("home.start"),
                    icon("arrow-right"),
                    to="/register",
                    look="primary",
                    size="large",
                ),
                kit.link_button(t("shell.log_in"), to="/login", size="large"),
                class_name="vg-hero-ways",
            ),
            rx.el.p(icon("check", size=15), t("home.note"), class_name="vg-hero-note"),
            hero_picture(),
            class_name="vg-hero",
        ),
        rx.el.section(
            rx.el.h2(t("home.why"), class_name="vg-home-title"),
            rx.el.div(
                _promise("workflow", t("home.see"), t("home.see_text")),
                _promise("shield-check", t("home.safe"), t("home.safe_text")),
                _promise("coins", t("home.fair"), t("home.fair_text")),
                _promise("key-round", t("home.keys"), t("home.keys_text")),
                _promise("server", t("home.yours"), t("home.yours_text")),
                _promise("code", t("home.api"), t("home.api_text")),
                class_name="vg-promises",
            ),
            class_name="vg-home-part",
        ),
        rx.el.section(
            rx.el.h2(t("home.how"), class_name="vg-home-title"),
            rx.el.ol(
                _step("1", t("home.step_1"), t("home.step_1_text")),
                _step("2", t("home.step_2"), t("home.step_2_text")),
                _step("3", t("home.step_3"), t("home.step_3_text")),
                class_name="vg-steps",
            ),
            rx.el.div(
                kit.link_button(
                    t("home.start"),
                    icon("arrow-right"),
                    to="/register",
                    look="primary",
                    size="large",
                ),
                class_name="mt-12 flex justify-center",
            ),
            class_name="vg-home-part",
        ),
        rx.el.footer(t("home.footer"), class_name="vg-footer"),
    )


def _promise(icon_name: str, title: rx.Var[str], text: rx.Var[str]) -> rx.Component:
    return rx.el.div(
        rx.el.span(icon(icon_name, size=20), class_name="vg-promise-icon"),
        rx.el.h3(title, class_name="mt-4 text-[16px] font-semibold"),
        rx.el.p(text, class_name="mt-1.5 text-mute"),
        class_name="vg-promise",
    )


def _step(number: str, title: rx.Var[str], text: rx.Var[str]) -> rx.Component:
    return rx.el.li(
        rx.el.span(number, class_name="vg-step-number", custom_attrs={"aria-hidden": "true"}),
        rx.el.h3(title, class_name="mt-4 text-[16px] font-semibold"),
        rx.el.p(text, class_name="mt-1.5 text-mute"),
    )
