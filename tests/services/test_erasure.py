"""Who leaves, leaves nothing behind; whoever stays notices nothing."""

import asyncio
import threading
from contextlib import suppress
from dataclasses import fields, replace
from pathlib import Path

import pyotp
import pytest
from sqlalchemy import update
from sqlmodel import col, select

from tests.engine.studio import chain
from tests.services.people import PASSWORD, Installation
from vidgenie.accounts.identity import DELETED, DELETING
from vidgenie.accounts.tables import AccountRow
from vidgenie.errors import (
    Conflict,
    InsufficientCredits,
    InvalidInput,
    NotFound,
    NotSignedIn,
    SecondFactorNeeded,
    TooManyAttempts,
    WrongCredentials,
)
from vidgenie.services.owned import KEPT, owned
from vidgenie.services.wiping import Wiper
from vidgenie.settings import Settings
from vidgenie.vault.tables import DataKeyRow

# Every table with rows of Accounts is here or in owned.KEPT, with the reason: decide.
ERASED = {
    "vg_asset",
    "vg_batch",
    "vg_brand_kit",
    "vg_budget",
    "vg_circuit",
    "vg_content",
    "vg_credit_alert",
    "vg_customer",
    "vg_data_key",
    "vg_grant",
    "vg_graph",
    "vg_graph_version",
    "vg_key_request",
    "vg_link",
    "vg_mail",
    "vg_news",
    "vg_node_run",
    "vg_notification",
    "vg_notification_choice",
    "vg_pillar",
    "vg_preference",
    "vg_project",
    "vg_project_run",
    "vg_project_step",
    "vg_provider_call",
    "vg_provider_options",
    "vg_recovery_code",
    "vg_run",
    "vg_sealed_vault",
    "vg_secret",
    "vg_segment",
    "vg_session",
    "vg_subscription",
    "vg_take",
    "vg_template",
    "vg_token",
    "vg_totp",
}


@pytest.fixture
def home(tmp_path, database_url, database):
    settings = Settings(
        home=tmp_path / "home", database_url=database_url, heartbeat=0.3, executor_ttl=1.5
    )
    installation = Installation(settings)
    yield installation
    installation.engine.close()


@pytest.fixture
def make(home):
    """The ErasureService with a Wiper of a kind, which waits for nobody."""

    def make(kind=Wiper, *, patience=0.0):
        built = home.services.erasure
        given = {each.name: getattr(built.wiper, each.name) for each in fields(Wiper)}
        return replace(built, wiper=kind(**given | {"patience": patience, "quiet": 0.0}))

    return make


@pytest.fixture
def erasure(make):
    return make()


@pytest.fixture
def ana(home):
    return home.person("zanana")


@pytest.fixture
def bob(home):
    return home.person("qobbob")


@pytest.fixture
def role(home):
    def role(person):
        with home.reading() as session:
            return session.exec(
                select(AccountRow.role).where(AccountRow.id == person.account.id)
            ).one()

    return role


on_sqlite = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def leave(erasure, person):
    return erasure.erase(person.account, email=person.account.email, password=PASSWORD)


def test_every_table_was_decided_on():
    """A new table with an owner: add it to ERASED here, or to KEPT with the reason."""
    assert {each.table.name for each in owned()} == ERASED | KEPT.keys()


@on_sqlite
def test_everybody_has_a_row_in_every_table(home, ana):
    """Or the tests below would prove nothing."""
    rows = home.rows(ana.account.id)

    assert {name for name in ERASED if not rows[name]} == set()


def test_nothing_is_left(home, erasure, ana, bob):
    leave(erasure, ana)

    assert home.traces(ana) == []
    rows = home.rows(ana.account.id)
    assert {name for name, found in rows.items() if found} <= KEPT.keys()


@on_sqlite
def test_nothing_is_left_in_the_database_file_either(home, erasure, ana, bob):
    """Deleted rows are overwritten, and the journal does not keep them."""
    leave(erasure, ana)

    path = Path(home.services.settings.database.removeprefix("sqlite:///"))
    bytes_ = b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
    assert bob.word.encode() in bytes_
    assert ana.word.encode() not in bytes_


def test_whoever_stays_notices_nothing(home, erasure, ana, bob):
    rows = home.rows(bob.account.id)

    leave(erasure, ana)

    assert home.rows(bob.account.id) == rows
    assert set(bob.files) == set(home.stored())
    assert home.services.accounts.authenticate(cookie=bob.cookie) == bob.account


@on_sqlite
def test_a_file_nobody_has_any_more_goes_though_many_had_it(home, erasure, ana, bob):
    leave(erasure, ana)
    leave(erasure, bob)

    assert home.stored() == []


@on_sqlite
def test_the_certificate_counts_what_there_was(erasure, ana):
    certificate = leave(erasure, ana)

    counts = certificate.counts
    assert (counts.keys, counts.assets, counts.runs) == (1, 2, 1)
    assert counts.bytes == sum(map(len, ana.files))
    assert (certificate.account_id, certificate.is_complete) == (ana.account.id, True)


def test_it_is_written_down_and_the_log_stays_whole(home, erasure, ana):
    leave(erasure, ana)

    with home.reading() as session:
        lines = home.audit.entries(session, ana.account.id, limit=2)
        faults = home.audit.verify(session, [])
    assert [(line.action, line.actor, line.data["state"]) for line in lines] == [
        ("account.delete", "system", "erased"),
        ("account.delete", ana.account.id, "asked"),
    ]
    assert faults == []


@on_sqlite
def test_the_books_stay_sound(home, erasure, ana):
    home.services.credits.deduct(ana.account, 7, "seven")

    leave(erasure, ana)

    assert home.studio.violations() == {}
    assert home.rows(ana.account.id)["vg_ledger_entry"] != []


@on_sqlite
def test_the_address_must_be_typed_right(erasure, ana, home):
    with pytest.raises(InvalidInput) as raised:
        erasure.erase(ana.account, email="zanana@example.com", password=PASSWORD)

    assert raised.value.params == {"field": "email", "problem": "other_email"}
    assert home.services.accounts.authenticate(cookie=ana.cookie) == ana.account


@on_sqlite
def test_the_address_may_be_typed_in_capitals(erasure, ana):
    assert erasure.erase(ana.account, email=" Zanana@EXAMPLE.org ", password=PASSWORD)


@on_sqlite
def test_the_password_must_be_right(erasure, ana, home):
    rows = home.rows(ana.account.id)

    with pytest.raises(WrongCredentials):
        erasure.erase(ana.account, email=ana.account.email, password="wrong")

    assert home.rows(ana.account.id) == rows


@on_sqlite
def test_who_has_an_authenticator_app_needs_a_code(home, erasure, ana):
    second_factor = home.services.second_factor
    secret = second_factor.propose(ana.account).secret
    recovery_codes = second_factor.enable(ana.account, pyotp.TOTP(secret).now())

    with pytest.raises(SecondFactorNeeded):
        leave(erasure, ana)
    certificate = erasure.erase(
        ana.account, email=ana.account.email, password=PASSWORD, code=recovery_codes[0]
    )

    assert certificate.is_complete


@on_sqlite
def test_nobody_can_sign_in_any_more(home, erasure, ana):
    leave(erasure, ana)

    with pytest.raises(NotSignedIn):
        home.services.accounts.authenticate(cookie=ana.cookie)
    for email in (ana.account.email, f"deleted-{ana.account.id}@deleted.invalid"):
        with pytest.raises(WrongCredentials):
            home.services.accounts.login(email, PASSWORD)


@on_sqlite
def test_the_address_is_free_again(home, erasure, ana):
    leave(erasure, ana)

    again = home.services.accounts.register(ana.account.email, PASSWORD).account
    assert again.id != ana.account.id


@on_sqlite
def test_an_account_leaves_once(erasure, ana):
    leave(erasure, ana)

    with pytest.raises(WrongCredentials):
        leave(erasure, ana)


@on_sqlite
def test_the_operator_needs_the_address_only(home, erasure, ana):
    certificate = erasure.erase_by_operator("ZANANA@example.org")

    assert certificate.account_id == ana.account.id
    assert home.traces(ana) == []


@on_sqlite
@pytest.mark.parametrize("email", ["nobody@example.org", "operator@localhost"])
def test_the_operator_cannot_delete_who_is_nobody(home, erasure, email):
    home.services.accounts.operator()

    with pytest.raises(NotFound):
        erasure.erase_by_operator(email)


class TestAdmins:
    @on_sqlite
    def test_the_last_one_stays_while_there_are_others(self, home, erasure, ana):
        with pytest.raises(Conflict) as raised:
            erasure.erase_by_operator("admin@example.com")

        assert raised.value.params == {"problem": "last_admin"}

    @on_sqlite
    def test_the_last_one_may_go_when_nobody_else_is_left(self, home, erasure, role):
        erasure.erase_by_operator("user@example.com")

        assert erasure.erase_by_operator("admin@example.com").is_complete

    def test_two_who_leave_at_once_are_not_both_let_go(self, home, erasure, ana, bob):
        with home.transaction() as session:
            session.connection().execute(
                update(AccountRow).where(col(AccountRow.email) == "admin@example.com"),
                {"role": "user"},
            )
            session.connection().execute(
                update(AccountRow)
                .where(col(AccountRow.id).in_([ana.account.id, bob.account.id]))
                .values(role="admin")
            )

        def attempt(person):
            try:
                leave(erasure, person)
            except Conflict:
                refused.append(person)

        refused = []
        threads = [threading.Thread(target=attempt, args=(person,)) for person in (ana, bob)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len(refused) == 1


class CutOff(Exception):
    """What ends a step in the middle."""


def failing(number, *, after):
    """A Wiper whose step `number` is cut off, before or after it did something."""

    class Failing(Wiper):
        @property
        def steps(self):
            def cut_off(account_id):
                if after:
                    steps[number](account_id)
                raise CutOff

            steps = [*Wiper.steps.fget(self)]
            return (*steps[:number], cut_off)

    return Failing


@pytest.fixture(params=[(n, after) for n in range(4) for after in (False, True)], ids=str)
def cut_off(request, make):
    """An ErasureService that is cut off before or after one of its steps did something."""
    number, after = request.param
    return make(failing(number, after=after))


@on_sqlite
def test_an_erasure_that_was_cut_off_has_signed_everybody_out(home, cut_off, ana, role):
    certificate = leave(cut_off, ana)

    assert (certificate.is_complete, role(ana)) == (False, DELETING)
    with pytest.raises(NotSignedIn):
        home.services.accounts.authenticate(cookie=ana.cookie)


@on_sqlite
def test_the_clock_goes_on_where_it_was_cut_off(home, cut_off, erasure, ana, role):
    leave(cut_off, ana)

    assert erasure.resume() == 1
    assert (home.traces(ana), role(ana)) == ([], DELETED)
    assert erasure.resume() == 0


def test_what_came_in_late_is_found(home, erasure, ana):
    """An upload that was under way stores its file when everything was over."""
    leave(erasure, ana)
    home.picture(ana, b"late picture of zanana")

    assert erasure.resume() == 1
    assert home.traces(ana) == []


@on_sqlite
def test_a_file_stored_anew_meanwhile_is_somebody_elses(home, erasure, ana, bob, monkeypatch):
    """Between the look at the Assets and the deletion: its row is not written yet."""
    content = b"just the same"
    home.picture(ana, content)

    def put_again(path, target):
        monkeypatch.undo()
        home.picture(bob, content)
        return path.rename(target)

    monkeypatch.setattr(type(home.storage.root), "rename", put_again)
    leave(erasure, ana)

    assert home.stored().count(content) == 1


@on_sqlite
def test_what_a_crash_left_on_its_way_out_goes(home, erasure):
    home.storage.new_temp("erased").write_bytes(b"was zanana's")

    erasure.resume()

    assert home.stored() == []


async def in_thread(work, *args):
    return await asyncio.to_thread(work, *args)


async def test_runs_under_way_are_stopped_and_their_credits_come_back(home, make, ana):
    erasure = make(patience=10.0)
    studio = replace(home.studio, account=ana.account)
    async with home.engine.executing():
        run_id = await studio.start(chain("hang on to zanana"))
        done = await studio.start(chain("zanana"))
        await studio.finish(done)
        await studio.until(run_id, "enhance")

        await in_thread(leave, erasure, ana)

        assert await in_thread(home.traces, ana) == []
    assert [run for run in await in_thread(home.dump) if run_id in run and "dbos" in run] == []
    assert (home.studio.open_holds(), home.studio.violations()) == (0, {})


async def test_runs_nobody_executes_are_settled(home, erasure, ana):
    studio = replace(home.studio, account=ana.account)
    await studio.start(chain("hello zanana"))

    await in_thread(leave, erasure, ana)

    assert await in_thread(home.traces, ana) == []
    assert (home.studio.open_holds(), home.studio.violations()) == (0, {})


async def test_a_run_that_starts_meanwhile_does_not_survive(home, erasure, ana, bob):
    """Whoever was let in before the Account was signed out goes on starting Runs."""
    started, left = [], threading.Event()

    def keep_starting():
        while not left.is_set():
            with suppress(InsufficientCredits, NotSignedIn, TooManyAttempts):
                run = home.services.runs.start(ana.account, chain(f"zanana {len(started)}"))
                started.append(run.run_id)

    async with home.engine.executing():
        threads = [threading.Thread(target=keep_starting) for _ in range(2)]
        for thread in threads:
            thread.start()
        try:
            await in_thread(leave, erasure, ana)
        finally:
            left.set()
            for thread in threads:
                await in_thread(thread.join)
        while await in_thread(home.traces, ana):
            await in_thread(erasure.resume)
        assert await in_thread(erasure.resume) == 0

    assert started
    assert (home.studio.open_holds(), home.studio.violations()) == (0, {})


@on_sqlite
def test_the_keys_are_gone_first(home, make, ana):
    """Even when everything after that fails."""
    leave(make(failing(2, after=False)), ana)

    with home.reading() as session:
        data_keys = select(DataKeyRow).where(DataKeyRow.account_id == ana.account.id)
        assert session.exec(data_keys).all() == []
        assert home.keys.open(session, ana.account.id, "openai") is None
