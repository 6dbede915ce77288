"""Pages of who runs the installation; they talk to the REST API, which tells who is no admin."""

import reflex as rx

from vidgenie.ui import kit
from vidgenie.ui.i18n import t
from vidgenie.ui.icons import icon
from vidgenie.ui.modules import module

PRICES, CREDITS, OUTBOX = "/admin/prices", "/admin/credits", "/admin/outbox"


class AdminPrices(rx.Component):
    """The price table and what is for sale, with all their versions."""

    library = module(__file__, "prices.jsx")
    tag = "AdminPrices"


class AdminCredits(rx.Component):
    """One Account's credits: found by its address, adjusted, given back."""

    library = module(__file__, "credits.jsx")
    tag = "AdminCredits"


class AdminAdvice(rx.Component):
    """What an admin should know about how this installation is set."""

    library = module(__file__, "advice.jsx")
    tag = "AdminAdvice"


admin_advice = AdminAdvice.create
admin_prices = AdminPrices.create
admin_credits = AdminCredits.create


def back() -> rx.Component:
    """The way to the other pages of admins."""
    return kit.link(
        icon("arrow-left", size=14),
        t("admin.heading"),
        to="/admin",
        class_name="mb-2 inline-flex items-center gap-1 text-[14px] text-mute hover:text-accent",
    )


def places() -> rx.Component:
    """Where an admin can go, with what each is for."""
    return rx.el.div(
        _place("tag", PRICES, t("admin.prices"), t("admin.prices_text")),
        _place("coins", CREDITS, t("admin.credits"), t("admin.credits_text")),
        _place("mail", OUTBOX, t("outbox.title"), t("outbox.text")),
        class_name="mt-6 grid gap-4 sm:grid-cols-2 lg:grid-cols-3",
    )


def _place(sign: str, to: str, title: rx.Var[str], text: rx.Var[str]) -> rx.Component:
    return kit.link(
        rx.el.span(icon(sign, size=18), class_name="vg-line-icon"),
        rx.el.span(
            rx.el.span(title, class_name="block font-semibold"),
            rx.el.span(text, class_name="block text-[14px] text-mute"),
            class_name="min-w-0",
        ),
        to=to,
        class_name="vg-card flex items-start gap-3 p-5 hover:border-line-strong",
    )
