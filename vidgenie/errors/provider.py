"""An outside service failed."""

from vidgenie.errors.root import VidGenieError


class ProviderError(VidGenieError):
    """An outside service failed; names the Provider, never its key."""

    code = "provider_error"
    status = 502

    def __init__(self, message: str, *, provider: str, **params: object) -> None:
        super().__init__(message, provider=provider, **params)

    @property
    def provider(self) -> str:
        """Its slug; errors that come back from a database have nothing but params."""
        return str(self.params["provider"])


class ProviderRejected(ProviderError):
    """The Provider refused the request for good; a retry cannot help."""

    code = "provider_rejected"


class ProviderUnavailable(ProviderError):
    """The Provider may answer later.

    retry_after: seconds to wait, when the Provider said so.
    """

    code = "provider_unavailable"
    status = 503
    retryable = True

    def __init__(self, message: str, *, provider: str, retry_after: float | None = None) -> None:
        asked = {} if retry_after is None else {"retry_after": round(retry_after, 1)}
        super().__init__(message, provider=provider, **asked)

    @property
    def retry_after(self) -> float | None:
        """What the Provider said."""
        asked = self.params.get("retry_after")
        return float(asked) if isinstance(asked, int | float) else None


class RateLimited(ProviderUnavailable):
    """The Provider wants fewer requests: the Node waits its turn, and no slot with it."""

    code = "provider_rate_limited"


class CircuitOpen(ProviderUnavailable):
    """The Provider has failed so often that it is left alone for a while; nothing was sent.

    retry_after: seconds until it is tried again.
    """

    code = "provider_paused"


class ProviderUnknown(ProviderError):
    """A submission got no answer: it may or may not have been accepted.

    problem: "late" when it was accepted and did not end in time.
    """

    code = "provider_unknown"
