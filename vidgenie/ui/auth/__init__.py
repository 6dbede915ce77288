"""Log-in and registration forms, and the way out; they talk to the REST API themselves."""

import reflex as rx

from vidgenie.ui.i18n import t
from vidgenie.ui.modules import module

# As the server asks for it; a test compares.
MIN_PASSWORD = 8
_JSX = module(__file__, "auth.jsx")


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


log_out_button = LogOutButton.create


def login_form() -> rx.Component:
    """E-mail address and password."""
    return _form("login", submit=t("auth.login.submit"))


def register_form() -> rx.Component:
    """Name, e-mail address and password."""
    return _form("register", submit=t("auth.register.submit"))


def _form(mode: str, *, submit: rx.Var[str]) -> rx.Component:
    texts = {
        "name": t("auth.name"),
        "nameHint": t("auth.name_hint"),
        "email": t("auth.email"),
        "password": t("auth.password"),
        "passwordHint": t("auth.password_hint", min=MIN_PASSWORD),
        "busy": t("auth.busy"),
        "submit": submit,
    }
    return AuthForm.create(mode=mode, texts=texts, min_password=MIN_PASSWORD)
