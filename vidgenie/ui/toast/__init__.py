"""Messages at the edge of the page; drawn from State, because nothing sent may be eval'd."""

from typing import Any

import reflex as rx
from reflex.state import BaseState

from vidgenie.errors import VidGenieError
from vidgenie.ui.i18n import error_text, label, remedy_text, t
from vidgenie.ui.icons import icon


class ToastState(rx.State):
    """The last message.

    error: an error as `VidGenieError.to_dict` writes it, {} for none.
    done: last part of a `toast.` key that says what was done, "" for none.
    count: rises with each message, so that equal ones are announced again.
    """

    error: rx.Field[dict[str, Any]] = rx.field(default_factory=dict[str, Any])
    done: rx.Field[str] = rx.field("")
    count: rx.Field[int] = rx.field(0)

    @rx.event
    def dismiss(self) -> None:
        """Take the message away."""
        self.error = {}
        self.done = ""

    @rx.event
    def show_crash(self) -> None:
        """Say that something went wrong which we have no word for."""
        self._show({"code": "unknown"})

    def _show(self, error: dict[str, Any]) -> None:
        self.error = error
        self.done = ""
        self.count += 1

    def _tell(self, done: str) -> None:
        self.error = {}
        self.done = done
        self.count += 1


async def tell_problem(state: BaseState, error: VidGenieError) -> None:
    """Show what went wrong and what to do about it."""
    (await state.get_state(ToastState))._show(error.to_dict())  # noqa: SLF001  # public would be an endpoint


async def tell_done(state: BaseState, what: str) -> None:
    """Say that something was done; `what` is the last part of a `toast.` key."""
    (await state.get_state(ToastState))._tell(what)  # noqa: SLF001  # public would be an endpoint


def toast() -> rx.Component:
    """The place where messages appear."""
    return rx.el.div(
        rx.cond(ToastState.error.contains("code"), _problem()),
        rx.cond(ToastState.done != "", _done()),
        class_name="vg-toasts",
    )


def _problem() -> rx.Component:
    return rx.el.div(
        icon("circle-alert", size=18),
        rx.el.div(
            rx.el.p(error_text(ToastState.error), class_name="vg-toast-title"),
            rx.el.p(remedy_text(ToastState.error), class_name="vg-toast-text"),
        ),
        rx.el.button(
            icon("x", size=16),
            on_click=ToastState.dismiss,
            aria_label=t("shell.dismiss"),
            class_name="vg-icon-btn",
            type="button",
        ),
        key=ToastState.count.to_string(),
        role="alert",
        class_name="vg-toast vg-toast-bad",
        custom_attrs={"data-testid": "toast"},
    )


def _done() -> rx.Component:
    return rx.el.div(
        icon("check", size=18),
        rx.el.p(label("toast", ToastState.done), class_name="vg-toast-title"),
        key=ToastState.count.to_string(),
        role="status",
        class_name="vg-toast vg-toast-good",
    )
