"""A real Chromium against the production build, served by a real server."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

from tests.support.fake_services import FakeServices
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
# People run these themselves: nobody but they know where.
BY_HAND = ("compatible", "comfyui", "a1111", "midjourney")
# The pages are there before they are alive: until React took over, what is clicked is lost.
ALIVE = """() => document.readyState === "complete"
  && [...document.querySelectorAll("[data-testid]")].every(
    (one) => Object.keys(one).some((name) => name.startsWith("__reactFiber")))"""


# Of what happens by itself, or at once: a machine may have more to do than this.
expect.set_options(timeout=20_000)


def alive(page: Page) -> Page:
    """Wait until everything on the page answers to people."""
    page.wait_for_function(ALIVE)
    return page


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test here drives a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)


def in_view(locator: Locator) -> Locator:
    """Wait until all of it can be seen.

    What is out of view on a canvas cannot be clicked: Playwright scrolls it there, the canvas
    scrolls back, and the click lands on something else.
    """
    expect(locator).to_be_in_viewport(ratio=0.99)
    return locator


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
def services() -> Iterator[FakeServices]:
    """Every service there is a fake of."""
    with FakeServices() as running:
        yield running


@pytest.fixture(autouse=True)
def forgotten(services: FakeServices) -> Iterator[None]:
    """Nothing that one test told the services, or asked of them, is left for the next."""
    usual = (services.polls, services.pause, services.retry_after)
    yield
    with services.lock:
        services.polls, services.pause, services.retry_after = usual
        for kept in (services.told, services.submissions, services.requests, services.traffic):
            kept.clear()


@pytest.fixture(scope="session")
def server(services: FakeServices, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for the tests that do not kill theirs; the pages are built if they are stale.

    It calls our services; on its network people may have servers of their own.
    """
    own = {f"VIDGENIE_{slug.upper()}_BASE_URL" for slug in BY_HAND}
    extra = {name: url for name, url in services.env().items() if name not in own}
    extra["VIDGENIE_PRIVATE_ADDRESSES"] = "true"
    running = Server(tmp_path_factory.mktemp("e2e") / "home", extra=extra)
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
        """Go to a page and wait until it is alive and has loaded everything."""
        self.goto(path).wait_for_load_state("networkidle")
        return self.page

    def goto(self, path: str) -> Page:
        """Go to a page and wait until it is alive."""
        self.page.goto(f"{self.server.origin}{path}")
        return alive(self.page)

    def new_tab(self, path: str) -> Page:
        """The same person, another tab."""
        page = self.context.new_page()
        page.goto(f"{self.server.origin}{path}")
        page.wait_for_load_state("networkidle")
        return alive(page)

    def register(self) -> None:
        """By REST, where it is not what the test is about; the browser has no page yet."""
        origin = self.server.origin
        answer = self.context.request.post(
            f"{origin}/api/auth/register",
            data={"email": self.email, "password": PASSWORD},
            headers={"origin": origin},
        )
        assert answer.ok, answer.text()

    def register_by_form(self) -> None:
        """As a person does; leads to the dashboard."""
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
def motion() -> str:
    """What the person asks of animations: reduce, or no-preference.

    Whatever turns and fades is drawn by a processor here, and takes as much of it as a clip.
    """
    return "reduce"


@pytest.fixture
def window(locale: str, viewport: dict[str, int], motion: str) -> dict[str, object]:
    """How the browser is set up."""
    return {"locale": locale, "viewport": viewport, "reduced_motion": motion}


@pytest.fixture
def person(
    browser: Browser, server: Server, window: dict[str, object], request: pytest.FixtureRequest
) -> Iterator[Person]:
    """Somebody nobody has seen before; the test fails when the console complained."""
    context = browser.new_context(**window)
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
