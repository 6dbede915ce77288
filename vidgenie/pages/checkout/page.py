"""Layout of the checkout at which no money moves."""

import reflex as rx

from vidgenie.ui.credits import checkout_page
from vidgenie.ui.i18n import t
from vidgenie.ui.session import SessionState
from vidgenie.ui.shell import guest_shell

ROUTE = "/checkout/[order]"


@rx.page(route=ROUTE, title=t("checkout.window"), on_load=SessionState.enter)
def checkout() -> rx.Component:
    """What is bought, and the ways a payment may end."""
    return guest_shell(checkout_page(), actions=False)
