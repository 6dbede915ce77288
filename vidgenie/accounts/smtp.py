"""A mail server: where it is, and how a letter gets there."""

import smtplib
import ssl
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from vidgenie.redact import live, scrub

_PATIENCE = 15.0  # seconds without an answer
_PORTS = {"smtp": 587, "smtps": 465}
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


class Undelivered(Exception):
    """The mail server did not take a letter.

    is_final: it never will; is_lost: it could not be talked to at all.
    The message holds no password.
    """

    def __init__(self, message: str, *, is_final: bool, is_lost: bool = False) -> None:
        super().__init__(message)
        self.is_final = is_final
        self.is_lost = is_lost


@dataclass(frozen=True, slots=True)
class MailServer:
    """A server that takes our letters.

    is_tls: TLS from the first byte; else STARTTLS, which only a server on this
    machine may lack.
    trust: makes what its certificate is checked against.
    """

    host: str
    port: int
    is_tls: bool
    user: str = ""
    password: str = field(default="", repr=False)
    trust: Callable[[], ssl.SSLContext] = ssl.create_default_context

    @classmethod
    def parse(cls, url: str) -> "MailServer":
        """The server at smtp://user:password@host:587 or smtps://...:465.

        Raises ValueError, which does not quote the URL.
        """
        try:
            parts = urlsplit(url)
            port = parts.port or _PORTS[parts.scheme]
        except (ValueError, KeyError):
            parts, port = None, 0
        if parts is None or not parts.hostname or parts.path.strip("/"):
            # Not from the error: it may quote the password.
            raise ValueError(
                "VIDGENIE_SMTP_URL must be smtp://user:password@host:587 or smtps://...:465"
            ) from None
        return cls(
            host=parts.hostname,
            port=port,
            is_tls=parts.scheme == "smtps",
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
        )

    def deliver(self, message: EmailMessage) -> None:
        """Hand a letter over. Raises Undelivered."""
        with live(self.password):
            problem = self._attempt(message)
        # Out here, the error that was caught is not carried along: it may quote the password.
        if problem is not None:
            raise problem

    def _attempt(self, message: EmailMessage) -> Undelivered | None:
        try:
            with self._connect() as server:
                self._prepare(server)
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            return self._problem(*next(iter(error.recipients.values())))
        except smtplib.SMTPResponseException as error:
            return self._problem(error.smtp_code, error.smtp_error)
        except (smtplib.SMTPNotSupportedError, ValueError) as error:
            # This letter cannot be sent there: its address has letters the server does not know.
            return Undelivered(self._shown(f"{type(error).__name__}: {error}"), is_final=True)
        except (smtplib.SMTPException, OSError) as error:
            said = f"{type(error).__name__}: {error}"
            return Undelivered(self._shown(said), is_final=False, is_lost=True)
        return None

    def _connect(self) -> AbstractContextManager[smtplib.SMTP]:
        if self.is_tls:
            return smtplib.SMTP_SSL(self.host, self.port, timeout=_PATIENCE, context=self.trust())
        return smtplib.SMTP(self.host, self.port, timeout=_PATIENCE)

    def _prepare(self, server: smtplib.SMTP) -> None:
        server.ehlo()
        if not self.is_tls:
            if server.has_extn("starttls"):
                server.starttls(context=self.trust())
                server.ehlo()
            elif self.host not in _THIS_MACHINE:
                # A link that signs in does not travel in clear.
                raise smtplib.SMTPException("the server offers no STARTTLS")
        if self.user:
            server.login(self.user, self.password)

    def _problem(self, code: int, text: bytes | str) -> Undelivered:
        said = text.decode(errors="replace") if isinstance(text, bytes) else text
        # 5xx is for good, but not at the log-in: an operator puts that right.
        is_login = code in (530, 534, 535, 538)
        is_final = 500 <= code < 600 and not is_login
        return Undelivered(self._shown(f"{code} {said}"), is_final=is_final, is_lost=is_login)

    def _shown(self, said: str) -> str:
        """What may be stored of an error: one line, the password taken out."""
        text = scrub(" ".join(said.split()))
        # A short password is nothing that `scrub` looks for.
        return text.replace(self.password, "[key]") if self.password else text
