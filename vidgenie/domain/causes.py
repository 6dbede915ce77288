"""Causes: what went wrong, where, whether it may cost money, and what one click can do about it.

One dictionary for the cards people see, for what they can press on them, and for the page
docs/troubleshooting.md. The sentences are in the catalogues, under `error` and `remedy`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """Where it went wrong."""

    INPUT = "input"
    GRAPH = "graph"
    KEY = "key"
    PROVIDER = "provider"
    RENDER = "render"
    STORAGE = "storage"
    ACCOUNT = "account"
    NETWORK = "network"


class Action(StrEnum):
    """What can be done with one click; WAIT and NONE have no button."""

    ADD_KEY = "add_key"
    TOP_UP = "top_up"
    OTHER_PROVIDER = "other_provider"
    SHORTEN = "shorten"
    RETRY = "retry"
    SETTINGS = "settings"
    EDIT = "edit"
    WAIT = "wait"
    RAISE_BUDGET = "raise_budget"
    SIGN_IN = "sign_in"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Cause:
    """Why something failed.

    actions: the best first, at least one.
    may_be_billed: the Provider may ask for money for it; Credits are only ever taken for
        what was made.
    """

    stage: Stage
    actions: tuple[Action, ...]
    may_be_billed: bool = False


def _cause(stage: Stage, *actions: Action, may_be_billed: bool = False) -> Cause:
    return Cause(stage, actions, may_be_billed)


_IN, _GR, _KEY, _PRO = Stage.INPUT, Stage.GRAPH, Stage.KEY, Stage.PROVIDER
_REN, _STO, _ACC, _NET = Stage.RENDER, Stage.STORAGE, Stage.ACCOUNT, Stage.NETWORK
_EDIT, _RETRY, _OTHER = Action.EDIT, Action.RETRY, Action.OTHER_PROVIDER
_SETTINGS, _WAIT, _NONE = Action.SETTINGS, Action.WAIT, Action.NONE

CAUSES: Mapping[str, Cause] = {
    # What was typed or brought.
    "user_error": _cause(_IN, _EDIT),
    "invalid_input": _cause(_IN, _EDIT),
    "invalid_input.unsupported": _cause(_IN, _OTHER, _EDIT),
    "invalid_input.unsupported.seconds": _cause(_IN, Action.SHORTEN, _OTHER),
    "invalid_input.unsupported.size": _cause(_IN, _EDIT, _OTHER),
    "invalid_input.too_dear": _cause(_IN, Action.SHORTEN, _OTHER, _SETTINGS),
    "invalid_input.needs_public_address": _cause(_IN, _OTHER),
    "invalid_input.not_installed": _cause(_IN, _OTHER),
    "invalid_input.string_too_long": _cause(_IN, Action.SHORTEN),
    "invalid_input.too_long": _cause(_IN, Action.SHORTEN),
    "invalid_input.too_many_segments": _cause(_IN, Action.SHORTEN),
    "invalid_media": _cause(_IN, _EDIT),
    "invalid_media.too_long": _cause(_IN, Action.SHORTEN),
    "too_large": _cause(_IN, _EDIT),
    "not_found": _cause(_IN, _NONE),
    # How the Nodes are joined, and who else changes them.
    "invalid_graph": _cause(_GR, _EDIT),
    "conflict": _cause(_GR, _RETRY),
    "conflict.edited_elsewhere": _cause(_GR, _RETRY),
    "conflict.stale_version": _cause(_GR, _RETRY),
    "conflict.changed_meanwhile": _cause(_GR, _RETRY),
    "conflict.idempotency_key_reused": _cause(_GR, _RETRY),
    "conflict.running": _cause(_GR, _WAIT),
    "conflict.being_written": _cause(_GR, _WAIT),
    "conflict.not_over": _cause(_GR, _WAIT),
    "conflict.cancelled": _cause(_GR, _RETRY),
    "conflict.not_running": _cause(_GR, _NONE),
    "conflict.deleted": _cause(_GR, _NONE),
    "conflict.exists": _cause(_GR, _EDIT),
    "conflict.too_many": _cause(_GR, _EDIT),
    "conflict.last_segment": _cause(_GR, _NONE),
    "conflict.no_next_segment": _cause(_GR, _NONE),
    "conflict.nothing_to_undo": _cause(_GR, _NONE),
    "conflict.nothing_to_redo": _cause(_GR, _NONE),
    "conflict.not_made": _cause(_GR, _RETRY),
    "conflict.nothing_made": _cause(_GR, _RETRY),
    "conflict.in_doubt": _cause(_GR, _NONE, may_be_billed=True),
    "conflict.not_in_doubt": _cause(_GR, _NONE),
    "conflict.to_decide": _cause(_GR, _NONE, may_be_billed=True),
    "conflict.of_project": _cause(_GR, _NONE),
    # Keys to services.
    "missing_key": _cause(_KEY, Action.ADD_KEY, _OTHER),
    "key_refused": _cause(_KEY, Action.ADD_KEY, _OTHER, _RETRY),
    "key_refused.no_credit": _cause(_KEY, _SETTINGS, _OTHER, _RETRY),
    "key_refused.forbidden": _cause(_KEY, _SETTINGS, _OTHER, _RETRY),
    "key_refused.damaged": _cause(_KEY, Action.ADD_KEY, _OTHER),
    "key_not_granted": _cause(_KEY, _RETRY, _SETTINGS),
    "provider_not_set_up": _cause(_KEY, _SETTINGS, _OTHER),
    "vault_locked": _cause(_KEY, _NONE),
    # Services that make things.
    "provider_error": _cause(_PRO, _RETRY, _OTHER, may_be_billed=True),
    "provider_rejected": _cause(_PRO, _EDIT, _OTHER),
    "provider_rejected.refused": _cause(_PRO, _EDIT, _OTHER),
    "provider_rejected.moderated": _cause(_PRO, _EDIT, _OTHER, may_be_billed=True),
    "provider_rejected.unsupported": _cause(_PRO, _EDIT, _OTHER),
    "provider_rejected.unknown_model": _cause(_PRO, _EDIT, _OTHER),
    "provider_rejected.unknown_voice": _cause(_PRO, _EDIT, _OTHER),
    "provider_rejected.failed": _cause(_PRO, _RETRY, _OTHER, may_be_billed=True),
    "provider_rejected.unusable_answer": _cause(_PRO, _RETRY, _OTHER, may_be_billed=True),
    "provider_rejected.too_large": _cause(_PRO, Action.SHORTEN, _OTHER, may_be_billed=True),
    "provider_rejected.expired": _cause(_PRO, _RETRY, _OTHER, may_be_billed=True),
    "provider_rejected.not_found": _cause(_PRO, _RETRY, _OTHER, may_be_billed=True),
    "provider_rejected.not_public": _cause(_PRO, _SETTINGS, _OTHER),
    "provider_rejected.clock": _cause(_PRO, _OTHER),
    # A service that knows no key of ours says so in these words; a Run tells key_refused.
    "provider_rejected.key_refused": _cause(_KEY, Action.ADD_KEY, _OTHER),
    "provider_rejected.no_credit": _cause(_KEY, _SETTINGS, _OTHER),
    "provider_rejected.forbidden": _cause(_KEY, _SETTINGS, _OTHER),
    "provider_unavailable": _cause(_PRO, _RETRY, _OTHER),
    "provider_rate_limited": _cause(_PRO, _RETRY, _OTHER),
    "provider_paused": _cause(_PRO, _OTHER, _RETRY),
    "provider_unknown": _cause(_PRO, _NONE, may_be_billed=True),
    "provider_unknown.late": _cause(_PRO, _NONE, may_be_billed=True),
    "node_timeout": _cause(_PRO, Action.SHORTEN, _OTHER, _RETRY, may_be_billed=True),
    # What this server makes and checks itself.
    "render_failed": _cause(_REN, _RETRY, Action.SHORTEN),
    "output_rejected": _cause(_REN, _RETRY, _OTHER, may_be_billed=True),
    "platform_error": _cause(_REN, _RETRY),
    "error": _cause(_REN, _RETRY),
    "unknown": _cause(_REN, _RETRY),
    "unavailable": _cause(_REN, _RETRY),
    # Room.
    "storage_full": _cause(_STO, _NONE),
    # Who asks, and what they have.
    "insufficient_credits": _cause(_ACC, Action.TOP_UP, _OTHER, Action.SHORTEN),
    "conflict.same_instant": _cause(_ACC, _RETRY),
    "conflict.begun": _cause(_ACC, _NONE),
    "conflict.one_currency": _cause(_ACC, _EDIT),
    "conflict.slug_taken": _cause(_ACC, _EDIT),
    "conflict.other_currency": _cause(_ACC, _NONE),
    "conflict.nothing_to_refund": _cause(_ACC, _NONE),
    "price_changed": _cause(_ACC, _RETRY, _EDIT),
    "payment_refused": _cause(_ACC, _RETRY, Action.TOP_UP),
    "payments_unavailable": _cause(_NET, _RETRY),
    "payments_unavailable.unreachable": _cause(_NET, _RETRY),
    "payments_unavailable.busy": _cause(_NET, _RETRY),
    "payments_unavailable.refused_key": _cause(_NET, _NONE),
    "payments_unavailable.unexpected": _cause(_NET, _RETRY),
    "invalid_signature": _cause(_ACC, _NONE),
    "budget_exceeded": _cause(_ACC, Action.RAISE_BUDGET, _OTHER, Action.SHORTEN),
    "not_signed_in": _cause(_ACC, Action.SIGN_IN),
    "wrong_credentials": _cause(_ACC, _EDIT),
    "second_factor_needed": _cause(_ACC, _EDIT),
    "wrong_code": _cause(_ACC, _EDIT),
    "forbidden": _cause(_ACC, _NONE),
    "forbidden.totp_required": _cause(_ACC, _SETTINGS),
    "forbidden.sealed_only": _cause(_ACC, _SETTINGS),
    "forbidden.scope": _cause(_ACC, _SETTINGS),
    "confirmation_needed": _cause(_ACC, _EDIT),
    "link_expired": _cause(_ACC, _EDIT),
    "too_many_attempts": _cause(_ACC, _WAIT),
    "conflict.email_taken": _cause(_ACC, Action.SIGN_IN),
    "conflict.totp_enabled": _cause(_ACC, _SETTINGS),
    "conflict.last_admin": _cause(_ACC, _NONE),
    "conflict.plan_yours": _cause(_ACC, _NONE),
    "conflict.subscribed": _cause(_ACC, Action.TOP_UP),
    "conflict.no_subscription": _cause(_ACC, Action.TOP_UP),
    "conflict.credits_held": _cause(_ACC, _WAIT),
    "conflict.order_closed": _cause(_ACC, Action.TOP_UP),
    "conflict.order_not_paid": _cause(_ACC, _NONE),
    # Between the browser and this server.
    "offline": _cause(_NET, _RETRY),
}

FAMILIES = frozenset(
    {
        "invalid_input",
        "invalid_graph",
        "invalid_media",
        "output_rejected",
        "forbidden",
        "vault_locked",
    }
)
"""Codes of which every problem has the same cause, unless CAUSES names it."""


def key_of(error: Mapping[str, object]) -> str:
    """The most exact key of CAUSES for an error as `to_dict` writes it."""
    code, problem = str(error.get("code", "")), str(error.get("problem", ""))
    place = str(error.get("field", "")).rpartition(".")[2]
    exact = (f"{code}.{problem}.{place}", f"{code}.{problem}", code)
    return next((key for key in exact if key in CAUSES), "unknown")


def cause_of(error: Mapping[str, object]) -> Cause:
    """The cause of an error as `to_dict` writes it."""
    return CAUSES[key_of(error)]
