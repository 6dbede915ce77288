"""Use cases on the health of Providers: how each has answered an Account lately."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.domain.ports.keys import KeyStatus
from vidgenie.domain.ports.provider import Kind, Provider
from vidgenie.engine import circuit
from vidgenie.engine.tables import CircuitRow
from vidgenie.library import options
from vidgenie.services.key_views import SAID
from vidgenie.services.keyring import Keyring
from vidgenie.vault.secrets import StoredKey

_KINDS = tuple(kind.value for kind in Kind)
# What the page has words for; anything else failed somehow.
PROBLEMS = SAID | {
    *("provider_unavailable", "rate_limited", "provider_unknown", "node_timeout", "late")
}


@dataclass(frozen=True, slots=True)
class HealthView:
    """How a Provider has answered calls with the key that the Account's Runs use.

    holder: slug of the card it is set up on, "" when there is nothing to set up.
    whose: own (the Account's key or address), installation, or none (it takes no key).
    state: fine, troubled (the last call failed), paused (failed too often: left alone
        until `paused_until`), untried.
    problem: of the last failure, one of PROBLEMS, "" when there was none.
    seconds: mean of the last calls. successes, failures: since the key is known.
    checked_at: when the key was tested last.
    """

    kind: str
    provider: str
    title: str
    holder: str
    is_ready: bool
    whose: str
    state: str
    paused_until: datetime | None
    last_success_at: datetime | None
    last_failure_at: datetime | None
    problem: str
    seconds: float | None
    successes: int
    failures: int
    checked_at: datetime | None


@dataclass(frozen=True, slots=True)
class BoardService:
    """Shows what the engine has noted.

    providers: (kind, slug) -> Provider.
    """

    reading: Transaction
    clock: Callable[[], datetime]
    providers: Mapping[tuple[str, str], Provider]
    keyring: Keyring

    def view(self, account: Account) -> tuple[HealthView, ...]:
        """Every Provider that the Account can use or has used, in the order of the kinds.

        Not those of this server itself: there is nobody else whose health it could be.
        """
        with self.reading() as session:
            rows = circuit.board(session, ["", account.id])
            keys = {key.provider: key for key in self.keyring.secrets.all(session, account.id)}
            typed = options.options(session, account.id)
            is_ready = self.keyring.ready(session, account.id)
        found: list[HealthView] = []
        made = self.providers.values()
        away = (each for each in made if not (each.on_this_machine or each.demo))
        for provider in sorted(away, key=_place):
            key = keys.get(provider.key_slug) if provider.key_form else None
            place = self.keyring.places.put(provider, typed.get(provider.slug, {}))
            is_own = key is not None or place.is_own
            holder = account.id if is_own or provider.key_form is None else ""
            row = rows.get((holder, provider.kind, provider.slug))
            # Another key begins anew.
            if row is not None and row.key_id != (key.id if key else ""):
                row = None
            if row is None and key is None and not is_ready(provider):
                continue
            whose = "own" if is_own else "none" if provider.key_form is None else "installation"
            found.append(self._seen(provider, row, key, whose=whose, is_ready=is_ready(provider)))
        return tuple(found)

    def _seen(
        self,
        provider: Provider,
        row: CircuitRow | None,
        key: StoredKey | None,
        *,
        whose: str,
        is_ready: bool,
    ) -> HealthView:
        is_refused = key is not None and key.status is KeyStatus.INVALID
        row = row or CircuitRow(account_id="", kind=provider.kind, provider=provider.slug)
        state = _state(row, self.clock())
        problem, failed_at = row.problem, row.last_failure_at
        if key is not None and is_refused and state != "paused":
            # A key that was refused is the last word, whoever asked about it.
            state, problem, failed_at = "troubled", key.detail, key.checked_at or failed_at
        return HealthView(
            kind=provider.kind.value,
            provider=provider.slug,
            title=provider.title,
            holder=provider.key_slug if provider.key_form or provider.options else "",
            is_ready=is_ready,
            whose=whose,
            state=state,
            paused_until=row.open_until if state == "paused" else None,
            last_success_at=row.last_success_at,
            last_failure_at=failed_at,
            problem=_known(problem) if failed_at else "",
            seconds=row.seconds,
            successes=row.successes,
            failures=row.total_failures,
            checked_at=key.checked_at if key else None,
        )


def _state(row: CircuitRow, now: datetime) -> str:
    if row.open_until is not None and row.open_until > now:
        return "paused"
    succeeded, failed = row.last_success_at, row.last_failure_at
    if failed is not None and (succeeded is None or succeeded <= failed):
        return "troubled"
    return "untried" if succeeded is None else "fine"


def _known(problem: str) -> str:
    return problem if problem in PROBLEMS else "failed"


def _place(provider: Provider) -> tuple[int, str]:
    return _KINDS.index(provider.kind), provider.title.lower()
