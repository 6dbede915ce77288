"""The cutting room in a browser: files in, a finished short out, and nothing lost on the way."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Person
from tests.support import fake_media

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SIZE = (216, 384)
TABS = ("clips", "voice", "captions", "music", "look")
PLAYED = """async (video) => {
  video.muted = true;
  await video.play();
  await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
  return {seconds: video.duration, width: video.videoWidth, height: video.videoHeight};
}"""


def clip_file(name: str, seconds: int) -> dict:
    return {
        "name": name,
        "mimeType": "video/mp4",
        "buffer": fake_media.clip(SIZE, seconds),
    }


def picture_file(name: str, size: tuple[int, int] = SIZE) -> dict:
    return {"name": name, "mimeType": "image/jpeg", "buffer": fake_media.picture(size, "jpeg")}


def opened(person: Person) -> Page:
    """The room of somebody new."""
    person.register()
    page = person.open("/cut")
    expect(page.get_by_test_id("cut-room")).to_have_attribute("data-ready", "true")
    return page


def add(page: Page, *files: dict) -> None:
    page.get_by_test_id("cut-add").set_input_files(list(files))


def names(page: Page) -> list[str]:
    """Of the clips, in their order."""
    return page.locator("[data-clip] .vg-clip-facts p").all_inner_texts()


def text_of(page: Page, at: int):
    return page.get_by_test_id(f"cut-text-{at}")


def test_clips_and_texts_become_a_short_that_plays(person: Person):
    page = opened(person)
    expect(page.get_by_test_id("cut-run")).to_be_disabled()
    add(page, clip_file("one.mp4", 2), picture_file("two.jpg"), clip_file("three.mp4", 1))
    expect(page.get_by_test_id("cut-clip-2")).to_be_visible(timeout=30_000)
    assert names(page) == ["one.mp4", "two.jpg", "three.mp4"]
    text_of(page, 0).fill("A lighthouse.")
    text_of(page, 1).fill("Nobody.")

    page.get_by_test_id("cut-tab-captions").click()
    page.get_by_test_id("style-impact").check(force=True)
    expect(page.get_by_test_id("cut-captions")).to_be_visible()
    page.get_by_test_id("cut-tab-music").click()
    page.get_by_test_id("bed-calm").check(force=True)
    expect(page.get_by_test_id("cut-quote")).to_have_attribute("data-total", "0")
    page.get_by_test_id("cut-draft").click()
    expect(page.get_by_test_id("cut-progress")).to_be_visible()
    expect(page).to_have_url(re.compile(r"[?&]run=\w+"))
    page.reload()

    result = page.get_by_test_id("cut-result")
    expect(result).to_be_visible(timeout=120_000)
    played = page.get_by_test_id("cut-result-video").evaluate(PLAYED)
    assert (played["width"], played["height"]) == (540, 960)
    assert played["seconds"] > 7  # 2 s, 5 s of a picture, 1 s, prolonged by what is said
    for kind, first in (("srt", "1\n"), ("vtt", "WEBVTT")):
        with page.expect_download() as download:
            page.get_by_test_id(f"cut-{kind}").click()
        text = download.value.path().read_text(encoding="utf-8")
        assert text.startswith(first)
        assert "lighthouse" in text
    page.get_by_test_id("cut-back").click()
    expect(result).to_be_hidden()
    expect(text_of(page, 1)).to_have_value("Nobody.")


def test_clips_are_moved_copied_and_brought_back(person: Person):
    page = opened(person)
    add(page, picture_file("one.jpg"), picture_file("two.jpg", (384, 216)))
    expect(page.get_by_test_id("cut-clip-1")).to_be_visible()
    text_of(page, 0).fill("First")

    text_of(page, 0).press("Alt+ArrowDown")
    assert names(page) == ["two.jpg", "one.jpg"]
    expect(text_of(page, 1)).to_have_value("First")
    expect(text_of(page, 1)).to_be_focused()
    page.get_by_test_id("cut-duplicate-1").press("Enter")
    assert names(page) == ["two.jpg", "one.jpg", "one.jpg"]
    page.get_by_test_id("cut-remove-0").press("Enter")
    assert names(page) == ["one.jpg", "one.jpg"]
    page.get_by_test_id("cut-undo").press("Enter")
    assert names(page) == ["two.jpg", "one.jpg", "one.jpg"]

    page.get_by_test_id("cut-grip-0").hover()
    page.mouse.down()
    page.get_by_test_id("cut-text-2").hover()
    page.mouse.up()
    assert names(page) == ["one.jpg", "one.jpg", "two.jpg"]
    page.get_by_test_id("cut-more-1").press("Enter")
    page.get_by_test_id("cut-fit-1-crop").check(force=True)
    page.get_by_test_id("cut-focus-1").press("ArrowUp")
    expect(page.get_by_test_id("cut-focus-1")).to_have_attribute(
        "aria-valuetext", re.compile("45%")
    )
    page.get_by_test_id("cut-word-1-0").press("Enter")
    page.keyboard.press("Control+A")
    page.keyboard.type("Premier")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("cut-word-1-0")).to_have_text("Premier")
    page.reload()

    expect(page.get_by_test_id("cut-clip-2")).to_be_visible()
    expect(text_of(page, 1)).to_have_value("First")
    page.get_by_test_id("cut-again").click()
    page.get_by_test_id("cut-again-yes").click()
    expect(page.get_by_test_id("cut-clip-0")).to_be_hidden()


def test_a_video_that_is_not_wanted_any_more_is_stopped(person: Person):
    page = opened(person)
    add(page, picture_file("one.jpg"))
    expect(page.get_by_test_id("cut-clip-0")).to_be_visible()
    page.get_by_test_id("cut-run").click()

    page.get_by_test_id("cut-cancel").click()

    expect(page.get_by_test_id("cut-run")).to_be_visible()
    expect(page).not_to_have_url(re.compile(r"run="))
    expect(page.get_by_test_id("cut-clip-0")).to_be_visible()


@pytest.mark.console("422")
def test_a_file_that_is_none_says_so_and_leaves_the_others(person: Person):
    page = opened(person)

    broken = {"name": "broken.mp4", "mimeType": "video/mp4", "buffer": b"not a film"}
    add(page, picture_file("fine.jpg"), broken)

    failed = page.get_by_test_id("cut-upload-failed")
    expect(failed).to_contain_text("broken.mp4")
    expect(page.get_by_test_id("cut-clip-0")).to_be_visible()
    failed.get_by_role("button").last.click()
    expect(failed).to_be_hidden()
    assert names(page) == ["fine.jpg"]


@pytest.mark.parametrize("viewport", [{"width": 390, "height": 844}], ids=["phone"])
@pytest.mark.parametrize("locale", ["fr-FR"])
def test_on_a_phone_in_french_everything_has_its_place(person: Person):
    page = opened(person)
    expect(page.get_by_role("heading", level=1)).to_have_text("Salle de montage")
    add(page, picture_file("phare.jpg"))
    expect(page.get_by_test_id("cut-clip-0")).to_be_visible()

    for tab in TABS:
        page.get_by_test_id(f"cut-tab-{tab}").click()
        expect(page.get_by_test_id(f"cut-tab-{tab}")).to_have_attribute("aria-selected", "true")
        page.wait_for_load_state("networkidle")
        assert page.evaluate(OVERFLOW) <= 0, tab
    page.get_by_test_id("cut-safe-tiktok").click()
    expect(page.locator(".vg-safe")).to_be_attached()
    expect(page.get_by_test_id("cut-run")).to_be_in_viewport()
