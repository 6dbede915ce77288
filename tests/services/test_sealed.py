"""Sealed keys: kept, asked for and granted, and what all of it leaves behind."""

import asyncio
from contextlib import aclosing
from dataclasses import replace

import pytest
from sqlmodel import select

from tests.vault.browser import Browser
from tests.vault.sealed_parts import NOW, master_keys
from vidgenie.audit.chain import Chain
from vidgenie.domain.account import Account
from vidgenie.domain.ports.keys import KeyMode
from vidgenie.engine import news, store
from vidgenie.engine.hub import open_hub
from vidgenie.engine.store import NewRun
from vidgenie.engine.tables import RunRow
from vidgenie.errors import ConfirmationNeeded, Conflict, InvalidInput, NotFound
from vidgenie.services import sealed as module
from vidgenie.services.sealed import SealedKey, SealedService
from vidgenie.vault.grants import Grants
from vidgenie.vault.recipients import BootKey
from vidgenie.vault.sealed_tables import GrantRow
from vidgenie.vault.secrets import Secrets

KEY = "sk-canary-1234"
RUN = "1" * 32


class Clock:
    """A clock that a test moves."""

    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now


class Somebody:
    """An Account with a browser."""

    def __init__(self, letter, service):
        self.account = Account(letter * 32, f"{letter}@x.org", letter, plan="free")
        self.browser = Browser(self.account.id)
        self.service = service

    @property
    def header(self):
        return self.service.header(self.account)

    def create(self):
        generation = self.header.generation + 1
        wrapping = self.browser.wrapping(generation)
        return self.service.create(self.account, wrapping, generation=generation)

    def put(self, provider="openai", key=KEY, generation=1, **options):
        secret_id, blob = self.browser.seal(provider, key, generation=generation)
        made = SealedKey(secret_id, generation, blob, key[-4:])
        return self.service.put(self.account, provider, made, **options)

    def requests(self):
        return self.service.requests(self.account)

    def answer(self, request):
        """Open the key of a request and grant it, as a browser does."""
        key = self.browser.open(
            request.provider, request.secret_id, request.generation, request.blob
        )
        self.service.give(self.account, self.browser.grant(request, key))


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def audit():
    return Chain(b"k" * 32)


@pytest.fixture
def hub(reading, database_url):
    return open_hub(database_url, reading)


@pytest.fixture
def master(transaction, reading, tmp_path):
    return master_keys(tmp_path, transaction, reading)


@pytest.fixture
def service(master, hub, clock, audit):
    transaction, reading = master._transaction, master._reading
    return SealedService(
        transaction=transaction,
        reading=reading,
        secrets=Secrets(master, "test"),
        grants=Grants(master, "test", BootKey()),
        audit=audit,
        clock=clock,
        environment="test",
        policy="managed",
        is_locked=lambda: master.fault() is not None,
        titles={"openai": "OpenAI", "stability": "Stability AI"},
        watch=hub.watch,
    )


@pytest.fixture
def alice(service):
    """Alice, with a vault and a key in it."""
    alice = Somebody("a", service)
    alice.create()
    alice.put()
    return alice


@pytest.fixture
def bob(service):
    return Somebody("b", service)


@pytest.fixture
def run(transaction, alice):
    """A Run of Alice's that is under way."""
    with transaction() as session:
        new = NewRun(RUN, alice.account.id, "a fox", {"nodes": [], "edges": []}, (), held=0)
        store.create(session, new)
        store.begin_run(session, RUN)


@pytest.fixture
def ask(transaction, service, clock, run):
    """The Run asks for a key, as the engine does."""

    def ask(provider="openai", *, strict=False):
        with transaction() as session:
            is_new = service.grants.ask(
                session,
                account_id="a" * 32,
                run_id=RUN,
                node_id="n1",
                provider=provider,
                strict=strict,
                now=clock(),
            )
            if is_new:
                news.touch(session, RUN)

    return ask


@pytest.fixture
def open_(transaction, service, clock):
    """The key as the Run gets it."""

    def open_(provider="openai"):
        with transaction() as session:
            return service.grants.open(
                session, account_id="a" * 32, run_id=RUN, provider=provider, now=clock()
            )

    return open_


@pytest.fixture
def log(reading, audit):
    """(action, thing) of an Account's log, oldest first."""

    def read(account):
        with reading() as session:
            return [(e.action, e.thing, e.data) for e in audit.entries(session, account.id)][::-1]

    return read


def test_a_browser_gets_back_what_it_kept(alice):
    header = alice.header

    assert alice.browser.unwrap(header) == (alice.browser.vault_key,) * 2
    [kept] = header.secrets
    assert (kept.provider, kept.mode, kept.last4) == ("openai", KeyMode.SEALED, "1234")
    opened = alice.browser.open(kept.provider, kept.id, kept.generation, kept.blob)
    assert opened == KEY


def test_without_a_vault_there_is_a_header_all_the_same(bob):
    header = bob.header

    assert (header.wrapping, header.generation, header.secrets) == (None, 0, ())
    assert (header.environment, header.policy, header.is_locked) == ("test", "managed", False)
    assert header.account_id == bob.account.id


def test_without_a_vault_nothing_is_kept(bob):
    with pytest.raises(NotFound):
        bob.put()


def test_only_providers_that_take_a_key_have_one(alice):
    with pytest.raises(NotFound):
        alice.put("local")


def test_a_key_is_replaced_by_who_has_seen_it(alice):
    with pytest.raises(Conflict):
        alice.put(key="sk-late-0000", revision=7)

    kept = alice.put(key="sk-new-5678", revision=1)

    assert (kept.revision, kept.last4) == (2, "5678")


def test_replacing_a_key_must_be_confirmed_and_a_first_one_not(alice):
    with pytest.raises(ConfirmationNeeded):
        alice.put(confirmed=False)

    assert alice.put("stability", confirmed=False).revision == 1


def test_a_new_passphrase_leaves_the_keys_readable(alice):
    alice.browser.new_passphrase()
    wrapping = alice.browser.wrapping(2, recovery=False)

    view = alice.service.rewrap(alice.account, wrapping, generation=1)

    assert (view.generation, view.recovery_generation) == (2, 1)
    assert alice.browser.unwrap(view) == (alice.browser.vault_key,) * 2
    [kept] = view.secrets
    assert alice.browser.open(kept.provider, kept.id, kept.generation, kept.blob) == KEY
    assert alice.put("stability", generation=2).generation == 2


def test_removing_a_vault_removes_its_keys_and_grants(alice, ask, open_, transaction, log):
    ask()
    alice.answer(alice.requests()[0])

    alice.service.remove(alice.account)

    assert (alice.header.wrapping, alice.header.secrets, open_()) == (None, (), None)
    with transaction() as session:
        assert [grant.blob for grant in session.exec(select(GrantRow))] == [b""]
    deleted = [line[:2] for line in log(alice.account) if line[0] == "vault.delete"]
    assert deleted == [("vault.delete", ""), ("vault.delete", "openai")]


def test_removing_a_vault_leaves_managed_keys(alice, transaction):
    with transaction() as session:
        alice.service.secrets.put(session, alice.account.id, "stability", "sk-managed-1", now=NOW)

    alice.service.remove(alice.account)

    with transaction() as session:
        stored = alice.service.secrets.all(session, alice.account.id)
    assert [key.provider for key in stored] == ["stability"]


def test_after_a_removal_an_old_tab_adds_nothing(alice):
    alice.service.remove(alice.account)
    alice.browser = Browser(alice.account.id)
    alice.create()

    with pytest.raises(Conflict):
        alice.put(generation=1)
    assert alice.put(generation=2).generation == 2


def test_a_run_waits_for_a_key_and_gets_it(alice, ask, open_):
    ask()

    [request] = alice.requests()
    alice.answer(request)

    assert (request.run_id, request.node_id, request.title) == (RUN, "n1", "OpenAI")
    assert open_() == KEY
    assert alice.requests() == []


def test_every_grant_is_in_the_log(alice, ask, log):
    ask()
    alice.answer(alice.requests()[0])

    action, thing, data = log(alice.account)[-1]

    assert (action, thing) == ("vault.grant", "openai")
    assert (data["run"], data["node"], data["recipient"]) == (RUN, "n1", "epoch")


def test_what_was_refused_is_not_in_the_log(alice, ask, log):
    ask()
    [request] = alice.requests()
    before = log(alice.account)

    with pytest.raises(InvalidInput):
        alice.service.give(
            alice.account, replace(alice.browser.grant(request), blob=b"garbage" * 20)
        )

    assert log(alice.account) == before
    assert alice.requests() == [request]


def test_somebody_else_sees_and_grants_nothing(alice, bob, ask):
    ask()
    [request] = alice.requests()

    assert bob.requests() == []
    with pytest.raises(NotFound):
        bob.service.give(bob.account, bob.browser.grant(request))


def test_nothing_is_asked_for_a_run_that_is_over(alice, ask, transaction):
    ask()
    with transaction() as session:
        session.get(RunRow, RUN).status = "failed"

    assert alice.requests() == []


def test_nothing_is_asked_for_a_key_that_is_gone(alice, ask, transaction):
    ask()
    with transaction() as session:
        alice.service.secrets.delete(session, alice.account.id, "openai")

    assert alice.requests() == []


def test_a_new_key_ends_the_grant_of_the_old_one(alice, ask, open_):
    ask()
    alice.answer(alice.requests()[0])

    alice.put(key="sk-new-5678")
    before = open_()
    ask()
    alice.answer(alice.requests()[0])

    assert (before, open_()) == (None, "sk-new-5678")


def test_who_becomes_strict_leaves_nothing_others_can_open(alice, ask, open_):
    ask()
    alice.answer(alice.requests()[0])

    view = alice.service.set_strict(alice.account, strict=True)

    assert (view.strict, open_()) == (True, None)
    ask(strict=True)
    [request] = alice.requests()
    assert request.recipient.kind == "process"
    alice.answer(request)
    alice.service.set_strict(alice.account, strict=True)
    assert open_() == KEY


def test_nothing_in_the_log_tells_a_key(alice, ask, log):
    ask()
    alice.answer(alice.requests()[0])
    alice.service.set_strict(alice.account, strict=True)
    alice.service.remove(alice.account)

    text = repr(log(alice.account))
    assert KEY not in text
    assert "1234" not in text


class TestChanges:
    """What a browser is told as it happens."""

    async def test_it_begins_with_what_is_asked_now(self, alice, ask):
        ask()
        async with aclosing(alice.service.changes(alice.account)) as changes:
            [request] = await asyncio.wait_for(anext(changes), 10)

        assert request.provider == "openai"

    async def test_a_new_request_comes_at_once(self, alice, ask, monkeypatch):
        monkeypatch.setattr(module, "LOOK", 600)
        async with aclosing(alice.service.changes(alice.account)) as changes:
            nothing = await asyncio.wait_for(anext(changes), 10)
            coming = asyncio.ensure_future(anext(changes))
            await asyncio.to_thread(ask)
            [request] = await asyncio.wait_for(coming, 10)

        assert nothing == []
        assert request.run_id == RUN

    async def test_what_touches_no_run_is_seen_a_little_later(self, alice, ask, monkeypatch):
        monkeypatch.setattr(module, "LOOK", 0.05)
        ask()
        async with aclosing(alice.service.changes(alice.account)) as changes:
            [request] = await asyncio.wait_for(anext(changes), 10)
            await asyncio.to_thread(alice.answer, request)

            assert await asyncio.wait_for(anext(changes), 10) == []

    async def test_what_changes_nothing_is_not_told(self, alice, ask, monkeypatch, transaction):
        monkeypatch.setattr(module, "LOOK", 0.05)
        ask()
        async with aclosing(alice.service.changes(alice.account)) as changes:
            await asyncio.wait_for(anext(changes), 10)
            coming = asyncio.ensure_future(anext(changes))

            assert not (await asyncio.wait({coming}, timeout=0.5))[0]
            coming.cancel()
            with pytest.raises(asyncio.CancelledError):
                await coming
