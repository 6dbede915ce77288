"""Calls to Stripe with its own SDK: what they answer as plain JSON, what they raise in our words.

An exception of the SDK holds the request, so none of them leaves this file.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from vidgenie.errors import PaymentRefused, PaymentsUnavailable
from vidgenie.redact import live, scrub, scrub_traceback

if TYPE_CHECKING:
    from stripe import StripeClient, StripeError, StripeObject

_log = logging.getLogger(__name__)

# What objects look like depends on it, so it changes with this code and never by itself.
API_VERSION = "2026-10-28.endive"
_PATIENCE = (5.0, 15.0)  # seconds to connect, seconds without an answer
_RETRIES = 2  # the SDK repeats with the same idempotency key, so nothing is done twice
_ACTION = frozenset(
    {
        "authentication_required",
        "invoice_payment_intent_requires_action",
        "payment_intent_action_required",
        "subscription_payment_intent_requires_action",
    }
)

Answer = dict[str, object]


_TRIES = 20  # of one change, each after the one before was declined


@dataclass(frozen=True, slots=True)
class Refusal:
    """Stripe does not do this. reason: its code, as resource_missing; field: what it is about."""

    reason: str
    field: str


@dataclass(frozen=True, slots=True)
class Declined:
    """The money did not come. is_replayed: that is what an earlier request was told."""

    problem: str
    is_replayed: bool


@dataclass(frozen=True, slots=True)
class Silence:
    """No answer that is of use."""

    problem: str


Outcome = Answer | Refusal | Declined | Silence
Work = Callable[["StripeClient"], "StripeObject"]


class Line:
    """A connection to one Stripe account, for any number of threads.

    base_url: of a stand-in, "" = Stripe itself.
    """

    def __init__(self, key: str, base_url: str = "") -> None:
        self._key = key
        self._base_url = base_url
        self._lock = threading.Lock()
        self._client: StripeClient | None = None

    def ask(self, work: Work) -> Answer:
        """What Stripe answers. Raises PaymentsUnavailable and PaymentRefused."""
        return _unrefused(self.attempt(work))

    def ask_once(self, work: Callable[["StripeClient", str], "StripeObject"], key: str) -> Answer:
        """`ask` with a key, so that it is done once.

        Stripe repeats a "declined" for a day to whoever asks with the same key, also once
        there is another card. Then the next key is used: everybody's next one is the same.
        """
        answer: Outcome = Silence("unexpected")
        for number in range(_TRIES):
            this = f"{key}:{number}" if number else key
            answer = self._outcome(lambda client, this=this: work(client, this))
            if not isinstance(answer, Declined) or not answer.is_replayed:
                break
        return _unrefused(_given(answer))

    def attempt(self, work: Work) -> Answer | Refusal:
        """`ask`, where a refusal is an answer too."""
        return _given(self._outcome(work))

    def _outcome(self, work: Work) -> Outcome:
        from stripe import StripeError  # noqa: PLC0415  # 170 ms, for who uses it

        with live(self._key):
            try:
                return cast("Answer", work(self._connected()).to_dict(recursive=True))
            except StripeError as error:
                return _in_our_words(error)
            except Exception as error:  # noqa: BLE001  # whatever a library raises may quote the key
                _log.error("a call to Stripe failed unexpectedly\n%s", scrub_traceback(error))
                return Silence("unexpected")

    def _connected(self) -> "StripeClient":
        import stripe  # noqa: PLC0415  # as above

        with self._lock:
            if self._client is None:
                self._client = stripe.StripeClient(
                    self._key,
                    stripe_version=API_VERSION,
                    base_addresses={"api": self._base_url} if self._base_url else None,
                    max_network_retries=_RETRIES,
                    # It keeps a session for each thread.
                    http_client=stripe.RequestsClient(timeout=_PATIENCE),
                )
            return self._client


def _given(outcome: Outcome) -> Answer | Refusal:
    """What was answered; out here, the error that was caught is not carried along."""
    if isinstance(outcome, Declined):
        raise PaymentRefused(problem=outcome.problem)
    if isinstance(outcome, Silence):
        raise PaymentsUnavailable(problem=outcome.problem)
    return outcome


def _unrefused(answer: Answer | Refusal) -> Answer:
    if isinstance(answer, Refusal):
        _log.error("Stripe refused a request: %s %s", answer.reason, answer.field)
        raise PaymentsUnavailable(problem="unexpected")
    return answer


def _in_our_words(error: "StripeError") -> Refusal | Declined | Silence:
    """What an error means to whoever wanted to pay; what an operator needs is logged."""
    status, code = error.http_status or 0, error.code or ""
    name = type(error).__name__
    if name == "CardError" or status == 402:
        _log.info("Stripe did not get the money: %s", code)
        problem = "card_declined" if name == "CardError" else "refused"
        is_replayed = (error.headers or {}).get("idempotent-replayed") == "true"
        return Declined("authentication_required" if code in _ACTION else problem, is_replayed)
    if name == "InvalidRequestError":
        # Stripe does not name the code of some, as of a page that is closed already.
        _log.info("Stripe says no: %s", scrub(str(error.user_message)))
        return Refusal(code or "invalid", str(getattr(error, "param", None) or ""))
    if status in {401, 403}:
        _log.error("Stripe refuses the key (%s): look at VIDGENIE_STRIPE_SECRET_KEY", status)
        return Silence("refused_key")
    _log.warning("Stripe does not answer as it should: %s %s %s", name, status, code)
    if status in {409, 429}:
        return Silence("busy")
    is_down = name == "APIConnectionError" or status >= 500
    return Silence("unreachable" if is_down else "unexpected")
