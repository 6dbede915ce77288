"""Layout of the credits page."""

import reflex as rx

from vidgenie.pages.credits.state import CreditsState, Entry
from vidgenie.ui import kit
from vidgenie.ui.clock import days_until, moment
from vidgenie.ui.i18n import label, t
from vidgenie.ui.icons import icon
from vidgenie.ui.nav import NAVIGATION, NavItem
from vidgenie.ui.session import SessionState
from vidgenie.ui.shell import shell

ROUTE = "/credits"
NAVIGATION.add(NavItem(ROUTE, "nav.credits", "coins", order=40, is_seldom=True))


@rx.page(route=ROUTE, title=t("page.credits"), on_load=[SessionState.enter, CreditsState.load])
def credits_page() -> rx.Component:
    """What is left, and where the rest went."""
    return shell(
        kit.heading(t("credits.title"), t("credits.text")),
        rx.el.div(_balance(), _figures(), class_name="vg-credits"),
        kit.section(t("credits.history"), _history()),
        active=ROUTE,
    )


def _balance() -> rx.Component:
    amount = rx.cond(
        CreditsState.unlimited, rx.el.span("∞"), t("credits.number", n=CreditsState.credits)
    )
    return kit.card(
        kit.gauge(
            CreditsState.percent,
            rx.el.p(amount, class_name="vg-num text-[34px] font-semibold leading-none"),
            rx.el.p(t("credits.left"), class_name="mt-1 text-[12px] text-mute"),
            label=t("credits.left"),
        ),
        rx.el.div(
            rx.el.p(label("plan", CreditsState.plan), class_name="text-[17px] font-semibold"),
            rx.el.p(
                rx.cond(
                    CreditsState.unlimited,
                    t("credits.unlimited_text"),
                    t("credits.granted", n=CreditsState.granted),
                ),
                class_name="text-soft",
            ),
            rx.cond(
                CreditsState.unlimited,
                rx.fragment(),
                rx.el.p(
                    t("credits.renews"),
                    " ",
                    days_until(at=CreditsState.renews),
                    class_name="text-[13px] text-mute",
                ),
            ),
            class_name="min-w-0 flex-1",
        ),
        class_name="flex items-center gap-5 p-5 sm:gap-7 sm:p-6",
    )


def _figures() -> rx.Component:
    figures = [
        ("lock", t("credits.held"), CreditsState.held, t("credits.held_text")),
        ("sun", t("credits.today"), CreditsState.used_today, t("credits.spent")),
        ("calendar", t("credits.this_week"), CreditsState.used_this_week, t("credits.spent")),
        ("sigma", t("credits.ever"), CreditsState.used, t("credits.spent")),
    ]
    return rx.el.dl(
        *[
            kit.card(
                rx.el.dt(
                    icon(name, size=15),
                    term,
                    class_name="flex items-center gap-2 text-[13px] text-mute",
                ),
                rx.el.dd(
                    t("credits.number", n=amount),
                    class_name="vg-num mt-1 text-[22px] font-semibold",
                ),
                rx.el.dd(text, class_name="text-[12px] text-mute"),
                class_name="px-5 py-4",
            )
            for name, term, amount, text in figures
        ],
        class_name="grid grid-cols-2 gap-3",
    )


def _history() -> kit.Child:
    return rx.cond(
        CreditsState.is_loaded,
        rx.cond(
            CreditsState.entries.length() > 0,
            kit.card(
                rx.el.ol(
                    rx.foreach(CreditsState.entries, _line),
                    class_name="divide-y divide-line",
                    custom_attrs={"data-testid": "credits-history"},
                ),
                rx.cond(
                    CreditsState.cursor != "",
                    rx.el.div(
                        kit.button(t("credits.more"), size="small", on_click=CreditsState.more),
                        class_name="border-t border-line p-3 text-center",
                    ),
                ),
                class_name="overflow-hidden",
            ),
            kit.card(
                kit.empty_state("coins", title=t("credits.empty"), text=t("credits.empty_text")),
            ),
        ),
        kit.skeleton("h-72"),
    )


def _line(entry: Entry) -> rx.Component:
    icons = {"credit": "plus", "debit": "minus", "hold": "lock", "release": "lock-open"}
    sign = rx.match(entry.type, ("credit", "+"), ("release", "+"), "\u2212")
    return rx.el.li(
        rx.el.span(
            rx.match(
                entry.type,
                *[(kind, icon(name, size=15)) for kind, name in icons.items()],
                icon("dot"),
            ),
            class_name="vg-line-icon",
            custom_attrs={"data-type": entry.type},
        ),
        rx.el.span(
            rx.cond(entry.is_known, label("reason", entry.reason), entry.reason),
            class_name="min-w-0 flex-1 truncate",
        ),
        moment(at=entry.at, class_name="hidden text-[13px] text-mute sm:block"),
        rx.el.span(
            sign,
            t("credits.number", n=entry.amount),
            class_name="vg-num w-20 text-right font-semibold",
        ),
        class_name="vg-line",
        custom_attrs={"data-testid": "credits-entry", "data-type": entry.type},
    )
