"""Buying credits and plans in a browser, at the checkout where no money moves."""

import csv
import io
import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Person, alive
from tests.support.server import Client

MONTH = 100  # credits of a free Account
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def shows(page: Page, credits: int) -> None:
    """What the header and the glance at the credits say, once they do."""
    for test_id in ("credits-balance", "credits-widget", "credits-overview"):
        place = page.get_by_test_id(test_id)
        if test_id == "credits-balance" or place.count():
            expect(place).to_have_attribute("data-credits", str(credits))


def to_checkout(page: Page, product: str) -> None:
    """From the page of credits to where it is paid."""
    page.get_by_test_id(product).click()
    page.wait_for_url(re.compile("/checkout/"))
    expect(page.get_by_test_id("checkout-test-banner")).to_be_visible()


def settled(page: Page, status: str) -> None:
    """Back on the page of credits, with what has become of the order."""
    page.wait_for_url(re.compile(r"/credits/?\?"))
    expect(page.get_by_test_id("order")).to_have_attribute("data-status", status)


def sums_up(person: Person, page: Page) -> int:
    """What the changes of the table add up to."""
    href = page.get_by_test_id("credits-csv").get_attribute("href")
    assert href
    text = person.api.http.get(href, params={"separator": "comma"}).content.decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text))
    return sum(int(row["change"]) for row in rows)


def test_a_pack_is_bought_and_every_open_tab_and_the_history_know_it(person: Person):
    person.register()
    other = person.open("/dashboard")
    shows(other, MONTH)
    other.evaluate("window.__same = true")
    page = person.new_tab("/credits")

    to_checkout(page, "pack-small-buy")
    expect(page.get_by_test_id("checkout-price")).to_have_attribute("data-cents", "499")
    page.get_by_test_id("checkout-pay").click()

    settled(page, "paid")
    shows(page, MONTH + 200)
    shows(other, MONTH + 200)
    assert other.evaluate("window.__same") is True
    newest = page.get_by_test_id("credits-entry").first
    expect(newest).to_have_attribute("data-amount", "200")
    expect(newest).to_have_attribute("data-type", "credit")
    expect(page.get_by_test_id("invoices").locator("li")).to_have_count(1)
    assert sums_up(person, page) == MONTH + 200

    to_checkout(page, "pack-medium-buy")
    page.get_by_test_id("checkout-fail").click()
    expect(page.get_by_test_id("checkout-over")).to_have_attribute("data-status", "failed")
    page.goto(f"{person.server.origin}/credits")
    to_checkout(alive(page), "pack-medium-buy")
    page.get_by_test_id("checkout-cancel").click()
    settled(page, "expired")
    shows(page, MONTH + 200)

    to_checkout(page, "pack-medium-buy")
    page.get_by_test_id("checkout-twice").click()

    settled(page, "paid")
    shows(page, MONTH + 1200)
    shows(other, MONTH + 1200)
    assert sums_up(person, page) == MONTH + 1200

    page.get_by_test_id("order-try").locator("summary").click()
    page.get_by_test_id("try-refund").click()

    expect(page.get_by_test_id("order")).to_have_attribute("data-status", "reversed")
    shows(other, MONTH + 200)
    assert sums_up(person, page) == MONTH + 200


@pytest.mark.console("404")
def test_a_plan_is_taken_raised_lowered_and_cancelled(person: Person):
    person.register()
    page = person.open("/credits")
    plan = page.get_by_test_id("plan-current")
    expect(plan).to_have_attribute("data-status", "none")

    to_checkout(page, "plan-starter-choose")
    order = page.url.rstrip("/").rpartition("/")[2]
    page.get_by_test_id("checkout-pay").click()
    settled(page, "paid")
    expect(plan).to_have_attribute("data-plan", "starter")
    expect(plan).to_have_attribute("data-status", "active")
    shows(page, MONTH + 500)

    page.get_by_test_id("plan-pro-choose").click()
    page.get_by_test_id("change-dialog-yes").click()
    expect(plan).to_have_attribute("data-plan", "pro")
    shows(page, MONTH + 2500)
    expect(page.get_by_test_id("invoices").locator("li")).to_have_count(2)

    page.get_by_test_id("plan-starter-choose").click()
    page.get_by_test_id("change-dialog-yes").click()
    expect(page.get_by_test_id("plan-next")).to_contain_text("Starter")
    page.get_by_test_id("plan-pro-choose").click()
    expect(page.get_by_test_id("plan-next")).not_to_contain_text("Starter")

    page.get_by_test_id("plan-cancel").click()
    page.get_by_test_id("cancel-dialog-yes").click()
    expect(plan).to_have_attribute("data-status", "cancelled")
    expect(plan).to_have_attribute("data-plan", "pro")
    page.get_by_test_id("plan-resume").click()
    expect(plan).to_have_attribute("data-status", "active")
    shows(page, MONTH + 2500)

    body = {"kind": "pack", "slug": "small"}
    stranger = Client.register(person.server, f"other-{person.email}")
    theirs = stranger.http.post("/api/billing/checkout", json=body).json()["orderId"]
    person.open(f"/checkout/{theirs}")
    expect(page.get_by_test_id("checkout-missing")).to_be_visible()
    person.open(f"/checkout/{order}")
    expect(page.get_by_test_id("checkout-over")).to_have_attribute("data-status", "paid")


@pytest.mark.parametrize("locale", ["fr-FR"])
@pytest.mark.parametrize("viewport", [{"width": 390, "height": 844}], ids=["phone"])
def test_a_phone_and_a_keyboard_are_enough_in_french_too(person: Person):
    person.register()
    page = person.open("/credits#packs")
    buy = page.get_by_test_id("pack-large-buy")
    expect(buy).to_be_in_viewport()

    buy.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/checkout/"))
    expect(page.get_by_test_id("checkout-price")).to_have_text(re.compile(r"89,99\s\$"))
    assert page.evaluate(OVERFLOW) <= 0
    page.get_by_test_id("checkout-pay").focus()
    page.keyboard.press("Enter")

    settled(page, "paid")
    expect(page.get_by_test_id("order")).to_contain_text("Merci")
    shows(page, MONTH + 5000)
    page.get_by_test_id("credits-type-credit").click()
    expect(page.get_by_test_id("credits-entry")).to_have_count(2)
    page.get_by_test_id("credits-search").fill("rien de tel")
    expect(page.get_by_test_id("credits-none")).to_be_visible()
    assert page.evaluate(OVERFLOW) <= 0
