"""Admins who lack the second factor this installation asks for are led to it."""

from dataclasses import replace

import pytest

from tests.pages.tab import open_tab
from vidgenie import bootstrap
from vidgenie.ui.session import SessionState


@pytest.fixture
def strict(services, monkeypatch):
    """The same services, with a second factor required of admins."""
    second_factor = replace(services.second_factor, is_required=True)
    monkeypatch.setattr(
        bootstrap, "services", lambda: replace(services, second_factor=second_factor)
    )


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/dashboard", "/settings#second-factor"),
        ("/admin/outbox", "/settings#second-factor"),
        ("/admin/prices", "/settings#second-factor"),
        ("/admin/credits", "/settings#second-factor"),
        ("/settings", ""),
    ],
)
async def test_an_admin_without_one_is_led_to_the_settings(strict, admin, path, expected):
    async with open_tab(admin.cookie, path=path) as tab:
        await tab.fire(SessionState.enter)

        assert tab.redirected_to == expected
        assert tab.value(SessionState, "must_enrol") is True


async def test_nobody_else_is(strict, ada):
    async with open_tab(ada.cookie, path="/dashboard") as tab:
        await tab.fire(SessionState.enter)

        assert tab.redirected_to == ""


async def test_an_admin_is_let_in_where_none_is_asked_for(admin):
    async with open_tab(admin.cookie, path="/dashboard") as tab:
        await tab.fire(SessionState.enter)

        assert tab.redirected_to == ""
        assert tab.value(SessionState, "role") == "admin"
