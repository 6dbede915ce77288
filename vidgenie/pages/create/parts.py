"""Around the canvas: the bar that starts and follows a Run, and what is said when one fails."""

from typing import cast

import reflex as rx

from vidgenie.pages.create.live import IS_CURRENT, LiveState, live_status
from vidgenie.pages.create.shown import Charge
from vidgenie.pages.create.state import CreateState
from vidgenie.ui import kit
from vidgenie.ui.clock import elapsed
from vidgenie.ui.flow import wait
from vidgenie.ui.i18n import error_text, label, remedy_text, t
from vidgenie.ui.icons import icon
from vidgenie.ui.money import dollars


def run_bar() -> rx.Component:
    """Where the Run stands, what it costs, and the two buttons."""
    return rx.el.div(
        _standing(),
        rx.cond(
            CreateState.is_running,
            kit.button(
                icon("square", size=14),
                t("create.cancel"),
                on_click=CreateState.cancel,
                test_id="cancel-button",
                disabled=LiveState.status == "cancelling",
            ),
            rx.fragment(
                rx.cond(
                    CreateState.result.url != "",
                    rx.el.a(
                        icon("play", size=16),
                        href="#result",
                        aria_label=t("create.see_result"),
                        class_name="vg-btn vg-btn-plain vg-run-see",
                    ),
                ),
                rx.cond(
                    CreateState.run_id != "",
                    kit.button(
                        icon("plus", size=16),
                        rx.el.span(t("create.start_over"), class_name="vg-run-new"),
                        label=t("create.start_over"),
                        look="quiet",
                        on_click=CreateState.start_over,
                        test_id="start-over",
                    ),
                ),
                _run_button(),
            ),
        ),
        class_name="vg-run-bar",
    )


def _run_button() -> rx.Component:
    return kit.button(
        icon("sparkles", size=16),
        rx.el.span(
            rx.el.span(
                rx.el.span(t("create.run")),
                rx.el.span(" · ", custom_attrs={"aria-hidden": "true"}),
                rx.el.span(
                    t("credits.count", n=CreateState.cost),
                    custom_attrs={"data-testid": "run-cost", "data-credits": CreateState.cost},
                ),
            ),
            dollars(expected=CreateState.bills, class_name="vg-run-dollars", test_id="run-dollars"),
            class_name="vg-run-words",
        ),
        look="primary",
        on_click=CreateState.run,
        test_id="run-button",
        title=t("create.run_title"),
        disabled=CreateState.nodes.length() == 0,
    )


def _standing() -> rx.Component:
    status = live_status()
    charge = cast("Charge", CreateState.charge)  # typed by its value
    words = rx.cond(status != "", label("run", status), t("create.ready"))
    return rx.el.div(
        rx.el.div(
            rx.el.span(class_name="vg-run-dot", custom_attrs={"data-status": status}),
            rx.el.span(
                words,
                role="status",
                class_name="font-semibold",
                custom_attrs={"data-testid": "run-status", "data-status": status},
            ),
            rx.cond(
                IS_CURRENT,
                elapsed(
                    since=LiveState.begun,
                    took=LiveState.took,
                    now=LiveState.clock,
                    class_name="vg-node-time",
                ),
            ),
            rx.cond(
                (status == "cancelled") & (charge.held > 0),
                rx.el.span(
                    t("create.charged", charged=charge.charged, released=charge.released),
                    class_name="vg-run-rest",
                ),
            ),
            rx.cond(CreateState.is_running & IS_CURRENT, _rest()),
            rx.cond(
                ~CreateState.is_running & ~CreateState.is_changed,
                dollars(
                    bills=CreateState.billed,
                    class_name="vg-run-rest",
                    test_id="run-billed",
                ),
            ),
            rx.cond(
                CreateState.is_changed,
                kit.badge(t("create.changed"), tone="warn", title=t("create.changed_title")),
            ),
            class_name="vg-run-line",
        ),
        rx.cond(
            CreateState.is_running,
            kit.bar(rx.cond(IS_CURRENT, LiveState.percent, 0), label=t("create.progress")),
        ),
        class_name="vg-run-standing",
    )


def _rest() -> rx.Component:
    """How long it still takes; how long until a busy Provider is asked again."""
    live = LiveState.nodes[LiveState.waits]
    busy = CreateState.made[LiveState.waits]["busy"]
    shown = rx.cond(
        (LiveState.waits != "") & busy.bool(),
        wait(
            provider=busy.to(str),
            until=live["u"].to(int),
            left=live["l"].to(int),
            is_short=True,
            class_name="vg-run-rest",
            test_id="run-wait",
        ),
        rx.cond(
            LiveState.remaining > 0,
            rx.el.span(t("create.remaining", n=LiveState.remaining), class_name="vg-run-rest"),
        ),
    )
    return rx.fragment(shown)


def error_card() -> kit.Child:
    """What happened, what was charged, and what to do about it."""
    error = CreateState.problem
    charge = CreateState.charge
    is_poor = error["code"] == "insufficient_credits"
    is_about_key = (error["code"] == "missing_key") | (error["code"] == "key_refused")
    return rx.cond(
        error.contains("code"),
        rx.el.section(
            rx.el.div(icon("circle-alert", size=18), class_name="vg-error-icon"),
            rx.el.div(
                rx.el.h2(error_text(error), class_name="font-semibold"),
                rx.el.p(remedy_text(error), class_name="mt-0.5 text-soft"),
                rx.cond(
                    CreateState.run_id != "",
                    rx.el.p(
                        t("create.charged", charged=charge.charged, released=charge.released),
                        class_name="mt-1.5 text-[13px] text-mute",
                    ),
                ),
                rx.el.div(
                    rx.cond(
                        CreateState.cost > 0,
                        kit.button(
                            t("create.use_demo"), size="small", on_click=CreateState.use_demo
                        ),
                    ),
                    rx.cond(
                        is_poor,
                        kit.link_button(
                            t("create.see_credits"), to="/credits", look="quiet", size="small"
                        ),
                    ),
                    rx.cond(
                        is_about_key,
                        kit.link_button(
                            t("create.see_keys"), to="/settings#keys", look="quiet", size="small"
                        ),
                    ),
                    class_name="mt-2 flex flex-wrap gap-2 empty:hidden",
                ),
                class_name="min-w-0 flex-1",
            ),
            kit.icon_button("x", label=t("create.dismiss"), on_click=CreateState.dismiss),
            role="alert",
            class_name="vg-error-card",
            custom_attrs={"data-testid": "error-card", "data-code": error["code"]},
        ),
    )
