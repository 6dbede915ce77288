"""What Providers answer over HTTP, as errors of ours."""

import email.utils
from datetime import UTC, datetime

import httpx

from vidgenie.errors import ProviderRejected, ProviderUnavailable
from vidgenie.net.tls import certificates

_RETRYABLE = frozenset({408, 409, 425, 429})
# What a Provider's refusal is about, when its status says so.
_PROBLEMS = {
    401: "key_refused",
    402: "no_credit",
    403: "forbidden",
    404: "not_found",
    413: "too_large",
}


def client() -> httpx.AsyncClient:
    """A client for Providers: no redirects, no proxies from the environment, bounded waits."""
    return httpx.AsyncClient(
        verify=certificates(),
        timeout=httpx.Timeout(30.0, connect=5.0),
        follow_redirects=False,
        trust_env=False,
    )


def retry_after(response: httpx.Response) -> float | None:
    """Seconds the server asks us to wait, None when it does not say."""
    text = response.headers.get("retry-after", "")
    try:
        return max(0.0, float(text))
    except ValueError:
        pass
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(tz=UTC)).total_seconds())


def checked(response: httpx.Response, *, provider: str) -> httpx.Response:
    """The response if it is a success, else the error its status stands for.

    The body is not quoted: Providers echo keys and prompts. A redirect is a refusal:
    it would carry the key elsewhere.

    Raises ProviderUnavailable for 408, 409, 425, 429 and 5xx, ProviderRejected otherwise.
    """
    status = response.status_code
    if response.is_success:
        return response
    message = f"{provider} answered {status}."
    if status in _RETRYABLE or status >= 500:
        raise ProviderUnavailable(message, provider=provider, retry_after=retry_after(response))
    problem = _PROBLEMS.get(status, "refused")
    raise ProviderRejected(message, provider=provider, problem=problem, status=status)
