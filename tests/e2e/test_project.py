"""A Project in a browser: from a theme to a finished short, with every change on the way."""

import io
import json
import re
import zipfile

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Person

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PLAYED = """async (video) => {
  video.muted = true;
  await video.play();
  await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
  return {seconds: video.duration, width: video.videoWidth, height: video.videoHeight};
}"""
MAKING = 150_000  # ms


def field(page: Page, number: int, name: str) -> Locator:
    """Text or prompt of a Segment."""
    return page.get_by_test_id(f"segment-{number}-{name}")


def saved(page: Page) -> None:
    """Wait until everything typed is kept."""
    expect(page.get_by_test_id("save-state")).to_have_attribute("data-state", "saved")


def project_of(person: Person) -> dict:
    """The newest Project, by REST."""
    rows = person.api.http.get("/api/projects").json()["items"]
    return person.api.http.get(f"/api/projects/{rows[0]['id']}").json()


def drafted(person: Person, project: dict) -> None:
    """From now on what is made of it is small and made quickly."""
    small = {"profile": "draft", "resolution": "720p"}
    change = {"version": project["version"], "choices": small}
    path = f"/api/projects/{project['id']}"
    person.api.http.patch(path, json=change).raise_for_status()


def board(person: Person, **body: object) -> Page:
    """The board of a Project of somebody new: silent, small and quickly made."""
    person.register()
    choices = {"voice": None, "captions": None, "profile": "draft", "resolution": "720p"}
    wanted = {"title": "Foxes", "theme": "Foxes", "choices": choices, **body}
    made = person.api.http.post("/api/projects", json=wanted).raise_for_status().json()
    page = person.goto(f"/projects/{made['id']}")
    expect(page.get_by_test_id("board")).to_be_visible()
    return page


SEGMENTS = [{"text": f"Words {n}", "prompt": f"a fox in a field {n}"} for n in (1, 2, 3)]


@pytest.mark.timeout(400)
def test_a_theme_becomes_a_short_and_one_segment_is_made_again(person: Person):
    person.register()
    page = person.goto("/projects/new")
    page.get_by_test_id("project-theme").fill("How to sleep better")
    seconds = page.get_by_test_id("project-seconds")
    seconds.fill("15")
    seconds.press("Tab")
    page.get_by_test_id("project-next").click()
    page.get_by_test_id("script-button").click()
    expect(page.get_by_test_id("script-draft")).to_be_visible(timeout=120_000)
    page.get_by_test_id("wizard-done").click()
    expect(page).to_have_url(re.compile(r"/projects/[0-9a-f]{32}"))

    expect(page.get_by_test_id("segment-3")).to_be_visible()
    field(page, 1, "text").fill("Sleep is free.")
    page.get_by_test_id("segment-2-included").uncheck(force=True)
    field(page, 3, "text").press("Alt+ArrowUp")
    saved(page)
    edited = project_of(person)
    assert [one["isIncluded"] for one in edited["segments"]] == [True, True, False]
    assert edited["segments"][0]["text"] == "Sleep is free."
    drafted(person, edited)

    page.get_by_test_id("animatic-button").click()
    expect(page.get_by_test_id("animatic-video")).to_be_visible(timeout=MAKING)
    page.get_by_test_id("generate-button").click()
    expect(page.get_by_test_id("film-video")).to_be_visible(timeout=2 * MAKING)
    played = page.get_by_test_id("film-video").evaluate(PLAYED)
    assert (played["width"], played["height"]) == (540, 960)
    assert played["seconds"] >= 10
    before = project_of(person)

    page.get_by_test_id("regenerate-1").click()
    page.get_by_test_id("regenerate-1-prompt").fill("a quiet bedroom at night, moonlight")
    page.get_by_test_id("regenerate-1-go").click()
    expect(page.get_by_test_id("take-1-2")).to_be_visible(timeout=MAKING)
    expect(page.get_by_test_id("project-status")).to_have_attribute(
        "data-status", "completed", timeout=MAKING
    )

    after = project_of(person)
    assert after["segments"][1]["take"]["sha256"] == before["segments"][1]["take"]["sha256"]
    assert after["segments"][0]["take"]["sha256"] != before["segments"][0]["take"]["sha256"]
    assert after["film"]["runId"] != before["film"]["runId"]
    with page.expect_download() as download:
        page.get_by_test_id("export-zip").click()
    with zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes())) as packed:
        names = packed.namelist()
        receipt = json.loads(packed.read(next(n for n in names if n.endswith("receipt.json"))))
        assert any(name.endswith(".srt") for name in names)
        assert any(name.endswith("video.mp4") for name in names)
    assert receipt


def test_what_is_typed_is_kept_undone_split_and_merged(person: Person):
    page = board(person, segments=SEGMENTS)
    field(page, 1, "text").fill("One two three four")
    field(page, 2, "prompt").fill("an owl")
    saved(page)
    page.reload()
    expect(field(page, 1, "text")).to_have_value("One two three four")
    expect(field(page, 2, "prompt")).to_have_value("an owl")

    field(page, 1, "text").click()
    page.keyboard.press("Home")
    for _ in range(len("One two ")):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_test_id("segment-4")).to_be_visible()
    expect(field(page, 1, "text")).to_have_value("One two")
    expect(field(page, 2, "text")).to_have_value("three four")
    page.get_by_test_id("undo-button").click()
    expect(page.get_by_test_id("segment-4")).to_be_hidden()
    expect(field(page, 1, "text")).to_have_value("One two three four")
    page.get_by_test_id("redo-button").click()
    expect(field(page, 2, "text")).to_have_value("three four")

    page.get_by_test_id("segment-1-grip").hover()
    page.mouse.down()
    page.get_by_test_id("segment-4").hover()
    page.get_by_test_id("segment-4-prompt").hover()
    page.mouse.up()
    saved(page)
    assert project_of(person)["segments"][0]["text"] == "three four"


@pytest.mark.console("409", "ERR_FAILED")
def test_two_tabs_lose_nothing(person: Person):
    page = board(person, segments=SEGMENTS)
    other = person.context.new_page()
    other.goto(page.url)
    expect(other.get_by_test_id("segment-3")).to_be_visible()

    field(other, 2, "prompt").fill("their owl")
    saved(other)
    expect(field(page, 2, "prompt")).to_have_value("their owl")
    page.route("**/segments/*", lambda route: route.abort())
    field(page, 1, "prompt").fill("my fox")
    field(page, 1, "text").fill("Mine")
    expect(page.get_by_test_id("save-state")).to_have_attribute("data-state", "failed")
    field(other, 1, "text").fill("Theirs")
    saved(other)
    page.unroute("**/segments/*")
    page.get_by_test_id("save-retry").click()
    conflict = page.get_by_test_id("conflict-1")
    expect(conflict).to_be_visible()
    expect(conflict).to_contain_text("Theirs")
    page.get_by_test_id("conflict-1-mine").click()
    saved(page)

    first, second, _ = project_of(person)["segments"]
    assert (first["text"], first["prompt"]) == ("Mine", "my fox")
    assert second["prompt"] == "their owl"


def test_a_project_that_is_being_made_is_deleted_only_when_asked(person: Person):
    page = board(person, segments=SEGMENTS)
    page.get_by_test_id("generate-button").click()
    expect(page.get_by_test_id("cancel-button")).to_be_visible()
    page.get_by_test_id("project-menu").click()
    page.get_by_test_id("project-delete").click()
    page.get_by_test_id("delete-yes").click()

    expect(page).to_have_url(re.compile(r"/projects$"))
    assert person.api.http.get("/api/projects").json()["total"] == 0
    assert person.api.http.get("/api/credits/balance").json()["held"] == 0


def test_one_field_makes_a_short(person: Person):
    person.register()
    page = person.goto("/generate")
    page.get_by_test_id("quick-theme").fill("Three facts about foxes")
    page.get_by_test_id("quick-seconds").fill("5")
    page.get_by_test_id("quick-go").click()
    expect(page.get_by_test_id("quick-progress")).to_be_visible()
    page.reload()

    expect(page.get_by_test_id("quick-video")).to_be_visible(timeout=MAKING)
    # As large and as good as it gets when nothing is chosen.
    played = page.get_by_test_id("quick-video").evaluate(PLAYED)
    assert (played["width"], played["height"]) == (1080, 1920)
    assert played["seconds"] >= 5
    page.get_by_test_id("quick-edit").first.click()
    expect(page.get_by_test_id("segment-1-text")).not_to_have_value("")


@pytest.mark.parametrize("viewport", [{"width": 390, "height": 844}], ids=["phone"])
@pytest.mark.parametrize("locale", ["fr-FR"])
def test_every_page_of_projects_fits_a_phone_in_french(person: Person):
    page = board(person, segments=SEGMENTS)
    assert page.evaluate(OVERFLOW) <= 0
    for path in ("/projects", "/projects/new", "/generate"):
        person.goto(path)
        expect(page.locator("h1").first).to_be_visible()
        assert page.evaluate(OVERFLOW) <= 0, path
