"""What an Account is told: once, in the app and by e-mail, as it wants."""

import ast
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

import vidgenie
from tests.services.town import PASSWORD, Clock, build, rows
from vidgenie.accounts import store as accounts
from vidgenie.accounts.identity import DELETED, DELETING
from vidgenie.accounts.tables import AccountRow, MailRow
from vidgenie.domain.notification import NOTICES, Way, usual
from vidgenie.engine import news
from vidgenie.errors import InvalidInput
from vidgenie.notifications import store
from vidgenie.notifications.tables import NotificationRow
from vidgenie.services.notifications import NotificationService

BOUGHT = {"credits": 1000, "cents": 2199, "currency": "usd"}
FINISHED = {"title": "A fox", "credits": 12}
BOTH = pytest.mark.parametrize(
    "database_kind",
    ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)],
    indirect=True,
)


class Undone(Exception):
    """Something went wrong after it was told."""


@pytest.fixture
def database_kind(request):
    """SQLite, but for what depends on the database."""
    return getattr(request, "param", "sqlite")


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def town(transaction, reading, clock):
    return build(transaction, reading, clock)


@pytest.fixture
def service(transaction, reading, clock, town):
    return NotificationService(transaction, reading, clock, town.mail)


@pytest.fixture
def ana(town):
    return town.accounts.register("ana@example.org", PASSWORD, "Ana").account


@pytest.fixture
def bob(town, ana):
    return town.accounts.register("bob@example.org", PASSWORD, "Bob").account


@pytest.fixture
def tell(service, transaction, ana):
    """Tells Ana something, in a transaction of its own."""

    def told(kind="purchase", *, key="order:1", params=BOUGHT, href="/credits", to=ana):
        with transaction() as session:
            return service.tell(session, to.id, kind, key=key, params=params, href=href)

    return told


@pytest.fixture
def letters(transaction):
    """(kind, locale, subject, body) of every e-mail, in the order they were written."""
    columns = (MailRow.kind, MailRow.locale, MailRow.subject, MailRow.body, MailRow.recipient)
    return lambda: rows(transaction, *columns)


@pytest.fixture
def wants(service, ana):
    """Has Ana be written to about a kind."""
    return lambda kind: service.choose(ana, {kind: Way(in_app=True, by_email=True)})


@pytest.fixture
def few_kept(transaction, monkeypatch):
    """Three notifications are the most; returns a look: Account -> keys of what is kept."""
    monkeypatch.setattr(store, "MOST", 3)

    def look():
        kept = {}
        for owner, key in rows(transaction, NotificationRow.account_id, NotificationRow.key):
            kept.setdefault(owner, []).append(key)
        return kept

    return look


class TestTelling:
    def test_it_is_in_the_app_and_in_the_post(self, service, ana, tell, letters):
        assert tell()

        (note,) = service.page(ana).items
        assert (note.kind, note.params, note.href) == ("purchase", BOUGHT, "/credits")
        ((kind, locale, subject, body, recipient),) = letters()
        assert (kind, locale, recipient) == ("purchase", "en", "ana@example.org")
        assert subject == "1,000 credits added to your VidGenie account"
        assert "$21.99" in body
        assert f"{service.mail.origin}/credits\n" in body

    def test_the_same_event_is_told_once_however_often_it_comes(self, service, ana, tell, letters):
        assert [tell() for _ in range(3)] == [True, False, False]

        assert len(service.page(ana).items) == len(letters()) == 1

    @BOTH
    def test_many_who_tell_at_once_tell_it_once(self, service, ana, tell, letters):
        with ThreadPoolExecutor(8) as pool:
            told = list(pool.map(lambda _: tell(), range(16)))

        assert sum(told) == len(service.page(ana).items) == len(letters()) == 1

    def test_nothing_is_told_when_what_happened_is_taken_back(
        self, service, ana, transaction, letters
    ):
        def pay():
            with transaction() as session:
                service.tell(session, ana.id, "purchase", key="k", params=BOUGHT)
                raise Undone

        with pytest.raises(Undone):
            pay()

        assert (service.page(ana).items, letters()) == ([], [])

    def test_two_accounts_have_the_same_event_each(self, service, ana, bob, tell):
        assert tell()
        assert tell(to=bob)

        assert service.page(ana).unread == service.page(bob).unread == 1

    @pytest.mark.parametrize("role", [DELETING, DELETED, accounts.OPERATOR])
    def test_who_is_gone_or_leaving_is_not_told(self, ana, tell, transaction, letters, role):
        with transaction() as session:
            mine = update(AccountRow).where(AccountRow.id == ana.id)
            session.connection().execute(mine.values(role=role))

        assert not tell()
        assert letters() == []

    def test_open_tabs_hear_of_it(self, service, ana, tell, transaction, reading):
        with reading() as session:
            before = news.last_told(session)

        tell()

        with reading() as session:
            assert dict(news.accounts_since(session, before)).keys() == {ana.id}

    @pytest.mark.parametrize(
        ("kind", "params"), [("lottery", BOUGHT), ("purchase", {"credits": 1})]
    )
    def test_what_there_are_no_words_for_is_a_mistake(self, tell, kind, params):
        with pytest.raises(ValueError, match=kind):
            tell(kind, params=params)

    def test_french_is_written_in_french(self, ana, tell, transaction, letters):
        with transaction() as session:
            accounts.update_account(session, ana.id, locale="fr")

        tell(
            "payment_failed",
            params={"plan": "pro", "cents": 299900, "currency": "eur", "until": "2026-12-01"},
        )

        ((_, locale, _, body, _),) = letters()
        assert locale == "fr"
        assert "2\u202f999,00\u00a0€ pour votre offre Pro" in body
        assert "au 1er décembre 2026" in body

    @pytest.mark.parametrize(("change", "shown"), [(5, "+5 credits"), (-1, "\u22121 credit")])
    def test_what_an_admin_did_has_a_sign(self, wants, tell, letters, change, shown):
        wants("adjusted")

        tell("adjusted", params={"credits": change, "reason": "A gift"})

        assert letters()[0][2].endswith(shown)

    @pytest.mark.parametrize(
        ("period", "words"),
        [("day", "90 credits today; on a usual day it is 3"), ("hour", "90 credits within an")],
    )
    def test_what_is_unusual_says_within_which_time(self, tell, letters, period, words):
        tell("unusual_use", params={"credits": 90, "usual": 3, "period": period})

        assert words in letters()[0][3]

    @pytest.mark.parametrize(
        ("kind", "params", "words"),
        [
            ("credits_low", {"credits": 0}, "you have 0 credits left"),
            ("purchase", BOUGHT | {"credits": 0}, "unlimited credits were added"),
        ],
    )
    def test_nothing_is_nothing_but_of_a_plan_without_a_limit(
        self, tell, letters, kind, params, words
    ):
        tell(kind, params=params)

        assert words in letters()[0][3]


class TestChoosing:
    def test_runs_are_not_written_about_unless_somebody_wants_it(self, service, ana, tell, letters):
        tell("run_finished", key="one", params=FINISHED)
        service.choose(ana, {"run_finished": Way(in_app=True, by_email=True)})
        tell("run_finished", key="two", params=FINISHED)

        assert len(service.page(ana).items) == 2
        assert [subject for _, _, subject, _, _ in letters()] == ["Your run is finished: A fox"]

    def test_what_is_switched_off_is_not_told_and_not_told_later_either(
        self, service, ana, tell, letters
    ):
        service.choose(ana, {"purchase": Way(in_app=False, by_email=False)})
        tell()
        service.choose(ana, {"purchase": usual("purchase")})

        assert not tell()
        assert (service.page(ana).items, service.page(ana).unread, letters()) == ([], 0, [])

    def test_what_was_not_chosen_is_as_usual(self, service, ana):
        kept = service.choose(ana, {"renewal": Way(in_app=True, by_email=False)})

        assert kept == {kind: usual(kind) for kind in NOTICES} | {
            "renewal": Way(in_app=True, by_email=False)
        }

    def test_a_kind_there_is_not_is_refused_and_nothing_is_kept(self, service, ana):
        with pytest.raises(InvalidInput):
            service.choose(ana, {"renewal": Way(False, False), "lottery": Way(True, True)})

        assert service.ways(ana)["renewal"] == usual("renewal")


class TestReading:
    def test_pages_follow_each_other(self, service, ana, tell):
        for n in range(5):
            tell(key=str(n))

        first = service.page(ana, limit=3)
        second = service.page(ana, limit=3, cursor=first.next_cursor)

        ids = [note.id for note in (*first.items, *second.items)]
        assert ids == sorted(ids, reverse=True)
        assert (len(ids), second.next_cursor) == (5, None)

    def test_what_was_read_stays_but_does_not_count(self, service, ana, tell):
        for n in range(3):
            tell(key=str(n))
        newest = service.page(ana).items[0].id

        assert service.read(ana, [newest]) == 2

        assert [note.read_at is None for note in service.page(ana).items] == [False, True, True]
        assert len(service.page(ana, is_unread=True).items) == 2

    def test_all_can_be_read_at_once(self, service, ana, tell):
        for n in range(3):
            tell(key=str(n))

        assert service.read(ana) == 0

    def test_somebody_elses_stay_unread(self, service, ana, bob, tell):
        tell()

        service.read(bob, [note.id for note in service.page(ana).items])

        assert (service.page(bob).items, service.page(ana).unread) == ([], 1)

    @pytest.mark.parametrize("wrong", [{"limit": 0}, {"limit": 101}, {"cursor": "x"}])
    def test_a_page_there_cannot_be_is_refused(self, service, ana, wrong):
        with pytest.raises(InvalidInput):
            service.page(ana, **wrong)


class TestForgetting:
    def test_what_was_read_is_forgotten_after_a_while(self, service, ana, tell, clock):
        for n in range(2):
            tell(key=str(n))
        service.read(ana, [service.page(ana).items[0].id])
        clock.now += store.KEPT + timedelta(days=1)

        assert service.forget() == 1

        assert [note.read_at for note in service.page(ana).items] == [None]

    def test_what_is_too_much_goes_the_oldest_first(self, service, ana, bob, tell, few_kept):
        for n in range(5):
            tell(key=str(n))
        tell(to=bob)

        assert service.forget() == 2

        assert few_kept() == {ana.id: ["2", "3", "4"], bob.id: ["order:1"]}


def calls(path):
    """(line, strings among the arguments, names in `params`) of the calls in a file."""
    text = path.read_text(encoding="utf-8")
    for call in ast.walk(ast.parse(text)) if "params={" in text else ():
        params = next((k.value for k in getattr(call, "keywords", ()) if k.arg == "params"), None)
        if isinstance(call, ast.Call) and isinstance(params, ast.Dict):
            strings = {arg.value for arg in call.args if isinstance(arg, ast.Constant)}
            names = {key.value for key in params.keys if isinstance(key, ast.Constant)}
            yield call.lineno, strings, names


def test_whoever_tells_something_gives_the_figures_its_words_need():
    """Found in the sources: a word that lacks a figure would undo what it tells of."""
    lacking = [
        (path.name, line, kind)
        for path in (Path(vidgenie.__path__[0]) / "services").glob("*.py")
        for line, strings, names in calls(path)
        for kind in NOTICES.keys() & strings
        if not NOTICES[kind].params <= names
    ]

    assert lacking == []
