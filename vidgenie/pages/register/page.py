"""Layout of the registration page."""

import reflex as rx

from vidgenie.ui import kit
from vidgenie.ui.auth import register_form
from vidgenie.ui.i18n import t
from vidgenie.ui.session import SessionState
from vidgenie.ui.shell import guest_shell


@rx.page(route="/register", title=t("page.register"), on_load=SessionState.skip_when_signed_in)
def register() -> rx.Component:
    """A new Account."""
    other = "/login"
    return guest_shell(
        rx.el.div(
            kit.card(
                rx.el.h1(t("auth.register.title"), class_name="text-[24px] font-semibold"),
                rx.el.p(t("auth.register.text"), class_name="mt-1 mb-6 text-mute"),
                register_form(),
                rx.el.p(
                    t("auth.register.other"),
                    " ",
                    kit.link(t("auth.register.other_go"), to=other, class_name="vg-more"),
                    class_name="mt-5 text-center text-[14px] text-mute",
                ),
                class_name="vg-auth-card",
            ),
            class_name="vg-auth",
        ),
        actions=False,
    )
