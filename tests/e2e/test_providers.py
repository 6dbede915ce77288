"""Services in a browser: found among many, set up by hand, limited in price, watched."""

import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PASSWORD, Person
from tests.support.fake_services import FakeServices

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PREFERENCES = "/api/user/preferences"


def opened(person: Person, place: str) -> Page:
    page = person.open(f"/settings#{place}")
    panel = place.partition("/")[0]
    expect(page.get_by_test_id("settings-panel")).to_have_attribute("data-panel", panel)
    return page


def typed(page: Page, slug: str, option: str, text: str) -> None:
    """Type it and leave the field; it is kept."""
    field = page.get_by_test_id(f"option-{slug}-{option}")
    with page.expect_response("**/api/user/provider-options") as answer:
        field.fill(text)
        field.blur()
    assert answer.value.ok, answer.value.text()


def has_status(page: Page, slug: str, status: str) -> None:
    shown = page.get_by_test_id(f"key-{slug}-status")
    expect(shown).to_have_attribute("data-status", status)


def has_state(page: Page, row: str, state: str) -> None:
    expect(page.get_by_test_id(f"health-{row}")).to_have_attribute("data-state", state)


def lacks(person: Person, kind: str) -> dict[str, str]:
    """Slug -> what it lacks."""
    choices = person.api.http.get(PREFERENCES).json()["choices"][kind]
    return {choice["slug"]: choice["lacks"] for choice in choices}


def test_a_service_is_found_by_what_it_makes_and_by_what_it_opens(person: Person):
    person.register()
    page = opened(person, "keys")
    cards = page.locator(".vg-key")
    expect(cards.filter(visible=True)).not_to_have_count(0)

    page.get_by_test_id("keys-find").fill("píka")
    expect(page.get_by_test_id("key-fal")).to_be_visible()
    expect(cards.filter(visible=True)).to_have_count(1)
    page.get_by_test_id("keys-find").fill("nobody knows it")
    expect(cards.filter(visible=True)).to_have_count(0)
    expect(page.locator(".vg-set-none")).to_be_visible()
    page.get_by_test_id("keys-find").fill("")
    page.get_by_test_id("keys-kind-speech").check(force=True)

    expect(page.get_by_test_id("key-openai")).to_be_visible()
    expect(page.get_by_test_id("key-runway")).to_be_hidden()


def test_a_link_to_a_provider_leads_to_the_service_that_holds_its_key(
    person: Person, services: FakeServices
):
    person.register()
    page = opened(person, "keys/pika")

    page.get_by_test_id("key-fal-input").fill(services.key("fal"))
    expect(page.get_by_test_id("key-fal-save-state")).to_have_attribute("data-state", "saved")
    page.get_by_test_id("key-fal-test").click()

    has_status(page, "fal", "valid")
    assert {slug: lacks(person, "video")[slug] for slug in ("pika", "stable_video")} == {
        "pika": "",
        "stable_video": "",
    }


@pytest.mark.console("422")
def test_a_server_of_ones_own_is_set_up_and_tested_without_a_key(
    person: Person, services: FakeServices
):
    person.register()
    page = opened(person, "keys/compatible")
    has_status(page, "compatible", "off")
    address = page.get_by_test_id("option-compatible-address")

    address.fill("ftp://llm.example")
    address.blur()
    expect(address).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_test_id("key-compatible").get_by_role("status").last).to_be_visible()
    expect(page.get_by_test_id("key-compatible-test")).to_be_disabled()
    typed(page, "compatible", "address", services.base_url("compatible") + "/")
    expect(address).to_have_value(services.base_url("compatible"))
    typed(page, "compatible", "model", "llama3.2")
    has_status(page, "compatible", "ready")
    page.get_by_test_id("key-compatible-test").click()
    has_status(page, "compatible", "valid")

    page.reload()
    has_status(page, "compatible", "ready")
    expect(address).to_have_value(services.base_url("compatible"))
    assert lacks(person, "text")["compatible"] == ""
    assert lacks(person, "speech")["compatible"] == "setup"


def test_a_server_that_is_not_there_says_so(person: Person):
    person.register()
    page = opened(person, "keys/comfyui")

    typed(page, "comfyui", "address", "http://127.0.0.1:9")
    page.get_by_test_id("key-comfyui-test").click()

    reason = page.get_by_test_id("key-comfyui-reason")
    expect(reason).to_be_visible()
    expect(page.get_by_test_id("key-comfyui-status")).to_have_attribute(
        "data-detail", "unreachable"
    )


@pytest.mark.console("422")
def test_a_workflow_comes_from_a_file_and_what_is_none_is_refused(person: Person):
    person.register()
    page = opened(person, "keys/comfyui")
    field = page.get_by_test_id("option-comfyui-workflow")
    file = page.get_by_test_id("option-comfyui-workflow-file")

    with page.expect_response("**/api/user/provider-options"):
        file.set_input_files(
            {"name": "w.json", "mimeType": "application/json", "buffer": b'{"1": '}
        )
    expect(field).to_have_attribute("aria-invalid", "true")
    with page.expect_response("**/api/user/provider-options"):
        file.set_input_files(
            {"name": "w.json", "mimeType": "application/json", "buffer": b'{"1": {}}'}
        )

    expect(field).to_have_value('{"1": {}}')
    expect(field).to_have_attribute("aria-invalid", "false")


def test_a_bridge_is_off_until_its_warning_was_accepted(person: Person, services: FakeServices):
    person.register()
    page = opened(person, "keys/midjourney")
    expect(page.get_by_test_id("warning-midjourney")).to_contain_text("terms forbid")
    consent = page.get_by_test_id("option-midjourney-terms")
    expect(consent).not_to_be_checked()

    typed(page, "midjourney", "address", services.base_url("midjourney"))
    page.get_by_test_id("key-midjourney-input").fill(services.key("midjourney"))
    expect(page.get_by_test_id("key-midjourney-save-state")).to_have_attribute(
        "data-state", "saved"
    )
    assert lacks(person, "image")["midjourney"] == "setup"
    with page.expect_response("**/api/user/provider-options"):
        consent.press("Space")
    page.get_by_test_id("key-midjourney-test").click()

    has_status(page, "midjourney", "valid")
    assert lacks(person, "image")["midjourney"] == ""


@pytest.mark.console("403")
def test_where_a_stored_key_is_sent_changes_only_after_the_password(
    person: Person, services: FakeServices
):
    person.register()
    place = {"address": services.base_url("midjourney")}
    person.api.http.put("/api/user/provider-options", json={"midjourney": place})
    person.api.http.put("/api/user/api-keys", json={"midjourney": services.key("midjourney")})
    with closing(sqlite3.connect(person.server.home / "vidgenie.db", timeout=10)) as database:
        database.execute("UPDATE vg_session SET confirmed_at = '2026-01-01 00:00:00'")
        database.commit()
    page = opened(person, "keys/midjourney")
    address = page.get_by_test_id("option-midjourney-address")

    address.fill("https://elsewhere.example")
    address.blur()
    expect(page.get_by_test_id("confirm-dialog")).to_be_visible()
    page.get_by_test_id("confirm-password").fill(PASSWORD)
    page.get_by_test_id("confirm-submit").click()

    expect(page.get_by_test_id("confirm-dialog")).to_be_hidden()
    page.reload()
    expect(address).to_have_value("https://elsewhere.example")


def test_a_limit_in_dollars_is_kept_and_lifted(person: Person):
    person.register()
    page = opened(person, "order")
    field = page.get_by_test_id("order-video-max")

    field.fill("a lot")
    expect(field).to_have_attribute("aria-invalid", "true")
    with page.expect_response(f"**{PREFERENCES}"):
        field.fill("0,25")
        field.press("Enter")
    assert person.api.http.get(PREFERENCES).json()["maxMicroUsd"] == {"video": 250_000}
    page.reload()
    expect(field).to_have_value("0.25")
    with page.expect_response(f"**{PREFERENCES}"):
        field.fill("")
        field.blur()

    assert person.api.http.get(PREFERENCES).json()["maxMicroUsd"] == {}


def test_what_is_not_ready_says_why_and_leads_there(person: Person):
    person.register()
    page = opened(person, "order")
    expect(page.get_by_test_id("order-speech")).to_be_visible()

    page.get_by_test_id("order-video-stable_video-lacks").click()

    expect(page.get_by_test_id("key-fal-input")).to_be_visible()


def test_the_board_shows_how_a_provider_answers_while_it_is_open(
    person: Person, services: FakeServices
):
    person.register()
    person.api.http.put("/api/user/api-keys", json={"stability": services.key("stability")})
    page = opened(person, "health")
    has_state(page, "image-stability", "untried")

    services.behave("stability", "down", is_work=False)
    page.get_by_test_id("health-image-stability-test").click()
    expect(page.get_by_test_id("health-image-stability-verdict")).to_be_visible()
    has_state(page, "image-stability", "troubled")
    # Something else of this person's asks meanwhile; the page looks again when it is looked at.
    person.api.http.post("/api/user/api-keys/validate", json={"provider": "stability"})
    page.evaluate("window.dispatchEvent(new Event('focus'))")

    has_state(page, "image-stability", "fine")


@pytest.mark.parametrize("viewport", [{"width": 390, "height": 844}], ids=["phone"])
@pytest.mark.parametrize("locale", ["fr-FR"])
def test_no_card_is_wider_than_a_phone(person: Person, services: FakeServices):
    person.register()
    keys = {slug: services.key(slug) for slug in ("openai", "stability", "fal")}
    person.api.http.put("/api/user/api-keys", json=keys).raise_for_status()
    page = opened(person, "keys")
    buttons = page.locator(".vg-key-head button")
    expect(buttons).not_to_have_count(0)

    for button in buttons.all():
        button.press("Enter")
        assert page.evaluate(OVERFLOW) <= 0, button.inner_text()
    page = opened(person, "health")
    has_state(page, "image-stability", "untried")

    assert page.evaluate(OVERFLOW) <= 0
