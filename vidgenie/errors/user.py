"""The user can fix it."""

from vidgenie.errors.root import VidGenieError


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


class NotSetUp(UserError):
    """A Provider that is off until something is typed in for it.

    option: what is missing, as address or terms.
    """

    code = "provider_not_set_up"
    status = 422

    def __init__(self, title: str, *, provider: str, option: str) -> None:
        super().__init__(
            f"{title} is not set up yet.", provider=provider, title=title, option=option
        )


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


class BudgetExceeded(UserError):
    """What the Account wants to spend at most would be passed.

    period: run, day or month. unit: credits or usd; limit, spent and required are in it.
    """

    code = "budget_exceeded"
    status = 402

    def __init__(
        self, *, period: str, unit: str, limit: float, spent: float, required: float
    ) -> None:
        super().__init__(
            "This would go past the budget you have set.",
            problem=f"{period}_{unit}",
            period=period,
            unit=unit,
            limit=limit,
            spent=spent,
            required=required,
        )


class PriceChanged(UserError):
    """It costs more now than what was agreed to; nothing was started or charged.

    agreed, required: credits.
    """

    code = "price_changed"
    status = 409

    def __init__(self, *, agreed: int, required: int) -> None:
        super().__init__("The price has changed.", agreed=agreed, required=required)


class PaymentRefused(UserError):
    """The payment service did not get the money; nothing was charged.

    problem: card_declined, authentication_required, or refused.
    """

    code = "payment_refused"
    status = 402

    def __init__(self, *, problem: str = "refused") -> None:
        super().__init__("The payment was refused.", problem=problem)


class InvalidSignature(UserError):
    """A message that claims to come from the payment service and does not."""

    code = "invalid_signature"
    status = 400

    def __init__(self) -> None:
        super().__init__("This message was not signed by the payment service.")


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

    problem: idempotency_key_reused, email_taken, not_running, stale_version;
        edited_elsewhere: answers over REST have what is there now as `current`.
    """

    code = "conflict"
    status = 409

    def __init__(self, message: str, *, problem: str, **params: object) -> None:
        super().__init__(message, problem=problem, **params)


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
