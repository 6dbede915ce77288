"""Layout of the page of people's credits; the API tells who is no admin."""

import reflex as rx

from vidgenie.ui import kit
from vidgenie.ui.admin import CREDITS, admin_credits, back
from vidgenie.ui.i18n import t
from vidgenie.ui.session import SessionState
from vidgenie.ui.shell import shell


@rx.page(route=CREDITS, title=t("admin.credits_page"), on_load=SessionState.enter)
def admin_credits_page() -> rx.Component:
    """Find an account, see its credits, put right what went wrong."""
    head = kit.heading(t("admin.credits"), t("admin.credits_text"))
    return shell(back(), head, admin_credits(), active=CREDITS)
