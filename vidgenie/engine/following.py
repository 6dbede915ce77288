"""SQL of which Run a canvas shows; nothing here commits."""

from sqlmodel import Session, col, or_, select

from vidgenie.domain.run import RunStatus
from vidgenie.engine.store import now
from vidgenie.engine.tables import RunRow

_OVER = [status.value for status in RunStatus if status.is_over]


def to_show(session: Session, account_id: str, graph_id: str, *, shown: str = "") -> str | None:
    """Id of a Run: the Graph's own under way, or one that belongs to none; else the newest.

    One that waits for its owner's decision is under way. shown: the Run shown so far, which
    stays when it is over.
    """
    mine = select(RunRow.id).where(RunRow.account_id == account_id)
    mine = mine.order_by(col(RunRow.created_at).desc(), col(RunRow.id)).limit(1)
    own = mine.where(RunRow.graph_id == graph_id)
    stray = mine.where(col(RunRow.graph_id).is_(None), RunRow.source == "api")
    active = or_(col(RunRow.status).not_in(_OVER), col(RunRow.doubt_until) > now())
    kept = mine.where(RunRow.id == shown, or_(RunRow.graph_id == graph_id, RunRow.source == "api"))
    wanted = (own.where(active), stray.where(active), kept, own)
    return next((found for one in wanted if (found := session.exec(one).first())), None)
