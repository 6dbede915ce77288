"""Log-in, registration, links from e-mails, and the way out; they talk to the REST API."""

import reflex as rx

from vidgenie.ui.i18n import t
from vidgenie.ui.modules import module

# As the server asks for it; a test compares.
MIN_PASSWORD = 8
_JSX = module(__file__, "auth.jsx")
_LINKS = module(__file__, "links.jsx")


class AuthForm(rx.Component):
    """mode: login or register; texts: its labels."""

    library = _JSX
    tag = "AuthForm"

    mode: rx.Var[str]
    texts: rx.Var[dict[str, str]]
    min_password: rx.Var[int]


class LogOutButton(rx.Component):
    """Ends the session, then loads the landing page."""

    library = _JSX
    tag = "LogOutButton"


class ResetForm(rx.Component):
    """Asks for a link to a new password; opened by that link, it sets the password."""

    library = _LINKS
    tag = "ResetForm"

    min_password: rx.Var[int]


class ConfirmEmailForm(rx.Component):
    """Confirms another e-mail address, with the link that was mailed there."""

    library = _LINKS
    tag = "ConfirmEmailForm"


log_out_button = LogOutButton.create
confirm_email_form = ConfirmEmailForm.create


def login_form() -> rx.Component:
    """E-mail address and password."""
    return _form("login", submit=t("auth.login.submit"))


def register_form() -> rx.Component:
    """Name, e-mail address and password."""
    return _form("register", submit=t("auth.register.submit"))


def reset_form() -> rx.Component:
    """A new password, by e-mail."""
    return ResetForm.create(min_password=MIN_PASSWORD)


def _form(mode: str, *, submit: rx.Var[str]) -> rx.Component:
    texts = {
        "name": t("auth.name"),
        "nameHint": t("auth.name_hint"),
        "email": t("auth.email"),
        "password": t("auth.password"),
        "passwordHint": t("auth.password_hint", min=MIN_PASSWORD),
        "submit": submit,
    }
    return AuthForm.create(mode=mode, texts=texts, min_password=MIN_PASSWORD)
