"""A window over the page."""

import reflex as rx

from vidgenie.ui.modules import module

_JSX = module(__file__, "dialog.jsx")


class Dialog(rx.Component):
    """Its children in a modal window while `open`; closes on Escape and on a click beside it."""

    library = _JSX
    tag = "Dialog"

    open: rx.Var[bool]
    label: rx.Var[str]
    test_id: rx.Var[str]

    on_close: rx.EventHandler[rx.event.no_args_event_spec]


dialog = Dialog.create
