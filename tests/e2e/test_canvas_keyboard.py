"""The canvas without a mouse: a Graph is changed, run and stopped by keys alone."""

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Person

STEPS = 10


def card(page: Page, node: str):
    return page.get_by_test_id(f"node-{node}")


def nodes(page: Page) -> set[str]:
    """Ids of the Nodes that are drawn."""
    drawn = page.locator(".react-flow__node").evaluate_all("all => all.map((n) => n.dataset.id)")
    return set(drawn)


def places(page: Page) -> dict[str, str]:
    """Node -> where it is drawn."""
    return page.locator(".react-flow__node").evaluate_all(
        "all => Object.fromEntries(all.map((n) => [n.dataset.id, n.style.transform]))"
    )


def walk_to(page: Page, node: str) -> None:
    """Select a Node by name and stand on its card."""
    page.keyboard.press("Control+k")
    page.keyboard.type(node)
    page.get_by_test_id(f"command-node-{node}").wait_for()
    while page.get_by_test_id(f"command-node-{node}").get_attribute("aria-selected") != "true":
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(card(page, node)).to_be_focused()


def edit(page: Page) -> None:
    """Ten steps of history: add, connect, rename, copy and paste, disable, move."""
    walk_to(page, "enhance")
    page.keyboard.press("Tab")
    expect(page.get_by_test_id("palette")).to_be_visible()
    page.keyboard.type("ima")
    page.keyboard.press("Enter")  # 1
    expect(card(page, "image-2")).to_be_visible()
    page.keyboard.press("Escape")
    expect(card(page, "image-2")).to_be_focused()
    page.keyboard.press("c")
    page.keyboard.type("better")
    page.keyboard.press("Enter")  # 2
    expect(page.get_by_test_id("edge-enhance.text-image-2.prompt")).to_be_attached()
    expect(card(page, "image-2")).to_be_focused()
    page.keyboard.press("F2")
    page.keyboard.type("Second look")
    page.keyboard.press("Enter")  # 3
    expect(page.get_by_test_id("node-image-2-title")).to_have_text("Second look")
    expect(card(page, "image-2")).to_be_focused()
    page.keyboard.press("Control+d")  # 4
    expect(card(page, "image-3")).to_be_focused()
    page.keyboard.press("Control+b")  # 5
    expect(card(page, "image-3")).to_have_attribute("data-disabled", "true")
    page.keyboard.press("Control+c")
    page.keyboard.press("Control+v")  # 6
    expect(card(page, "image-4")).to_be_focused()
    page.keyboard.press("Delete")  # 7
    expect(card(page, "image-4")).to_have_count(0)
    walk_to(page, "image-2")
    page.keyboard.press("Alt+ArrowDown")  # 8
    walk_to(page, "image-3")
    page.keyboard.press("Alt+ArrowDown")  # 9
    page.keyboard.press("Shift+L")  # 10
    expect(page.get_by_test_id("announcer")).to_contain_text("7")


def test_a_session_by_keys_alone(person: Person):
    person.register()
    page = person.open("/create")
    expect(card(page, "prompt")).to_be_visible()
    page.get_by_test_id("canvas").focus()
    page.keyboard.press("ArrowRight")
    expect(card(page, "prompt")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("prompt-input")).to_be_focused()
    page.keyboard.type("C 1 ? d")  # in a field these are letters
    expect(page.get_by_test_id("prompt-input")).to_have_value("C 1 ? d")
    page.keyboard.press("Escape")
    expect(card(page, "prompt")).to_be_focused()
    page.keyboard.press("1")
    before, at = nodes(page), places(page)

    edit(page)
    page.keyboard.press("1")
    after, there = nodes(page), places(page)
    for _ in range(STEPS):
        page.keyboard.press("Control+z")
    page.keyboard.press("1")
    expect(page.locator(".react-flow__node")).to_have_count(len(before))
    assert places(page) == at
    expect(page.get_by_test_id("prompt-input")).to_have_value("C 1 ? d")
    for _ in range(STEPS):
        page.keyboard.press("Control+Shift+z")
    page.keyboard.press("1")
    expect(page.locator(".react-flow__node")).to_have_count(len(after))
    assert places(page) == there
    expect(page.get_by_test_id("save-state")).to_have_attribute("data-state", "saved")

    # The next key counts at once, also when there is nothing to give the focus back to.
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    expect(page.get_by_test_id("shortcuts-sheet")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    status = page.get_by_test_id("run-status")
    expect(status).to_have_attribute("data-status", "running")
    page.keyboard.press("Shift+X")
    expect(status).to_have_attribute("data-status", "cancelled")
