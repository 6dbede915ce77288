"""Every error VidGenie raises on purpose.

VidGenieError
├── UserError                 the user can fix it; shown as is
│   ├── InvalidInput              422  a field has a value we cannot take
│   ├── InvalidGraph              422  names the Node that is wrong
│   ├── InvalidMedia              422  an upload is not what it says it is
│   ├── MissingKey                422  a Provider has no key to be called with
│   ├── NotSetUp                  422  a Provider needs an address or a consent first
│   ├── KeyRefused                422  the Provider does not take this key
│   ├── KeyNotGranted             422  a sealed key was not granted to a Run in time
│   ├── InsufficientCredits       402
│   ├── BudgetExceeded            402  the Account's own limit, of a Run, a day or a month
│   ├── PaymentRefused            402  the card was refused; nothing was charged
│   ├── NotSignedIn               401
│   ├── WrongCredentials          401
│   ├── SecondFactorNeeded        401  the password is right, a code is missing
│   ├── WrongCode                 401  the one-time code is wrong, old or used
│   ├── Forbidden                 403
│   ├── ConfirmationNeeded        403  say again who you are, then repeat
│   ├── NotFound                  404  also: it belongs to somebody else
│   ├── Conflict                  409
│   ├── PriceChanged              409  dearer than what was agreed to
│   ├── InvalidSignature          400  not a message of the payment service
│   ├── LinkExpired               410  a link from an e-mail, used or too old
│   ├── TooLarge                  413
│   └── TooManyAttempts           429
├── ProviderError             an outside service failed; the Run gives back
│   ├── ProviderRejected          502  refused for good: never retried
│   ├── ProviderUnavailable       503  timeout, 5xx: retried, then fallback
│   │   ├── RateLimited               503  429: waited for in the scheduler, then fallback
│   │   └── CircuitOpen               503  failed too often lately: nothing was sent
│   └── ProviderUnknown           502  no answer to a submission: never sent twice
└── PlatformError             our fault; the Run gives back and we are told
    ├── RenderFailed              500  ffmpeg or a renderer ended badly
    ├── OutputRejected            500  the file made did not pass verification
    ├── StorageFull               507
    ├── NodeTimeout               504
    ├── VaultLocked               503  the master key is missing or not the right one
    ├── PaymentsUnavailable       503  the payment service does not answer
    └── Unavailable               503  a part of the installation is not ready

The message is one English sentence for people; `params` holds what the
catalogues need to say the same in another language under `error.<code>`.
"""

from collections.abc import Mapping

from vidgenie.errors.platform import (
    NodeTimeout,
    OutputRejected,
    PaymentsUnavailable,
    PlatformError,
    RenderFailed,
    StorageFull,
    Unavailable,
    VaultLocked,
)
from vidgenie.errors.provider import (
    CircuitOpen,
    ProviderError,
    ProviderRejected,
    ProviderUnavailable,
    ProviderUnknown,
    RateLimited,
)
from vidgenie.errors.root import VidGenieError, restore
from vidgenie.errors.user import (
    BudgetExceeded,
    ConfirmationNeeded,
    Conflict,
    Forbidden,
    InsufficientCredits,
    InvalidGraph,
    InvalidInput,
    InvalidMedia,
    InvalidSignature,
    KeyNotGranted,
    KeyRefused,
    LinkExpired,
    MissingKey,
    NotFound,
    NotSetUp,
    NotSignedIn,
    PaymentRefused,
    PriceChanged,
    SecondFactorNeeded,
    TooLarge,
    TooManyAttempts,
    UserError,
    WrongCode,
    WrongCredentials,
)

__all__ = [
    "BudgetExceeded",
    "CircuitOpen",
    "ConfirmationNeeded",
    "Conflict",
    "Forbidden",
    "InsufficientCredits",
    "InvalidGraph",
    "InvalidInput",
    "InvalidMedia",
    "InvalidSignature",
    "KeyNotGranted",
    "KeyRefused",
    "LinkExpired",
    "MissingKey",
    "NodeTimeout",
    "NotFound",
    "NotSetUp",
    "NotSignedIn",
    "OutputRejected",
    "PaymentRefused",
    "PaymentsUnavailable",
    "PlatformError",
    "PriceChanged",
    "ProviderError",
    "ProviderRejected",
    "ProviderUnavailable",
    "ProviderUnknown",
    "RateLimited",
    "RenderFailed",
    "SecondFactorNeeded",
    "StorageFull",
    "TooLarge",
    "TooManyAttempts",
    "Unavailable",
    "UserError",
    "VaultLocked",
    "VidGenieError",
    "WrongCode",
    "WrongCredentials",
    "revive",
]


def revive(data: Mapping[str, object]) -> VidGenieError:
    """The error that `to_dict` wrote; one of an unknown code is a PlatformError."""
    params = {key: value for key, value in data.items() if key not in ("error", "code")}
    cls = _by_code(VidGenieError, str(data.get("code", ""))) or PlatformError
    return restore(cls, (str(data.get("error", "")),), {"params": params})


def _by_code(cls: type[VidGenieError], code: str) -> type[VidGenieError] | None:
    if cls.code == code:
        return cls
    return next((found for sub in cls.__subclasses__() if (found := _by_code(sub, code))), None)
