"""Layout of the page that sets a new password: asks for a link, and is where it leads."""

import reflex as rx

from vidgenie.ui import kit
from vidgenie.ui.auth import reset_form
from vidgenie.ui.i18n import t
from vidgenie.ui.shell import guest_shell


@rx.page(route="/reset", title=t("auth.ask.page"))
def reset() -> rx.Component:
    """An e-mail address, or with a link a new password."""
    return guest_shell(
        rx.el.div(
            kit.card(
                reset_form(),
                rx.el.p(
                    kit.link(t("auth.ask.back"), to="/login", class_name="vg-more"),
                    class_name="mt-5 text-center text-[14px] text-mute",
                ),
                class_name="vg-auth-card",
            ),
            class_name="vg-auth",
        ),
        actions=False,
    )
