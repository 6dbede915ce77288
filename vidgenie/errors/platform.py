"""Our own fault."""

from vidgenie.errors.root import VidGenieError


class PlatformError(VidGenieError):
    """Our own fault: the Run gives back and the operator is told."""

    code = "platform_error"


class RenderFailed(PlatformError):
    """ffmpeg or a renderer ended badly."""

    code = "render_failed"
    retryable = True


class OutputRejected(PlatformError):
    """The file that was made did not pass verification.

    problem: empty, unreadable, no_video, no_audio, wrong_size, wrong_duration.
    """

    code = "output_rejected"
    retryable = True


class StorageFull(PlatformError):
    """The disk is full."""

    code = "storage_full"
    status = 507
    retryable = True

    def __init__(self) -> None:
        super().__init__("The server's storage is full.")


class NodeTimeout(PlatformError):
    """A Node took longer than it may.

    seconds: the limit.
    """

    code = "node_timeout"
    status = 504
    retryable = True

    def __init__(self, *, seconds: int) -> None:
        super().__init__(f"This took longer than {seconds} seconds.", seconds=seconds)


class VaultLocked(PlatformError):
    """The vault cannot be opened: stored keys cannot be read, and nothing is overwritten.

    problem: missing (no master key of this version), wrong (another key), malformed.
    variable: the environment variable, or the file, to put right.
    """

    code = "vault_locked"
    status = 503

    def __init__(self, *, problem: str, variable: str, version: int) -> None:
        super().__init__(
            f"The vault is locked: master key {version} is {problem}; see {variable}.",
            problem=problem,
            variable=variable,
            version=version,
        )


class Unavailable(PlatformError):
    """A part of this installation is not ready.

    what: the part.
    """

    code = "unavailable"
    status = 503
    retryable = True

    def __init__(self, what: str) -> None:
        super().__init__(f"This installation has no {what} at the moment.", what=what)


class PaymentsUnavailable(PlatformError):
    """The payment service does not answer, or not as it should; nothing was charged.

    problem: unreachable, busy, refused_key, or unexpected.
    """

    code = "payments_unavailable"
    status = 503
    retryable = True

    def __init__(self, *, problem: str) -> None:
        super().__init__("The payment service cannot be reached.", problem=problem)
