"""The REST application on real services, called without a socket."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import httpx
import pytest
from PIL import Image

from tests.api.fakes import providers
from tests.support.executing import executing
from vidgenie import bootstrap, db
from vidgenie.accounts.passwords import Passwords
from vidgenie.api.app import build
from vidgenie.api.guard import guard
from vidgenie.domain.account import Account
from vidgenie.engine.migrate import migrate
from vidgenie.ledger import store as ledger
from vidgenie.settings import Settings

ORIGIN = "http://127.0.0.1:3000"
PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class Person:
    """An Account and an API token of it."""

    account: Account
    token: str


@pytest.fixture(scope="session")
def installation(tmp_path_factory, create_tables):
    """A home with tables, prices and three people, to be copied."""
    settings = Settings(home=tmp_path_factory.mktemp("installation"), registrations_per_hour=1000)
    services = _built(settings)
    create_tables(services.database)
    migrate(settings.database)
    accounts = services.accounts
    people = {}
    for name in ("admin", "alice", "bob"):
        account = accounts.register(f"{name}@example.com", PASSWORD).account
        people[name] = Person(account, services.tokens.create(account, "tests").token)
    with db.transactions(services.database)() as session:
        ledger.seed_prices(session)
    services.database.dispose()
    return settings.home, people


def _built(settings):
    built = bootstrap.build(settings, providers=providers())
    # Cheap hashes: nobody guesses these passwords.
    quick = replace(built.accounts, passwords=Passwords(memory=64, passes=1))
    return replace(built, accounts=quick)


@pytest.fixture
def people(installation):
    """Who there is: admin (plan without a limit), alice and bob (100 credits each)."""
    return installation[1]


@pytest.fixture
def services(installation, tmp_path, monkeypatch):
    """The services of an installation of its own, with Providers that answer at once."""
    home = tmp_path / "home"
    shutil.copytree(installation[0], home)
    settings = Settings(home=home, registrations_per_hour=1000)
    built = _built(settings)
    monkeypatch.setattr(bootstrap, "services", lambda: built)
    yield built
    built.database.dispose()


@pytest.fixture(scope="session")
def application():
    """The routes; they ask for the services at each call."""
    return build()


@pytest.fixture
def served(application, services):
    """The routes behind the guard."""
    return guard(application)


@pytest.fixture
async def browser(served) -> AsyncIterator[httpx.AsyncClient]:
    """A browser with our page open; nobody is signed in."""
    async with open_client(served, headers={"origin": ORIGIN}) as client:
        yield client


@pytest.fixture
async def alice(served, people):
    """A program of Alice's, with her API token."""
    async with open_client(served, headers=bearer(people["alice"])) as client:
        yield client


@pytest.fixture
async def at_home(served, services):
    """Alice's own browser, signed in."""
    async with open_client(served, headers={"origin": ORIGIN}) as client:
        sign_in(client, services, "alice")
        yield client


@pytest.fixture
async def at_bobs(served, services):
    """Bob's browser, signed in."""
    async with open_client(served, headers={"origin": ORIGIN}) as client:
        sign_in(client, services, "bob")
        yield client


@pytest.fixture
async def bob(served, people):
    """A program of somebody else's."""
    async with open_client(served, headers=bearer(people["bob"])) as client:
        yield client


def bearer(person):
    """The header that says who it is."""
    return {"authorization": f"Bearer {person.token}"}


def sign_in(client, services, name):
    """Give a browser the cookie of a session of this person."""
    signed_in = services.accounts.login(f"{name}@example.com", PASSWORD)
    client.cookies["vg_session"] = signed_in.session_token


def open_client(app, **options):
    """A client of `app` without a socket."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=ORIGIN, **options)


@pytest.fixture
async def working(services):
    """The engine, executing Runs while the test lasts."""
    async with executing(services.engine):
        yield
    services.engine.close()


@pytest.fixture
def photo(tmp_path):
    """Bytes of a PNG of 64 x 96 pixels."""
    path = tmp_path / "photo.png"
    Image.new("RGB", (64, 96), "teal").save(path)
    return path.read_bytes()


@pytest.fixture
def count_runs(services):
    """How many Runs there are, whoever started them, and how many Holds."""

    def count():
        with services.database.connect() as connection:
            tables = ("vg_run", "vg_hold", "vg_content", "vg_asset")
            return [
                connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()
                for table in tables
            ]

    return count


class Stream:
    """A Server-Sent Events connection, event by event."""

    def __init__(self):
        self.status = None
        self.headers = {}
        self._chunks = asyncio.Queue()
        self._gone = asyncio.Event()

    async def receive(self):
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message):
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {k.decode(): v.decode() for k, v in message["headers"]}
        await self._chunks.put(message)

    async def events(self):
        """(name, id or "", data) of each event; a comment is ("", "", its text)."""
        while True:
            message = await self._chunks.get()
            text = message.get("body", b"").decode()
            for block in filter(None, text.split("\n\n")):
                if block.startswith(":"):
                    yield "", "", block[2:]
                    continue
                fields = dict(line.split(": ", 1) for line in block.splitlines())
                yield fields["event"], fields.get("id", ""), json.loads(fields["data"])
            if message["type"] == "http.response.body" and not message.get("more_body"):
                return

    def leave(self):
        self._gone.set()


@asynccontextmanager
async def streaming(app, client, path, **headers):
    """The Stream of a GET by `client`; closed when the block ends."""
    stream = Stream()
    sent = {"authorization": client.headers["authorization"], **headers}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(k.replace("_", "-").encode(), v.encode()) for k, v in sent.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 3000),
    }
    task = asyncio.create_task(app(scope, stream.receive, stream.send))
    try:
        yield stream
    finally:
        stream.leave()
        await asyncio.wait_for(task, 10)
