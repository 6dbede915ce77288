"""E-mails: written down, sent once by a real mail server, or read in the outbox."""

import base64
import re
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from tests.services.town import PASSWORD, START, Clock, build, lines, rows
from tests.support.post_office import HOST, Certificate, open_post_office
from vidgenie.accounts.letter import Kind
from vidgenie.accounts.smtp import MailServer
from vidgenie.accounts.tables import MailRow
from vidgenie.errors import NotFound

SECRET = "s3cret p@ss/word"


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def town(transaction, reading, clock):
    return build(transaction, reading, clock)


@pytest.fixture
def post(transaction, town):
    """Writes a letter that resets a password; its id."""

    def write(number=0, **more):
        account = town.accounts.register(f"user{number}@example.org", PASSWORD).account
        with transaction() as session:
            return town.mail.post(
                session,
                Kind.RESET,
                account,
                values={"minutes": 10, "link": "https://video.example/reset#token=abc"},
                **more,
            )

    return write


@pytest.fixture
def certificate(tmp_path):
    return Certificate(tmp_path)


def sending(town, office, **more):
    """The mail service with this server."""
    server = MailServer(HOST, office.port, is_tls=False)
    return replace(town.mail, server=replace(server, **more))


def state(transaction):
    """(sent_at, attempts, error, next_try_at, body) of every e-mail."""
    columns = (MailRow.sent_at, MailRow.attempts, MailRow.error, MailRow.next_try_at, MailRow.body)
    return rows(transaction, *columns)


class TestSending:
    def test_a_letter_arrives(self, town, post):
        post()
        with open_post_office() as office:
            assert sending(town, office).drain() == 1

        (letter,) = office.letters
        assert office.recipients == ["user0@example.org"]
        assert letter["Subject"] == "Choose a new password for VidGenie"
        assert letter["From"] == "VidGenie <vidgenie@localhost>"
        assert "https://video.example/reset#token=abc" in letter.get_content()

    def test_french_arrives_as_it_was_written(self, town, post):
        post(language="fr")
        with open_post_office() as office:
            sending(town, office).drain()

        assert (
            "a demandé un nouveau mot de passe pour votre compte" in office.letters[0].get_content()
        )

    @pytest.mark.parametrize("email", ["ana@b\u00fccher.example", "ren\u00e9@example.org"])
    def test_addresses_may_have_accents(self, town, transaction, email):
        account = town.accounts.register(email, PASSWORD).account
        with transaction() as session:
            town.mail.post(session, Kind.TOTP_ON, account)
        with open_post_office() as office:
            assert sending(town, office).drain() == 1

        domain = email.rpartition("@")[2].encode("idna").decode()
        assert office.recipients[0].endswith(f"@{domain}")

    def test_its_text_is_not_kept(self, town, post, transaction):
        post()
        with open_post_office() as office:
            sending(town, office).drain()

        assert state(transaction) == [(START, 1, "", None, "")]

    def test_it_is_sent_once(self, town, post):
        post()
        with open_post_office() as office:
            mail = sending(town, office)
            assert [mail.drain(), mail.drain()] == [1, 0]

        assert len(office.letters) == 1

    def test_processes_that_drain_at_once_send_each_letter_once(self, town, post):
        for number in range(12):
            post(number)
        with open_post_office() as office:
            mail = sending(town, office)
            together = threading.Barrier(4)

            def drain(_):
                together.wait()
                return mail.drain()

            with ThreadPoolExecutor(4) as pool:
                counts = list(pool.map(drain, range(4)))

        assert sum(counts) == 12
        assert sorted(office.recipients) == sorted(f"user{n}@example.org" for n in range(12))

    def test_a_letter_whose_sender_died_is_sent_five_minutes_later(
        self, town, post, transaction, clock
    ):
        from vidgenie.accounts import mails  # noqa: PLC0415  # what died was in here

        post()
        with transaction() as session:
            mails.claim(session, now=clock())
        with open_post_office() as office:
            mail = sending(town, office)
            at_once = mail.drain()
            clock.move(minutes=5)
            later = mail.drain()

        assert (at_once, later) == (0, 1)

    def test_a_letter_that_is_rolled_back_is_never_sent(self, town, transaction):
        account = town.accounts.register("ana@example.org", PASSWORD).account

        def fail():
            with transaction() as session:
                town.mail.post(session, Kind.TOTP_ON, account)
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()

        with open_post_office() as office:
            assert sending(town, office).drain() == 0

    def test_old_news_is_not_sent_when_a_server_is_set_up_late(self, town, post, clock):
        post()
        clock.move(days=1)
        with open_post_office() as office:
            assert sending(town, office).drain() == 0

    def test_without_a_server_nothing_is_sent(self, town, post, transaction):
        post()

        assert town.mail.drain() == 0
        assert state(transaction)[0][1] == 0


class TestTls:
    @pytest.fixture
    def database_kind(self):
        """It does not depend on the database."""
        return "sqlite"

    @pytest.mark.parametrize("tls", ["tls", "starttls"])
    def test_letters_and_password_travel_encrypted(self, town, post, certificate, tls):
        post()
        with open_post_office(tls=tls, password=SECRET, certificate=certificate) as office:
            mail = sending(
                town,
                office,
                is_tls=tls == "tls",
                user="vidgenie",
                password=SECRET,
                trust=certificate.trusted,
            )
            assert mail.drain() == 1

        assert office.secure == [True]
        assert office.users == [b"vidgenie"]

    @pytest.mark.parametrize("tls", ["tls", "starttls"])
    def test_a_certificate_nobody_trusts_gets_no_letter(
        self, town, post, certificate, transaction, tls
    ):
        post()
        with open_post_office(tls=tls, certificate=certificate) as office:
            assert sending(town, office, is_tls=tls == "tls").drain() == 0

        assert office.letters == []
        assert "CERTIFICATE_VERIFY_FAILED" in state(transaction)[0][2]

    def test_a_server_elsewhere_that_offers_no_tls_gets_no_letter(
        self, town, post, transaction, monkeypatch
    ):
        post()
        real = socket.getaddrinfo
        monkeypatch.setattr(
            socket, "getaddrinfo", lambda host, *more, **kw: real(HOST, *more, **kw)
        )
        with open_post_office() as office:
            assert sending(town, office, host="mail.example").drain() == 0

        assert office.letters == []
        assert "STARTTLS" in state(transaction)[0][2]


class TestFailing:
    def test_a_server_that_is_down_is_asked_again_later(self, town, post, transaction, clock):
        post()
        with open_post_office() as office:
            pass
        mail = sending(town, office)
        mail.drain()
        (_, attempts, error, next_try_at, body) = state(transaction)[0]

        assert (attempts, (next_try_at - START).seconds) == (1, 60)
        assert "ConnectionRefusedError" in error
        assert "#token=" in body

    def test_while_it_is_down_one_letter_is_tried_and_the_others_wait(
        self, town, post, transaction
    ):
        for number in range(3):
            post(number)
        with open_post_office() as office:
            pass
        sending(town, office).drain()

        assert sorted(row[1] for row in state(transaction)) == [0, 0, 1]

    def test_pauses_grow_and_end(self, town, post, transaction, clock):
        post()
        pauses = []
        with open_post_office() as office:
            office.refusal = "451 Later"
            mail = sending(town, office)
            for _ in range(7):
                mail.drain()
                next_try_at = state(transaction)[0][3]
                pauses.append(next_try_at and int((next_try_at - clock()).total_seconds() / 60))
                clock.move(minutes=pauses[-1] or 0)

        assert pauses == [1, 5, 15, 60, 240, 720, None]

    def test_a_letter_that_is_refused_for_good_is_not_tried_again(self, town, post, transaction):
        post()
        with open_post_office() as office:
            office.refusal = "550 No such person"
            sending(town, office).drain()

        (_, attempts, error, next_try_at, _) = state(transaction)[0]
        assert (attempts, error, next_try_at) == (1, "550 No such person", None)

    def test_accents_that_the_server_does_not_know_are_told_and_hold_nothing_up(
        self, town, transaction, post
    ):
        account = town.accounts.register("ren\u00e9@example.org", PASSWORD).account
        with transaction() as session:
            town.mail.post(session, Kind.TOTP_ON, account)
        post()
        with open_post_office(knows_accents=False) as office:
            assert sending(town, office).drain() == 1

        assert sorted(row[2][:21] for row in state(transaction)) == ["", "SMTPNotSupportedError"]

    def test_one_that_is_refused_does_not_hold_up_the_others(self, town, post, transaction):
        post(0)
        post(1)
        with open_post_office() as office:
            office.refusal = "550 No such person"
            mail = sending(town, office)
            mail.drain()

        assert [row[1] for row in state(transaction)] == [1, 1]

    @pytest.mark.parametrize("form", [SECRET, base64.b64encode(SECRET.encode()).decode()])
    def test_a_server_that_echoes_the_password_does_not_get_it_stored(
        self, town, post, transaction, form, caplog
    ):
        post()
        with open_post_office() as office:
            office.refusal = f"550 You said {form}"
            sending(town, office, password=SECRET).drain()

        error = state(transaction)[0][2]
        assert error.startswith("550 You said [key]")
        assert form not in caplog.text

    def test_a_wrong_password_is_told_to_the_operator_and_tried_again(
        self, town, post, transaction, certificate, caplog
    ):
        post()
        with open_post_office(tls="starttls", password=SECRET, certificate=certificate) as office:
            sending(
                town, office, user="vidgenie", password="wrong", trust=certificate.trusted
            ).drain()

        (_, _, error, next_try_at, _) = state(transaction)[0]
        assert error.startswith("535")
        assert next_try_at is not None
        assert "could not be sent" in caplog.text


class TestOutbox:
    def test_the_newest_come_first_without_their_texts(self, town, post, clock):
        first = post(0)
        clock.move(seconds=1)
        second = post(1)

        page = town.mail.outbox()

        assert [(mail.id, mail.body) for mail in page.items] == [(second, ""), (first, "")]
        assert page.next is None

    def test_pages_follow_each_other_without_gap_or_repetition(self, town, post):
        ids = {post(number) for number in range(5)}
        seen, before = [], ""
        while before is not None:
            page = town.mail.outbox(before=before, limit=2)
            seen += [mail.id for mail in page.items]
            before = page.next

        assert (len(seen), set(seen)) == (5, ids)

    def test_who_opens_one_is_in_the_log(self, town, post, transaction):
        mail_id = post()
        opened = town.mail.open(mail_id, actor="f" * 32)

        assert "#token=abc" in opened.body
        assert lines(transaction)[-1] == ("admin.outbox", {"kind": "reset"})

    def test_what_is_not_there_is_not_found(self, town):
        with pytest.raises(NotFound):
            town.mail.open("0" * 32, actor="operator")

    def test_a_text_is_not_in_the_repr(self, town, post):
        assert "#token" not in repr(town.mail.open(post(), actor="operator"))

    def test_after_a_month_they_are_deleted_when_somebody_signs_in(
        self, town, post, clock, transaction
    ):
        post()
        clock.move(days=31)
        town.accounts.login("user0@example.org", PASSWORD)

        assert rows(transaction, MailRow.id) == []


class TestAddress:
    @pytest.mark.parametrize(
        ("url", "expected"),
        [
            ("smtp://mail.example", MailServer("mail.example", 587, is_tls=False)),
            (
                "smtps://ana%40x:p%2Fw@mail.example",
                MailServer("mail.example", 465, is_tls=True, user="ana@x", password="p/w"),
            ),
            ("smtp://localhost:2525", MailServer("localhost", 2525, is_tls=False)),
        ],
    )
    def test_a_url_names_a_server(self, url, expected):
        assert MailServer.parse(url) == expected

    @pytest.mark.parametrize(
        "url",
        ["mail.example", "http://mail.example", "smtp://", "smtp://u:geheim@h:x", "smtp://h/p"],
    )
    def test_anything_else_is_refused_without_quoting_it(self, url):
        with pytest.raises(ValueError, match="VIDGENIE_SMTP_URL") as raised:
            MailServer.parse(url)

        assert not re.search("geheim|mail.example|h:x", str(raised.value).replace("@host:587", ""))
        assert raised.value.__context__ is None

    def test_the_password_is_not_in_the_repr(self):
        assert "geheim" not in repr(MailServer.parse("smtp://u:geheim@h:25"))
