"""The app around the pages: style sheets, head, errors."""

import logging
from collections.abc import Callable
from typing import cast

import reflex as rx
from reflex.event import EventSpec
from reflex_components_core.base.error_boundary import ErrorBoundary
from starlette.applications import Starlette
from starlette.types import ASGIApp

from vidgenie.ui import kit
from vidgenie.ui.crashes import told_by_browser
from vidgenie.ui.i18n import t
from vidgenie.ui.limits import EventLimit
from vidgenie.ui.session import SameSession
from vidgenie.ui.toast import ToastState

_log = logging.getLogger(__name__)
_STYLES = [
    "/styles/tokens.css",
    "/styles/base.css",
    "/styles/kit.css",
    "/styles/shell.css",
    "/styles/pages.css",
]
# Twin of `initial` in i18n/runtime.js. The pages are exported in English: whoever reads
# another language sees the text once it is there, and never for longer than 2 s nothing.
_LANGUAGE = """
(function () {
  var root = document.documentElement;
  var chosen = (document.cookie.match(/(?:^|; )vg_locale=(en|fr)/) || [])[1];
  var language = chosen || (/^fr/i.test(navigator.language || "") ? "fr" : "en");
  if (language === "en") return;
  root.lang = language;
  root.classList.add("vg-wait");
  setTimeout(function () { root.classList.remove("vg-wait"); }, 2000);
})();
"""


def build_app(*, api: Starlette, guard: Callable[[ASGIApp], ASGIApp]) -> rx.App:
    """The app in our clothes.

    Nothing it sends to the browser has to be eval'd: no toaster of Reflex's, and
    a crash is shown by a State of ours.

    api: the REST API, served beside the pages. guard: stands before everything.
    """
    made = rx.App(
        stylesheets=_STYLES,
        html_lang="en",
        head_components=_head(),
        toaster=None,
        app_wraps={(55, "ErrorBoundary"): _error_boundary},
        backend_exception_handler=_on_crash,
        frontend_exception_handler=told_by_browser,
        api_transformer=[api, guard],
    )
    made.add_middleware(SameSession())
    made.add_middleware(EventLimit())
    return made


def _head() -> list[rx.Component]:
    return [
        rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml"),
        rx.el.meta(name="theme-color", content="#5546e0"),
        rx.el.script(_LANGUAGE),
    ]


def _on_crash(exception: Exception) -> EventSpec | None:
    """Log it with its traceback, and tell the person without details."""
    _log.error("an event handler failed", exc_info=exception)
    return cast("EventSpec", ToastState.show_crash())


def _error_boundary(stateful: bool) -> rx.Component:  # noqa: FBT001  # Reflex's signature
    """What is shown when the page itself crashes in the browser."""
    del stateful
    return ErrorBoundary.create(
        on_error=rx.noop(),
        fallback_render=rx.el.div(
            kit.empty_state(
                "circle-alert",
                title=t("shell.crashed"),
                text=t("shell.crashed_text"),
                action=rx.el.a(t("shell.reload"), href="", class_name="vg-btn vg-btn-primary"),
            ),
            role="alert",
        ),
    )
