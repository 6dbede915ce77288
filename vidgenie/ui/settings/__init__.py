"""The settings; what they show and change goes over the REST API, never through a State."""

import reflex as rx

from vidgenie.ui.auth import MIN_PASSWORD
from vidgenie.ui.modules import module

_JSX = module(__file__, "settings.jsx")


class Settings(rx.Component):
    """All panels; its children are shown in the section about the sealed vault.

    min_password: characters of the shortest password the server takes.
    on_account_changed: the name, the language or the second factor is another one now.
    """

    library = _JSX
    tag = "Settings"

    min_password: rx.Var[int]

    on_account_changed: rx.EventHandler[rx.event.no_args_event_spec]


def settings_panels(
    *sealed: rx.Component, on_account_changed: rx.event.EventType[()]
) -> rx.Component:
    """The panels; sealed: what the section about the sealed vault shows."""
    return Settings.create(
        *sealed, min_password=MIN_PASSWORD, on_account_changed=on_account_changed
    )
