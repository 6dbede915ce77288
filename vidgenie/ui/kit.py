"""Building blocks; their looks are in assets/styles/kit.css."""

from collections.abc import Mapping
from typing import Any, Literal

import reflex as rx
from reflex.event import EventType
from reflex_components_core.react_router import ReactRouterLink

from vidgenie.ui.icons import icon

Tone = Literal["", "accent", "good", "warn", "bad", "live"]
Look = Literal["primary", "plain", "quiet", "danger"]
Size = Literal["small", "normal", "large"]
Child = rx.Component | rx.Var[Any] | str | int
Claim = bool | rx.Var[bool]
Words = str | rx.Var[str]


def button(  # noqa: PLR0913  # what a button can be told
    *children: Child,
    look: Look = "plain",
    size: Size = "normal",
    on_click: EventType[()] | None = None,
    disabled: Claim = False,
    label: Words | None = None,
    title: Words | None = None,
    test_id: str = "",
) -> rx.Component:
    """A button; label: what it is called where its words cannot be seen."""
    return rx.el.button(
        *children,
        on_click=on_click,
        disabled=disabled,
        aria_label=label,
        title=title,
        type="button",
        class_name=_button_class(look, size),
        custom_attrs=_attributes(test_id),
    )


def link_button(
    *children: Child,
    to: Words,
    look: Look = "plain",
    size: Size = "normal",
    class_name: str = "",
) -> rx.Component:
    """A link that looks like a button."""
    return link(*children, to=to, class_name=f"{_button_class(look, size)} {class_name}".strip())


def download_button(*children: Child, href: Words, test_id: str = "") -> rx.Component:
    """A link that keeps a file."""
    return rx.el.a(
        *children,
        href=href,
        download=True,
        class_name=_button_class("plain", "small"),
        custom_attrs=_attributes(test_id),
    )


def link(
    *children: Child,
    to: Words,
    class_name: str,
    title: Words | None = None,
    attributes: Mapping[str, object] | None = None,
) -> rx.Component:
    """A link within the product: the page changes without loading again."""
    return ReactRouterLink.create(
        *children, to=to, title=title, class_name=class_name, custom_attrs=dict(attributes or {})
    )


def icon_button(name: str, *, label: Words, on_click: EventType[()]) -> rx.Component:
    """A button that is only an icon; `label` says what it does."""
    return rx.el.button(
        icon(name, size=18),
        on_click=on_click,
        aria_label=label,
        title=label,
        type="button",
        class_name="vg-icon-btn",
    )


def card(*children: Child, class_name: str = "", test_id: str = "") -> rx.Component:
    """A surface."""
    return rx.el.div(
        *children, class_name=f"vg-card {class_name}".strip(), custom_attrs=_attributes(test_id)
    )


def section(title: rx.Var[str], *children: Child, aside: Child | None = None) -> rx.Component:
    """A part of a page under its own heading; `aside` stands at the end of the line."""
    return rx.el.section(
        rx.el.div(
            rx.el.h2(title, class_name="text-[17px] font-semibold"),
            aside if aside is not None else rx.fragment(),
            class_name="mb-3 flex min-h-9 items-center justify-between gap-3",
        ),
        *children,
        class_name="mt-9",
    )


def heading(title: rx.Var[str], text: rx.Var[str] | None = None, *aside: Child) -> rx.Component:
    """The head of a page."""
    return rx.el.div(
        rx.el.div(
            rx.el.h1(title, class_name="text-[26px] font-semibold sm:text-[30px]"),
            rx.el.p(text, class_name="mt-1 text-mute") if text is not None else rx.fragment(),
            class_name="min-w-0 max-w-full",
        ),
        *aside,
        class_name="flex flex-wrap items-end justify-between gap-4",
    )


def badge(*children: Child, tone: Tone = "", title: Words | None = None) -> rx.Component:
    """A short word about something."""
    return rx.el.span(*children, title=title, class_name=f"vg-badge vg-badge-{tone}")


def bar(percent: rx.Var[int], *, label: rx.Var[str]) -> rx.Component:
    """How far something is, 0 to 100."""
    return rx.el.div(
        rx.el.i(style={"width": f"{percent}%"}),
        role="progressbar",
        aria_label=label,
        aria_valuemin=0,
        aria_valuemax=100,
        aria_valuenow=percent,
        class_name="vg-bar",
    )


def skeleton(class_name: str) -> rx.Component:
    """A place where something will be."""
    return rx.el.div(class_name=f"vg-skeleton {class_name}", custom_attrs={"aria-hidden": "true"})


def empty_state(
    icon_name: str, *, title: rx.Var[str], text: rx.Var[str], action: Child | None = None
) -> rx.Component:
    """What a list shows when nothing is there, and what to do about it."""
    return rx.el.div(
        rx.el.div(icon(icon_name, size=26), class_name="vg-empty-icon"),
        rx.el.p(title, class_name="vg-empty-title"),
        rx.el.p(text, class_name="vg-empty-text"),
        rx.el.div(action, class_name="mt-3") if action is not None else rx.fragment(),
        class_name="vg-empty",
    )


def _button_class(look: Look, size: Size) -> str:
    sizes = {"small": " vg-btn-small", "normal": "", "large": " vg-btn-large"}
    return f"vg-btn vg-btn-{look}{sizes[size]}"


def _attributes(test_id: str) -> dict[str, str]:
    return {"data-testid": test_id} if test_id else {}
