"""Layout of the log-in page."""

import reflex as rx

from vidgenie.ui import kit
from vidgenie.ui.auth import login_form
from vidgenie.ui.i18n import t
from vidgenie.ui.session import SessionState
from vidgenie.ui.shell import guest_shell


@rx.page(route="/login", title=t("page.login"), on_load=SessionState.skip_when_signed_in)
def login() -> rx.Component:
    """E-mail address and password."""
    other = "/register"
    return guest_shell(
        rx.el.div(
            kit.card(
                rx.el.h1(t("auth.login.title"), class_name="text-[24px] font-semibold"),
                rx.el.p(t("auth.login.text"), class_name="mt-1 mb-6 text-mute"),
                login_form(),
                rx.el.p(
                    t("auth.login.other"),
                    " ",
                    kit.link(t("auth.login.other_go"), to=other, class_name="vg-more"),
                    class_name="mt-5 text-center text-[14px] text-mute",
                ),
                class_name="vg-auth-card",
            ),
            class_name="vg-auth",
        ),
        actions=False,
    )
