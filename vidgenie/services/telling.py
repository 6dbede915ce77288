"""How services tell an Account something: once, in the app and by e-mail as it wants."""

from collections.abc import Mapping
from typing import Protocol

from sqlmodel import Session


class Tells(Protocol):
    """Tell an Account something, in the caller's transaction."""

    def __call__(  # noqa: PLR0913  # all of it is one message
        self,
        session: Session,
        account_id: str,
        kind: str,
        *,
        key: str,
        params: Mapping[str, object],
        href: str = "",
    ) -> bool:
        """Tell it once per `key`; False when it was told before.

        kind: which words say it (domain/notification.py). params: JSON values for them.
        href: page of ours it leads to.
        """
        ...
