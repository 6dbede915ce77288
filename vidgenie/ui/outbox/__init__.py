"""The outbox of an installation's admins; it talks to the REST API itself: links are secrets."""

import reflex as rx

from vidgenie.ui.modules import module


class Outbox(rx.Component):
    """Every e-mail, newest first; opening one shows its text."""

    library = module(__file__, "outbox.jsx")
    tag = "Outbox"


outbox = Outbox.create
