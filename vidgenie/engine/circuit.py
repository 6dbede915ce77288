"""SQL of circuits and of the board of Providers' health; nothing here commits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from vidgenie.domain.circuit import Circuit
from vidgenie.engine.tables import CircuitRow

_MEMORY = 10  # requests the mean time goes back over


@dataclass(frozen=True, slots=True)
class Line:
    """Whose circuit: that of one key at one Provider.

    holder: the Account whose key it is, "" for the installation's. key_id: of the stored
    key, "" when there is none; another key begins anew.
    """

    holder: str
    kind: str
    provider: str
    key_id: str = ""


def enter(session: Session, line: Line, now: datetime) -> float:
    """Seconds to stay away; 0.0 when a call may be made now, which is then noted."""
    row = _row(session, line)
    circuit = _circuit(row)
    wait = circuit.wait(now)
    if not wait:
        _put(row, circuit.entered(now))
    return wait


def last_success(session: Session, line: Line) -> datetime | None:
    """When this key was last answered."""
    row = session.get(CircuitRow, (line.holder, line.kind, line.provider))
    return row.last_success_at if row is not None and row.key_id == line.key_id else None


def succeeded(session: Session, line: Line, now: datetime, *, seconds: float | None) -> None:
    """Note an answer. seconds: how long it took, None when that says nothing."""
    row = _row(session, line)
    _put(row, _circuit(row).succeeded())
    row.successes += 1
    row.last_success_at = now
    if seconds is not None:
        known = seconds if row.seconds is None else row.seconds
        row.seconds = known + (seconds - known) / _MEMORY


def failed(
    session: Session, line: Line, now: datetime, *, problem: str, is_ill: bool = True
) -> None:
    """Note a failure. is_ill: it is the service's, so its circuit may open; else the key's."""
    row = _row(session, line)
    _put(row, _circuit(row).failed(now) if is_ill else _circuit(row).succeeded())
    row.total_failures += 1
    row.last_failure_at = now
    row.problem = problem[:40]


def reset(session: Session, holder: str, kind: str, provider: str) -> None:
    """Forget what is known: something about the Provider was changed."""
    row = session.get(CircuitRow, (holder, kind, provider))
    if row is not None:
        session.delete(row)
        session.flush()


def board(session: Session, holders: Sequence[str]) -> dict[tuple[str, str, str], CircuitRow]:
    """(holder, kind, slug) -> what is known, of these holders; the rows belong to nobody."""
    rows = session.exec(select(CircuitRow).where(col(CircuitRow.account_id).in_(holders)))
    found = {(row.account_id, row.kind, row.provider): row for row in rows}
    session.expunge_all()
    return found


def _row(session: Session, line: Line) -> CircuitRow:
    """The row, locked; made when there is none, made anew for another key."""
    place = (line.holder, line.kind, line.provider)
    row = session.get(CircuitRow, place, with_for_update=True)
    if row is not None and row.key_id == line.key_id:
        return row
    if row is not None:
        session.delete(row)
        session.flush()
        session.expunge(row)
    new = CircuitRow(
        account_id=line.holder, kind=line.kind, provider=line.provider, key_id=line.key_id
    )
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    # Somebody else may make the same row at this moment.
    session.connection().execute(
        insert(CircuitRow).values(**new.model_dump()).on_conflict_do_nothing()
    )
    found = session.get(CircuitRow, place, with_for_update=True)
    if found is None:
        raise LookupError(f"the circuit of {line.provider} vanished")
    return found


def _circuit(row: CircuitRow) -> Circuit:
    return Circuit(row.failures, row.trips, row.open_until, row.trial_until)


def _put(row: CircuitRow, circuit: Circuit) -> None:
    row.failures, row.trips = circuit.failures, circuit.trips
    row.open_until, row.trial_until = circuit.open_until, circuit.trial_until
