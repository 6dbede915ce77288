"""Signs of life, and taking over the Runs of processes that died.

DBOS recovers only what the same executor left behind. Every process therefore
writes a heartbeat by the database's clock; whoever notices that another one has
been silent for too long puts its workflows back on their queues. The statement
is guarded: several reapers may do it at once, and an executor that only slept is
fenced by DBOS when it comes back (facts measured in docs/adr/0002).
"""

import fcntl
import logging
import os
import socket
import threading
import uuid
from pathlib import Path

from sqlalchemy import Engine, bindparam, text

log = logging.getLogger(__name__)

_NOW = {
    "sqlite": "SELECT (julianday('now') - 2440587.5) * 86400.0",
    "postgresql": "SELECT extract(epoch FROM clock_timestamp())::float8",
}
_BEAT = text(
    "INSERT INTO vg_executor (id, host, pid, last_seen) VALUES (:id, :host, :pid, :now)"
    " ON CONFLICT (id) DO UPDATE SET last_seen = excluded.last_seen"
)
_LEAVE = text("DELETE FROM vg_executor WHERE id = :id")
_FORGET = text("DELETE FROM vg_executor WHERE last_seen < :before")
_FORGET_OTHERS = text("DELETE FROM vg_executor WHERE id <> :id")
# How long a dead executor's row is kept for people to look at, in lives.
_KEEP = 6


def machine() -> str:
    """A name for where process numbers mean the same processes as here.

    Host, boot and process namespace; "" where the system does not tell.
    """
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        namespace = Path("/proc/self/ns/pid").stat().st_ino
    except OSError:
        return ""
    return f"{socket.gethostname()[:30]}/{boot[:8]}/{namespace}"


def new_executor_id() -> str:
    """A name no other process has or had; made after any fork."""
    return f"{socket.gethostname()[:24]}-{os.getpid()}-{uuid.uuid4().hex[:8]}"


class Reaper:
    """The heartbeat of this process, and the watch over the others.

    beat: seconds between two heartbeats. ttl: seconds of silence that mean death.
    """

    def __init__(self, engine: Engine, *, executor_id: str, beat: float, ttl: float) -> None:
        self._engine = engine
        self._id = executor_id
        self._beat = beat
        self._ttl = ttl
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name="vg-reaper")
        dialect = engine.dialect.name
        self._now = text(_NOW[dialect])
        schema = "dbos." if dialect == "postgresql" else ""
        table = f"{schema}workflow_status"
        self._owners = text(
            f"SELECT DISTINCT executor_id FROM {table} WHERE status = 'PENDING'"  # noqa: S608  # a constant
        )
        self._machine = machine()
        self._alive = text("SELECT id, host, pid FROM vg_executor WHERE last_seen > :since")
        self._requeue = text(
            f"UPDATE {table} SET status = 'ENQUEUED', owner_xid = NULL,"  # noqa: S608  # a constant
            # Time that nobody worked on it does not count against its limit.
            " started_at_epoch_ms = NULL, workflow_deadline_epoch_ms = NULL, updated_at = :now_ms,"
            " queue_name = coalesce(queue_name, '_dbos_internal_queue')"
            " WHERE status = 'PENDING' AND executor_id IN :dead"
        ).bindparams(bindparam("dead", expanding=True))

    def start(self, *, alone: bool) -> None:
        """Begin. `alone`: it is certain that no other process is alive, so recover at once."""
        if alone:
            with self._engine.begin() as connection:
                connection.execute(_FORGET_OTHERS, {"id": self._id})
        self.tick()
        self._thread.start()

    def stop(self) -> None:
        """Say good-bye: others may take over what is left at their next beat."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(self._beat + 5.0)
        with self._engine.begin() as connection:
            connection.execute(_LEAVE, {"id": self._id})

    def tick(self) -> int:
        """One heartbeat and one look around; how many workflows were taken over."""
        with self._engine.begin() as connection:
            now = float(connection.execute(self._now).scalar_one())
            beat = {"id": self._id, "host": self._machine, "pid": os.getpid(), "now": now}
            connection.execute(_BEAT, beat)
            heard = connection.execute(self._alive, {"since": now - self._ttl})
            alive = {row.id for row in heard if not self._is_gone(row.host, row.pid)}
            owners = set(connection.execute(self._owners).scalars())
            dead = sorted(owners - alive - {None, self._id})
            taken = 0
            if dead:
                values = {"dead": dead, "now_ms": int(now * 1000)}
                taken = connection.execute(self._requeue, values).rowcount
                log.warning("took over %d workflows of %s", taken, ", ".join(dead))
            connection.execute(_FORGET, {"before": now - _KEEP * self._ttl})
        return taken

    def _is_gone(self, host: str, pid: int) -> bool:
        """Whether a process of this machine has ended: no need to wait for its silence."""
        if not host or host != self._machine:
            return False
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        except PermissionError:
            return False
        return False

    def _run(self) -> None:
        while not self._stop.wait(self._beat):
            try:
                self.tick()
            except Exception:
                # The database may be away for a moment; the next beat tries again.
                log.warning("heartbeat failed", exc_info=True)


class Presence:
    """A lock on the data folder that tells whether this process is alone there.

    Every process holds it shared; one that can have it exclusively is alone.
    Locks end with their process, however it ends.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = (folder / "engine.lock").open("a")

    def enter(self) -> bool:
        """Be present; whether nobody else is."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            fcntl.flock(self._file, fcntl.LOCK_SH)
            return False
        return True

    def settle(self) -> None:
        """Let others in."""
        fcntl.flock(self._file, fcntl.LOCK_SH)

    def leave(self) -> None:
        """Be gone."""
        self._file.close()
