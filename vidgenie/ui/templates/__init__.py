"""Templates of Graphs and Projects: looked for, filled in, used; one's own changed and carried.

What they show and do goes over the REST API, never through a State.
"""

import reflex as rx

from vidgenie.ui.modules import module

_GALLERY = module(__file__, "gallery.jsx")


class TemplateGallery(rx.Component):
    """Every Template there is."""

    library = _GALLERY
    tag = "Gallery"


template_gallery = TemplateGallery.create
