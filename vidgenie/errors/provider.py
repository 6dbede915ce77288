"""An outside service failed."""

from vidgenie.errors.root import VidGenieError


class ProviderError(VidGenieError):
    """An outside service failed; names the Provider, never its key."""

    code = "provider_error"
    status = 502

    def __init__(self, message: str, *, provider: str, **params: object) -> None:
        super().__init__(message, provider=provider, **params)
        self.provider = provider


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
        super().__init__(message, provider=provider)
        self.retry_after = retry_after


class ProviderUnknown(ProviderError):
    """A submission got no answer: it may or may not have been accepted."""

    code = "provider_unknown"
