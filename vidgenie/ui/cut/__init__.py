"""The cutting room; what it shows and does goes over the REST API, never through a State."""

import reflex as rx

from vidgenie.ui.modules import module

_JSX = module(__file__, "cut.jsx")


class CuttingRoom(rx.Component):
    """Clips, preview, voice, captions, music and the finished video.

    on_spent: a Run has begun or is over: the Account may have other credits now.
    """

    library = _JSX
    tag = "CuttingRoom"

    on_spent: rx.EventHandler[rx.event.no_args_event_spec]


cutting_room = CuttingRoom.create
