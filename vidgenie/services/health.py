"""Use cases: is this installation able to start a Run now?"""

import stat
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine as Database
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from vidgenie import db
from vidgenie.audit.line import Fault
from vidgenie.domain.ports.payments import Payments
from vidgenie.domain.ports.storage import Storage
from vidgenie.errors import Unavailable, VaultLocked
from vidgenie.media.ff import ffmpeg
from vidgenie.settings import Settings

# Below this many free bytes no new Run is started.
MIN_FREE = 500 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Finding:
    """What `examine` found about one part of the installation."""

    part: str
    is_good: bool
    detail: str


@dataclass(frozen=True, slots=True)
class HealthService:
    """Looks at the parts a Run needs.

    executing: whether this process executes Runs.
    vault_fault: why stored keys cannot be read, None when they can.
    log_faults: what was done to the audit log.
    ledger_faults: what is wrong with the ledger, in words and how often.
    payments: who takes money; None while nothing is for sale.
    """

    settings: Settings
    database: Database
    storage: Storage
    executing: Callable[[], bool]
    watchers: Callable[[], int]
    vault_fault: Callable[[], VaultLocked | None]
    log_faults: Callable[[], Sequence[Fault]]
    ledger_faults: Callable[[], Mapping[str, int]]
    payments: Payments | None = None

    def ready(self) -> dict[str, str]:
        """Part -> what is wrong with it; empty when a Run can start."""
        problems: dict[str, str] = {}
        try:
            db.ping(self.database)
        except SQLAlchemyError:
            problems["database"] = "unreachable"
        if self.settings.role != "web" and not self.executing():
            problems["engine"] = "not_started"
        if not self.has_room():
            problems["storage"] = "full"
        return problems

    def examine(self) -> list[Finding]:
        """Everything a Run needs, part by part; for an operator, not for a load balancer."""
        return [
            self._database(),
            self._encoder(),
            self._room(),
            self._access(),
            self._vault(),
            self._log(),
            self._ledger(),
            self._payments(),
        ]

    def _database(self) -> Finding:
        shown = make_url(self.settings.database).render_as_string(hide_password=True)
        try:
            db.ping(self.database)
        except SQLAlchemyError as error:
            return Finding("database", is_good=False, detail=f"{shown}: {type(error).__name__}")
        return Finding("database", is_good=True, detail=shown)

    def _encoder(self) -> Finding:
        try:
            return Finding("ffmpeg", is_good=True, detail=ffmpeg())
        except Unavailable as error:
            return Finding("ffmpeg", is_good=False, detail=str(error))

    def _room(self) -> Finding:
        free = self.storage.free_bytes()
        return Finding("storage", is_good=free >= MIN_FREE, detail=f"{free / 1e9:.1f} GB free")

    def _access(self) -> Finding:
        """The data folder holds secrets: nobody else may read it."""
        mode = stat.S_IMODE(self.settings.home.stat().st_mode)
        return Finding("access", is_good=not mode & 0o077, detail=f"data folder mode {mode:o}")

    def _vault(self) -> Finding:
        try:
            fault = self.vault_fault()
        except SQLAlchemyError:
            return Finding("vault", is_good=False, detail="the database has no vault yet")
        detail = str(fault) if fault else "nothing is locked with a key we do not have"
        return Finding("vault", is_good=fault is None, detail=detail)

    def _log(self) -> Finding:
        try:
            faults = self.log_faults()
        except SQLAlchemyError:
            return Finding("audit", is_good=False, detail="the database has no audit log yet")
        said = ", ".join(f"line {fault.seq} {fault.problem}" for fault in faults[:5])
        return Finding("audit", is_good=not faults, detail=said or "the log is whole")

    def _ledger(self) -> Finding:
        try:
            faults = self.ledger_faults()
        except SQLAlchemyError:
            return Finding("ledger", is_good=False, detail="the database has no ledger yet")
        said = "; ".join(f"{what}: {count}" for what, count in faults.items())
        return Finding("ledger", is_good=not faults, detail=said or "every credit is accounted for")

    def _payments(self) -> Finding:
        if self.payments is None:
            return Finding("payments", is_good=True, detail="nothing is for sale")
        fault = payment_fault(self.settings) if self.payments.slug == "stripe" else ""
        mode = "a test, no money moves" if self.payments.is_test else "money moves"
        detail = fault or f"{self.payments.slug}: {mode}"
        return Finding("payments", is_good=not fault, detail=detail)

    def has_room(self) -> bool:
        """Whether the storage can take what a Run makes."""
        return self.storage.free_bytes() >= MIN_FREE


def payment_fault(settings: Settings) -> str:
    """What is wrong with how Stripe is set up, "" = nothing that can be seen from here."""
    if not settings.stripe_secret_key.strip().startswith(("sk_", "rk_")):
        return "VIDGENIE_STRIPE_SECRET_KEY is no secret key of Stripe's (sk_... or rk_...)"
    if not settings.stripe_webhook_secret.strip(", "):
        return (
            "Stripe cannot tell what was paid, so it is not credited:"
            " set VIDGENIE_STRIPE_WEBHOOK_SECRET (docs/payments.md)"
        )
    return ""
