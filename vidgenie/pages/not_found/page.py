"""Layout of the page for addresses that lead nowhere."""

import reflex as rx

from vidgenie.ui import kit
from vidgenie.ui.i18n import t
from vidgenie.ui.shell import guest_shell


@rx.page(route="404", title=t("page.not_found"))
def not_found() -> rx.Component:
    """A way back."""
    return guest_shell(
        rx.el.div(
            kit.empty_state(
                "compass",
                title=t("shell.not_found"),
                text=t("shell.not_found_text"),
                action=kit.link_button(t("shell.home"), to="/", look="primary"),
            ),
            class_name="grid min-h-[70dvh] place-items-center",
        ),
        actions=False,
    )
