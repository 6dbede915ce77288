"""Every error VidGenie raises on purpose.

VidGenieError
├── UserError                 the user can fix it; shown as is
│   ├── InvalidInput              422  a field has a value we cannot take
│   ├── InvalidGraph              422  names the Node that is wrong
│   ├── InvalidMedia              422  an upload is not what it says it is
│   ├── MissingKey                422  a Provider has no key to be called with
│   ├── KeyRefused                422  the Provider does not take this key
│   ├── KeyNotGranted             422  a sealed key was not granted to a Run in time
│   ├── InsufficientCredits       402
│   ├── NotSignedIn               401
│   ├── WrongCredentials          401
│   ├── SecondFactorNeeded        401  the password is right, a code is missing
│   ├── WrongCode                 401  the one-time code is wrong, old or used
│   ├── Forbidden                 403
│   ├── ConfirmationNeeded        403  say again who you are, then repeat
│   ├── NotFound                  404  also: it belongs to somebody else
│   ├── Conflict                  409
│   ├── LinkExpired               410  a link from an e-mail, used or too old
│   ├── TooLarge                  413
│   └── TooManyAttempts           429
├── ProviderError             an outside service failed; the Run gives back
│   ├── ProviderRejected          502  refused for good: never retried
│   ├── ProviderUnavailable       503  timeout, 429, 5xx: retried, then fallback
│   └── ProviderUnknown           502  no answer to a submission: never sent twice
└── PlatformError             our fault; the Run gives back and we are told
    ├── RenderFailed              500  ffmpeg or a renderer ended badly
    ├── OutputRejected            500  the file made did not pass verification
    ├── StorageFull               507
    ├── NodeTimeout               504
    ├── VaultLocked               503  the master key is missing or not the right one
    └── Unavailable               503  a part of the installation is not ready

The message is one English sentence for people; `params` holds what the
catalogues need to say the same in another language under `error.<code>`.
"""

from collections.abc import Mapping
from typing import ClassVar


class VidGenieError(Exception):
    """Root of the hierarchy.

    code: stable machine name, part of the REST API and of the catalogues.
    status: HTTP status the API answers with.
    refundable: whether a failed Node gives its credits back.
    retryable: whether the same request may succeed later.
    params: what the message is about, JSON values, never a key or a prompt.
    """

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 500
    refundable: ClassVar[bool] = True
    retryable: ClassVar[bool] = False

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message)
        self.params = params

    def __reduce__(self) -> tuple[object, ...]:
        """Survive pickling whatever the constructor takes: workflow engines store errors."""
        return (_restore, (type(self), self.args, self.__dict__))

    def to_dict(self) -> dict[str, object]:
        """The error as the REST API and the database write it."""
        return {"error": str(self), "code": self.code, **self.params}


class UserError(VidGenieError):
    """The user can fix it: the message is shown as it stands."""

    code = "user_error"
    status = 400


class InvalidInput(UserError):
    """A field has a value we cannot take.

    field: dotted path of the field in the request.
    problem: stable name of what is wrong with it, as `too_long`.
    """

    code = "invalid_input"
    status = 422

    def __init__(self, message: str, *, field: str, problem: str, **params: object) -> None:
        super().__init__(message, field=field, problem=problem, **params)


class InvalidGraph(UserError):
    """The Graph cannot run.

    node: id of the Node that is wrong ("" for the whole Graph).
    problem: cycle, missing_input, wrong_type, unknown_node_type, unknown_node,
        unknown_port, two_sources, duplicate_node, empty, too_large.
    """

    code = "invalid_graph"
    status = 422

    def __init__(self, message: str, *, problem: str, node: str = "", **params: object) -> None:
        super().__init__(message, problem=problem, node=node, **params)


class InvalidMedia(UserError):
    """A file is not the picture, clip or sound it claims to be."""

    code = "invalid_media"
    status = 422


class MissingKey(UserError):
    """A Provider needs a key and there is none."""

    code = "missing_key"
    status = 422

    def __init__(self, title: str, *, provider: str) -> None:
        super().__init__(f"{title} needs a key.", provider=provider, title=title)


class KeyRefused(UserError):
    """The Provider does not take this key.

    problem: key_refused, no_credit, forbidden; damaged: what is stored cannot be read.
    """

    code = "key_refused"
    status = 422

    def __init__(self, title: str, *, provider: str, problem: str = "key_refused") -> None:
        super().__init__(
            f"{title} does not take this key.", provider=provider, title=title, problem=problem
        )


class KeyNotGranted(UserError):
    """A sealed key was not granted to a Run in time.

    hours: how long the Run waited.
    """

    code = "key_not_granted"
    status = 422

    def __init__(self, title: str, *, provider: str, hours: int) -> None:
        super().__init__(
            f"The sealed key for {title} was not granted within {hours} hours.",
            provider=provider,
            title=title,
            hours=hours,
        )


class InsufficientCredits(UserError):
    """The Account's available credits do not cover an amount."""

    code = "insufficient_credits"
    status = 402

    def __init__(self, *, required: int, available: int) -> None:
        super().__init__("Insufficient credits", required=required, available=available)
        self.required = required
        self.available = available


class NotSignedIn(UserError):
    """Nobody is signed in, or the session has ended."""

    code = "not_signed_in"
    status = 401

    def __init__(self) -> None:
        super().__init__("Please sign in.")


class WrongCredentials(UserError):
    """The e-mail address or the password is wrong; we do not say which."""

    code = "wrong_credentials"
    status = 401

    def __init__(self) -> None:
        super().__init__("This e-mail address and password do not match.")


class SecondFactorNeeded(UserError):
    """The password is right; the one-time code is missing."""

    code = "second_factor_needed"
    status = 401

    def __init__(self) -> None:
        super().__init__("Type the code of your authenticator app.")


class WrongCode(UserError):
    """The one-time code is wrong, too old, or was used already."""

    code = "wrong_code"
    status = 401

    def __init__(self) -> None:
        super().__init__("This code is not right.")


class Forbidden(UserError):
    """Signed in, but not allowed to do this.

    problem: origin, session_only (not with an API token), scope (the token may not),
        admin_only, totp_required (an admin without a second factor), sealed_only.
    """

    code = "forbidden"
    status = 403


class ConfirmationNeeded(UserError):
    """A sensitive change: the password is asked for again (POST /api/auth/confirm), then repeat."""

    code = "confirmation_needed"
    status = 403

    def __init__(self) -> None:
        super().__init__("Confirm that it is you, then try again.")


class NotFound(UserError):
    """It is not there, or it belongs to somebody else.

    what: the noun that was looked for.
    """

    code = "not_found"
    status = 404

    def __init__(self, what: str) -> None:
        super().__init__(f"This {what} was not found.", what=what)


class Conflict(UserError):
    """The request contradicts what is already there.

    problem: idempotency_key_reused, email_taken, not_running, stale_version.
    """

    code = "conflict"
    status = 409

    def __init__(self, message: str, *, problem: str) -> None:
        super().__init__(message, problem=problem)


class LinkExpired(UserError):
    """A link from an e-mail that was used already or is too old."""

    code = "link_expired"
    status = 410

    def __init__(self) -> None:
        super().__init__("This link has expired or was already used.")


class TooLarge(UserError):
    """More bytes than we take.

    limit: the most we take, in bytes.
    """

    code = "too_large"
    status = 413

    def __init__(self, *, limit: int) -> None:
        super().__init__(f"This is larger than {limit} bytes.", limit=limit)


class TooManyAttempts(UserError):
    """Slow down.

    retry_after: seconds to wait.
    """

    code = "too_many_attempts"
    status = 429
    retryable = True

    def __init__(self, *, retry_after: int) -> None:
        super().__init__(
            f"Too many attempts. Try again in {retry_after} seconds.", retry_after=retry_after
        )


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


def revive(data: Mapping[str, object]) -> VidGenieError:
    """The error that `to_dict` wrote; one of an unknown code is a PlatformError."""
    params = {key: value for key, value in data.items() if key not in ("error", "code")}
    cls = _by_code(VidGenieError, str(data.get("code", ""))) or PlatformError
    return _restore(cls, (str(data.get("error", "")),), {"params": params})


def _by_code(cls: type[VidGenieError], code: str) -> type[VidGenieError] | None:
    if cls.code == code:
        return cls
    return next((found for sub in cls.__subclasses__() if (found := _by_code(sub, code))), None)


def _restore(
    cls: type[VidGenieError], args: tuple[object, ...], state: dict[str, object]
) -> VidGenieError:
    error = cls.__new__(cls, *args)
    error.__dict__.update(state)
    return error
