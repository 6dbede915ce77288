"""The canvas in miniature, drawn in HTML: what people will see after they sign up."""

import reflex as rx

from vidgenie.ui.i18n import t
from vidgenie.ui.icons import icon


def hero_picture() -> rx.Component:
    """A window with five Nodes, one of them at work, and the video they make."""
    return rx.el.div(
        rx.el.div(
            rx.el.i(), rx.el.i(), rx.el.i(), rx.el.span("/create"), class_name="vg-window-bar"
        ),
        rx.el.div(
            _node("pencil", t("node.prompt"), "success", rx.el.p(t("home.demo_idea"))),
            _edge("success"),
            _node("brain", t("node.enhance"), "success", _lines(4)),
            _edge("success"),
            _node("image", t("node.image"), "success", rx.el.div(class_name="vg-mini-scene")),
            _edge("loading"),
            _node(
                "clapperboard",
                t("node.video"),
                "loading",
                rx.el.div(rx.el.i(), class_name="vg-mini-progress"),
                _lines(2),
            ),
            _edge("idle"),
            _phone(),
            class_name="vg-window-canvas",
        ),
        class_name="vg-window",
        role="img",
        aria_label=t("home.picture"),
    )


def _node(icon_name: str, title: rx.Var[str], status: str, *content: rx.Component) -> rx.Component:
    return rx.el.div(
        rx.el.p(icon(icon_name, size=14), title, class_name="vg-mini-head"),
        *content,
        class_name=f"vg-mini vg-mini-{status}",
    )


def _edge(status: str) -> rx.Component:
    return rx.el.span(rx.el.i(), class_name=f"vg-mini-edge vg-mini-edge-{status}")


def _lines(count: int) -> rx.Component:
    return rx.el.div(*[rx.el.i() for _ in range(count)], class_name="vg-mini-lines")


def _phone() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.i(class_name="vg-sun"),
            rx.el.i(class_name="vg-ridge vg-ridge-far"),
            rx.el.i(class_name="vg-ridge vg-ridge-near"),
            rx.el.i(class_name="vg-ridge vg-ridge-front"),
            rx.el.span(icon("play", size=15), class_name="vg-phone-play"),
            class_name="vg-phone-screen",
        ),
        class_name="vg-phone",
    )
