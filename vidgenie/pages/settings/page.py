"""Layout of the settings page."""

import reflex as rx

from vidgenie.ui import kit
from vidgenie.ui.i18n import t
from vidgenie.ui.session import SessionState
from vidgenie.ui.settings import settings_panels
from vidgenie.ui.shell import shell
from vidgenie.ui.vault import sealed_panel

ROUTE = "/settings"


@rx.page(route=ROUTE, title=t("settings.page"), on_load=SessionState.enter)
def settings() -> rx.Component:
    """Keys, account, security and data."""
    return shell(
        kit.heading(t("settings.title"), t("settings.text")),
        settings_panels(sealed_panel(), on_account_changed=SessionState.refresh),
        active=ROUTE,
    )
