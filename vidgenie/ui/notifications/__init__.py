"""Notifications: the bell of every page, and the page of them all; they talk to the REST API."""

import reflex as rx

from vidgenie.ui.modules import module


class Bell(rx.Component):
    """How many were not read, and the newest ones.

    unread: how many. news: rises when there may be other ones.
    """

    library = module(__file__, "bell.jsx")
    tag = "Bell"

    unread: rx.Var[int]
    news: rx.Var[int]


class Notifications(rx.Component):
    """All of them, and how one wants to be told. email: where e-mails go. news: as for `Bell`."""

    library = module(__file__, "notifications.jsx")
    tag = "Notifications"

    email: rx.Var[str]
    news: rx.Var[int]


bell = Bell.create
notifications = Notifications.create
