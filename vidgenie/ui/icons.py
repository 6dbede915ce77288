"""Lucide icons, drawn for the eye only: the text beside them says what they mean."""

import reflex as rx

# A node type names its icon; one that is not here is drawn as a box.
_NODE_ICONS = (
    "pencil",
    "brain",
    "image",
    "clapperboard",
    "flag",
    "paperclip",
    "mic",
    "captions",
    "layers",
    "music",
    "scissors",
    "wand-sparkles",
)


def icon(name: str, *, size: int = 16, class_name: str = "") -> rx.Component:
    """The icon `name`, `size` pixels square, hidden from screen readers."""
    return rx.icon(name, size=size, class_name=class_name, custom_attrs={"aria-hidden": "true"})


def node_icon(name: rx.Var[str], *, size: int = 16) -> rx.Component | rx.Var[rx.Component]:
    """The icon a node type asked for."""
    cases = [(known, icon(known, size=size)) for known in _NODE_ICONS]
    return rx.match(name, *cases, icon("box", size=size))
