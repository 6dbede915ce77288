"""The cutting room; what it shows and does goes over the REST API, never through a State."""

import reflex as rx

from vidgenie.ui.modules import module

_JSX = module(__file__, "cut.jsx")


class CuttingRoom(rx.Component):
    """Clips, preview, voice, captions, music and the finished video."""

    library = _JSX
    tag = "CuttingRoom"


cutting_room = CuttingRoom.create
