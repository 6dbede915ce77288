"""Providers that are busy, silent or down, in a browser: what is said, decided and charged."""

from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Person, in_view
from tests.e2e.test_first_video import wait_for_node
from tests.support.fake_services import FakeServices

CREDITS = 10  # what a clip of 5 s costs here
DOLLARS = "$0.25"  # and what it costs at Runway
PATIENCE = 3  # seconds that a busy one wants to be left alone for
MONTH = 100  # credits of a free Account
# A clock that is wrong by an hour.
WRONG_CLOCK = "const right = Date.now; Date.now = () => right() + 3600000;"


@pytest.fixture(autouse=True)
def quick(services: FakeServices, forgotten: None) -> None:
    """Services that are done soon, and that a test can watch being busy."""
    services.polls, services.retry_after = 1, PATIENCE


def give_keys(person: Person, services: FakeServices, *slugs: str) -> None:
    """Keys that work."""
    keys = {slug: services.key(slug) for slug in slugs}
    person.api.http.put("/api/user/api-keys", json=keys).raise_for_status()


def start(person: Person, prompt: str, provider: str = "runway") -> str:
    """Order a clip; the Run's id."""
    config = {
        "initialPrompt": prompt,
        "textConfig": {"provider": "local"},
        "imageConfig": {"provider": "local", "size": "512x512"},
        "videoConfig": {"provider": provider, "duration": 5, "resolution": "720p"},
    }
    answer = person.api.http.post("/api/workflow/execute", json={"config": config})
    assert answer.status_code == 202, answer.text
    return answer.json()["workflowId"]


def has_credits(page: Page, credits: int) -> None:
    """What the header says."""
    expect(page.get_by_test_id("credits-balance")).to_have_attribute("data-credits", str(credits))


def in_doubt(person: Person, services: FakeServices, prompt: str) -> tuple[str, Page]:
    """A Run whose order of a clip got no answer, and the canvas that asks about it."""
    give_keys(person, services, "runway")
    services.behave("runway", "lost")
    run = start(person, prompt)
    page = person.open("/create")
    expect(page.get_by_test_id("node-video-question")).to_be_visible(timeout=120_000)
    return run, page


def test_a_lost_answer_is_asked_about_and_giving_up_brings_the_credits_back(
    person: Person, services: FakeServices
) -> None:
    person.register()
    run, page = in_doubt(person, services, "A lost lighthouse")
    card = page.get_by_test_id("node-video-question")
    expect(card).to_contain_text("Runway")
    expect(page.get_by_test_id("result-question")).to_contain_text("not sent a second time")
    # Runway has no way to look for a request.
    expect(card.get_by_test_id("decide-look")).to_have_count(0)
    has_credits(page, MONTH - CREDITS)
    other = person.new_tab("/create")
    expect(other.get_by_test_id("node-video-question")).to_be_visible()

    in_view(card.get_by_test_id("decide-give_up")).click()

    for tab in (page, other):
        expect(tab.get_by_test_id("node-video-question")).to_have_count(0)
        has_credits(tab, MONTH)
    over = person.api.finished(run, within=20)
    assert (over["status"], over["cost"]["charged"], over["decideUntil"]) == ("FAILED", 0, None)
    assert services.count(service="runway") == 1


def test_sent_again_it_is_made_and_charged_once(person: Person, services: FakeServices) -> None:
    person.register()
    run, _ = in_doubt(person, services, "A second lighthouse")
    # Somebody who comes back later finds the same question.
    page = person.new_tab("/create")
    card = page.get_by_test_id("node-video-question")
    again = card.get_by_test_id("decide-again")
    expect(again).to_be_in_viewport(ratio=1)
    for _ in range(3):
        page.get_by_role("button", name="Zoom in").click()
    expect(again).not_to_be_in_viewport(ratio=1)

    # Whoever goes by keys sees where they are.
    page.get_by_test_id("node-video").locator("summary").focus()
    page.keyboard.press("Tab")
    expect(again).to_be_focused()
    expect(again).to_be_in_viewport(ratio=0.99)
    page.keyboard.press("Enter")
    expect(card.get_by_test_id("decide-again-no")).to_be_focused()
    expect(card.get_by_test_id("decide-again-no")).to_be_in_viewport(ratio=0.99)
    assert services.count(service="runway") == 1
    in_view(card.get_by_test_id("decide-again-confirm")).click()

    expect(page.get_by_test_id("node-video-question")).to_have_count(0)
    wait_for_node(page, "output", "success", seconds=120)
    wait_for_node(person.page, "output", "success", seconds=20)
    has_credits(page, MONTH - CREDITS)
    over = person.api.finished(run, within=20)
    assert (over["status"], over["cost"]["charged"]) == ("COMPLETED", CREDITS)
    assert services.count(service="runway") == 2
    expect(page.get_by_test_id("node-video-dollars")).to_contain_text(DOLLARS)


@pytest.mark.soak
def test_a_busy_provider_is_waited_for_with_a_countdown(
    person: Person, services: FakeServices
) -> None:
    person.register()
    give_keys(person, services, "runway")
    person.context.add_init_script(WRONG_CLOCK)
    services.behave("runway", "busy")
    run = start(person, "A busy harbour")
    page = person.open("/create")
    waiting = page.get_by_test_id("node-video-wait")
    expect(waiting).to_be_visible(timeout=120_000)
    expect(waiting).to_contain_text("Runway is busy")

    seconds = seen_seconds(page)

    assert set(seconds) >= {1, 2}, seconds
    assert max(seconds) <= PATIENCE + 1  # the clock of the server is known to a second
    assert all(later <= earlier for earlier, later in pairwise(seconds))
    wait_for_node(page, "output", "success", seconds=120)
    over = person.api.finished(run, within=20)
    assert (over["status"], over["cost"]["charged"]) == ("COMPLETED", CREDITS)
    assert services.count(service="runway") == 1


def seen_seconds(page: Page) -> list[int]:
    """What the countdown shows until it is gone."""
    return page.evaluate(
        """async () => {
          const seen = [];
          for (;;) {
            const shown = document.querySelector('[data-testid="node-video-wait"]');
            if (!shown) return seen;
            const now = Number(shown.dataset.seconds);
            if (seen.at(-1) !== now) seen.push(now);
            await new Promise(requestAnimationFrame);
          }
        }"""
    )


def test_when_one_is_down_the_next_makes_it_and_the_page_says_so(
    person: Person, services: FakeServices
) -> None:
    person.register()
    give_keys(person, services, "luma", "runway")
    order = {"providers": {"video": ["luma", "runway", "local"]}, "fallback": True}
    person.api.http.put("/api/user/preferences", json=order).raise_for_status()
    for is_work in (True, False):
        services.behave("luma", "down", times=200, is_work=is_work)
    run = start(person, "A lighthouse that is made elsewhere", "luma")
    page = person.open("/create")

    wait_for_node(page, "output", "success", seconds=120)

    said = page.get_by_test_id("node-video").get_by_test_id("taken-over")
    expect(said).to_have_text("Made by Runway instead of Luma, which could not do it")
    over = person.api.finished(run, within=20)
    assert (over["status"], over["cost"]["charged"]) == ("COMPLETED", CREDITS)
    assert (services.count(service="luma"), services.count(service="runway")) == (0, 1)
    has_credits(page, MONTH - CREDITS)
