"""A real mail server for tests, on a port of its own, with TLS and a log-in if wanted."""

import datetime as dt
import ipaddress
import socket
import ssl
import warnings
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "127.0.0.1"


@dataclass
class PostOffice:
    """What arrived, and what the server says next.

    is_tls: from the first byte.
    refusal: answered to the next letters instead of taking them, "" = they are taken.
    """

    is_tls: bool = False
    port: int = 0
    letters: list = field(default_factory=list)
    recipients: list = field(default_factory=list)
    refusal: str = ""
    secure: list = field(default_factory=list)
    users: list = field(default_factory=list)

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802  # its name there
        if self.refusal:
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, session, envelope):  # noqa: N802  # as above
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        self.recipients += envelope.rcpt_tos
        self.secure.append(self.is_tls or session.ssl is not None)
        self.users.append(session.auth_data)
        return "250 OK"


class _Controller(Controller):
    """Picks a free port, and may speak TLS from the first byte or by STARTTLS."""

    def __init__(self, handler, *, options, context):
        super().__init__(handler, hostname=HOST, port=0, ssl_context=context)
        self._options = options

    def factory(self):
        with warnings.catch_warnings():
            # It does not know that the connection has TLS already.
            warnings.filterwarnings("ignore", message="Requiring AUTH while not requiring TLS")
            return SMTP(self.handler, **self._options)

    def _trigger_server(self):
        """Knock at the port it was given: the server is made with the first connection."""
        self.port = self.server.sockets[0].getsockname()[1]
        with socket.create_connection((HOST, self.port)):
            self._factory_invoked.wait(5)


@contextmanager
def open_post_office(*, tls="", password="", certificate=None, knows_accents=True):
    """A running server. tls: "", "starttls" or "tls"; password: wanted of the user "vidgenie"."""
    office = PostOffice(is_tls=tls == "tls")
    context = certificate.server() if certificate else None
    options = {"hostname": "mail.test", "enable_SMTPUTF8": knows_accents}
    if tls == "starttls":
        options["tls_context"] = context

    def check(_server, _session, _envelope, _mechanism, data):
        is_right = (data.login, data.password) == (b"vidgenie", password.encode())
        return AuthResult(success=is_right, handled=False, auth_data=data.login)

    if password:
        options |= {
            "authenticator": check,
            "auth_required": True,
            "auth_require_tls": bool(tls) and tls != "tls",
        }
    controller = _Controller(office, options=options, context=context if tls == "tls" else None)
    controller.start()
    office.port = controller.port
    try:
        yield office
    finally:
        controller.stop()


class Certificate:
    """A certificate for 127.0.0.1 that nobody trusts by itself."""

    def __init__(self, folder):
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.test")])
        now = dt.datetime.now(tz=dt.UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(days=1))
            .not_valid_after(now + dt.timedelta(days=1))
            .add_extension(
                x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))]),
                critical=False,
            )
            .sign(key, hashes.SHA256())
        )
        self._path = folder / "mail.pem"
        self._path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            + made.public_bytes(serialization.Encoding.PEM)
        )

    def server(self):
        """For the server."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self._path)
        return context

    def trusted(self):
        """For a client that trusts it."""
        return ssl.create_default_context(cafile=self._path)
