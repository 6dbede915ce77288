"""Credits: what is left, what can be bought, what happened; all of it over the REST API."""

import reflex as rx

from vidgenie.ui.modules import module
from vidgenie.ui.session import SessionState

_WIDGET = module(__file__, "widget.jsx")
_PAGE = module(__file__, "credits.jsx")
_CHECKOUT = module(__file__, "checkout.jsx")


class CreditsWidget(rx.Component):
    """The credits at a glance. live: another text after each change of them."""

    library = _WIDGET
    tag = "CreditsWidget"

    live: rx.Var[str]


class CreditsPage(rx.Component):
    """Balance, Plans, Packs, history and invoices. live: as for `CreditsWidget`."""

    library = _PAGE
    tag = "Credits"

    live: rx.Var[str]


class CheckoutPage(rx.Component):
    """The checkout of the order in the address, at which no money moves."""

    library = _CHECKOUT
    tag = "Checkout"


def credits_widget() -> rx.Component:
    """The credits at a glance, always as they are now."""
    return CreditsWidget.create(live=_live())


def credits_page() -> rx.Component:
    """Everything about the credits, always as it is now."""
    return CreditsPage.create(live=_live())


checkout_page = CheckoutPage.create


def _live() -> rx.Var[str]:
    return rx.Var.create(f"{SessionState.news}").to(str)
