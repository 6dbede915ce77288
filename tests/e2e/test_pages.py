"""Pages as people meet them: languages, themes, small screens, wrong input."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Person
from tests.support.server import Client

SIGNED_IN = ("/dashboard", "/create", "/cut", "/library", "/credits")
SIGNED_OUT = ("/", "/login", "/register")
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("viewport", [{"width": 390, "height": 844}], ids=["phone"])
def test_no_page_is_wider_than_a_phone(person: Person):
    for path in SIGNED_OUT:
        assert person.open(path).evaluate(OVERFLOW) <= 0, path
    person.register_by_form()
    for path in SIGNED_IN:
        assert person.open(path).evaluate(OVERFLOW) <= 0, path


@pytest.mark.console("401")
def test_who_is_not_signed_in_is_sent_to_the_login(person: Person):
    person.open("/create")

    person.page.wait_for_url(re.compile("/login"))


@pytest.mark.console("401")
def test_a_wrong_password_is_told_in_place(person: Person):
    Client.register(person.server, person.email)
    page = person.open("/login")

    page.get_by_test_id("auth-email").fill(person.email)
    page.get_by_test_id("auth-password").fill("not the password")
    page.get_by_test_id("auth-submit").click()

    expect(page.get_by_role("alert")).to_be_visible()
    assert "/login" in page.url


def test_the_language_changes_without_a_reload(person: Person):
    page = person.open("/login")
    page.evaluate("window.__same = true")
    before = page.get_by_test_id("auth-submit").inner_text()

    page.get_by_test_id("locale-switch").click()

    expect(page.get_by_test_id("auth-submit")).not_to_have_text(before)
    assert page.evaluate("window.__same") is True
    assert page.evaluate("document.documentElement.lang") == "fr"


@pytest.mark.parametrize("locale", ["fr-FR"])
def test_a_french_browser_is_answered_in_french(person: Person):
    page = person.open("/login")

    expect(page.get_by_test_id("auth-submit")).to_have_text("Se connecter")


def test_dark_is_remembered(person: Person):
    page = person.open("/")
    html = page.locator("html")
    was_dark = "dark" in (html.get_attribute("class") or "")
    page.get_by_test_id("theme-switch").click()
    wanted = re.compile(r"\blight\b" if was_dark else r"\bdark\b")
    expect(html).to_have_class(wanted)

    page.reload()
    page.wait_for_load_state("networkidle")

    expect(html).to_have_class(wanted)


@pytest.mark.console("422")
def test_an_empty_idea_starts_nothing_and_says_why(person: Person):
    person.register()
    page = person.open("/create")
    expect(page.get_by_test_id("node-prompt")).to_be_visible()

    page.get_by_test_id("prompt-input").fill("   ")
    page.get_by_test_id("run-button").click()

    expect(page.get_by_role("alert").first).to_be_visible()
    assert person.api.http.get("/api/video-generations").json()["total"] == 0


def test_two_people_do_not_see_each_others_work(person: Person):
    other = Client.register(person.server, "neighbour@example.com")
    config = {"initialPrompt": "My secret idea", "workflowType": "image-only"}
    other.http.post("/api/workflow/execute", json={"config": config}).raise_for_status()

    person.register()
    page = person.open("/create")

    expect(page.get_by_test_id("node-prompt")).to_be_visible()
    assert "My secret idea" not in page.content()
    assert "My secret idea" not in person.open("/library").content()
