"""Layout of the page a link to confirm an e-mail address leads to."""

import reflex as rx

from vidgenie.ui import kit
from vidgenie.ui.auth import confirm_email_form
from vidgenie.ui.i18n import t
from vidgenie.ui.shell import guest_shell


@rx.page(route="/confirm-email", title=t("auth.new_email.page"))
def confirm_email() -> rx.Component:
    """One button: to look at the page changes nothing."""
    return guest_shell(
        rx.el.div(
            kit.card(confirm_email_form(), class_name="vg-auth-card"),
            class_name="vg-auth",
        ),
        actions=False,
    )
