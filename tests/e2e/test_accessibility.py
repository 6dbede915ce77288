"""No page keeps anybody out: axe finds nothing serious, light and dark, signed in or not."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from reflex_base.registry import RegistrationContext

from tests.e2e.conftest import PASSWORD, Person
from vidgenie import pages

PUBLIC = ("/", "/login", "/register", "/reset", "/confirm-email", "/no-such-page")
ADMIN = "admin@example.com"
PANELS = ("order", "health", "sealed", "log", "profile", "security", "tokens", "data")
NOTHING = "0" * 32
GRAVE = frozenset({"serious", "critical"})
SWITCH = """() => {
  const root = document.documentElement.classList;
  const isDark = root.contains("dark");
  root.toggle("dark", !isDark);
  root.toggle("light", isDark);
  document.documentElement.style.colorScheme = isDark ? "light" : "dark";
}"""
# What is on its way (a page, what it loads, what fades in) is looked at once it is there.
STILL = """() => document.querySelector("main, .vg-page")
  && !document.querySelector(".vg-skeleton")
  && document.getAnimations().every((one) => one.playState !== "running"
    || one.effect.getComputedTiming().iterations === Infinity)"""


@pytest.fixture(scope="module")
def axe() -> Axe:
    """What looks."""
    return Axe()


def routes() -> Iterator[str]:
    """Where every page is, with the id of nothing for what its address asks for."""
    pages.discover()
    for _, page in RegistrationContext.ensure_context().decorated_pages:
        route = page["route"]
        parts = [NOTHING if part.startswith("[") else part for part in route.split("/")]
        yield "/" + "/".join(parts).strip("/")


def for_admins(path: str) -> bool:
    """Whether only admins see more than a refusal there."""
    return path.split("/")[1] == "admin"


def findings(axe: Axe, page: Page, *rules: str, within: str = "html") -> list[str]:
    """What is serious or worse in a part of the page: the rule, and the elements."""
    page.wait_for_function(STILL)
    options: dict[str, object] = {"resultTypes": ["violations"], "iframes": False}
    if rules:
        options["runOnly"] = list(rules)
    return [
        f"{found['id']}: {' | '.join(str(node['target'][0]) for node in found['nodes'][:4])}"
        for found in axe.run(page, context=within, options=options).response["violations"]
        if found["impact"] in GRAVE
    ]


def looked_at(axe: Axe, person: Person, path: str) -> list[str]:
    """Findings of a page as it is, and of its colours in the other theme."""
    page = person.page
    page.goto(f"{person.server.origin}{path}")
    found = [f"{path}: {said}" for said in findings(axe, page)]
    page.evaluate(SWITCH)
    return found + [
        f"{path} in the other theme: {said}" for said in findings(axe, page, "color-contrast")
    ]


@pytest.mark.console("404")
def test_pages_for_everybody_keep_nobody_out(axe: Axe, person: Person):
    found = [said for path in PUBLIC for said in looked_at(axe, person, path)]

    assert found == [], "\n".join(found)


@pytest.mark.console("404", "403")
def test_pages_of_an_account_keep_nobody_out(axe: Axe, person: Person):
    person.register()
    body = {"title": "Foxes", "segments": [{"text": "A fox.", "prompt": "a fox"}]}
    project = person.api.http.post("/api/projects", json=body).json()["id"]
    pack = {"kind": "pack", "slug": "small"}
    checkout = person.api.http.post("/api/billing/checkout", json=pack).json()["url"]
    own = {f"/projects/{NOTHING}": f"/projects/{project}", f"/checkout/{NOTHING}": checkout}

    places = [path for path in routes() if not for_admins(path)]
    places += [f"/settings#{panel}" for panel in PANELS]

    found = [said for path in places for said in looked_at(axe, person, own.get(path, path))]

    assert found == [], "\n".join(found)


def test_pages_of_admins_keep_nobody_out(axe: Axe, person: Person):
    credentials = {"email": ADMIN, "password": PASSWORD}
    origin = person.server.origin
    person.context.request.post(
        f"{origin}/api/auth/login", data=credentials, headers={"origin": origin}
    )
    places = ["/admin", f"/admin/credits?email={ADMIN}", "/admin/outbox", "/admin/prices"]

    assert {path.partition("?")[0] for path in places} == set(filter(for_admins, routes()))
    found = [said for path in places for said in looked_at(axe, person, path)]

    page = person.page
    page.get_by_test_id("price-new").press("Enter")
    page.get_by_test_id("price-dialog").wait_for()
    found += findings(axe, page, within="dialog[open]")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("price-new")).to_be_focused()
    assert found == [], "\n".join(found)
