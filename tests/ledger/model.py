"""What must be so: the pure rules of `domain.credit`, and which credits are whose.

Of which lot something is taken, and where it goes when it comes back, is what
`domain.credit` leaves to the ledger; here it is said a second time, in a plain way.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from vidgenie.domain import credit
from vidgenie.domain.credit import Balance, Hold
from vidgenie.errors import InsufficientCredits

START = datetime(2026, 1, 1, tzinfo=UTC)
NEVER = datetime.max.replace(tzinfo=UTC)
GRACE = timedelta(days=30)


@dataclass
class Lot:
    """Credits granted at once. asked: of them, to be taken back; gone: so many were."""

    granted: int
    available: int
    expires_at: datetime
    priority: int
    created_at: datetime
    asked: int = 0
    gone: int = 0


@dataclass
class Line:
    """What a Hold has of one lot; None for minted credits."""

    lot: Lot | None
    left: int
    captured: int = 0


@dataclass
class Model:
    """An Account. available, in lots: expired ones count until somebody swept them."""

    now: datetime = START
    unlimited: bool = False
    used: int = 0
    lots: list[Lot] = field(default_factory=list)
    named: dict[str, Lot] = field(default_factory=dict)
    holds: dict[str, Hold] = field(default_factory=dict)
    lines: dict[str, list[Line]] = field(default_factory=dict)
    done: set[tuple[str, ...]] = field(default_factory=set)

    @property
    def balance(self) -> Balance:
        """What the Account sees."""
        available = sum(lot.available for lot in self.lots if lot.expires_at > self.now)
        held = sum(line.left for lines in self.lines.values() for line in lines)
        return Balance(available=available, held=held, used=self.used, unlimited=self.unlimited)

    @property
    def figures(self) -> list[tuple[datetime, int, int, int, datetime]]:
        """Of each lot: when it was made, granted, available, taken back, when it expires."""
        return sorted(
            (lot.created_at, lot.granted, lot.available, lot.gone, lot.expires_at)
            for lot in self.lots
        )

    @property
    def costs(self) -> dict[str, tuple[int, int, int, int]]:
        """Run -> held, charged, released, refunded."""
        return {
            run_id: (hold.amount, hold.captured - hold.refunded, hold.released, hold.refunded)
            for run_id, hold in self.holds.items()
        }

    def grant(self, amount: int, expires_at: datetime | None, priority: int) -> Lot:
        lot = Lot(amount, amount, expires_at or NEVER, priority, self.now)
        self.lots.append(lot)
        return lot

    def reserve(self, run_id: str, amount: int) -> None:
        """Raises InsufficientCredits."""
        _, self.holds[run_id] = credit.reserve(self.balance, run_id=run_id, amount=amount)
        self.lines[run_id] = [
            Line(lot, part) for lot, part in self._take(amount, minted=self.unlimited)
        ]

    def capture(self, run_id: str, amount: int) -> None:
        """Raises ValueError."""
        _, self.holds[run_id] = credit.capture(self.balance, self.holds[run_id], amount=amount)
        self.used += amount
        for line in self.lines[run_id]:
            part = min(line.left, amount)
            line.left -= part
            line.captured += part
            amount -= part

    def close(self, run_id: str) -> None:
        _, self.holds[run_id] = credit.close(self.balance, self.holds[run_id])
        for line in self.lines[run_id]:
            left, line.left = line.left, 0
            self._come_back(line.lot, left)

    def refund(self, run_id: str, amount: int | None) -> int:
        """Credits that came back. Raises ValueError."""
        hold = self.holds[run_id]
        wanted = hold.captured - hold.refunded if amount is None else amount
        if amount is None and not wanted:
            return 0
        _, self.holds[run_id] = credit.refund(self.balance, hold, amount=wanted)
        self.used -= wanted
        left = wanted
        for line in reversed(self.lines[run_id]):
            part = min(line.captured, left)
            line.captured -= part
            left -= part
            self._come_back(line.lot, part)
        return wanted

    def deduct(self, amount: int) -> None:
        """Raises InsufficientCredits."""
        self._check(amount, minted=self.unlimited)
        self._take(amount, minted=self.unlimited)
        self.used += amount

    def adjust(self, amount: int) -> None:
        """Raises InsufficientCredits."""
        if amount > 0:
            self.grant(amount, None, 1)
            return
        self._check(-amount, minted=False)
        for lot, part in self._take(-amount, minted=False):
            assert lot
            lot.gone += part

    def reverse(self, lot: Lot, amount: int | None) -> int:
        """Credits that were taken at once."""
        whole = lot.granted if amount is None else min(amount, lot.granted)
        lot.asked = max(lot.asked, whole)
        taken = min(lot.available, max(0, lot.asked - lot.gone))
        lot.available -= taken
        lot.gone += taken
        return taken

    def reinstate(self, lot: Lot, stays: int) -> int:
        """Credits that came back, in a lot of their own."""
        undone = max(0, lot.asked - stays)
        back = max(0, undone - max(0, lot.asked - lot.gone))
        if undone:
            lot.asked = stays
        if back:
            expires_at = lot.expires_at if lot.expires_at == NEVER else None
            self.grant(back, expires_at or max(lot.expires_at, self.now + GRACE), lot.priority)
        return back

    def _check(self, amount: int, *, minted: bool) -> None:
        available = self.balance.available
        if amount > available and not minted:
            raise InsufficientCredits(required=amount, available=available)

    def _take(self, amount: int, *, minted: bool) -> list[tuple[Lot | None, int]]:
        if minted:
            return [(None, amount)]
        taken: list[tuple[Lot | None, int]] = []
        for lot in self.lots:
            if lot.expires_at <= self.now:
                lot.available = 0
        for lot in sorted(
            self.lots, key=lambda lot: (lot.priority, lot.expires_at, lot.created_at)
        ):
            part = min(lot.available, amount)
            lot.available -= part
            amount -= part
            if part:
                taken.append((lot, part))
        return taken

    def _come_back(self, lot: Lot | None, amount: int) -> None:
        if lot is None or not amount:
            return
        gone = min(amount, max(0, lot.asked - lot.gone))
        lot.gone += gone
        if lot.expires_at > self.now:
            lot.available += amount - gone
        elif amount > gone:
            self.grant(amount - gone, self.now + GRACE, 0)


def _turn(lot: Lot) -> tuple[int, datetime, datetime]:
    """Lots are spent in this order."""
    return lot.priority, lot.expires_at, lot.created_at
