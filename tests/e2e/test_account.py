"""Log-in with a code, a forgotten password, another address, the outbox: as people meet them."""

import re

import pytest
from playwright.sync_api import expect
from pyotp.totp import TOTP

from tests.e2e.conftest import PASSWORD
from tests.support.server import Client, client

NEW = "another horse battery"
_401 = pytest.mark.console("401")


@pytest.fixture
def admin(server):
    """The first Account, by REST."""
    http = client(server)
    http.post(
        "/api/auth/login", json={"email": "admin@example.com", "password": PASSWORD}
    ).raise_for_status()
    return Client(http)


@pytest.fixture
def newest_link(admin):
    """The path and fragment of the link in the newest e-mail of a kind."""

    def find(kind):
        items = admin.http.get("/api/admin/outbox").json()["items"]
        mail_id = next(item["id"] for item in items if item["kind"] == kind)
        body = admin.http.get(f"/api/admin/outbox/{mail_id}").json()["body"]
        return re.search(r"(/[\w-]+#token=[\w-]+)", body)[1]

    return find


def log_in(person, password=PASSWORD):
    person.page.get_by_test_id("auth-email").fill(person.email)
    person.page.get_by_test_id("auth-password").fill(password)
    person.page.get_by_test_id("auth-submit").click()


@_401
def test_a_log_in_with_an_authenticator_app(person, server):
    http = Client.register(server, person.email).http
    secret = http.post("/api/account/totp").json()["secret"]
    codes = http.post("/api/account/totp/enable", json={"code": TOTP(secret).now()}).json()
    http.patch("/api/account", json={"locale": "fr"})
    page = person.open("/login")

    log_in(person)
    expect(page.get_by_test_id("auth-code")).to_be_focused()
    expect(page.get_by_role("alert")).to_have_count(0)
    page.get_by_test_id("auth-code").fill("000000")
    page.get_by_test_id("auth-submit").click()
    expect(page.get_by_role("alert")).to_contain_text("This code is not right.")
    expect(page.get_by_test_id("auth-code")).to_be_focused()
    page.get_by_test_id("auth-code").fill(codes["recoveryCodes"][0])
    page.keyboard.press("Enter")

    page.wait_for_url("**/dashboard*")
    # The language of the Account, whatever the browser's is.
    expect(page.locator("html")).to_have_attribute("lang", "fr")


@_401
def test_a_forgotten_password(person, server, newest_link):
    Client.register(server, person.email)
    page = person.open("/login")
    page.get_by_test_id("auth-forgot").click()
    page.get_by_test_id("reset-email").fill(person.email)
    page.get_by_test_id("reset-ask").click()
    expect(page.get_by_test_id("reset-asked")).to_be_visible()

    person.open(newest_link("reset"))
    expect(page.get_by_test_id("reset-password")).to_be_visible()
    # Nobody who looks at the address bar or the history reads the secret.
    expect(page).to_have_url(f"{server.origin}/reset")
    page.get_by_test_id("reset-password").fill(NEW)
    page.get_by_test_id("reset-submit").click()
    expect(page.get_by_test_id("reset-done")).to_be_visible()

    person.open("/login")
    log_in(person, PASSWORD)
    expect(page.get_by_test_id("auth-error")).to_be_visible()
    log_in(person, NEW)
    page.wait_for_url("**/dashboard*")


@pytest.mark.console("410")
def test_a_used_link_says_so_and_offers_a_new_one(person, server, newest_link):
    Client.register(server, person.email)
    client(server).post("/api/auth/password/forgot", json={"email": person.email})
    link = newest_link("reset")
    token = link.partition("=")[2]
    client(server).post("/api/auth/password/reset", json={"token": token, "password": NEW})

    page = person.open(link)
    page.get_by_test_id("reset-password").fill("third horse battery")
    page.get_by_test_id("reset-submit").click()
    expect(page.get_by_test_id("auth-error")).to_be_visible()
    page.get_by_role("button", name="Ask for a new link").click()

    expect(page.get_by_test_id("reset-email")).to_be_visible()


def test_another_address_counts_after_a_click_and_not_before(person, newest_link):
    person.register()
    api = person.api.http
    api.post("/api/account/email", json={"email": f"new-{person.email}"}).raise_for_status()

    page = person.open(newest_link("email_confirm"))
    before = api.get("/api/auth/me").json()["user"]["email"]
    page.get_by_test_id("email-submit").click()
    expect(page.get_by_test_id("email-done")).to_be_visible()

    assert before == person.email
    assert api.get("/api/auth/me").json()["user"]["email"] == f"new-{person.email}"


@pytest.mark.parametrize(
    "viewport", [{"width": 390, "height": 844}, {"width": 1440, "height": 900}]
)
def test_the_outbox_shows_an_admin_the_link(person, server, admin):
    Client.register(server, person.email)
    client(server).post("/api/auth/password/forgot", json={"email": person.email})
    for name, value in admin.http.cookies.items():
        person.context.add_cookies([{"name": name, "value": value, "url": server.origin}])
    person.context.grant_permissions(["clipboard-read", "clipboard-write"])

    page = person.open("/admin/outbox")
    first = page.get_by_test_id("outbox-mail").first
    expect(first).to_contain_text(person.email)
    expect(first).to_have_attribute("data-state", "kept")
    first.get_by_test_id("outbox-open").click()
    expect(page.get_by_test_id("outbox-body")).to_contain_text("/reset#token=")
    page.get_by_test_id("outbox-copy").click()

    expect(page.get_by_test_id("outbox-copy")).to_contain_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(rf"{server.origin}/reset#token=[\w-]{{43}}", copied)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.console("403")
def test_the_outbox_is_for_admins(person):
    person.register()

    page = person.open("/admin/outbox")

    expect(page.get_by_test_id("outbox-error")).to_contain_text("This is for administrators.")
    expect(page.get_by_test_id("outbox-mail")).to_have_count(0)
