"""An exported front end behind the guard, and a browser."""

import httpx
import pytest

from tests.api.guard.guarded import OURS, SCRIPT, application, policy
from vidgenie.api.guard import Guard


@pytest.fixture
def web(tmp_path):
    """An exported front end."""
    folder = tmp_path / "client"
    page = f"<html><script>{SCRIPT}</script><script src='/assets/a.js'></script></html>"
    for place in ("index.html", "create/index.html", "projects/new/index.html", "404.html"):
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8")
    (folder / "assets").mkdir()
    (folder / "assets" / "a-1234.js").write_text("1")
    return folder


@pytest.fixture
async def client(web):
    transport = httpx.ASGITransport(Guard(application(web), policy(web)))
    async with httpx.AsyncClient(transport=transport, base_url=OURS) as client:
        yield client
