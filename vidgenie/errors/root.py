"""The root of every error we raise on purpose."""

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
        return (restore, (type(self), self.args, self.__dict__))

    def to_dict(self) -> dict[str, object]:
        """The error as the REST API and the database write it."""
        return {"error": str(self), "code": self.code, **self.params}


def restore(
    cls: type[VidGenieError], args: tuple[object, ...], state: dict[str, object]
) -> VidGenieError:
    """An error of this class as it was, whatever its constructor takes."""
    error = cls.__new__(cls, *args)
    error.__dict__.update(state)
    return error
