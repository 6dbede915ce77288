"""Lucide icons, drawn for the eye only: the text beside them says what they mean."""

import reflex as rx


def icon(name: str, *, size: int = 16, class_name: str = "") -> rx.Component:
    """The icon `name`, `size` pixels square, hidden from screen readers."""
    return rx.icon(name, size=size, class_name=class_name, custom_attrs={"aria-hidden": "true"})
