"""Take the screenshots of the documents: a real server, a real video, a real browser."""

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.e2e.conftest import FLAGS, PASSWORD  # noqa: E402  # after the path
from tests.support.fake_services import FakeServices  # noqa: E402  # as above
from tests.support.server import Client, Server  # noqa: E402  # as above
from tools.chromium import find  # noqa: E402  # as above

TARGET = ROOT / "docs" / "screenshots"
IDEAS = (
    "Un phare sous l'orage, la nuit",
    "A forest path in autumn fog",
    "Une tasse de café un matin pluvieux à Paris",
)
DESKTOP, PHONE = (1440, 900), (390, 844)


@dataclass(frozen=True)
class Shot:
    """One picture. wait: a test id that must be there."""

    name: str
    path: str
    wait: str
    size: tuple[int, int] = DESKTOP
    locale: str = "en-US"
    dark: bool = False


SIGNED_OUT = (
    Shot("home-light", "/", "locale-switch"),
    Shot("home-phone", "/", "locale-switch", size=PHONE, locale="fr-FR"),
    Shot("register-phone-dark", "/register", "auth-submit", size=PHONE, dark=True),
)
SIGNED_IN = (
    Shot("create-light", "/create", "result-video"),
    Shot("create-dark", "/create", "result-video", dark=True),
    Shot("create-fr", "/create", "result-video", locale="fr-FR"),
    Shot("create-phone", "/create", "result-video", size=PHONE),
    Shot("runs-light", "/runs", "run-row"),
    Shot("templates-light", "/templates", "template-cards"),
    Shot("templates-phone-dark", "/templates", "template-cards", size=PHONE, dark=True),
    Shot("dashboard-light", "/dashboard", "credits-balance"),
    Shot("dashboard-dark", "/dashboard", "credits-balance", dark=True),
    Shot("dashboard-phone", "/dashboard", "credits-balance", size=PHONE, locale="fr-FR"),
    Shot("library-light", "/library", "library-item"),
    Shot("library-phone-dark", "/library", "library-item", size=PHONE, dark=True),
    Shot("credits-light", "/credits", "credits-balance"),
    Shot("settings-light", "/settings#keys", "key-openai-status"),
    Shot("settings-fr", "/settings#keys", "key-openai-status", locale="fr-FR"),
    Shot("settings-phone-dark", "/settings#keys", "key-openai-status", size=PHONE, dark=True),
    Shot("security-light", "/settings#security", "settings-second-factor"),
    Shot("sealed-dark", "/settings#sealed", "sealed-state", dark=True),
)


def take(browser: Browser, server: Server, shot: Shot, *, email: str | None) -> None:
    """Take one picture as somebody new to this browser."""
    width, height = shot.size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale=shot.locale,
        color_scheme="dark" if shot.dark else "light",
    )
    if email:
        sign_in(context, server, email)
    page = context.new_page()
    _visit(page, server, shot)
    page.screenshot(path=TARGET / f"{shot.name}.png")
    context.close()


def make_first(browser: Browser, server: Server, email: str) -> None:
    """Make the first idea's video as a person does, with a picture of the work half done."""
    width, height = DESKTOP
    context = browser.new_context(viewport={"width": width, "height": height}, locale="en-US")
    sign_in(context, server, email)
    page = context.new_page()
    page.goto(f"{server.origin}/create")
    page.get_by_test_id("prompt-input").fill(IDEAS[0])
    page.get_by_test_id("run-button").click()
    page.get_by_test_id("node-video").and_(page.locator("[data-status=loading]")).wait_for()
    page.wait_for_timeout(2500)
    page.screenshot(path=TARGET / "create-running.png")
    page.get_by_test_id("result-video").wait_for(timeout=300_000)
    context.close()


def add_keys(person: Client, outside: FakeServices) -> None:
    """A key that works and one that does not, tested; the third is not there yet."""
    keys = {"openai": outside.key("openai"), "stability": outside.key("stability", "invalid")}
    person.http.post("/api/user/api-keys", json=keys).raise_for_status()
    for slug in keys:
        tested = person.http.post("/api/user/api-keys/validate", json={"provider": slug})
        tested.raise_for_status()


def sign_in(context: BrowserContext, server: Server, email: str) -> None:
    """By REST: the cookie stays in the browser."""
    answer = context.request.post(
        f"{server.origin}/api/auth/login",
        data={"email": email, "password": PASSWORD},
        headers={"origin": server.origin},
    )
    assert answer.ok, answer.text()


def _visit(page: Page, server: Server, shot: Shot) -> None:
    page.goto(f"{server.origin}{shot.path}")
    page.get_by_test_id(shot.wait).first.wait_for(state="attached")
    is_dark = "dark" in (page.locator("html").get_attribute("class") or "")
    if is_dark != shot.dark:
        page.get_by_test_id("theme-switch").first.click()
    page.wait_for_load_state("networkidle")
    page.mouse.move(5, 5)
    # Pictures fade in and the canvas settles: half a second of stillness.
    page.wait_for_timeout(800)


def main() -> int:
    """Write every picture to docs/screenshots."""
    TARGET.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        FakeServices() as outside,
        sync_playwright() as playwright,
    ):
        settings = {**outside.env(), "VIDGENIE_LOGIN_BURST": "100"}
        server = Server(Path(folder) / "home", extra=settings).start(within=300)
        browser = playwright.chromium.launch(executable_path=find(), args=list(FLAGS))
        Client.register(server, "admin@example.com")
        email = "camille@example.com"
        person = Client.register(server, email)
        for idea in IDEAS[1:]:
            status = person.finished(person.execute(idea), within=300)
            assert status["status"] == "COMPLETED", status
        add_keys(person, outside)
        make_first(browser, server, email)
        for shot in SIGNED_OUT:
            take(browser, server, shot, email=None)
        for shot in SIGNED_IN:
            take(browser, server, shot, email=email)
        browser.close()
        server.stop()
    print(f"{len(SIGNED_OUT) + len(SIGNED_IN)} screenshots in {TARGET}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
