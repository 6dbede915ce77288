"""The settings in a browser: keys against services that behave, security, and leaving."""

import re
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime
from zipfile import ZipFile

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect
from pyotp.totp import TOTP

from tests.e2e.conftest import PASSWORD, Person, alive
from tests.support.fake_services import FakeServices
from tests.support.server import client

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PANELS = ("keys", "order", "health", "sealed", "log", "profile", "security", "tokens", "data")


def opened(person: Person, place: str = "keys/openai") -> Page:
    """The settings, once the panel is there, with the card of a service open."""
    page = person.open(f"/settings#{place}")
    panel = place.partition("/")[0]
    expect(page.get_by_test_id("settings-panel")).to_have_attribute("data-panel", panel)
    return page


def unfold(page: Page, *slugs: str) -> None:
    for slug in slugs:
        page.get_by_test_id(f"key-{slug}-open").click()
        expect(page.get_by_test_id(f"key-{slug}-input")).to_be_visible()


def has_saved(page: Page, slug: str) -> None:
    expect(page.get_by_test_id(f"key-{slug}-save-state")).to_have_attribute("data-state", "saved")


def has_status(page: Page, slug: str, status: str) -> None:
    shown = page.get_by_test_id(f"key-{slug}-status")
    expect(shown).to_have_attribute("data-status", status)


def forget_who_it_is(person: Person) -> None:
    """The password was given too long ago for a sensitive change."""
    with closing(sqlite3.connect(person.server.home / "vidgenie.db", timeout=10)) as database:
        database.execute(
            "UPDATE vg_session SET confirmed_at = '2026-01-01 00:00:00' WHERE account_id ="
            " (SELECT id FROM vg_account WHERE email = ?)",
            [person.email],
        )
        database.commit()


def signed_in_elsewhere(person: Person) -> httpx.Client:
    """The same person in another browser."""
    http = client(person.server)
    http.post(
        "/api/auth/login", json={"email": person.email, "password": PASSWORD}
    ).raise_for_status()
    return http


def confirm(page: Page, password: str = PASSWORD) -> None:
    page.get_by_test_id("confirm-password").fill(password)
    page.get_by_test_id("confirm-submit").click()


def until_focused(page: Page, target: Locator, *, key: str = "Tab", most: int = 60) -> None:
    """Press `key` until `target` has the focus, as somebody without a mouse does."""
    for _ in range(most):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press(key)
    pytest.fail("the keyboard does not get there")


def test_three_keys_are_saved_tested_and_only_their_masks_come_back(
    person: Person, services: FakeServices
):
    keys = {
        "openai": services.key("openai"),
        "stability": services.key("stability"),
        "veo": services.key("veo", "invalid"),
    }
    person.register()
    page = opened(person)
    unfold(page, "stability", "veo")

    for slug, key in keys.items():
        page.get_by_test_id(f"key-{slug}-input").fill(key)
        has_saved(page, slug)
    field = page.get_by_test_id("key-openai-input")
    expect(field).to_have_attribute("type", "password")
    page.get_by_test_id("key-openai-reveal").click()
    expect(field).to_have_attribute("type", "text")
    expect(field).to_have_value(keys["openai"])
    for slug in keys:
        page.get_by_test_id(f"key-{slug}-test").click()
    has_status(page, "openai", "valid")
    has_status(page, "stability", "valid")
    has_status(page, "veo", "invalid")

    page.reload()
    unfold(alive(page), "stability", "veo")

    for slug, key in keys.items():
        expect(page.get_by_test_id(f"key-{slug}-input")).to_have_value("")
        expect(page.get_by_test_id(f"key-{slug}-input")).to_have_attribute(
            "placeholder", f"••••{key[-4:]}"
        )
        assert key not in page.content()
    has_status(page, "openai", "valid")
    has_status(page, "veo", "invalid")
    expect(page.get_by_test_id("key-veo-reason")).to_be_visible()
    expect(page.get_by_test_id("key-openai-reveal")).to_be_disabled()

    page = opened(person, "log")
    expect(page.get_by_test_id("log-intact")).to_be_visible()
    assert page.get_by_test_id("log-entry").count() >= 6


@pytest.mark.console("403")
def test_a_key_goes_only_after_the_password(person: Person, services: FakeServices):
    person.register()
    person.api.http.put("/api/user/api-keys", json={"openai": services.key("openai")})
    forget_who_it_is(person)
    page = opened(person)
    has_status(page, "openai", "unchecked")

    page.get_by_test_id("key-openai-delete").click()
    page.get_by_test_id("key-openai-delete-yes").click()
    expect(page.get_by_test_id("confirm-dialog")).to_be_visible()
    has_status(page, "openai", "unchecked")
    confirm(page)

    has_status(page, "openai", "none")
    expect(page.get_by_test_id("confirm-dialog")).to_be_hidden()
    assert person.api.http.get("/api/user/api-keys").json()["keys"] == []


@pytest.mark.console("401", "403")
def test_a_wrong_password_or_a_change_of_mind_leaves_the_key(
    person: Person, services: FakeServices
):
    person.register()
    person.api.http.put("/api/user/api-keys", json={"openai": services.key("openai")})
    forget_who_it_is(person)
    page = opened(person)

    page.get_by_test_id("key-openai-delete").click()
    page.get_by_test_id("key-openai-delete-yes").click()
    confirm(page, "not the password")
    expect(page.get_by_test_id("confirm-error")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.get_by_test_id("confirm-dialog")).to_be_hidden()
    has_status(page, "openai", "unchecked")
    assert len(person.api.http.get("/api/user/api-keys").json()["keys"]) == 1


@pytest.mark.console("403")
def test_a_key_is_replaced_once_somebody_said_who_it_is(person: Person, services: FakeServices):
    person.register()
    person.api.http.put("/api/user/api-keys", json={"openai": services.key("openai")})
    forget_who_it_is(person)
    page = opened(person)
    another = services.key("openai", "nocredit")

    page.get_by_test_id("key-openai-input").fill(another)
    expect(page.get_by_test_id("confirm-dialog")).to_be_visible()
    page.keyboard.press("Escape")
    state = page.get_by_test_id("key-openai-save-state")
    expect(state).to_have_attribute("data-state", "failed")
    page.get_by_test_id("key-openai-save").click()
    confirm(page)

    has_saved(page, "openai")
    page.get_by_test_id("key-openai-test").click()
    has_status(page, "openai", "invalid")
    expect(page.get_by_test_id("key-openai-status")).to_have_attribute("data-detail", "no_credit")
    masks = [key["masked"] for key in person.api.http.get("/api/user/api-keys").json()["keys"]]
    assert masks == [f"••••{another[-4:]}"]


@pytest.mark.console("422", "400")
def test_what_cannot_be_a_key_is_told_in_place_and_not_kept(person: Person, services: FakeServices):
    person.register()
    page = opened(person)
    state = page.get_by_test_id("key-openai-save-state")

    page.get_by_test_id("key-openai-input").fill(services.key("veo"))

    expect(state).to_have_attribute("data-state", "failed")
    expect(state).to_contain_text("Google")
    page.get_by_test_id("key-openai-input").fill("sk-12")
    expect(state).to_have_attribute("data-state", "typing")
    page.get_by_test_id("key-openai-input").blur()
    expect(state).to_have_attribute("data-state", "failed")
    assert person.api.http.get("/api/user/api-keys").json()["keys"] == []


@pytest.mark.console("409")
def test_two_tabs_do_not_overwrite_each_other(person: Person, services: FakeServices):
    mine, theirs = services.key("openai"), services.key("openai", "nocredit")
    person.register()
    page = opened(person)
    other = person.new_tab("/settings#keys/openai")
    other.get_by_test_id("key-openai-input").press_sequentially(mine[:12])

    page.get_by_test_id("key-openai-input").fill(theirs)
    has_saved(page, "openai")
    expect(other.get_by_test_id("key-openai-conflict")).to_be_visible()
    other.get_by_test_id("key-openai-input").fill(mine)
    expect(other.get_by_test_id("key-openai-conflict")).to_contain_text(theirs[-4:])
    other.get_by_test_id("key-openai-mine").click()

    has_saved(other, "openai")
    expect(page.get_by_test_id("key-openai-input")).to_have_attribute(
        "placeholder", f"••••{mine[-4:]}"
    )


def test_the_order_and_the_fallback_are_kept(person: Person):
    person.register()
    page = opened(person, "order")
    rows = page.get_by_test_id("order-image").locator("li")
    before = rows.evaluate_all("rows => rows.map((row) => row.dataset.slug)")

    page.get_by_test_id(f"order-image-{before[1]}").locator('[data-way="up"]').click()
    page.get_by_test_id("order-fallback").click()
    grip = rows.last.locator(".vg-rank-grip")
    grip.hover()
    page.mouse.down()
    rows.first.hover()
    page.mouse.up()
    expected = [before[-1], before[1], before[0], *before[2:-1]]
    expect(rows.first).to_have_attribute("data-slug", expected[0])

    deadline = time.monotonic() + 10
    while person.api.http.get("/api/user/preferences").json()["providers"]["image"] != expected:
        assert time.monotonic() < deadline, "the order was not kept"
        time.sleep(0.05)
    page.reload()
    expect(rows.first).to_have_attribute("data-slug", expected[0])
    expect(page.get_by_test_id("order-fallback")).not_to_be_checked()


@pytest.mark.console("401")
def test_the_second_factor_is_asked_for_at_the_next_login(person: Person):
    person.register()
    page = opened(person, "security")
    page.get_by_test_id("second-factor-start").click()
    expect(page.get_by_test_id("second-factor-qr")).to_be_visible()
    assert page.get_by_test_id("second-factor-qr").evaluate("image => image.naturalWidth") > 0
    secret = page.get_by_test_id("second-factor-secret").inner_text().replace(" ", "")

    page.get_by_test_id("second-factor-code").fill("000000")
    page.get_by_test_id("second-factor-enable").click()
    expect(page.get_by_test_id("settings-second-factor").get_by_role("alert")).to_be_visible()
    page.get_by_test_id("second-factor-code").fill(TOTP(secret).now())
    page.get_by_test_id("second-factor-enable").click()
    codes = page.get_by_test_id("recovery-codes").locator("li")
    expect(codes).to_have_count(10)
    recovery = codes.first.inner_text()
    page.get_by_test_id("recovery-kept").click()
    expect(page.get_by_test_id("second-factor-status")).to_have_attribute("data-status", "on")
    expect(page.get_by_test_id("recovery-left")).to_have_attribute("data-left", "10")
    assert recovery not in page.content()

    page.get_by_test_id("account-menu").click()
    page.get_by_test_id("log-out").click()
    page.wait_for_url(re.compile(r"/$"))
    page = person.open("/login?next=/settings%23security")
    page.get_by_test_id("auth-email").fill(person.email)
    page.get_by_test_id("auth-password").fill(PASSWORD)
    page.get_by_test_id("auth-submit").click()
    page.get_by_test_id("auth-code").fill(recovery)
    page.get_by_test_id("auth-submit").click()
    page.wait_for_url("**/settings*")
    expect(page.get_by_test_id("recovery-left")).to_have_attribute("data-left", "9")


def test_another_session_is_listed_and_ended(person: Person):
    person.register()
    elsewhere = signed_in_elsewhere(person)
    page = opened(person, "security")
    expect(page.get_by_test_id("session")).to_have_count(2)
    expect(page.locator('[data-testid="session"][data-current="true"]')).to_have_count(1)

    page.get_by_test_id("session-revoke").click()

    expect(page.get_by_test_id("session")).to_have_count(1)
    assert elsewhere.get("/api/auth/me").status_code == 401


@pytest.mark.console("401")
def test_a_new_password_ends_the_other_sessions(person: Person):
    person.register()
    elsewhere = signed_in_elsewhere(person)
    page = opened(person, "security")
    expect(page.get_by_test_id("session")).to_have_count(2)

    page.get_by_test_id("password-current").fill("not the password")
    page.get_by_test_id("password-new").fill("a longer new password")
    page.get_by_test_id("password-again").fill("a longer new password")
    page.get_by_test_id("password-save").click()
    expect(page.get_by_test_id("settings-password").get_by_role("alert")).to_be_visible()
    page.get_by_test_id("password-current").fill(PASSWORD)
    page.get_by_test_id("password-save").click()

    expect(page.get_by_test_id("session")).to_have_count(1)
    assert elsewhere.get("/api/auth/me").status_code == 401


def test_a_token_is_shown_once_works_and_can_be_revoked(person: Person):
    person.register()
    page = opened(person, "tokens")
    page.get_by_test_id("token-name").fill("Nightly export")
    page.get_by_test_id("token-create").click()
    secret = page.get_by_test_id("token-secret").inner_text()
    program = client(person.server)
    program.headers["authorization"] = f"Bearer {secret}"
    assert program.get("/api/video-generations").status_code == 200

    page.reload()

    expect(page.get_by_test_id("token")).to_contain_text("Nightly export")
    assert secret not in page.content()
    page.get_by_test_id("token-revoke").click()
    page.get_by_test_id("token-revoke-yes").click()
    expect(page.get_by_test_id("token")).to_have_count(0)
    assert program.get("/api/video-generations").status_code == 401


def test_name_and_language_are_kept_and_change_the_page(person: Person):
    person.register()
    page = opened(person, "profile")
    page.get_by_test_id("profile-name").fill("Ada Lovelace")
    page.get_by_test_id("profile-save").click()
    page.get_by_test_id("account-menu").click()
    expect(page.locator("#account-menu")).to_contain_text("Ada Lovelace")
    page.keyboard.press("Escape")

    page.get_by_test_id("language-fr").check(force=True)

    expect(page.get_by_role("heading", level=1)).to_have_text("Réglages")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Réglages")
    assert person.api.http.get("/api/auth/me").json()["user"]["locale"] == "fr"


def test_everything_can_be_taken_along_before_leaving_for_good(person: Person):
    person.register()
    page = opened(person, "data")
    with page.expect_download() as download:
        page.get_by_test_id("data-export").click()
    assert "account.json" in " ".join(ZipFile(download.value.path()).namelist())

    page.get_by_test_id("data-delete").click()
    page.get_by_test_id("data-delete-email").fill("somebody@example.com")
    expect(page.get_by_test_id("data-delete-submit")).to_be_disabled()
    page.get_by_test_id("data-delete-email").fill(person.email)
    page.get_by_test_id("data-delete-password").fill(PASSWORD)
    page.get_by_test_id("data-delete-submit").click()
    expect(page.get_by_test_id("data-certificate")).to_contain_text(str(datetime.now(UTC).year))
    page.get_by_test_id("data-leave").click()

    page.wait_for_url(re.compile(r"/$"))
    assert person.api.http.get("/api/auth/me").status_code == 401


@pytest.mark.parametrize("viewport", [{"width": 390, "height": 844}], ids=["phone"])
@pytest.mark.parametrize("locale", ["fr-FR"])
def test_no_panel_is_wider_than_a_phone(person: Person, services: FakeServices):
    person.register()
    key = services.key("openai")
    person.api.http.put("/api/user/api-keys", json={"openai": key}).raise_for_status()
    page = opened(person)

    for panel in PANELS:
        page.get_by_test_id("settings-pick").select_option(panel)
        expect(page.get_by_test_id("settings-panel")).to_have_attribute("data-panel", panel)
        page.wait_for_load_state("networkidle")
        assert page.evaluate(OVERFLOW) <= 0, panel


def test_a_key_is_saved_and_tested_by_keyboard_alone(person: Person, services: FakeServices):
    person.register()
    page = opened(person, "keys")
    key = services.key("openai")

    until_focused(page, page.get_by_test_id("key-openai-open"))
    page.keyboard.press("Enter")
    until_focused(page, page.get_by_test_id("key-openai-input"), most=3)
    page.keyboard.insert_text(key)
    has_saved(page, "openai")
    until_focused(page, page.get_by_test_id("key-openai-reveal"), most=2)
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("key-openai-input")).to_have_attribute("type", "text")
    until_focused(page, page.get_by_test_id("key-openai-test"), most=2)
    page.keyboard.press("Enter")
    has_status(page, "openai", "valid")

    until_focused(page, page.get_by_test_id("settings-nav-order"), key="Shift+Tab")
    page.keyboard.press("Enter")
    rows = page.get_by_test_id("order-image").locator("li")
    second = rows.nth(1).get_attribute("data-slug")
    until_focused(page, rows.nth(1).locator('[data-way="up"]'))
    page.keyboard.press("Enter")
    expect(rows.first).to_have_attribute("data-slug", second)
    expect(rows.first.locator("button:focus")).to_have_count(1)
