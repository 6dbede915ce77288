"""A real Chromium against the production build, served by a real server."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.support.server import Client, Server, client
from tools.chromium import find

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--autoplay-policy=no-user-gesture-required",
)
PASSWORD = "correct horse battery"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test here drives a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright, driving the Chromium of this machine."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for all tests."""
    path = os.environ.get("VIDGENIE_CHROMIUM") or find()
    assert path, "no Chromium: run `python tools/chromium.py`"
    launched = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
    yield launched
    launched.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for the tests that do not kill theirs; the pages are built if they are stale."""
    running = Server(tmp_path_factory.mktemp("e2e") / "home")
    running.start(within=300)
    Client.register(running, "admin@example.com")
    yield running
    running.stop()


@dataclass
class Person:
    """Somebody at a browser. complaints: what the browser's console said was wrong."""

    server: Server
    context: BrowserContext
    page: Page
    email: str
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Go to a page and wait until it is alive."""
        self.page.goto(f"{self.server.origin}{path}")
        self.page.wait_for_load_state("networkidle")
        return self.page

    def new_tab(self, path: str) -> Page:
        """The same person, another tab."""
        page = self.context.new_page()
        page.goto(f"{self.server.origin}{path}")
        page.wait_for_load_state("networkidle")
        return page

    def register(self) -> None:
        """Through the form, as a person does."""
        self.open("/register")
        self.page.get_by_test_id("auth-email").fill(self.email)
        self.page.get_by_test_id("auth-password").fill(PASSWORD)
        self.page.get_by_test_id("auth-submit").click()
        self.page.wait_for_url("**/dashboard*")

    @property
    def api(self) -> Client:
        """The same person, by REST."""
        cookies = {c["name"]: c["value"] for c in self.context.cookies()}
        return Client(client(self.server, cookies=cookies))


@pytest.fixture
def locale() -> str:
    """Language of the browser."""
    return "en-US"


@pytest.fixture
def viewport() -> dict[str, int]:
    """Size of the window."""
    return {"width": 1440, "height": 900}


@pytest.fixture
def person(
    browser: Browser,
    server: Server,
    locale: str,
    viewport: dict[str, int],
    request: pytest.FixtureRequest,
) -> Iterator[Person]:
    """Somebody nobody has seen before; the test fails when the console complained."""
    context = browser.new_context(viewport=viewport, locale=locale)
    page = context.new_page()
    name = "".join(c for c in request.node.name if c.isalnum())[-40:].lower()
    somebody = Person(server, context, page, f"{name}@example.com")
    context.on("weberror", lambda e: somebody.complaints.append(str(e.error)))
    context.on(
        "console",
        lambda m: somebody.complaints.append(m.text) if m.type == "error" else None,
    )
    yield somebody
    context.close()
    expected = getattr(request.node.get_closest_marker("console"), "args", ())
    left = [c for c in somebody.complaints if not any(word in c for word in expected)]
    assert left == []
