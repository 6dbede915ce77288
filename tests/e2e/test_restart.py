"""The server dies in the middle of a Run; the page that watches goes on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import Person
from tests.e2e.test_first_video import SMALL, played, wait_for_node
from tests.support.server import Client, Server


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    """A server to kill."""
    running = Server(tmp_path / "home")
    running.start(within=300)
    Client.register(running, "admin@example.com")
    yield running
    running.stop()


def test_a_page_survives_kill_9_of_the_server(browser: Browser, own_server: Server):
    context = browser.new_context(reduced_motion="reduce", locale="en-US")
    somebody = Person(own_server, context, context.new_page(), "brave@example.com")
    somebody.register()
    run_id = somebody.api.execute("A rocket over the sea", **SMALL)
    page = somebody.open("/create")
    wait_for_node(page, "video", "loading")

    own_server.kill()
    own_server.start(within=300)

    wait_for_node(page, "output", "success", seconds=150)
    assert played(page)["height"] == 1280
    assert somebody.api.finished(run_id, within=20)["status"] == "COMPLETED"
    expect(page.get_by_test_id("error-card")).to_be_hidden()
    context.close()
