"""What happens elsewhere is seen in every open tab, without a reload."""

import re

from playwright.sync_api import expect

from tests.e2e.conftest import Person
from tests.e2e.test_runs import execute

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_a_run_that_ends_is_told_in_every_tab_and_read_once(person: Person):
    person.register()
    page = person.open("/library")
    other = person.new_tab("/settings")
    before = int(page.get_by_test_id("credits-balance").get_attribute("data-credits") or 0)

    person.api.http.post("/api/credits/deduct", json={"amount": 7, "reason": "test"})
    for tab in (page, other):
        left = str(before - 7)
        expect(tab.get_by_test_id("credits-balance")).to_have_attribute("data-credits", left)

    run = execute(person, "A quiet lake")
    for tab in (page, other):
        expect(tab.get_by_test_id("bell")).to_have_attribute("data-unread", "1", timeout=30_000)

    # The bell shows it, and it leads to the Run; then it is read everywhere.
    other.bring_to_front()
    other.get_by_test_id("bell").click()
    told = other.get_by_test_id("bell-menu").get_by_role("listitem")
    expect(told).to_contain_text("A quiet lake")
    told.get_by_role("link").click()
    other.wait_for_url(re.compile(f"/runs/{run}"))
    for tab in (page, other):
        expect(tab.get_by_test_id("bell")).to_have_attribute("data-unread", "0")

    # The page of them all, on a phone: it is there, and one can choose not to be told.
    page.set_viewport_size({"width": 390, "height": 844})
    person.goto("/notifications")
    expect(page.get_by_test_id("notifications").get_by_text("A quiet lake")).to_be_visible()
    assert page.evaluate(OVERFLOW) <= 0
    switch = page.get_by_test_id("prefer-run_finished-inApp")
    switch.uncheck()
    page.reload()
    expect(page.get_by_test_id("prefer-run_finished-inApp")).not_to_be_checked()
