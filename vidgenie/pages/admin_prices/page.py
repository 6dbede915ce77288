"""Layout of the page of prices; the API tells who is no admin."""

import reflex as rx

from vidgenie.ui import kit
from vidgenie.ui.admin import PRICES, admin_prices, back
from vidgenie.ui.i18n import t
from vidgenie.ui.session import SessionState
from vidgenie.ui.shell import shell


@rx.page(route=PRICES, title=t("admin.prices_page"), on_load=SessionState.enter)
def admin_prices_page() -> rx.Component:
    """What is charged and sold: today, before and from a later day on."""
    head = kit.heading(t("admin.prices"), t("admin.prices_text"))
    return shell(back(), head, admin_prices(), active=PRICES)
