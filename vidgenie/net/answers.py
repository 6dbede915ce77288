"""What Providers answer over HTTP, as errors of ours."""

import email.utils
import re
from datetime import UTC, datetime

import httpx

from vidgenie.errors import ProviderRejected, ProviderUnavailable, RateLimited

_RETRYABLE = frozenset({408, 409, 425})
# What a Provider's refusal is about, when its status says so.
_PROBLEMS = {
    401: "key_refused",
    402: "no_credit",
    403: "forbidden",
    404: "not_found",
    413: "too_large",
}


def retry_after(response: httpx.Response) -> float | None:
    """Seconds the server asks us to wait, None when it does not say.

    A moment is read by the server's own clock, which may be minutes from ours.
    """
    text = response.headers.get("retry-after", "")
    if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{0,9})?", text):
        return float(text)
    moment = _moment(text)
    if moment is None:
        return None
    present = _moment(response.headers.get("date", "")) or datetime.now(tz=UTC)
    return max(0.0, (moment - present).total_seconds())


def _moment(text: str) -> datetime | None:
    """An HTTP date, None when it is none."""
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def checked(response: httpx.Response, *, provider: str) -> httpx.Response:
    """The response if it is a success, else the error its status stands for.

    The body is not quoted: Providers echo keys and prompts. A redirect is a refusal:
    it would carry the key elsewhere.

    Raises RateLimited for 429, ProviderUnavailable for 408, 409, 425 and 5xx,
    ProviderRejected otherwise.
    """
    status = response.status_code
    if response.is_success:
        return response
    message = f"{provider} answered {status}."
    if status == 429:
        raise RateLimited(message, provider=provider, retry_after=retry_after(response))
    if status in _RETRYABLE or status >= 500:
        raise ProviderUnavailable(message, provider=provider, retry_after=retry_after(response))
    problem = _PROBLEMS.get(status, "refused")
    raise ProviderRejected(message, provider=provider, problem=problem, status=status)
